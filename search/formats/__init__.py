"""Any list to take along: a feed, a calendar or a table of exactly what was chosen, under the list's own address.

What a kind of record shows in each is said by its filter (``contents.py``); here it is written (docs/adr/0028).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import atom, calendar, comma_separated, workbook
from .taken import PARAMETER, Taken


@dataclass(frozen=True)
class Format:
    """``write`` answers with the list in this format; ``told`` says to whom that is of use."""

    name: str
    label: Promise
    media_type: str
    told: Promise
    write: Callable


FORMATS = {
    one.name: one
    for one in (
        Format("xlsx", _("Excel"), workbook.MEDIA_TYPE, _("a workbook"), workbook.response),
        Format("csv", _("CSV"), comma_separated.MEDIA_TYPE, _("a table for other programs"), comma_separated.response),
        Format("ics", _("Calendar"), calendar.MEDIA_TYPE, _("dates to subscribe to (iCal)"), calendar.response),
        Format("atom", _("News feed"), atom.MEDIA_TYPE, _("what was changed last (Atom)"), atom.response),
    )
}


def offered(contents) -> list[Format]:
    """Return the formats that the page of the list leads to: no calendar where it would always be empty."""
    return [one for one in FORMATS.values() if one.write is not calendar.response or contents.has_dates]


def answer(request, contents, title: str):
    """Return the list in the format that the address asks for; None where it asks for none that there is."""
    chosen = FORMATS.get(request.GET.get(PARAMETER, ""))
    if not chosen:
        return None
    response = chosen.write(Taken(request, contents, str(title)))
    response["X-Robots-Tag"] = "noindex"  # the page of the list is what a reader wants to find
    return response
