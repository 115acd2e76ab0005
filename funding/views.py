import datetime

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.models import KnowledgeEntry
from organisations.models import Contact
from projects.models import ProjectFunding
from search.compare import comparison
from search.lists import list_page

from . import drawings
from .example import worked_example
from .filters import CallFilter, ProgrammeFilter
from .models import Call, CallCitation, Programme, ProgrammeCitation, ProgrammeOrganisation


@login_not_required
def programme_list(request):
    programmes = (
        Programme.objects.visible_to(request.user)
        .select_related("parent")
        .prefetch_related(
            "themes", "applicant_kinds", Prefetch("succeeded_by", Programme.objects.visible_to(request.user))
        )
    )
    return list_page(
        request,
        ProgrammeFilter(request.GET, queryset=programmes, request=request),
        "funding/programmes.html",
        row_template="funding/_programme_row.html",
        title=_("Funding"),
        today=timezone.localdate(),
        compare_url=reverse("funding:compare"),
    )


@login_not_required
def programme_compare(request):
    visible = Programme.objects.visible_to(request.user)
    programmes = visible.prefetch_related(
        "applicant_kinds",
        "ceilings",
        Prefetch("succeeded_by", visible),
        Prefetch("roles", ProgrammeOrganisation.objects.select_related("organisation")),
    )
    context = {
        "comparison": comparison(request, programmes, "program"),
        "title": _("Compare programmes"),
        "list_title": _("Funding"),
        "list_url": reverse("funding:programmes"),
        "today": timezone.localdate(),
    }
    return render(request, "funding/compare.html", context)


@login_not_required
def timeline(request):
    today = timezone.localdate()
    visible = Programme.objects.visible_to(request.user)
    programmes = visible.prefetch_related(Prefetch("succeeded_by", visible))
    calls = Call.objects.visible_to(request.user).with_state(today).order_by("year", "sort_key")
    drawing = drawings.all_programmes(programmes, calls, today)
    return render(request, "funding/timeline.html", {"drawing": drawing})


@login_not_required
def programme_detail(request, slug):
    user = request.user
    visible = Programme.objects.visible_to(user)
    programme = get_object_or_404(
        visible.select_related("parent").prefetch_related(
            "themes",
            "applicant_kinds",
            "ceilings",
            "steps",
            Prefetch("citations", ProgrammeCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("roles", ProgrammeOrganisation.objects.select_related("organisation")),
            Prefetch("funded", ProjectFunding.objects.visible_to(user)),
            Prefetch("knowledge", KnowledgeEntry.objects.visible_to(user)),
        ),
        slug=slug,
    )
    today = timezone.localdate()
    family = visible.family_of(programme)
    calls = Call.objects.visible_to(user).of_programme(programme).with_state(today)
    return render(
        request,
        "funding/programme.html",
        {
            "record": programme,
            "family": family,
            "timeline": drawings.family(programme, family, calls, today),
            "money": drawings.money(programme, family),
            "ended": programme.ended_before(today),
            "successors": visible.successors_of(programme),
            "calls": calls,
            "contributing_projects": programme.contributing_projects.visible_to(user),
            "funded_networks": programme.funded_networks.visible_to(user),
            "today": today,
        },
    )


@login_not_required
def call_list(request):
    calls = (
        Call.objects.visible_to(request.user)
        .select_related("programme")
        .prefetch_related("themes", "windows", "applicant_kinds", "programme__applicant_kinds")
    )
    call_filter = CallFilter(request.GET, queryset=calls, request=request)
    return list_page(
        request,
        call_filter,
        "funding/calls.html",
        row_template="funding/_call_row.html",
        title=_("Calls"),
        on=call_filter.day,
    )


@login_not_required
def call_detail(request, slug):
    on, notes = _chosen_day(request)
    visible = Programme.objects.visible_to(request.user)
    call = get_object_or_404(
        Call.objects.visible_to(request.user)
        .with_state(on)
        .select_related("programme")
        .prefetch_related(
            "themes",
            "windows",
            "applicant_kinds",
            "programme__applicant_kinds",
            "programme__ceilings",
            Prefetch("other_programmes", visible),
            Prefetch("citations", CallCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
        ),
        slug=slug,
    )
    successors = visible.successors_of(call.programme)
    example = worked_example(call.programme, request.GET.get("budget", "")[:60])
    return render(
        request,
        "funding/call.html",
        {"record": call, "on": on, "notes": notes, "successors": successors, "example": example},
    )


def _chosen_day(request) -> tuple[datetime.date, list[str]]:
    """Return the day asked for in ``datum`` and what to tell of it; today when there is none or it is no date."""
    asked = request.GET.get("datum", "")
    if not asked:
        return timezone.localdate(), []
    try:
        return datetime.date.fromisoformat(asked), []
    except ValueError:
        return timezone.localdate(), [_("“%(value)s” is no date; the state is that of today.") % {"value": asked[:60]}]
