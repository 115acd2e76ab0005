from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.rights import Right
from organisations.models import Contact
from publishing.proposed_files import files_to_be
from search.lists import list_page
from search.together import Whole, hold

from .drawings import attendance
from .filters import EventFilter
from .models import Event

ONE_OF_EACH = ("country", "series__network", "project", "parent", "follows")


@login_not_required
def event_list(request):
    return list_page(request, EventFilter.of(request), "events/list.html", title=_("Events"))


def _events(user):
    return Event.objects.visible_to(user).select_related(*ONE_OF_EACH)


def _of_event(user, pk):
    event = Event(pk=pk)
    speakers = Prefetch("speakers", Contact.objects.select_related("organisation"))
    return {
        "record.themes": event.themes.all(),
        "record.municipalities": event.municipalities.all(),
        "record.attendance": event.attendance.all(),
        "record.findings": event.findings.all(),
        "record.attachments": event.attachments.all(),
        "record.citations": event.citations.select_related("document"),
        "record.organisation_roles": event.organisation_roles.select_related("organisation__country"),
        "record.project_ties": event.project_ties.visible_to(user, "project"),
        "record.programme_items": event.programme_items.select_related("session").prefetch_related(speakers),
        "record.sessions": event.sessions.visible_to(user),
        "record.followed_by": event.followed_by.visible_to(user),
        "record.knowledge": event.knowledge.visible_to(user),
    }


EVENT = Whole(_events, _of_event)


def _events_in_hand(user):
    return Event.objects.open_to(user, Right.READ_DRAFTS).select_related(*ONE_OF_EACH)


IN_HAND = Whole(_events_in_hand, _of_event)


@login_not_required
def event_detail(request, slug):
    return _page(request, EVENT.get(request.user, slug))


def preview(request, event):
    """The page of ``event`` as it will look, also when it is a proposed version."""
    context = IN_HAND.get(request.user, event.slug)
    hold(context["record"], "attachments", files_to_be(context["record"]))
    return _page(request, context | {"is_preview": True})


def _page(request, context):
    return render(request, "events/detail.html", context | {"drawing": attendance(context["record"])})
