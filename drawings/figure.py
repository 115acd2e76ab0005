"""What every drawing has: a title, words for those who do not see it, and its data as a table."""

from dataclasses import dataclass, field
from typing import ClassVar

from .text import Words


@dataclass(frozen=True)
class Cell:
    """One cell of the table: its words, where they lead, whether they are a number."""

    words: Words
    href: str = ""
    number: bool = False


@dataclass(frozen=True)
class Table:
    """The data of a drawing; the first cell of a row is its heading. ``numbers`` are the columns that hold numbers."""

    head: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    numbers: tuple[int, ...] = ()

    @property
    def columns(self) -> list[tuple[str, bool]]:
        return [(title, index in self.numbers) for index, title in enumerate(self.head)]


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A drawing with the id ``id`` on its page; ``description`` says in a sentence or two what is seen.

    ``table`` is None where the page has the same data in a table of its own beside the drawing.

    A drawing without links is one image (role="img"): a screen reader says its title and description, and the table
    holds the rest. An image hides what is in it, so one with links is a group instead; its links have names and are
    in the table too, which is the equivalent that WCAG 2.5.8 asks for where marks lie closer than 24 px.
    """

    id: str
    title: str
    description: str
    table: Table | None
    note: str = ""
    title_lang: str = ""
    heading: str = ""

    template: ClassVar[str]
    role: ClassVar[str] = "img"
    view_box: ClassVar[str] = ""
    # Where the plot stands on a wide page: beside the names, with room for a number after it.
    beside: ClassVar[str] = "42%"
    beside_width: ClassVar[str] = "47%"
