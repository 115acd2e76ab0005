"""From a record's words to the columns of the index.

A column is lexemes with blanks between: first those of phrases (each word's own, in their order), then a sign, then the
other lexemes of the same words. All of them are letters and digits, so that both engines read them as they are.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import override

from .analysis.lexemes import LONGEST, Lexemes, english, swedish
from .analysis.stopwords import fold, is_stopword
from .analysis.tokens import Token, normalise, tokens

# Between two texts of a column, so that no phrase reaches from one into the other; and before the other lexemes.
BREAK, OTHERS = "zzbreak", "zzothers"
FACET = "zz"
# The columns of a document's own words, the weightiest first; "parts" has the parts of compounds of each in this order,
# and then the other words that the document is found by.
WEIGHED = ("names", "tags", "summary", "texts")
# Of these the index holds apart what stands in them, and in names of how many words, so that among very many hits those
# that are called so are found without reading them.
HEAD, LONG_NAME = ("names", "tags"), 9
# What begins an English line among the passages.
ENGLISH_LINE = "en:\t"


class English(str):
    """A text in English. Texts are Swedish unless they say so."""

    __slots__ = ()


@dataclass
class SearchDocument:
    """What is to be found of a record.

    ``other_words`` are what readers may call what it is about, and it does not. ``facets`` are values by name, for
    filters and for who may read it.
    """

    names: list[str]
    tags: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    other_words: list[str] = field(default_factory=list)
    facets: dict[str, list] = field(default_factory=dict)

    def add_kind(self, *labels) -> None:
        """Add what kind of thing the record is, in both languages; ``labels`` are marked for translation."""
        self.tags += _in_both_languages(labels)

    def add_facts(self, facts: dict) -> None:
        """Add what the facts of the record are called, those that it has: ``facts`` are values by label."""
        self.texts += _in_both_languages([label for label, value in facts.items() if value])

    def add_places(self, countries, regions, municipalities) -> None:
        """Add where the record has to do with: names to find it by, countries to filter by."""
        for country in countries:
            self.tags += country.search_names
        self.tags += [place.name for place in (*regions, *municipalities)]
        self.facets["land"] = [country.code for country in countries]


def _in_both_languages(labels):
    found = []
    for language, text in (("sv", str), ("en", English)):
        with override(language):
            found += [text(label) for label in labels]
    return found


def facet_lexeme(name: str, value) -> str:
    """Return what the index holds for a record with the value ``value`` of the facet ``name``."""
    letters = "".join(sign if sign.isalnum() else f"z{ord(sign):x}z" for sign in str(value).lower())
    return f"{FACET}{name}{letters}"


DECIMAL = re.compile(r"(\d+)d\d+")


def lexemes_of(word: str, plus: bool = False, in_english: bool = False) -> Lexemes:
    """Return what a word of a text is found by: its own, all others, its parts; with a plus sign "erasmusplus" too."""
    found = english(word) if in_english else swedish(word)
    others = (*found.others, *found.folded)
    if word[0].isdigit() and (number := DECIMAL.fullmatch(word)):
        others = (*others, number[1][:LONGEST])
    return found._replace(others=(*others, with_plus(word)) if plus else others)


def with_plus(word: str) -> str:
    """Return the lexeme of a word that a plus sign belongs to: what parts ESF+ from ESF."""
    return fold(word[:LONGEST]) + "plus"


def name_lexeme(lexeme: str, words: int) -> str:
    """Return what the index holds for a record with ``lexeme`` in a name of so many words; long ones are all one."""
    return f"{FACET}n{min(words, LONG_NAME)}{lexeme}"


def head_lexeme(lexeme: str) -> str:
    """Return what the index holds for a record with ``lexeme`` among its names and tags."""
    return f"{FACET}h{lexeme}"


class Analysed(NamedTuple):
    """What a text is found by: its words as they are written, and of them the lexemes of a column and the parts.

    The last three are texts of lexemes with blanks between, one for each piece of the text that has any.
    """

    words: list[str]
    own: list[str]
    others: list[str]
    parts: list[str]


def _analyse(text):
    found, analyse_piece = Analysed([], [], [], []), _english_piece if isinstance(text, English) else _swedish_piece
    # What is told of a word never reaches over a blank, but for the plus sign of "Erasmus +".
    for piece in normalise(text).replace(" +", "+").split():
        words, own, others, parts = analyse_piece(piece)
        found.words.extend(words)
        if own:
            found.own.append(own)
        if others:
            found.others.append(others)
        if parts:
            found.parts.append(parts)
    return found


@lru_cache(maxsize=50_000)
def _swedish_piece(piece):
    return _analyse_piece(piece, in_english=False)


@lru_cache(maxsize=50_000)
def _english_piece(piece):
    return _analyse_piece(piece, in_english=True)


def _analyse_piece(piece, in_english):
    found, words, own, others, parts = tokens(piece), [], [], [], []
    for token in found:
        if not is_stopword(token):
            lexemes = lexemes_of(token.word, token.plus, in_english)
            words.append(token.word)
            own.append(lexemes.own)
            others += lexemes.others
            parts += lexemes.parts
    # Each a text, not a list: a column is made of hundreds of pieces, and most of the time goes to fetching them.
    return tuple(words), " ".join(own), " ".join(others), " ".join(parts + hyphened(found))


def columns(document: SearchDocument, words: set | None = None) -> dict[str, str]:
    """Return the columns of the index for ``document``; add the words as they are written to ``words``."""
    made, parts, places = {}, [], []
    for name in WEIGHED:
        own, others, parts_here = [], [], []
        for text in filter(None, getattr(document, name)):
            found = _analyse(text)
            if words is not None:
                words.update(found.words)
            if name == "names":
                parts_here += joined(tokens(normalise(text)))
                lexemes = " ".join(found.own).split()
                places += [name_lexeme(lexeme, len(lexemes)) for lexeme in dict.fromkeys(lexemes)]
            own += [*found.own, BREAK]
            others += found.others
            parts_here += found.parts
        if name in HEAD:
            lexemes = dict.fromkeys(" ".join([*own, *others]).split())
            places += [head_lexeme(lexeme) for lexeme in lexemes if lexeme != BREAK]
        made[name] = " ".join([*own, OTHERS, *others])
        parts.append(" ".join(parts_here))
    parts.append(" ".join(_other_words(document, words)))
    made["parts"] = f" {BREAK} ".join(parts)
    passages = (*document.summary, *document.texts, *document.tags, *document.other_words)
    made["passages"] = "\n".join(filter(None, map(_passage, passages)))
    facets = [facet_lexeme(name, value) for name, values in document.facets.items() for value in values]
    made["facets"] = " ".join([*facets, *dict.fromkeys(places)])
    return made


def _other_words(document, words):
    for text in document.other_words:
        found = _analyse(text)
        if words is not None:
            words.update(found.words)
        yield from (*found.own, *found.others, *found.parts)


def _passage(text):
    """Return a text as a line, without what Markdown has besides words."""
    plain = normalise(text or "").replace("#", " ").replace("|", " ").replace("*", "").replace("`", "")
    line = " ".join(plain.split())
    return f"{ENGLISH_LINE}{line}" if line and isinstance(text, English) else line


def joined(found: list[Token]) -> list[str]:
    """Return the neighbours in a name as one word each ("vamed", "europa2020"): so they are often typed."""
    return [_as_one(one, other) for one, other in zip(found, found[1:], strict=False)]


def hyphened(found: list[Token]) -> list[str]:
    """Return what hyphens hold together as one word: "yrkessfi"."""
    return [_as_one(one, other) for one, other in zip(found, found[1:], strict=False) if other.hyphened]


def _as_one(one, other):
    return fold(one.word + other.word)[:LONGEST]
