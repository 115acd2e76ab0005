"""A timeline: spans under their names, arrows to what followed, marks on them, and today as a line."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .figure import Drawing
from .text import LINE, NARROWEST, Words, em, percent, width, wrap

THICK, AIR, INDENT = 0.7, 0.9, 1.0
# A mark is as wide as this share of the narrowest drawing; two that are closer stand under one another.
MARK = 0.05
LANE = 1.0
# The height of the years and today over the rows; the plot moves up by a line where it stands beside the names.
HEAD = 4.7


@dataclass(frozen=True)
class Mark:
    """A day on a span; ``exact`` is False when only its year is known and it stands in the middle of it."""

    label: Words
    href: str
    on: datetime.date
    exact: bool = True


@dataclass(frozen=True)
class Span:
    """A time with a name; an end that is None is not known. ``after`` are the keys of what followed it."""

    key: int
    label: Words
    href: str
    start: datetime.date | None
    end: datetime.date | None
    period: str = ""
    indented: bool = False
    marks: tuple[Mark, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """A span in its place; ``period`` stands on a line of its own where it does not fit after the name."""

    span: Span
    x: str
    lines: list[tuple[str, str]]
    period_y: str
    bar: tuple[str, str, str, str]
    middle: float
    known: tuple[bool, bool]
    marks: list[tuple[Mark, str, str]]
    hit: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Timeline(Drawing):
    """Spans in groups, on one scale of whole years, with a line at ``today`` when that is within it.

    The spans are links, so the drawing is a group (see Drawing). An end that is not known is dashed to the edge.
    """

    groups: list[list[Span]]
    today: datetime.date
    today_text: str

    template: ClassVar[str] = "drawings/_timeline.html"
    role: ClassVar[str] = "group"
    split: ClassVar[bool] = True
    beside_width: ClassVar[str] = "58%"
    thickness: ClassVar[str] = em(THICK)

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first year and the year after the last."""
        spans = [span for group in self.groups for span in group]
        days = [day for span in spans for day in (span.start, span.end) if day]
        days += [mark.on for span in spans for mark in span.marks]
        return min(day.year for day in days), max(day.year for day in days) + 1

    def _share(self, day: datetime.date) -> float:
        first, last = (datetime.date(year, 1, 1).toordinal() for year in self.years)
        return (day.toordinal() - first) / (last - first)

    @property
    def ticks(self) -> list[tuple[str, int, str]]:
        """Where a year begins, the year, and how its text hangs there; about six of them, none on another."""
        first, last = self.years
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step <= 6)
        ticks, room = [], NARROWEST
        for year in reversed(range(first, last)):
            share, wide = self._share(datetime.date(year, 1, 1)), width(str(year))
            start = share * NARROWEST - {"start": 0, "middle": wide / 2, "end": wide}[_anchor(share)]
            if year % step == 0 and start + wide <= room:
                ticks.append((percent(share), year, _anchor(share)))
                room = start - 0.3
        return ticks[::-1]

    @property
    def now(self) -> tuple[str, str] | None:
        share = self._share(self.today)
        return (percent(share), _anchor(share)) if 0 <= share <= 1 else None

    @cached_property
    def _laid(self) -> tuple[list[Row], list[str], float]:
        rows, rules, y = [], [], HEAD
        for group in self.groups:
            if rows:
                rules.append(em(y))
                y += AIR
            for span in group:
                row, y = self._row(span, y)
                rows.append(row)
        return rows, rules, y

    def _row(self, span: Span, y: float) -> tuple[Row, float]:
        top, indent = y, INDENT * span.indented
        lines = wrap(span.label.text, NARROWEST - indent)
        beside = width(lines[-1]) + width(span.period) + 0.8 <= NARROWEST - indent
        placed = [(em(y + 1 + LINE * number), line) for number, line in enumerate(lines)]
        y += LINE * len(lines)
        period_y = ""
        if span.period and not beside:
            period_y, y = em(y + 1), y + LINE
        y += 0.15
        bar_y, middle = y, y + THICK / 2
        start = self._share(span.start) if span.start else 0.0
        end = self._share(span.end + datetime.timedelta(days=1)) if span.end else 1.0
        marks, lanes = self._marks(span, middle)
        y += THICK + LANE * (lanes - 1) + AIR
        known = (span.start is not None, span.end is not None)
        bar = (percent(start), percent(min(end, 1.0)), em(bar_y), percent(max(min(end, 1.0) - start, 0)))
        return Row(span, em(indent), placed, period_y, bar, middle, known, marks, (em(top), em(y - top - 0.2))), y

    def _marks(self, span: Span, middle: float) -> tuple[list[tuple[Mark, str, str]], int]:
        """Place the marks of a span, from its bar downwards where they would lie on one another."""
        placed, lanes = [], []
        for mark in sorted(span.marks, key=lambda mark: (mark.on, mark.label)):
            share = min(max(self._share(mark.on), MARK / 2), 1 - MARK / 2)
            lane = next((lane for lane, last in enumerate(lanes) if share - last >= MARK), len(lanes))
            lanes[lane : lane + 1] = [share]
            placed.append((mark, percent(share), em(middle + LANE * lane)))
        return placed, max(len(lanes), 1)

    @property
    def rows(self) -> list[Row]:
        return self._laid[0]

    @property
    def rules(self) -> list[str]:
        return self._laid[1]

    @property
    def arrows(self) -> list[tuple[str, str, str, str]]:
        """An arrow for each span that is followed by one further down: where that begins, the level it leaves, the
        height of the way down, and where the first span ends when there is time between the two.
        """
        by_key = {row.span.key: row for row in self.rows}
        arrows = []
        for row in self.rows:
            for key in row.span.after:
                other = by_key.get(key)
                if other and other.middle > row.middle and row.known[1] and other.known[0]:
                    down = f"{round(other.middle - row.middle, 2):g}"
                    gap = row.bar[1] if row.span.end < other.span.start - datetime.timedelta(days=1) else ""
                    arrows.append((other.bar[0], em(row.middle), down, gap))
        return arrows

    @property
    def height(self) -> str:
        return em(self._laid[2])


def _anchor(share: float) -> str:
    return "start" if share < 0.08 else "end" if share > 0.92 else "middle"
