from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.facets import CountryFacet
from publishing.models import Theme
from search.facets import ChoiceFacet, ConditionFacet, RelationFacet, TextFacet
from search.lists import ListFilter

from .enums import EventKind
from .formats import EVENT_COLUMNS, event_entries
from .models import Event, EventSeries
from .models.event import over_on


def _time() -> dict:
    """Past or coming today. What is known only to the month, season or year is past when that is over."""
    over, undated = over_on(timezone.localdate()), Q(starts_on=None, ends_on=None)
    return {
        "kommande": (_("Coming"), ~undated & ~over),
        "tidigare": (_("Past"), ~undated & over),
        "odaterat": (_("Without a date"), undated),
    }


class EventFilter(ListFilter):
    nar = ConditionFacet(_time, label=_("Time"))
    typ = ChoiceFacet(EventKind, "kind", label=_("Kind"))
    plats = TextFacet(Event, "place", label=_("Place"))
    land = CountryFacet("country", label=_("Country"))
    serie = RelationFacet(EventSeries, "series", label=_("Series"))
    tema = RelationFacet(Theme, "themes", label=_("Theme"))

    orderings = {
        "senast": (_("Latest first"), [F("starts_on").desc(nulls_last=True), "sort_key", "pk"]),
        "tidigast": (_("Earliest first"), [F("starts_on").asc(nulls_last=True), "sort_key", "pk"]),
        "namn": (_("Name"), ["sort_key", "pk"]),
    }

    row_template = "events/_row.html"
    columns = EVENT_COLUMNS
    has_dates = True

    class Meta:
        model = Event
        fields = []

    @classmethod
    def shown_to(cls, user):
        return Event.objects.visible_to(user).select_related("country", "series").prefetch_related("themes")

    def calendar_entries(self, event):
        return event_entries(event)
