from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.rights import Right
from events.drawings import comparison
from events.models import Event
from publishing.proposed_files import files_to_be
from search.lists import list_page
from search.together import Whole, hold

from . import drawings
from .filters import ProjectFilter
from .models import Project


@login_not_required
def project_list(request):
    return list_page(request, ProjectFilter.of(request), "projects/list.html", title=_("Projects"))


def _projects(user):
    return Project.objects.visible_to(user).select_related("predecessor")


def _of_project(user, pk):
    project = Project(pk=pk)
    return {
        "record.themes": project.themes.all(),
        "record.countries": project.countries.all(),
        "record.regions": project.regions.all(),
        "record.municipalities": project.municipalities.all(),
        "record.citations": project.citations.select_related("document"),
        "record.attachments": project.attachments.all(),
        "record.contacts": project.contacts.select_related("organisation"),
        "record.participations": project.participations.select_related("organisation__country"),
        "record.contributes_to": project.contributes_to.visible_to(user),
        "record.funding": project.funding.visible_to(user, "programme"),
        "record.networks": project.networks.visible_to(user, "network"),
        "record.successors": project.successors.visible_to(user),
        "record.knowledge": project.knowledge.visible_to(user),
        "events": Event.objects.visible_to(user).of_project(project),
    }


PROJECT = Whole(_projects, _of_project)


def _projects_in_hand(user):
    return Project.objects.open_to(user, Right.READ_DRAFTS).select_related("predecessor")


IN_HAND = Whole(_projects_in_hand, _of_project)


@login_not_required
def project_map(request):
    projects = Project.objects.visible_to(request.user)
    # A project that only takes in a whole county has no municipality, so the two do not add up to the same.
    maps = {"counties": drawings.region_map(projects), "municipalities": drawings.municipality_map(projects)}
    return render(request, "projects/map.html", maps)


@login_not_required
def project_detail(request, slug):
    return _page(request, PROJECT.get(request.user, slug))


def preview(request, project):
    """The page of ``project`` as it will look, also when it is a proposed version."""
    context = IN_HAND.get(request.user, project.slug)
    hold(context["record"], "attachments", files_to_be(context["record"]))
    return _page(request, context | {"is_preview": True})


def _page(request, context):
    drawn = {"attendance": comparison(context["events"]), "partners": drawings.partners(context["record"])}
    return render(request, "projects/detail.html", context | drawn)
