"""Which POST comes from a page of the portal."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.decorators.csrf import csrf_exempt, csrf_protect


def from_our_pages(view):
    """Refuse what another site makes a browser send.

    For an account by Django's token, as everywhere. A reader without one has no token, for it needs a cookie, and the
    lists of calls would then set one for everybody and be kept by no browser. There the browser itself says where a
    POST comes from; what could be forged is a line on a list that only that browser shows.
    """
    by_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return by_token(request, *args, **kwargs)
        if not is_same_origin(request):
            raise PermissionDenied("from another site")
        return view(request, *args, **kwargs)

    return guarded


def is_same_origin(request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
