from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from events.models import Event
from funding.models import Programme
from networks.models import Network
from organisations.models import Contact
from projects.models import Project
from search.lists import list_page

from .drawings import indicator
from .filters import KnowledgeFilter
from .models import KnowledgeCitation, KnowledgeEntry, KnowledgeOrganisation


@login_not_required
def entry_list(request):
    entries = KnowledgeEntry.objects.visible_to(request.user).prefetch_related("themes", "countries")
    return list_page(
        request,
        KnowledgeFilter(request.GET, queryset=entries, request=request),
        "knowledge/list.html",
        row_template="knowledge/_row.html",
        title=_("Knowledge"),
    )


@login_not_required
def entry_detail(request, slug):
    user = request.user
    visible = KnowledgeEntry.objects.visible_to(user)
    entry = get_object_or_404(
        visible.select_related("parent").prefetch_related(
            "themes",
            "countries",
            "municipalities",
            "values",
            Prefetch("citations", KnowledgeCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("organisation_roles", KnowledgeOrganisation.objects.select_related("organisation__country")),
            Prefetch("parts", visible),
            Prefetch("related", visible),
            Prefetch("projects", Project.objects.visible_to(user)),
            Prefetch("events", Event.objects.visible_to(user)),
            Prefetch("networks", Network.objects.visible_to(user)),
            Prefetch("programmes", Programme.objects.visible_to(user)),
        ),
        slug=slug,
    )
    return render(request, "knowledge/detail.html", {"record": entry, "drawing": indicator(entry)})
