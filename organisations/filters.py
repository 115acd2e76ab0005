from django.utils.translation import gettext_lazy as _

from search.facets import ChoiceFacet, RelationFacet
from search.lists import ListFilter

from .enums import OrganisationKind, Sector
from .facets import CountryFacet
from .models import Organisation, Region


class OrganisationFilter(ListFilter):
    typ = ChoiceFacet(OrganisationKind, "kind", label=_("Kind"))
    sektor = ChoiceFacet(Sector, "sector", label=_("Sector"))
    land = CountryFacet("country", label=_("Country"))
    lan = RelationFacet(Region, "region", label=_("County"))

    class Meta:
        model = Organisation
        fields = []
