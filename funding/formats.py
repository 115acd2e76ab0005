"""What tables and calendars show of programmes and calls."""

from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from publishing.formats import SUMMARY, THEMES, TITLE, published
from search.formats.calendar import Entry
from search.formats.cells import Column, field, joined, labelled, money, said
from sources.enums import Precision
from sources.formats import FACTS_AS_OF, date_column, dated_entry

from .enums import CallState

PROGRAMME_COLUMNS = [
    TITLE,
    field(gettext_lazy("short name"), "short_name"),
    labelled(gettext_lazy("kind"), "kind"),
    Column(gettext_lazy("strand of"), lambda programme: joined(published([programme.parent]))),
    date_column(gettext_lazy("starts"), "starts"),
    date_column(gettext_lazy("ends"), "ends"),
    Column(gettext_lazy("who may apply"), lambda programme: joined(programme.applicant_kinds.all()) or None),
    Column(gettext_lazy("co-financing rate, per cent"), attrgetter("cofinancing_percent")),
    Column(gettext_lazy("own share, per cent"), attrgetter("own_share_percent")),
    *money(gettext_lazy("budget"), "budget", "budget_currency"),
    Column(gettext_lazy("minimum partners"), attrgetter("minimum_partners")),
    Column(gettext_lazy("minimum countries"), attrgetter("minimum_countries")),
    Column(gettext_lazy("succeeded by"), lambda programme: joined(programme.succeeded_by.all())),
    THEMES,
    field(gettext_lazy("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]


def _in_words(window) -> str:
    stage = said(window, "stage")
    return f"{window.period} ({stage})" if stage else window.period


def _next_deadline(call):
    """The next last day; "" for what has closed, where there is none to know."""
    return "" if call.state == CallState.CLOSED else call.next_deadline


CALL_COLUMNS = [
    TITLE,
    Column(gettext_lazy("state"), lambda call: capfirst(call.state_label)),
    Column(gettext_lazy("next deadline"), _next_deadline),
    Column(gettext_lazy("last deadline that has passed"), lambda call: call.last_deadline or ""),
    Column(gettext_lazy("application windows"), lambda call: "; ".join(map(_in_words, call.windows.all())) or None),
    Column(gettext_lazy("programme"), lambda call: joined(published([call.programme]))),
    Column(gettext_lazy("who may apply"), lambda call: joined(call.applicants) or None),
    Column(gettext_lazy("co-financing rate, per cent"), attrgetter("programme.cofinancing_percent")),
    Column(gettext_lazy("year"), lambda call: call.year or ""),
    field(gettext_lazy("where it is announced"), "announced_at"),
    THEMES,
    field(gettext_lazy("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]


def call_entries(call) -> list[Entry]:
    """Return when each window of ``call`` opens and closes, as exactly as it is known.

    A window is known by its number in the order in which windows were written: neither a moved date nor a new window
    makes another one of it, and it outlives that rows are written anew (sources/versions.py).
    """
    entries = []
    for number, window in enumerate(sorted(call.windows.all(), key=attrgetter("pk")), 1):
        stage = f" ({said(window, 'stage')})" if window.stage else ""
        opens, closes = _("Opens for applications"), _("Last day to apply")
        entries += dated_entry(call, f"opens-{number}", f"{opens}{stage}", window.opens_on, window.opens_precision)
        entries += dated_entry(call, f"closes-{number}", f"{closes}{stage}", window.closes_on, Precision.DAY)
    return entries
