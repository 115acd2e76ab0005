"""Stacked bars: what several wholes consist of, side by side."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import ClassVar

from .bars import AIR, THICK, scale_for
from .figure import Drawing
from .text import LINE, Words, em, percent, wrap_beside


@dataclass(frozen=True)
class Whole:
    """One stacked bar: its name, its parts as (number, how it is written), and the sum as it is written."""

    label: Words
    parts: list[tuple[float, str]]
    text: str
    approximate: bool = False

    @property
    def value(self) -> float:
        return sum(value for value, _text in self.parts)


@dataclass(frozen=True)
class Piece:
    """One part in its place: from ``x`` and ``length`` wide; its number stands under the bar, at ``number_x``."""

    x: str
    length: str
    end: str
    text: str
    number_x: str


@dataclass(frozen=True)
class Row:
    whole: Whole
    lines: list[tuple[str, str]]
    text_y: str
    y: str
    pieces: list[Piece]
    length: str
    swatch_y: str
    number_y: str


@dataclass(frozen=True, kw_only=True)
class Stack(Drawing):
    """Wholes of the same parts, ``names``, all to one scale.

    Parts are told apart without colour: dark, light with an edge, empty with an edge, always in the same order with a
    gap between, and every number stands beside the mark of its part. An approximate whole ends in a hatched piece.
    """

    names: list[Words]
    wholes: list[Whole]

    template: ClassVar[str] = "drawings/_stack.html"
    thickness: ClassVar[str] = em(THICK)
    split: ClassVar[bool] = True

    @property
    def legend(self) -> list[tuple[Words, str, str]]:
        """The parts: name, where its mark stands, where its text does."""
        return [(name, em(LINE * row + 0.35), em(LINE * row + 1)) for row, name in enumerate(self.names)]

    @cached_property
    def _laid(self) -> tuple[list[Row], float]:
        scale = scale_for(max(whole.value for whole in self.wholes))
        rows, y = [], LINE * len(self.names) + AIR
        for whole in self.wholes:
            lines = wrap_beside(whole.label.text, whole.text)
            placed = [(em(y + 1 + LINE * number), line) for number, line in enumerate(lines)]
            y += LINE * len(lines) + 0.1
            ends = list(accumulate(value / scale for value, _text in whole.parts))
            pieces = [
                Piece(
                    percent(end - value / scale), percent(value / scale), percent(end), text, percent(part / len(ends))
                )
                for part, (end, (value, text)) in enumerate(zip(ends, whole.parts, strict=True))
            ]
            under = y + THICK + 1.2
            rows.append(
                Row(whole, placed, placed[-1][0], em(y), pieces, percent(ends[-1]), em(under - 0.65), em(under))
            )
            y = under + AIR
        return rows, y

    @property
    def rows(self) -> list[Row]:
        return self._laid[0]

    @property
    def height(self) -> str:
        return em(self._laid[1])
