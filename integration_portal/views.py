"""The pages that belong to no app."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import InvalidPage, Paginator
from django.db import Error as DatabaseProblem
from django.db.models import F
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from events.models import Event
from funding.models import Call, Programme
from knowledge.models import KnowledgeEntry
from networks.models import Network
from organisations.models import Municipality, Organisation
from projects.models import Project
from search import index
from search.lists import PAGE_SIZE, SearchField

public = login_not_required

# The kinds of content in the order in which the portal speaks of them, by their name in ``typ``.
KINDS = {
    "program": Programme,
    "utlysning": Call,
    "projekt": Project,
    "natverk": Network,
    "evenemang": Event,
    "kunskap": KnowledgeEntry,
    "aktor": Organisation,
}


def _visible(model, user):
    return model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()


@login_not_required
def start(request):
    user, today = request.user, timezone.localdate()
    calls = Call.objects.visible_to(user).with_state(today).select_related("programme")
    latest = ["-published_at", F("starts_on").desc(nulls_last=True), "pk"]
    return render(
        request,
        "start.html",
        {
            "today": today,
            "calls": calls.filter(state__in=["open", "closing_soon", "planned"]).order_by("next_deadline")[:5],
            "last_calls": calls.filter(last_deadline__isnull=False).order_by("-last_deadline")[:3],
            "projects": Project.objects.visible_to(user).order_by(*latest)[:4],
            "coming_events": Event.objects.visible_to(user).coming(today).order_by("starts_on", "sort_key")[:4],
            "counts": [
                (Programme._meta.verbose_name_plural, reverse("funding:programmes"), _visible(Programme, user).count()),
                (Project._meta.verbose_name_plural, reverse("projects:list"), _visible(Project, user).count()),
                (Network._meta.verbose_name_plural, reverse("networks:list"), _visible(Network, user).count()),
                (Event._meta.verbose_name_plural, reverse("events:list"), _visible(Event, user).count()),
            ],
        },
    )


@login_not_required
def search(request):
    """Search over everything; ``typ`` narrows to one kind."""
    field = SearchField(required=False)
    query = field.clean(request.GET.get("q", ""))
    found = index.matching(query)
    hits_by_kind = {}
    for name, model in KINDS.items():
        ids = found.filter(kind=index.kind_of(model)).values("object_id")
        hits_by_kind[name] = _visible(model, request.user).filter(pk__in=ids)
    counts = (
        [(name, KINDS[name]._meta.verbose_name_plural, hits.count()) for name, hits in hits_by_kind.items()]
        if query
        else []
    )
    asked = request.GET.get("typ", "")
    notes = [field.ignored] if field.ignored else []
    if asked and asked not in KINDS:
        notes.append(_("“%(value)s” is not a kind of content; all kinds are shown.") % {"value": asked[:60]})
        asked = ""
    page, page_numbers = None, []
    if asked and query:
        try:
            page = Paginator(hits_by_kind[asked], PAGE_SIZE).page(request.GET.get("sida") or 1)
            page_numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
        except InvalidPage as error:
            raise Http404(_("The list has no such page.")) from error
    groups = [(name, label, number, hits_by_kind[name][:5]) for name, label, number in counts if number and not asked]
    return render(
        request,
        "search.html",
        {
            "q": query,
            "notes": notes,
            "counts": counts,
            "total": sum(number for _name, _label, number in counts),
            "kind": asked,
            "groups": groups,
            "page": page,
            "page_numbers": page_numbers,
            "list_path": request.path,
            "query": urlencode({"q": query, "typ": asked}),
        },
    )


@login_not_required
def about(request):
    return render(request, "about.html", {"municipalities": Municipality.objects.count()})


@login_not_required
def accessibility(request):
    return render(request, "accessibility.html")


@login_not_required
def privacy(request):
    return render(request, "privacy.html")


@login_not_required
@never_cache
def health(request):
    """200 when the database and the index answer, 503 otherwise; JSON for whoever watches the portal."""
    checks = {}
    for name, check in {"database": Project.objects.exists, "index": index.matching("a").exists}.items():
        try:
            check()
            checks[name] = "ok"
        except DatabaseProblem:
            checks[name] = "error"
    healthy = all(answer == "ok" for answer in checks.values())
    response = JsonResponse({"status": "ok" if healthy else "error", **checks}, status=200 if healthy else 503)
    if not healthy:
        response["Retry-After"] = "30"
    return response


@login_not_required
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /konto/", "Disallow: /en/konto/"]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
def bad_request(request, exception=None):
    try:
        page = render_to_string("errors/400.html", request=request)
    except SuspiciousOperation:  # what is wrong is the host name, so there is no address to link to
        page = render_to_string("errors/400_plain.html")
    return HttpResponse(page, status=400)


@login_not_required
def permission_denied(request, exception=None):
    return render(request, "errors/403.html", status=403)


@login_not_required
def csrf_failure(request, reason=""):
    return permission_denied(request)


@login_not_required
def page_not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


@login_not_required
def server_error(request):
    # Without the request: what failed may be the database, the session or the header of the page.
    response = HttpResponse(render_to_string("errors/500.html"), status=500)
    response["Retry-After"] = "60"
    return response
