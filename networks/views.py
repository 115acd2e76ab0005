from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Event
from funding.models import Programme
from knowledge.models import KnowledgeEntry
from organisations.models import Contact
from projects.models import ProjectNetwork
from search.compare import comparison
from search.lists import list_page

from .enums import MembershipRole
from .filters import NetworkFilter
from .models import Membership, Network, NetworkCitation


@login_not_required
def network_list(request):
    swedish = Membership.objects.filter(role=MembershipRole.MEMBER, organisation__country__code="SE")
    networks = (
        Network.objects.visible_to(request.user)
        .select_related("country")
        .prefetch_related(
            "themes", Prefetch("memberships", swedish.select_related("organisation"), to_attr="swedish_members")
        )
    )
    return list_page(
        request,
        NetworkFilter(request.GET, queryset=networks, request=request),
        "networks/list.html",
        row_template="networks/_row.html",
        title=_("Networks"),
        compare_url=reverse("networks:compare"),
    )


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
    user = request.user
    network = get_object_or_404(
        Network.objects.visible_to(user)
        .select_related("country", "succeeded_by")
        .prefetch_related(
            "themes",
            "regions",
            "municipalities",
            Prefetch("citations", NetworkCitation.objects.select_related("document")),
            Prefetch("contacts", Contact.objects.select_related("organisation")),
            Prefetch("memberships", Membership.objects.select_related("organisation__country")),
            Prefetch("projects", ProjectNetwork.objects.visible_to(user)),
            Prefetch("funded_by", Programme.objects.visible_to(user)),
            Prefetch("predecessors", Network.objects.visible_to(user)),
            Prefetch("knowledge", KnowledgeEntry.objects.visible_to(user)),
        ),
        slug=slug,
    )
    events = Event.objects.visible_to(user).filter(series__network=network).order_by("starts_on", "sort_key")
    return render(request, "networks/detail.html", {"record": network, "events": events})
