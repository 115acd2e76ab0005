from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from events.formats import event_entries
from events.models import Event, EventSeries
from organisations.facets import CountryFacet
from publishing.models import Theme
from search.facets import ChoiceFacet, ConditionFacet, RelationFacet
from search.lists import ListFilter

from .enums import FeeKind, MembershipRole
from .formats import NETWORK_COLUMNS
from .models import Membership, Network

_swedish_members = Exists(
    Membership.objects.filter(network=OuterRef("pk"), role=MembershipRole.MEMBER, organisation__country__code="SE")
)


class NetworkFilter(ListFilter):
    avgift = ChoiceFacet(FeeKind, "fee_kind", label=_("Fee"))
    tema = RelationFacet(Theme, "themes", label=_("Theme"))
    svenska = ConditionFacet(
        {
            "ja": (_("With Swedish members"), Q(_swedish_members)),
            "nej": (_("None that we know of"), ~Q(_swedish_members)),
        },
        label=_("Swedish members"),
    )
    land = CountryFacet("country", label=_("Country of the seat"))

    orderings = {
        "namn": (_("Name"), ["sort_key", "pk"]),
        "avgift": (_("Lowest fee"), [F("fee_from").asc(nulls_last=True), "sort_key", "pk"]),
    }

    row_template = "networks/_row.html"
    columns = NETWORK_COLUMNS
    has_dates = True

    class Meta:
        model = Network
        fields = []

    @classmethod
    def shown_to(cls, user):
        swedish = Membership.objects.filter(role=MembershipRole.MEMBER, organisation__country__code="SE")
        return (
            Network.objects.visible_to(user)
            .select_related("country")
            .prefetch_related(
                "themes", Prefetch("memberships", swedish.select_related("organisation"), to_attr="swedish_members")
            )
        )

    def with_all(self, records):
        events = Event.objects.visible_to(self.request.user).select_related("country")
        events = Prefetch("events", events.annotate(changed_at=Event.last_change()), to_attr="events_to_read")
        return records.prefetch_related(Prefetch("series", EventSeries.objects.prefetch_related(events)))

    def calendar_entries(self, network):
        """What an officer can go to: the meetings of the network's series."""
        events = [event for series in network.series.all() for event in series.events_to_read]
        return [entry for event in events for entry in event_entries(event)]
