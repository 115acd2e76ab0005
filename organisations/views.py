from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.utils.translation import gettext as _

from search.lists import list_page
from search.together import Whole

from .filters import OrganisationFilter
from .models import Contact, DocumentContribution, Municipality, Organisation, Region

# What an organisation takes part in is reached through the reverse side of the links
# of the floors above; no floor above is imported here.


# What people take part in under their own names, and the organisation through them.
CONTACT_LINKS = ["programme_items", "projects", "networks", "programmes", "knowledge"]


def _readable(links: str, user):
    """Return what ``user`` may read of the records on the other side of a link of contacts."""
    return Contact._meta.get_field(links).related_model.objects.visible_to(user)


@login_not_required
def organisation_list(request):
    return list_page(request, OrganisationFilter.of(request), "organisations/list.html", title=_("Organisations"))


def _organisations(user):
    return Organisation.objects.select_related("country", "region", "municipality", "parent")


def _of_organisation(user, pk):
    organisation = Organisation(pk=pk)
    people = organisation.contacts.prefetch_related(
        *(Prefetch(links, _readable(links, user)) for links in CONTACT_LINKS)
    )
    relatives = Q(parent=organisation) | Q(collaborates_with=organisation)
    theirs = Q(organisation=organisation) | Q(contact__organisation=organisation)
    return {
        "record.contacts": people,
        "record.citations": organisation.citations.select_related("document"),
        "relatives": Organisation.objects.filter(relatives).distinct(),
        "contributions": DocumentContribution.objects.filter(theirs).select_related("document", "contact"),
        "participations": organisation.participations.visible_to(user),
        "programme_roles": organisation.programme_roles.visible_to(user),
        "memberships": organisation.memberships.visible_to(user),
        "event_roles": organisation.event_roles.visible_to(user),
        "knowledge_roles": organisation.knowledge_roles.visible_to(user),
    }


ORGANISATION = Whole(_organisations, _of_organisation)


@login_not_required
def organisation_detail(request, slug):
    context = ORGANISATION.get(request.user, slug)
    organisation, relatives = context["record"], context.pop("relatives")
    context["units"] = [other for other in relatives if other.parent_id == organisation.pk]
    context["collaborators"] = [other for other in relatives if other.parent_id != organisation.pk]
    return render(request, "organisations/detail.html", context)


@login_not_required
def municipality_list(request):
    regions = Region.objects.prefetch_related("municipalities")
    return render(request, "organisations/municipalities.html", {"regions": regions})


def _municipalities(user):
    return Municipality.objects.select_related("region")


def _of_municipality(user, pk, region):
    municipality = Municipality(pk=pk)
    return {
        "organisations": municipality.organisations.all(),
        "projects": municipality.projects.visible_to(user),
        "events": municipality.events.visible_to(user),
        "networks": municipality.networks.visible_to(user),
        "knowledge": municipality.knowledge.visible_to(user),
        "nearby": Municipality.objects.filter(region=region).exclude(pk=pk),
    }


MUNICIPALITY = Whole(_municipalities, _of_municipality, lambda place: (place.pk, place.region_id))


@login_not_required
def municipality_detail(request, slug):
    """What the portal knows of a municipality; for most of the 290 that is honestly nothing yet."""
    context = MUNICIPALITY.get(request.user, slug)
    return render(request, "organisations/municipality.html", context | {"municipality": context["record"]})
