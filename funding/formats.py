"""What tables and calendars show of programmes and calls."""

from operator import attrgetter

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from publishing.formats import SUMMARY, THEMES, TITLE, published
from publishing.templatetags.content import money as written_money
from search.formats.calendar import Entry
from search.formats.cells import Column, field, joined, labelled, money, said
from sources.formats import FACTS_AS_OF, date_column, date_or_words, dated_entry

from . import moments
from .enums import CallState
from .terms import Terms, terms_of


def known(record) -> Terms:
    """Return the terms of a call or a programme, worked out once for all columns."""
    if "terms" not in vars(record):
        record.terms = terms_of(record)
    return record.terms


def _term(label, name: str) -> Column:
    return Column(label, lambda record: getattr(known(record), name).value)


def limit_in_words(limit) -> str:
    """Return a grant limit as the page of its call has it (templates/funding/_amounts.html)."""
    words = []
    if limit.floor is not None:
        words.append(_("at least %(amount)s") % {"amount": written_money(limit.floor, limit.currency)})
    if limit.amount is not None:
        words.append(_("at most %(amount)s") % {"amount": written_money(limit.amount, limit.currency)})
    length = ""
    if limit.years:
        length = ngettext("for %(counter)s year", "for %(counter)s years", limit.years) % {"counter": limit.years}
    elif limit.months:
        length = ngettext("for %(counter)s month", "for %(counter)s months", limit.months) % {"counter": limit.months}
    return f"{', '.join(words)} {length}".strip()


def _limits(record) -> list:
    return known(record).limits.value


def _least(record):
    return min((limit.floor for limit in _limits(record) if limit.floor is not None), default=None)


def _most(record):
    return max((limit.amount for limit in _limits(record) if limit.amount is not None), default=None)


def _of_budget(label, name: str) -> Column:
    """What is said of the budget, where there is one."""
    label = format_lazy("{}, {}", gettext_lazy("budget"), label)
    return Column(label, lambda record: "" if record.budget is None else getattr(record, name))


MONEY_COLUMNS = [
    Column(gettext_lazy("who may apply"), lambda record: joined(known(record).applicant_kinds.value) or None),
    _term(gettext_lazy("co-financing rate, per cent"), "rate"),
    Column(gettext_lazy("highest rate, per cent"), lambda record: known(record).highest_rate.value or ""),
    Column(gettext_lazy("own share, per cent"), lambda record: known(record).own_share),
    _term(gettext_lazy("working time counts as own share"), "time_counts"),
    Column(gettext_lazy("grant per project"), lambda record: "; ".join(map(limit_in_words, _limits(record))) or None),
    Column(gettext_lazy("grant, at least"), _least),
    Column(gettext_lazy("grant, at most"), _most),
    Column(gettext_lazy("grant, currency"), lambda record: next((limit.currency for limit in _limits(record)), "")),
    *money(gettext_lazy("budget"), "budget", "budget_currency"),
    _of_budget(gettext_lazy("approximate"), "budget_approximate"),
    _of_budget(gettext_lazy("per year"), "budget_per_year"),
    _term(gettext_lazy("minimum partners"), "minimum_partners"),
    _term(gettext_lazy("minimum countries"), "minimum_countries"),
    _term(gettext_lazy("paid in advance, per cent of the grant"), "advance_percent"),
    _term(gettext_lazy("months between claims for payment"), "claim_months"),
    _term(gettext_lazy("months from a claim to the payment"), "payment_months"),
]

PROGRAMME_COLUMNS = [
    TITLE,
    field(gettext_lazy("short name"), "short_name"),
    labelled(gettext_lazy("kind"), "kind"),
    Column(gettext_lazy("strand of"), lambda programme: joined(published([programme.parent]))),
    date_column(gettext_lazy("starts"), "starts"),
    date_column(gettext_lazy("ends"), "ends"),
    *MONEY_COLUMNS,
    Column(gettext_lazy("succeeded by"), lambda programme: joined(programme.succeeded_by.all())),
    THEMES,
    field(gettext_lazy("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]


def window_in_words(window) -> str:
    """Return a window as exactly as it is known: "1 oktober 2015 – 16 november 2015 kl. 17.00 (omgång 1)"."""
    opens, closes, stage = window.opens, window.closes, said(window, "stage")
    if opens and closes:
        span = f"{opens} – {closes}"
    elif opens:
        span = pgettext("period", "from %(date)s") % {"date": opens}
    else:
        span = pgettext("period", "until %(date)s") % {"date": closes}
    return f"{span} ({stage})" if stage else span


def _next_deadline(call):
    """The next last day; "" for what has closed, where there is none to know."""
    if call.state in (CallState.CLOSED, CallState.EXPECTED):
        return ""
    return call.next_deadline and date_or_words(call.next_deadline, call.next_precision)


def _last_deadline(call):
    return date_or_words(call.last_deadline, call.last_precision) if call.last_deadline else ""


CALL_COLUMNS = [
    TITLE,
    Column(gettext_lazy("state"), lambda call: capfirst(call.state_label)),
    Column(gettext_lazy("next deadline"), _next_deadline),
    Column(gettext_lazy("latest deadline"), _last_deadline),
    Column(
        gettext_lazy("expected again"), lambda call: call.expected_words if call.state == CallState.EXPECTED else ""
    ),
    Column(
        gettext_lazy("application windows"), lambda call: "; ".join(map(window_in_words, call.windows.all())) or None
    ),
    Column(gettext_lazy("programme"), lambda call: joined(published([call.programme]))),
    *MONEY_COLUMNS,
    Column(gettext_lazy("year"), lambda call: call.year or ""),
    field(gettext_lazy("where it is announced"), "announced_at"),
    THEMES,
    field(gettext_lazy("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]


def call_entries(call) -> list[Entry]:
    """Return when each window of ``call`` opens and closes: to the hour in the funder's zone, or as far as it is known.

    A window is known by its number in the order in which windows were written: neither a moved date nor a new window
    makes another one of it, and it outlives that rows are written anew (sources/versions.py).
    """
    entries = []
    for number, window in enumerate(sorted(call.windows.all(), key=attrgetter("pk")), 1):
        stage = f" ({said(window, 'stage')})" if window.stage else ""
        for end, what in (("opens", _("Opens for applications")), ("closes", _("Last day to apply"))):
            day, precision, hour = (getattr(window, f"{end}_{part}") for part in ("on", "precision", "time"))
            moment = moments.at_hour(day, hour, window.time_zone) if day and hour else None
            entries += dated_entry(call, f"{end}-{number}", f"{what}{stage}", day, precision, moment)
    return entries
