from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from knowledge.models import KnowledgeEntry
from search.lists import list_page

from .drawings import attendance
from .filters import EventFilter
from .models import Event, EventCitation, EventOrganisation, EventProject, ProgrammeItem


@login_not_required
def event_list(request):
    events = Event.objects.visible_to(request.user).select_related("country", "series").prefetch_related("themes")
    return list_page(
        request,
        EventFilter(request.GET, queryset=events, request=request),
        "events/list.html",
        row_template="events/_row.html",
        title=_("Events"),
    )


@login_not_required
def event_detail(request, slug):
    user = request.user
    visible = Event.objects.visible_to(user)
    event = get_object_or_404(
        visible.select_related("country", "series__network", "project", "parent", "follows").prefetch_related(
            "themes",
            "municipalities",
            "attendance",
            "findings",
            Prefetch("citations", EventCitation.objects.select_related("document")),
            Prefetch("organisation_roles", EventOrganisation.objects.select_related("organisation__country")),
            Prefetch("project_ties", EventProject.objects.visible_to(user, "project")),
            Prefetch(
                "programme_items",
                ProgrammeItem.objects.select_related("session").prefetch_related("speakers__organisation"),
            ),
            Prefetch("sessions", visible),
            Prefetch("followed_by", visible),
            Prefetch("knowledge", KnowledgeEntry.objects.visible_to(user)),
        ),
        slug=slug,
    )
    return render(request, "events/detail.html", {"record": event, "drawing": attendance(event)})
