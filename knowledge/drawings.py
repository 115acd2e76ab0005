"""What is drawn of knowledge: the values of an indicator."""

from django.utils.translation import gettext as _

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.text import Words
from publishing.drawings import amount, words
from publishing.templatetags.content import number

from .enums import KnowledgeKind

# Fewer numbers than this are compared faster in words.
FEWEST = 3
# The units that have an end: the whole width stands for it.
WHOLE = {"procent": 100, "poäng av 100": 100}


def indicator(entry) -> Bars | None:
    """Return the values of an indicator that can be compared, as bars; None when there are fewer than three.

    Comparable are numbers in one unit: of several units the one with most values. Uses only ``entry.values.all()``.
    """
    if entry.kind != KnowledgeKind.INDICATOR:
        return None
    by_unit = {}
    for value in entry.values.all():
        if value.number is not None and value.number >= 0 and value.unit:
            by_unit.setdefault(value.unit, []).append(value)
    values = max(by_unit.values(), key=len, default=[])
    if len(values) < FEWEST:
        return None
    bars = [_bar(value) for value in values]
    # What was measured, the highest first; totals and what is worked out keep the order of the source.
    bars.sort(key=lambda bar: -bar.value if bar.kind == "given" else 0)
    full = WHOLE.get(values[0].unit)
    unit = words(values[0], "unit")
    title = words(entry)
    return Bars(
        id="values",
        title=title.text if _dated(entry) else f"{title.text}, {entry.period}",
        title_lang=title.lang,
        description=_describe(bars, unit.text),
        note=_("Unit: %(unit)s.") % {"unit": unit.text},
        table=_table(bars, unit),
        bars=bars,
        full=full,
        ticks=tuple((tick, number(tick)) for tick in (0, full // 2, full)) if full else (),
    )


def _dated(entry) -> bool:
    """Whether the title needs no year: it has it, or none is known."""
    day = entry.starts_on or entry.ends_on
    return day is None or str(day.year) in entry.title


def _bar(value) -> Bar:
    # The sources call a total a total, in Swedish and English alike.
    kind = "derived" if value.derived else "total" if value.label.casefold().startswith("total") else "given"
    text = amount(value.number.normalize(), value.approximate)
    return Bar(words(value, "label"), float(value.number), text, kind, value.approximate)


def _describe(bars: list[Bar], unit: str) -> str:
    lowest, highest = min(bars, key=lambda bar: bar.value), max(bars, key=lambda bar: bar.value)
    return _("%(count)s bars, from %(lowest)s to %(highest)s %(unit)s.") % {
        "count": len(bars),
        "lowest": lowest.text,
        "highest": highest.text,
        "unit": unit,
    }


def _table(bars: list[Bar], unit: Words) -> Table:
    rows = [
        [
            Cell(bar.label),
            Cell(Words(bar.text), number=True),
            Cell(Words(_("worked out by us") if bar.kind == "derived" else "")),
        ]
        for bar in bars
    ]
    derived = any(bar.kind == "derived" for bar in bars)
    head = [_("What"), _("Value")] + [_("Note")] * derived
    return Table(head, rows if derived else [row[:2] for row in rows], numbers=(1,))
