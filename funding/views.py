from django.contrib.auth.decorators import login_not_required
from django.db.models import F, Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from search.compare import comparison
from search.lists import list_page
from search.together import Whole

from . import drawings
from .chosen_day import chosen_day, state_moment
from .costs.example import worked_example
from .filters import CallFilter, ProgrammeFilter
from .models import Call, Programme, ProgrammeOrganisation
from .shortlist.lists import Shortlist, all_of
from .terms import terms_of


@login_not_required
def programme_list(request):
    return list_page(
        request,
        ProgrammeFilter.of(request),
        "funding/programmes.html",
        title=_("Funding"),
        today=timezone.localdate(),
        compare_url=reverse("funding:compare"),
    )


def _programmes(user, moment):
    return Programme.objects.visible_to(user).select_related("parent")


def _of_programme(user, pk, parent, moment):
    programme, visible = Programme(pk=pk, parent_id=parent), Programme.objects.visible_to(user)
    return {
        "record.themes": programme.themes.all(),
        "record.applicant_kinds": programme.applicant_kinds.all(),
        "record.ceilings": programme.ceilings.all(),
        "record.steps": programme.steps.all(),
        "record.attachments": programme.attachments.all(),
        "record.citations": programme.citations.select_related("document"),
        "record.contacts": programme.contacts.select_related("organisation"),
        "record.roles": programme.roles.select_related("organisation"),
        "record.funded": programme.funded.visible_to(user),
        "record.knowledge": programme.knowledge.visible_to(user),
        "family": visible.family_of(programme),
        "successors": visible.successors_of(programme),
        "calls": Call.objects.visible_to(user).of_programme(programme).with_state(moment),
        "contributing_projects": programme.contributing_projects.visible_to(user),
        "funded_networks": programme.funded_networks.visible_to(user),
    }


PROGRAMME = Whole(_programmes, _of_programme, lambda programme: (programme.pk, programme.parent_id))


@login_not_required
def programme_compare(request):
    visible = Programme.objects.visible_to(request.user)
    programmes = visible.prefetch_related(
        "applicant_kinds",
        "ceilings",
        Prefetch("succeeded_by", visible),
        Prefetch("roles", ProgrammeOrganisation.objects.select_related("organisation")),
    )
    compared = comparison(request, programmes, "program")
    for programme in compared.records:
        programme.terms = terms_of(programme)
    context = {
        "comparison": compared,
        "title": _("Compare programmes"),
        "list_title": _("Funding"),
        "list_url": reverse("funding:programmes"),
        "today": timezone.localdate(),
    }
    return render(request, "funding/compare.html", context)


@login_not_required
def timeline(request):
    on, notes = chosen_day(request)
    visible = Programme.objects.visible_to(request.user)
    programmes = visible.prefetch_related(Prefetch("succeeded_by", visible))
    # One more than can be drawn, so that it is seen whether there are more; picked before their states are worked out.
    order = [F("year").desc(nulls_last=True), "sort_key"]
    latest = Call.objects.visible_to(request.user).order_by(*order).values("pk")[: drawings.MOST_CALLS + 1]
    calls = Call.objects.filter(pk__in=latest).with_state(state_moment(request, on)).order_by(*order)
    drawing = drawings.all_programmes(programmes, calls, on)
    return render(request, "funding/timeline.html", {"drawing": drawing, "on": on, "notes": notes})


@login_not_required
def programme_detail(request, slug):
    on, notes = chosen_day(request)
    context = PROGRAMME.get(request.user, slug, state_moment(request, on))
    programme, family = context["record"], context["family"]
    context |= {
        "on": on,
        "notes": notes,
        "terms": terms_of(programme),
        "ended": programme.ended_before(on),
        "timeline": drawings.family(programme, family, context["calls"], on),
        "money": drawings.money(programme, family),
    }
    return render(request, "funding/programme.html", context)


@login_not_required
def call_list(request):
    call_filter = CallFilter.of(request)
    shortlist = Shortlist(request)
    return list_page(
        request, call_filter, "funding/calls.html", title=_("Calls"), on=call_filter.day, shortlist=shortlist
    )


def _calls(user, moment):
    return Call.objects.visible_to(user).with_state(moment).select_related("programme")


def _of_call(user, pk, programme, parent, moment):
    call = Call(pk=pk, programme=Programme(pk=programme, parent_id=parent))
    visible = Programme.objects.visible_to(user)
    return {
        "record.themes": call.themes.all(),
        "record.windows": call.windows.all(),
        "record.ceilings": call.ceilings.all(),
        "record.applicant_kinds": call.applicant_kinds.all(),
        "record.programme.applicant_kinds": call.programme.applicant_kinds.all(),
        "record.programme.ceilings": call.programme.ceilings.all(),
        "record.other_programmes": call.other_programmes.visible_to(user),
        "record.attachments": call.attachments.all(),
        "record.citations": call.citations.select_related("document"),
        "record.contacts": call.contacts.select_related("organisation"),
        "successors": visible.successors_of(call.programme),
    }


CALL = Whole(_calls, _of_call, lambda call: (call.pk, call.programme_id, call.programme.parent_id))


@login_not_required
def call_detail(request, slug):
    on, notes = chosen_day(request)
    context = CALL.get(request.user, slug, state_moment(request, on)) | {"on": on, "notes": notes}
    terms = terms_of(context["record"])
    example = worked_example(terms, request.user, request.GET.get("budget", "")[:60])
    context |= {"terms": terms, "example": example, "shortlists": all_of(request)}
    return render(request, "funding/call.html", context)
