from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext as _

from organisations.models import Contact
from search.lists import list_page
from search.together import Whole

from .drawings import attendance
from .filters import EventFilter
from .models import Event


@login_not_required
def event_list(request):
    return list_page(request, EventFilter.of(request), "events/list.html", title=_("Events"))


def _events(user):
    one_of_each = ("country", "series__network", "project", "parent", "follows")
    return Event.objects.visible_to(user).select_related(*one_of_each)


def _of_event(user, pk):
    event = Event(pk=pk)
    speakers = Prefetch("speakers", Contact.objects.select_related("organisation"))
    return {
        "record.themes": event.themes.all(),
        "record.municipalities": event.municipalities.all(),
        "record.attendance": event.attendance.all(),
        "record.findings": event.findings.all(),
        "record.citations": event.citations.select_related("document"),
        "record.organisation_roles": event.organisation_roles.select_related("organisation__country"),
        "record.project_ties": event.project_ties.visible_to(user, "project"),
        "record.programme_items": event.programme_items.select_related("session").prefetch_related(speakers),
        "record.sessions": event.sessions.visible_to(user),
        "record.followed_by": event.followed_by.visible_to(user),
        "record.knowledge": event.knowledge.visible_to(user),
    }


EVENT = Whole(_events, _of_event)


@login_not_required
def event_detail(request, slug):
    context = EVENT.get(request.user, slug)
    return render(request, "events/detail.html", context | {"drawing": attendance(context["record"])})
