"""Horizontal bars: one number for each thing, the name and the number written over the bar."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .figure import Drawing
from .text import LINE, Words, em, percent, width, wrap_beside

THICK, AIR = 0.7, 1.0
# The room that a number has beside its bar on a wide page.
BESIDE = 5.0


def scale_for(largest: float) -> float:
    """Return the length that the whole width stands for: a little more than the largest number."""
    return largest * 1.04 or 1.0


@dataclass(frozen=True)
class Bar:
    """One number: ``text`` is how it is written, ``kind`` is "given", "total" or "derived" (worked out from others)."""

    label: Words
    value: float
    text: str
    kind: str = "given"
    approximate: bool = False


@dataclass(frozen=True)
class Drawn:
    """A bar in its place."""

    bar: Bar
    lines: list[tuple[str, str]]
    text_y: str
    y: str
    length: str
    hatched: bool
    rule: str


@dataclass(frozen=True, kw_only=True)
class Bars(Drawing):
    """Bars from 0 to ``full``, the whole width; the total and what is worked out stand below a hairline.

    With ``in_order`` all stand in the order given; with ``full`` None the longest bar takes the width. An approximate
    number ends in a hatched piece, and its text says so too.
    """

    bars: list[Bar]
    full: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()
    in_order: bool = False

    template: ClassVar[str] = "drawings/_bars.html"
    thickness: ClassVar[str] = em(THICK)

    @property
    def whole(self) -> float:
        return self.full or scale_for(max(bar.value for bar in self.bars))

    @cached_property
    def _laid(self) -> tuple[list[Drawn], float]:
        drawn, y = [], 0.0
        order = [bar for bar in self.bars if self.in_order or bar.kind == "given"]
        rest = [bar for bar in self.bars if bar not in order]
        for bar in order + rest:
            rule = ""
            if rest and order and bar is rest[0]:
                rule, y = em(y), y + AIR
            lines = wrap_beside(bar.label.text, bar.text)
            placed = [(em(y + 1 + LINE * number), line) for number, line in enumerate(lines)]
            y += LINE * len(lines) + 0.1
            share = max(0.0, min(bar.value / self.whole, 1.0))
            drawn.append(
                Drawn(bar, placed, placed[-1][0], em(y), percent(share), bar.approximate and bar.value > 0, rule)
            )
            y += THICK + AIR
        return drawn, y

    @property
    def rows(self) -> list[Drawn]:
        return self._laid[0]

    @property
    def split(self) -> bool:
        """Whether bars may stand beside their names on a wide page: when every number has room beside its bar."""
        return all(width(bar.text) <= BESIDE for bar in self.bars)

    @property
    def axis(self) -> list[tuple[str, str, str]]:
        """Where a tick stands, its text, and how the text hangs on it."""
        marks = []
        for value, text in self.ticks:
            share = value / self.whole
            marks.append((percent(share), text, "start" if share < 0.07 else "end" if share > 0.93 else "middle"))
        return marks

    @property
    def axis_y(self) -> str:
        return em(self._laid[1] + 0.8)

    @property
    def grid_height(self) -> str:
        return em(self._laid[1] - AIR / 2)

    @property
    def height(self) -> str:
        return em(self._laid[1] + (1.3 if self.ticks else 0))
