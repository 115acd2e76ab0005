"""What tables show of networks."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from publishing.formats import SUMMARY, THEMES, TITLE
from search.formats.cells import Column, called, field, labelled
from sources.formats import FACTS_AS_OF

from .enums import FeeKind


def _fee(name: str):
    """The amount where there is a fee; that there is none is known, and said by the kind of fee."""
    return lambda network: "" if network.fee_kind == FeeKind.FREE else getattr(network, name)


NETWORK_COLUMNS = [
    TITLE,
    field(_("short name"), "short_name"),
    labelled(_("fee"), "fee_kind"),
    Column(_("fee from"), _fee("fee_from")),
    Column(_("fee to"), _fee("fee_to")),
    Column(_("currency"), lambda network: "" if network.fee_from is None else network.fee_currency),
    field(_("note on the fee"), "fee_note"),
    Column(
        _("Swedish members"),
        lambda network: ", ".join(called(member.organisation) for member in network.swedish_members),
    ),
    field(_("how often it meets"), "meets"),
    field(_("seat"), "place"),
    Column(_("country"), lambda network: called(network.country)),
    Column(_("period"), attrgetter("period")),
    THEMES,
    field(_("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]
