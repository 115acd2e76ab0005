"""What is drawn of events: who came, by sector."""

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.stack import Stack, Whole
from drawings.text import Words
from publishing.drawings import amount, words

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
    bars = [
        Bar(
            Words(capfirst(sector.label)),
            figures[sector].number,
            amount(figures[sector].number, figures[sector].approximate),
            "total" if sector == AttendanceSector.TOTAL else "given",
            figures[sector].approximate,
        )
        for sector in [*SECTORS, AttendanceSector.TOTAL]
        if sector in figures
    ]
    return Bars(
        id="attendance",
        title=_("Who came, by sector"),
        description=" ".join(f"{bar.label.text}: {bar.text}." for bar in bars),
        note=_note(figures.values()),
        table=Table(
            [_("Sector"), _("People")],
            [[Cell(bar.label), Cell(Words(bar.text), number=True)] for bar in bars],
            numbers=(1,),
        ),
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
    wholes = sorted(((_whole(e, f, sectors), e) for e, f in by_event.items()), key=lambda pair: -pair[0].value)
    names = [Words(capfirst(sector.label)) for sector in sectors]
    return Stack(
        id="attendance",
        heading=_("Who came"),
        title=_("Who came to each event, by sector"),
        description=" ".join(f"{whole.label.text}: {whole.text}." for whole, _event in wholes),
        note=_note(figure for figures in by_event.values() for figure in figures.values()),
        table=Table(
            [_("Event"), *(name.text for name in names), _("In all")],
            [
                [
                    Cell(words(event), event.get_absolute_url()),
                    *(Cell(Words(text), number=True) for _value, text in whole.parts),
                    Cell(Words(whole.text), number=True),
                ]
                for whole, event in wholes
            ],
            numbers=tuple(range(1, len(names) + 2)),
        ),
        names=names,
        wholes=[whole for whole, _event in wholes],
    )


def _whole(event, figures, sectors) -> Whole:
    parts = [(figures[s].number, amount(figures[s].number, figures[s].approximate)) for s in sectors]
    approximate = any(figure.approximate for figure in figures.values())
    total = figures.get(AttendanceSector.TOTAL)
    text = amount(total.number if total else sum(number for number, _text in parts), approximate)
    # A series is the same meeting in several places, so the place tells them apart.
    return Whole(Words(event.place) if event.place else words(event), parts, text, approximate)
