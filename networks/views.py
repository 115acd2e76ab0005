from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from organisations.models import Contact
from search.compare import comparison
from search.lists import list_page
from search.together import Whole

from .filters import NetworkFilter
from .models import Membership, Network


@login_not_required
def network_list(request):
    return list_page(
        request,
        NetworkFilter.of(request),
        "networks/list.html",
        title=_("Networks"),
        compare_url=reverse("networks:compare"),
    )


def _networks(user):
    return Network.objects.visible_to(user).select_related("country", "succeeded_by")


def _of_network(user, pk):
    network = Network(pk=pk)
    events = Event.objects.visible_to(user).filter(series__network=network)
    return {
        "record.themes": network.themes.all(),
        "record.regions": network.regions.all(),
        "record.municipalities": network.municipalities.all(),
        "record.attachments": network.attachments.all(),
        "record.citations": network.citations.select_related("document"),
        "record.contacts": network.contacts.select_related("organisation"),
        "record.memberships": network.memberships.select_related("organisation__country"),
        "record.projects": network.projects.visible_to(user),
        "record.funded_by": network.funded_by.visible_to(user),
        "record.predecessors": network.predecessors.visible_to(user),
        "record.knowledge": network.knowledge.visible_to(user),
        "events": events.order_by("starts_on", "sort_key"),
    }


NETWORK = Whole(_networks, _of_network)


@login_not_required
def network_compare(request):
    networks = (
        Network.objects.visible_to(request.user)
        .select_related("country")
        .prefetch_related(
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("memberships", Membership.objects.select_related("organisation__country")),
        )
    )
    context = {
        "comparison": comparison(request, networks, "natverk"),
        "title": _("Compare networks"),
        "list_title": _("Networks"),
        "list_url": reverse("networks:list"),
    }
    return render(request, "networks/compare.html", context)


@login_not_required
def network_detail(request, slug):
    return render(request, "networks/detail.html", NETWORK.get(request.user, slug))
