from django.http import Http404, JsonResponse
from django.views.decorators.cache import never_cache

from search.suggestions import title_of

from . import finding, pickable

# So many letters are looked for, and so many hits told; who wants another one types on.
QUERY_MAX_LENGTH, HITS = 200, 20


@never_cache
def options(request, kind: str):
    """What may be picked, for the script of a field with search: the form of the suggestions of the portal's search.

    Only for who has signed in, and only what they may read.
    """
    try:
        picked = pickable.kind(kind)
    except KeyError:
        raise Http404 from None
    found = finding.find(picked, request.user, request.GET.get("q", "")[:QUERY_MAX_LENGTH], HITS)
    return JsonResponse(
        {"suggestions": [{"text": title_of(r), "kind": picked.beside(r), "value": str(r.pk)} for r in found]}
    )
