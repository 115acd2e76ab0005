"""What is drawn of knowledge: the values of an indicator."""

from django.utils.translation import gettext as _

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.text import Words
from publishing.drawings import amount, spelled, words
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
    values = _comparable(entry)
    if len(values) < FEWEST:
        return None
    # What was measured, the highest first; totals and what is worked out after it, in the order of the source.
    values = sorted(values, key=lambda value: (0, -value.number) if _kind(value) == "given" else (1, 0))
    bars = [_bar(value) for value in values]
    full = WHOLE.get(values[0].unit)
    unit = words(values[0], "unit")
    title = words(entry)
    return Bars(
        id="values",
        title=title.text if _dated(entry) else f"{title.text}, {entry.period}",
        title_lang=title.lang,
        description=_describe(bars, unit.text),
        note=_("Unit: %(unit)s.") % {"unit": unit.text},
        table=_table(values),
        bars=bars,
        full=full,
        ticks=tuple((tick, number(tick)) for tick in (0, full // 2, full)) if full else (),
    )


def _comparable(entry) -> list:
    by_unit = {}
    for value in entry.values.all():
        if value.number is not None and value.number >= 0 and value.unit:
            by_unit.setdefault(value.unit, []).append(value)
    return max(by_unit.values(), key=len, default=[])


def undrawn(entry, drawing: Bars | None) -> list:
    """Return the values of the entry that are not in ``drawing``, its own from ``indicator()``, nor in its table."""
    drawn = _comparable(entry) if drawing else []
    return [value for value in entry.values.all() if value not in drawn]


def _dated(entry) -> bool:
    """Whether the title needs no year: it has it, or none is known."""
    day = entry.starts_on or entry.ends_on
    return day is None or str(day.year) in entry.title


def _kind(value) -> str:
    # The sources call a total a total, in Swedish and English alike.
    return "derived" if value.derived else "total" if value.label.casefold().startswith("total") else "given"


def _bar(value) -> Bar:
    text = amount(value.number.normalize(), value.approximate)
    return Bar(words(value, "label"), float(value.number), text, _kind(value), value.approximate)


def _describe(bars: list[Bar], unit: str) -> str:
    lowest, highest = min(bars, key=lambda bar: bar.value), max(bars, key=lambda bar: bar.value)
    return _("%(count)s bars, from %(lowest)s to %(highest)s %(unit)s.") % {
        "count": len(bars),
        "lowest": lowest.text,
        "highest": highest.text,
        "unit": unit,
    }


def _table(values) -> Table:
    noted = any(value.derived for value in values)
    rows = [
        [
            Cell(words(value, "label")),
            Cell(Words(spelled(value.number, value.approximate)), number=True),
            *([Cell(Words(_("worked out by us") if value.derived else ""))] if noted else []),
        ]
        for value in values
    ]
    return Table([_("What"), _("Value"), *([_("Note")] if noted else [])], rows, numbers=(1,))
