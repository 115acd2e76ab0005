"""The pages that belong to no app."""

import datetime
from dataclasses import asdict
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import Error as DatabaseProblem
from django.db.models import Count, F, Value
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.rights import RIGHTS, Role
from events.models import Event
from funding.enums import CallState
from funding.models import Call, Programme
from funding.turns import last_turn
from funding.usual_times import usual_times
from knowledge.drawings import indicator as value_bars
from knowledge.enums import KnowledgeKind
from knowledge.models import KnowledgeEntry
from networks.models import Network
from organisations.models import Municipality, Organisation
from projects.drawings import region_map
from projects.models import Project
from search import changes, index, misses
from search.lists import QUERY_MAX_LENGTH, list_page
from search.readers import readers_like
from search.suggestions import suggest

from . import design as design_language, design_forms
from .everything import EverythingFilter

public = login_not_required

# The lists by the name of their address, in the same order.
LISTS = {
    "funding:programmes": Programme,
    "funding:calls": Call,
    "projects:list": Project,
    "networks:list": Network,
    "events:list": Event,
    "knowledge:list": KnowledgeEntry,
    "organisations:list": Organisation,
}


def _visible(model, user):
    return model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()


@login_not_required
def start(request):
    user, today = request.user, timezone.localdate()
    calls = Call.objects.visible_to(user).with_state(last_turn(changes.current(request))).select_related("programme")
    to_come = calls.filter(state__in=[CallState.OPEN, CallState.CLOSING_SOON, CallState.PLANNED, CallState.EXPECTED])
    soonest = [
        F("next_closes_at").asc(nulls_last=True),
        F("next_opens_on").asc(nulls_last=True),
        "expected_month",
        "pk",
    ]
    coming = list(to_come.order_by(*soonest)[:5])
    return render(
        request,
        "start.html",
        {
            "today": today,
            "calls": coming,
            "last_calls": [] if coming else calls.filter(last_closes_at__isnull=False).order_by("-last_closes_at")[:3],
            "usual_times": [] if coming else usual_times(user, today),
            "latest": _latest(user),
            "coming_events": Event.objects.visible_to(user).coming(today).order_by("starts_on", "sort_key")[:4],
            "counts": _counts(user),
            "counties": region_map(Project.objects.visible_to(user)),
        },
    )


def _counts(user) -> list[tuple]:
    """Return (plural name, address of the list, number that the reader may see) of each kind of content."""
    countings = [
        _visible(model, user).order_by().annotate(list=Value(name)).values("list").annotate(number=Count("pk"))
        for name, model in LISTS.items()
        if model is not Call
    ]
    numbers = {row["list"]: row["number"] for row in countings[0].union(*countings[1:], all=True)}
    return [
        (model._meta.verbose_name_plural, reverse(name), numbers.get(name, 0))
        for name, model in LISTS.items()
        if model is not Call
    ]


def _latest(user, number=6) -> list:
    """Return the records published last; of what was published at once, one of each kind before the next of any."""
    newest = ["-published_at", F("starts_on").desc(nulls_last=True), "pk"]
    whole_events = _visible(Event, user).filter(parent=None)
    sources = [_visible(Project, user), _visible(KnowledgeEntry, user), _visible(Network, user), whole_events]
    ranked = [
        (rank, record)
        for records in sources
        for rank, record in enumerate(records.filter(published_at__isnull=False).order_by(*newest)[:number])
    ]
    ranked.sort(key=lambda ranking: (-ranking[1].published_at.timestamp(), ranking[0]))
    return [record for _rank, record in ranked[:number]]


@login_not_required
def search(request):
    """Search over everything: a list like the others, with nothing in it until something is looked for."""
    today = timezone.localdate()
    title = _("Search the portal")
    # Rows of programmes and calls say what holds today.
    return list_page(request, EverythingFilter.of(request), "search.html", title=title, today=today, on=today)


@login_not_required
@never_cache
def suggestions(request):
    """What a reader may be about to type, for the search field's script (templates/_search_field.html)."""
    found = suggest(request.GET.get("q", "")[:QUERY_MAX_LENGTH], readers_like(request.user))
    return JsonResponse({"suggestions": [asdict(suggestion) for suggestion in found]})


@login_not_required
@require_POST
@csrf_exempt
def search_miss(request):
    """Count a search that found nothing. Nothing is kept of who asked, so a forger could win nothing."""
    if not request.htmx:  # a header that no other site can make a browser send
        raise PermissionDenied
    misses.record(request.POST.get("q", "")[:QUERY_MAX_LENGTH])
    return HttpResponse(status=204)


@login_not_required
def about(request):
    return render(request, "about.html", {"municipalities": Municipality.objects.count()})


@login_not_required
def roles(request):
    """Who may do what: the table that the code asks, to read."""
    rows = [(right.label, list(zip(Role, reaches, strict=True))) for right, reaches in RIGHTS.items()]
    return render(request, "roles.html", {"roles": Role, "rows": rows})


@login_not_required
def accessibility(request):
    # Renewed by whoever looks over the statement; what it says of the tests is what tests/test_browser_*.py do.
    return render(
        request,
        "accessibility.html",
        {"assessed_on": datetime.date(2026, 11, 22), "updated_on": datetime.date(2026, 11, 22)},
    )


@login_not_required
def privacy(request):
    return render(request, "privacy.html")


def _only_for_developers():
    if not settings.DEBUG:
        raise Http404


@login_not_required
def design(request):
    """The design language, with every component in every state: for those who build the portal."""
    _only_for_developers()
    user, today = request.user, timezone.localdate()
    indicators = KnowledgeEntry.objects.visible_to(user).filter(kind=KnowledgeKind.INDICATOR)
    context = {
        "themes": design_language.colours(),
        "chart": next(filter(None, map(value_bars, indicators.prefetch_related("values"))), None),
        "map": region_map(Project.objects.visible_to(user)),
        "calls": [
            SimpleNamespace(
                state=state,
                state_label=state.label,
                expected_words=today.year,
                next_opening_words=today.year,
                next_deadline=None,
                last_deadline=None,
            )
            for state in CallState
        ],
        "today": today,
        **design_forms.examples(request),
    }
    return render(request, "design.html", context)


@login_not_required
def design_states(request):
    """The stylesheet with hover and focus as classes, for the design page alone."""
    _only_for_developers()
    return HttpResponse(design_language.states_stylesheet(), content_type="text/css")


@login_not_required
@never_cache
def health(request):
    """200 when the database and the index answer, 503 otherwise; JSON for whoever watches the portal."""
    checks = {}
    for name, check in {"database": Project.objects.exists, "index": index.answers}.items():
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
    lines += ["Disallow: /rattelse/", "Disallow: /en/rattelse/", "Disallow: /bevaka/", "Disallow: /en/bevaka/"]
    # Each answer of the finder leads to others: there is no end to them, and nothing in them that the lists lack.
    lines += ["Disallow: /finansiering/hitta/?", "Disallow: /en/finansiering/hitta/?"]
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
def too_many_requests(request, exception=None):
    """Over a rate limit: when to try again, with what was typed kept, but for what is secret."""
    secret = ("csrfmiddlewaretoken", "credential", "password", "password1", "oldpassword")
    kept = [(name, value) for name, values in request.POST.lists() if name not in secret for value in values]
    response = render(request, "errors/429.html", {"kept": kept}, status=429)
    response["Retry-After"] = "60"
    return response


@login_not_required
def server_error(request):
    # Without the request: what failed may be the database, the session or the header of the page.
    response = HttpResponse(render_to_string("errors/500.html"), status=500)
    response["Retry-After"] = "60"
    return response
