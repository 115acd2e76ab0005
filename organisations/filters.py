from django.utils.translation import gettext_lazy as _

from search.facets import ChoiceFacet, RelationFacet
from search.lists import ListFilter

from .enums import OrganisationKind, Sector
from .facets import CountryFacet
from .formats import ORGANISATION_COLUMNS
from .models import Municipality, Organisation, Region


class OrganisationFilter(ListFilter):
    typ = ChoiceFacet(OrganisationKind, "kind", label=_("Kind"))
    sektor = ChoiceFacet(Sector, "sector", label=_("Sector"))
    land = CountryFacet("country", label=_("Country"))
    lan = RelationFacet(Region, "region", label=_("County"))

    row_template = "organisations/_row.html"
    columns = ORGANISATION_COLUMNS

    class Meta:
        model = Organisation
        fields = []

    @classmethod
    def shown_to(cls, user):
        return Organisation.objects.select_related("country", "municipality")

    def with_all(self, records):
        return records.select_related("region")


class MunicipalityFilter(ListFilter):
    """Shows municipalities among the hits of the search; their own page lists them by county."""

    row_template = "organisations/_municipality_row.html"

    class Meta:
        model = Municipality
        fields = []

    @classmethod
    def shown_to(cls, user):
        return Municipality.objects.select_related("region")
