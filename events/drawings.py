"""What is drawn of events: who came, by sector."""

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.stack import Stack, Whole
from drawings.text import Words
from publishing.drawings import amount, spelled, words

from .enums import AttendanceSector

SECTORS = [sector for sector in AttendanceSector if sector != AttendanceSector.TOTAL]


def _figures(event) -> dict:
    return {figure.sector: figure for figure in event.attendance.all()}


def _note(figures) -> str:
    approximate = any(figure.approximate for figure in figures)
    return _("“c.” and a hatched end: the source gives the number as approximate.") if approximate else ""


def attendance(event) -> Bars | None:
    """Return who came to ``event``, a bar for each sector and one for all; None without figures for two sectors.

    Uses only ``event.attendance.all()``.
    """
    figures = _figures(event)
    if len(figures.keys() - {AttendanceSector.TOTAL}) < 2:
        return None
    shown = [figures[sector] for sector in [*SECTORS, AttendanceSector.TOTAL] if sector in figures]
    bars = [
        Bar(
            Words(capfirst(figure.get_sector_display())),
            figure.number,
            amount(figure.number, figure.approximate),
            "total" if figure.sector == AttendanceSector.TOTAL else "given",
            figure.approximate,
        )
        for figure in shown
    ]
    rows = [
        [Cell(bar.label), Cell(Words(spelled(figure.number, figure.approximate)), number=True)]
        for bar, figure in zip(bars, shown, strict=True)
    ]
    return Bars(
        id="attendance",
        title=_("Who came, by sector"),
        description=" ".join(f"{bar.label.text}: {bar.text}." for bar in bars),
        note=_note(shown),
        table=Table([_("Sector"), _("People")], rows, numbers=(1,)),
        bars=bars,
    )


def comparison(events) -> Stack | None:
    """Return who came to each of ``events``, by sector, the largest first; None when fewer than two were counted.

    ``events`` come with ``counted`` (of_project()): those that were, and only then, cost one query.
    """
    counted = [event for event in events if event.counted]
    prefetch_related_objects(counted, "attendance")
    by_event = {event: _figures(event) for event in counted}
    sectors = [sector for sector in SECTORS if all(sector in figures for figures in by_event.values())]
    if len(by_event) < 2 or len(sectors) < 2:
        return None
    found = sorted(((_whole(e, f, sectors), e) for e, f in by_event.items()), key=lambda pair: -pair[0].value)
    wholes = [whole for whole, _event in found]
    names = [Words(capfirst(sector.label)) for sector in sectors]
    return Stack(
        id="attendance",
        heading=_("Who came"),
        title=_("Who came to each event, by sector"),
        description=" ".join(f"{whole.label.text}: {whole.text}." for whole in wholes),
        note=_note(figure for figures in by_event.values() for figure in figures.values()),
        table=Table(
            [_("Event"), *(name.text for name in names), _("In all")],
            [_row(event, by_event[event], sectors) for _whole, event in found],
            numbers=tuple(range(1, len(names) + 2)),
        ),
        names=names,
        wholes=wholes,
    )


def _sum(figures, sectors) -> tuple[int, bool]:
    """Return how many came in all, as the source says or else added up, and whether that is approximate."""
    total = figures.get(AttendanceSector.TOTAL)
    approximate = any(figure.approximate for figure in figures.values())
    return total.number if total else sum(figures[sector].number for sector in sectors), approximate


def _whole(event, figures, sectors) -> Whole:
    parts = [(figures[s].number, amount(figures[s].number, figures[s].approximate)) for s in sectors]
    total, approximate = _sum(figures, sectors)
    # A series is the same meeting in several places, so the place tells them apart.
    label = Words(event.place) if event.place else words(event)
    return Whole(label, parts, amount(total, approximate), approximate)


def _row(event, figures, sectors) -> list[Cell]:
    numbers = [(figures[sector].number, figures[sector].approximate) for sector in sectors]
    cells = [Cell(Words(spelled(*pair)), number=True) for pair in [*numbers, _sum(figures, sectors)]]
    return [Cell(words(event), event.get_absolute_url()), *cells]
