"""What somebody has typed is not lost when the session ends meanwhile: it waits until they have signed in again."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import QueryDict
from django.shortcuts import render

SESSION_KEY = "kept_form"
# Whoever comes back later than this begins anew; the text is not to lie about.
LONGEST = 12 * 3600  # seconds
_SALT = "publishing.kept_forms"


def writer_sign(user) -> str:
    """Return what a form of ``user`` carries in the field ``writer``, so that it is given back to nobody else."""
    return signing.dumps(user.pk, salt=_SALT)


def keeps_what_was_typed(view):
    """Let a view with a form keep, for the session to come, what somebody sends who is no longer signed in."""

    @login_not_required
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        writer = _writer(request.POST.get("writer", "")) if request.method == "POST" else None
        if request.htmx:
            return render(request, "mine/_signed_out.html")
        if writer:
            request.session[SESSION_KEY] = {"path": request.path, "writer": writer, "data": request.POST.urlencode()}
        return redirect_to_login(request.get_full_path())

    return wrapper


def kept_form(request) -> QueryDict | None:
    """Return what the user had sent to this address when the session had ended; None where there is nothing."""
    kept = request.session.get(SESSION_KEY)
    if kept and kept["path"] == request.path and kept["writer"] == request.user.pk:
        return QueryDict(kept["data"])
    return None


def forget_kept_form(request) -> None:
    """Let go of it, once it has been sent again."""
    request.session.pop(SESSION_KEY, None)


def _writer(sign):
    try:
        return signing.loads(sign, salt=_SALT, max_age=LONGEST)
    except signing.BadSignature:
        return None
