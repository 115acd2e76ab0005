"""A query as the portal understands it, before any engine: what must be there, in which of several ways."""

from dataclasses import dataclass, field
from enum import Enum


class Source(Enum):
    """Why a way to match is in the query."""

    TYPED = "typed"
    FORM = "form"
    PARTS = "parts"
    PART = "part"
    JOINED = "joined"
    COMPOUND = "compound"
    SYNONYM = "synonym"
    TRANSLATION = "translation"
    SPELLING = "spelling"
    START = "start"
    INSIDE = "inside"


# What a hit is worth by the way it was reached.
WORTH = {
    Source.TYPED: 1.0,
    Source.FORM: 0.95,
    Source.PARTS: 0.2,
    Source.PART: 0.3,
    Source.JOINED: 0.9,
    Source.COMPOUND: 0.85,
    Source.SYNONYM: 0.3,
    Source.TRANSLATION: 0.6,
    Source.SPELLING: 0.9,
    Source.START: 0.6,
    Source.INSIDE: 0.4,
}


@dataclass(frozen=True)
class Way:
    """One way to fulfil a clause: all these lexemes, next to one another where it is a phrase.

    ``label`` is the word that the query was widened with, for the reader; "" where it was not. ``share`` is what the
    way is worth of what its source says: a part of a corrected word less than the word.
    """

    lexemes: tuple[str, ...]
    source: Source
    phrase: bool = False
    label: str = ""
    share: float = 1.0

    @property
    def worth(self) -> float:
        return WORTH[self.source] * self.share


@dataclass
class Clause:
    """One word or phrase of the query with the ways to fulfil it; ``without`` means that none of them may be."""

    text: str
    ways: list[Way]
    without: bool = False
    quoted: bool = False
    words: list[str] = field(default_factory=list)


@dataclass
class Widening:
    """A word that the query was widened with, and for which of its words."""

    word: str
    label: str
    source: Source


@dataclass
class Query:
    """All groups must be fulfilled, each by one of its clauses; no clause of ``excluded`` may be."""

    text: str
    groups: list[list[Clause]] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    widenings: list[Widening] = field(default_factory=list)
    only_stopwords: bool = False

    @property
    def clauses(self) -> list[Clause]:
        return [clause for group in self.groups for clause in group]

    def __bool__(self):
        return bool(self.groups)
