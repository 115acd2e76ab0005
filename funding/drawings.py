"""What is drawn of funding: programmes and their calls through time, and a programme's money from period to period."""

import datetime

from django.utils.translation import gettext as _

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.text import Words
from drawings.timeline import Mark, Span, Timeline
from publishing.drawings import amount, words
from publishing.templatetags.content import money as money_text
from sources.partial_dates import format_partial, last_day

from .enums import ProgrammeTie

# More marks than this say nothing more, and the page grows with each.
MOST_CALLS = 300


def all_programmes(programmes, calls, today: datetime.date) -> Timeline | None:
    """Return a timeline of ``programmes``, those that replace one another or are parts of one another together.

    ``programmes`` come with ``succeeded_by`` prefetched (only those to be shown), ``calls`` from with_state(), the
    latest first; of these at most MOST_CALLS are drawn, and the drawing says so. None when no period is known.
    """
    programmes = list(programmes)
    after = {programme.pk: [other.pk for other in programme.succeeded_by.all()] for programme in programmes}
    return _timeline(_families(programmes, after), after, calls, today, title=_("Programme periods and calls"))


def family(programme, relatives, calls, today: datetime.date) -> Timeline | None:
    """Return a small timeline of what came before and after ``programme``, its strands and its calls.

    ``relatives`` come from family_of(), ``calls`` from of_programme() and with_state(): no query is made but theirs.
    None for a programme alone.
    """
    by_tie = {tie: [other for other in relatives if other.tie == tie] for tie in ProgrammeTie}
    before, later = by_tie[ProgrammeTie.PREDECESSOR], by_tie[ProgrammeTie.SUCCESSOR]
    shown = [programme, *before, *later, *by_tie[ProgrammeTie.STRAND]]
    after = {other.pk: [programme.pk] for other in before} | {programme.pk: [other.pk for other in later]}
    if len(shown) < 2 and not calls:
        return None
    title = _("Before, after and calls through time")
    return _timeline([_in_order(shown, after)], after, calls, today, title=title, otherwise=programme.pk)


def money(programme, relatives) -> Bars | None:
    """Return the budgets of ``programme``, of what it succeeds and of what succeeds it, as bars in order of time.

    Only figures that can be compared: in the same currency, both for a year or both for the period. None when there
    are fewer than two. ``relatives`` come from family_of().
    """
    line = (ProgrammeTie.PREDECESSOR, ProgrammeTie.SUCCESSOR)
    kin = [programme, *(other for other in relatives if other.tie in line)]
    like = (programme.budget_currency, programme.budget_per_year)
    shown = [p for p in kin if p.budget and (p.budget_currency, p.budget_per_year) == like]
    if programme not in shown or len(shown) < 2:
        return None
    bars = [
        Bar(_dated(p), float(p.budget), _budget(p), "total" if p == programme else "given", p.budget_approximate)
        for p in sorted(shown, key=_start)
    ]
    return Bars(
        id="money",
        heading=_("The money through time"),
        title=_("Budget per year") if programme.budget_per_year else _("Budget for the period"),
        description=" ".join(f"{bar.label.text}: {bar.text}." for bar in bars if not bar.label.lang),
        table=Table(
            [_("Programme"), _("Budget")],
            [[Cell(bar.label), Cell(Words(bar.text), number=True)] for bar in bars],
            numbers=(1,),
        ),
        bars=bars,
        in_order=True,
    )


def _dated(programme) -> Words:
    """Return the name of the programme with its period."""
    name = _name(programme)
    return (
        name
        if not programme.period or programme.period in name.text
        else name._replace(text=f"{name.text} {programme.period}")
    )


def _budget(programme) -> str:
    amount = money_text(programme.budget, programme.budget_currency)
    return _("c. %(number)s") % {"number": amount} if programme.budget_approximate else amount


def _name(programme) -> Words:
    title, short = words(programme), programme.short_name
    # Most short names are the same in every language. Those that are not have nothing in common with the title.
    return Words(short) if short and short.split()[0] in title.text else title


def _start(programme) -> datetime.date:
    return programme.starts_on or programme.ends_on or datetime.date.max


def _in_order(programmes, after: dict) -> list:
    """Return the programmes of a family by their start, then their strands; those with an arrow first."""
    tied = {pk for one, others in after.items() for pk in (one, *others) if others}

    def place(p):
        return (
            p.parent_id is not None,
            p.pk not in tied,
            _start(p),
            p.parent_id or 0,
            p.strand_number or 0,
            p.sort_key,
        )

    return sorted(programmes, key=place)


def _families(programmes, after: dict) -> list[list]:
    """Return the programmes in families: what is tied by succession or as a strand, the largest family first."""
    family_of = {programme.pk: {programme.pk} for programme in programmes}
    ties = [(pk, other) for pk, others in after.items() for other in others]
    ties += [(programme.pk, programme.parent_id) for programme in programmes]
    for one, other in ties:
        if one in family_of and other in family_of and family_of[one] is not family_of[other]:
            joined = family_of[one] | family_of[other]
            family_of.update(dict.fromkeys(joined, joined))
    by_pk = {programme.pk: programme for programme in programmes}
    families = {id(keys): _in_order([by_pk[pk] for pk in keys], after) for keys in family_of.values()}

    def place(found):
        first = min(map(_start, found))
        return first == datetime.date.max, -len(found), first, found[0].sort_key

    return sorted(families.values(), key=place)


def _by_programme(calls, shown: set, otherwise) -> dict[int, list]:
    """Return the calls by the key of their programme, in order of time.

    A call of a programme that is not ``shown`` stands under ``otherwise``: it covers that one too, or it would not be
    among the calls.
    """
    found = {}
    for call in reversed(calls):
        found.setdefault(call.programme_id if call.programme_id in shown else otherwise, []).append(call)
    return found


def _timeline(groups, after, calls, today, *, title: str, otherwise=None) -> Timeline | None:
    calls = list(calls)
    listed = [programme for group in groups for programme in group]
    by_programme = _by_programme(calls[:MOST_CALLS], {programme.pk for programme in listed}, otherwise)
    latest = _("Of the calls, the latest %(number)s are shown.") % {"number": amount(MOST_CALLS)}
    spans = [[_span(p, after.get(p.pk, ()), by_programme.get(p.pk, ())) for p in group] for group in groups]
    if not any(span.start or span.end for group in spans for span in group):
        return None
    return Timeline(
        id="timeline",
        heading=_("Through time"),
        title=title,
        description=_("A bar for each programme period, an arrow to what succeeded it, a mark for each call."),
        note=_(
            "A diamond is a call, empty when only its year is known. A dashed line has no known beginning or end. "
            "An arrow leads to what succeeded the programme."
        )
        + (f" {latest}" if len(calls) > MOST_CALLS else ""),
        table=_table(listed, after, by_programme),
        groups=spans,
        today=today,
        today_text=_("Today"),
    )


def _span(programme, after, calls) -> Span:
    name, period = _name(programme), programme.period or _("period not stated")
    end = programme.ends_on
    return Span(
        key=programme.pk,
        label=name,
        href=programme.get_absolute_url(),
        start=programme.starts_on,
        end=end and last_day(end, programme.ends_precision),
        period="" if period in name.text else period,
        indented=programme.parent_id is not None,
        marks=tuple(mark for mark in map(_mark, calls) if mark),
        after=tuple(after),
    )


def _mark(call) -> Mark | None:
    """Return the mark of a call: on its last day, else in the middle of its year; None when neither is known."""
    day = call.last_deadline or (call.year and datetime.date(call.year, 7, 1))
    if not day:
        return None
    name = words(call)
    return Mark(
        name._replace(text=f"{name.text}: {_when(call)}"), call.get_absolute_url(), day, bool(call.last_deadline)
    )


def _when(call) -> str:
    return format_partial(call.last_deadline) or str(call.year or "")


def _table(programmes, after, by_programme) -> Table:
    by_pk = {programme.pk: programme for programme in programmes}
    rows = []
    for programme in programmes:
        later = [_name(by_pk[pk]).text for pk in after.get(programme.pk, ()) if pk in by_pk]
        period = programme.period or _("period not stated")
        rows.append(
            [Cell(words(programme), programme.get_absolute_url()), Cell(Words(period)), Cell(Words(", ".join(later)))]
        )
        rows += [
            [Cell(words(call), call.get_absolute_url()), Cell(Words(_when(call))), Cell(Words(_("call")))]
            for call in by_programme.get(programme.pk, ())
        ]
    return Table([_("Programme or call"), _("Time"), _("Succeeded by")], rows)
