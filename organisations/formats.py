"""What tables show of organisations: nothing of the people who work there, who are named on its page alone."""

from django.utils.translation import gettext_lazy as _

from search.formats.cells import Column, called, field, labelled
from sources.formats import FACTS_AS_OF

ORGANISATION_COLUMNS = [
    field(_("name"), "name"),
    field(_("short name"), "short_name"),
    field(_("organisation number"), "number"),
    labelled(_("kind"), "kind"),
    labelled(_("sector"), "sector"),
    Column(_("country"), lambda organisation: called(organisation.country)),
    Column(_("county"), lambda organisation: called(organisation.region)),
    Column(_("municipality"), lambda organisation: called(organisation.municipality)),
    field(_("place"), "place"),
    field(_("website"), "website"),
    field(_("e-mail"), "email"),
    field(_("phone"), "phone"),
    FACTS_AS_OF,
    field(_("summary"), "summary"),
]
