from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from search.lists import list_page

from .filters import OrganisationFilter
from .models import Contact, DocumentContribution, Municipality, Organisation, OrganisationCitation, Region

# What an organisation takes part in is reached through the reverse side of the links
# of the floors above; no floor above is imported here.


# What people take part in under their own names, and the organisation through them.
CONTACT_LINKS = ["programme_items", "projects", "networks", "programmes", "knowledge"]


def _readable(links: str, user):
    """Return what ``user`` may read of the records on the other side of a link of contacts."""
    return Contact._meta.get_field(links).related_model.objects.visible_to(user)


@login_not_required
def organisation_list(request):
    return list_page(
        request,
        OrganisationFilter(
            request.GET, queryset=Organisation.objects.select_related("country", "municipality"), request=request
        ),
        "organisations/list.html",
        row_template="organisations/_row.html",
        title=_("Organisations"),
    )


@login_not_required
def organisation_detail(request, slug):
    organisation = get_object_or_404(
        Organisation.objects.select_related("country", "region", "municipality", "parent").prefetch_related(
            "contacts",
            *(Prefetch(f"contacts__{links}", _readable(links, request.user)) for links in CONTACT_LINKS),
            Prefetch("citations", OrganisationCitation.objects.select_related("document")),
        ),
        slug=slug,
    )
    user = request.user
    relatives = Organisation.objects.filter(Q(parent=organisation) | Q(collaborates_with=organisation)).distinct()
    theirs = Q(organisation=organisation) | Q(contact__organisation=organisation)
    return render(
        request,
        "organisations/detail.html",
        {
            "record": organisation,
            "units": [other for other in relatives if other.parent_id == organisation.pk],
            "collaborators": [other for other in relatives if other.parent_id != organisation.pk],
            "contributions": DocumentContribution.objects.filter(theirs).select_related("document", "contact"),
            "participations": organisation.participations.visible_to(user),
            "programme_roles": organisation.programme_roles.visible_to(user),
            "memberships": organisation.memberships.visible_to(user),
            "event_roles": organisation.event_roles.visible_to(user),
            "knowledge_roles": organisation.knowledge_roles.visible_to(user),
        },
    )


@login_not_required
def municipality_list(request):
    regions = Region.objects.prefetch_related("municipalities")
    return render(request, "organisations/municipalities.html", {"regions": regions})


@login_not_required
def municipality_detail(request, slug):
    """What the portal knows of a municipality; for most of the 290 that is honestly nothing yet."""
    municipality = get_object_or_404(Municipality.objects.select_related("region"), slug=slug)
    user = request.user
    return render(
        request,
        "organisations/municipality.html",
        {
            "municipality": municipality,
            "organisations": municipality.organisations.all(),
            "projects": municipality.projects.visible_to(user),
            "events": municipality.events.visible_to(user),
            "networks": municipality.networks.visible_to(user),
            "knowledge": municipality.knowledge.visible_to(user),
            "nearby": municipality.region.municipalities.exclude(pk=municipality.pk),
        },
    )
