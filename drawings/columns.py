"""Columns above and below zero, one for each span of time: how a balance goes."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import ClassVar, NamedTuple

from .figure import Drawing
from .text import LINE, NARROWEST, em, percent

TALL = 11.0
# The room that a year needs under the columns.
YEAR = 3.5


@dataclass(frozen=True)
class Column:
    """``value`` at the end of a span of time in ``year``, and the ``lowest`` in it: no higher than the value."""

    year: int
    value: float
    lowest: float


class Placed(NamedTuple):
    """A piece of a column: where it begins along and down the drawing, and how high it is."""

    x: str
    y: str
    height: str


@dataclass(frozen=True, kw_only=True)
class Columns(Drawing):
    """Columns in order of time, all to one scale with zero in it; the lowest of all has its number, ``lowest_text``.

    ``names`` are what the two pieces of a column are: to the value, and on to the lowest.
    """

    columns: list[Column]
    names: tuple[str, str]
    lowest_text: str

    template: ClassVar[str] = "drawings/_columns.html"

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """The pieces: name, where its mark stands, where its text does."""
        return [(name, em(LINE * row + 0.35), em(LINE * row + 1)) for row, name in enumerate(self.names)]

    @cached_property
    def _scale(self) -> tuple[float, float]:
        """The highest and the lowest number that has a place."""
        values = [0.0, *(number for column in self.columns for number in (column.value, column.lowest))]
        return max(values), min(values)

    def _down(self, value: float) -> float:
        highest, lowest = self._scale
        return LINE * len(self.names) + 1 + TALL * (highest - value) / (highest - lowest or 1)

    def _pieces(self, number: str) -> list[Placed]:
        found = []
        for place, column in enumerate(self.columns):
            ends = sorted([self._down(0.0), self._down(getattr(column, number))])
            found.append(Placed(percent((place + 0.1) / len(self.columns)), em(ends[0]), em(ends[1] - ends[0])))
        return found

    @property
    def values(self) -> list[Placed]:
        return self._pieces("value")

    @property
    def lows(self) -> list[Placed]:
        return self._pieces("lowest")

    @property
    def wide(self) -> str:
        return percent(0.8 / len(self.columns))

    @property
    def zero(self) -> str:
        return em(self._down(0.0))

    @property
    def lowest(self) -> tuple[str, str, str]:
        """Where the number of the lowest column stands, along and down, and how it hangs there."""
        place = min(range(len(self.columns)), key=lambda place: self.columns[place].lowest)
        share = (place + 0.5) / len(self.columns)
        hangs = "start" if share < 0.3 else "end" if share > 0.7 else "middle"
        return percent(share), em(self._down(self.columns[place].lowest) + 1.1), hangs

    @property
    def years(self) -> list[tuple[str, str]]:
        """Where each year begins, and its name: as many as have room on the narrowest page."""
        starts = {}
        for place, column in enumerate(self.columns):
            starts.setdefault(column.year, place)
        step = ceil(len(starts) * YEAR / NARROWEST)
        return [(percent(place / len(self.columns)), str(year)) for year, place in [*starts.items()][::step]]

    @property
    def years_y(self) -> str:
        return em(self._down(self._scale[1]) + 2.6)

    @property
    def height(self) -> str:
        return em(self._down(self._scale[1]) + 3)
