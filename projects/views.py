from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from events.drawings import comparison
from events.models import Event
from funding.models import Programme
from knowledge.models import KnowledgeEntry
from organisations.models import Contact
from search.lists import list_page

from . import drawings
from .enums import ProjectRole
from .filters import ProjectFilter
from .models import Participation, Project, ProjectCitation, ProjectFunding, ProjectNetwork


@login_not_required
def project_list(request):
    projects = Project.objects.visible_to(request.user).prefetch_related(
        "themes",
        "countries",
        Prefetch(
            "participations",
            Participation.objects.filter(role=ProjectRole.OWNER).select_related("organisation"),
            to_attr="owners",
        ),
    )
    return list_page(
        request,
        ProjectFilter(request.GET, queryset=projects, request=request),
        "projects/list.html",
        row_template="projects/_row.html",
        title=_("Projects"),
    )


@login_not_required
def project_map(request):
    projects = Project.objects.visible_to(request.user)
    # A project that only takes in a whole county has no municipality, so the two do not add up to the same.
    maps = {"counties": drawings.region_map(projects), "municipalities": drawings.municipality_map(projects)}
    return render(request, "projects/map.html", maps)


@login_not_required
def project_detail(request, slug):
    user = request.user
    project = get_object_or_404(
        Project.objects.visible_to(user)
        .select_related("predecessor")
        .prefetch_related(
            "themes",
            "countries",
            "regions",
            "municipalities",
            Prefetch("citations", ProjectCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("participations", Participation.objects.select_related("organisation__country")),
            Prefetch("contributes_to", Programme.objects.visible_to(user)),
            Prefetch("funding", ProjectFunding.objects.visible_to(user, "programme")),
            Prefetch("networks", ProjectNetwork.objects.visible_to(user, "network")),
            Prefetch("successors", Project.objects.visible_to(user)),
            Prefetch("knowledge", KnowledgeEntry.objects.visible_to(user)),
        ),
        slug=slug,
    )
    events = Event.objects.visible_to(user).of_project(project)
    return render(
        request,
        "projects/detail.html",
        {"record": project, "events": events, "attendance": comparison(events), "partners": drawings.partners(project)},
    )
