from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organisations.facets import CountryFacet
from publishing.models import Theme
from search.facets import ChoiceFacet, RelationFacet
from search.lists import ListFilter

from .enums import KnowledgeKind
from .formats import KNOWLEDGE_COLUMNS
from .models import KnowledgeEntry


class KnowledgeFilter(ListFilter):
    typ = ChoiceFacet(KnowledgeKind, "kind", label=_("Kind"))
    tema = RelationFacet(Theme, "themes", label=_("Theme"))
    land = CountryFacet("countries", label=_("Country"))

    orderings = {
        "namn": (_("Name"), ["sort_key", "pk"]),
        "senast": (_("Latest first"), [F("starts_on").desc(nulls_last=True), "sort_key", "pk"]),
    }

    row_template = "knowledge/_row.html"
    columns = KNOWLEDGE_COLUMNS

    class Meta:
        model = KnowledgeEntry
        fields = []

    @classmethod
    def shown_to(cls, user):
        return KnowledgeEntry.objects.visible_to(user).prefetch_related("themes", "countries")
