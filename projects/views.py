from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from events.models import Event
from knowledge.models import KnowledgeEntry
from organisations.models import Contact
from search.lists import list_page

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
        ProjectFilter(request.GET, queryset=projects),
        "projects/list.html",
        row_template="projects/_row.html",
        title=_("Projects"),
    )


@login_not_required
def project_detail(request, slug):
    project = get_object_or_404(
        Project.objects.visible_to(request.user)
        .select_related("predecessor")
        .prefetch_related(
            "themes",
            "countries",
            "regions",
            "municipalities",
            "contributes_to",
            Prefetch("citations", ProjectCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("participations", Participation.objects.select_related("organisation")),
            Prefetch("funding", ProjectFunding.objects.select_related("programme")),
            Prefetch("networks", ProjectNetwork.objects.select_related("network")),
            Prefetch("successors", Project.objects.visible_to(request.user)),
            Prefetch("knowledge", KnowledgeEntry.objects.visible_to(request.user)),
        ),
        slug=slug,
    )
    return render(
        request,
        "projects/detail.html",
        {"record": project, "events": Event.objects.visible_to(request.user).of_project(project)},
    )
