"""One search: the query, whom it finds, in what order. What the pages ask (search/lists.py and the search page)."""

import re
from dataclasses import replace
from functools import cached_property
from itertools import islice

from pyroaring import BitMap

from . import ranking, synonyms
from .analysis.lexemes import base_form, swedish
from .analysis.tokens import normalise, tokens
from .documents import facet_lexeme
from .highlights import Found, Marker
from .matching import Index, columns_of
from .queries.expansion import (
    SHORTEST_START,
    parse,
    parts_of_word,
    ways_of_synonyms,
    ways_of_word,
)
from .queries.tree import Clause, Query, Source, Way, Widening
from .vocabulary import vocabulary

# With fewer hits than this, what fulfils only some of the words is shown too, and what has a word inside another.
FEW = 5
# A last word with fewer hits than this may be the beginning of a longer one.
FEW_FOR_START = 3
# So many words are proposed for one that finds nothing.
NEAREST = 3
# What a row of a list shows anyway; where it says why the record was found, no passage is needed.
TOLD_BY_ROW = ["title", "name", "summary"]


class Search:
    """What ``text`` finds for a reader who may see the documents of the facet values ``readers``."""

    def __init__(self, text: str, readers: list[str], leave_out=(), version: str | None = None):
        self.text, self.readers = text, readers
        self.leave_out = frozenset(leave_out)
        self.index = Index(version)
        self.words = vocabulary.fresh(self.index.version)
        self.synonyms = synonyms.current(self.index.version)
        self.query = parse(text, self.synonyms, self.words, self.leave_out)
        self.index.load_query(self.query)
        self._widen()

    @cached_property
    def visible(self) -> BitMap:
        """All documents that the reader may see."""
        return BitMap.union(BitMap(), *(self.index.having(facet_lexeme("las", reader)) for reader in self.readers))

    def _hits_of(self, clause: Clause) -> int:
        return (self.index.fulfilling(clause) & self.visible).__len__()

    def _widen(self):
        """Add what a last word may begin and what a misspelt one may mean."""
        clauses = [clause for clause in self.query.clauses if not clause.quoted and clause.words]
        for clause in clauses:
            if clause is clauses[-1]:
                self._complete(clause)
            hits = self._hits_of(clause)
            if not hits or (hits < FEW and self._is_doubtful(clause)):
                self._correct(clause)
            if self._hits_of(clause) < FEW:
                self._look_inside(clause)

    def _is_doubtful(self, clause):
        """Whether a word that finds something may still be misspelt: nobody knows it, and by a stem alone it finds."""
        word = clause.words[-1]
        found_otherwise = any(way.label or way.source is Source.START for way in clause.ways)
        return not (found_otherwise or word in self.words.known or base_form(word))

    def _complete(self, clause):
        word = clause.words[-1]
        shortest = SHORTEST_START if len(self.query.groups) == 1 else SHORTEST_START - 1
        whole = word in self.words.known or base_form(word) or any(way.label for way in clause.ways)
        if len(word) < shortest or (whole and self._hits_of(clause) >= FEW_FOR_START):
            return
        longer = dict.fromkeys(swedish(other).own for other in self.words.beginning_with(word) if other != word)
        if longer and not whole:
            # What is cut off has stems that mean something else: "fattigd" would be "fatta".
            clause.ways = [way for way in clause.ways if way.source is Source.JOINED]
        clause.ways += [Way((lexeme,), Source.START) for lexeme in longer]

    def _look_inside(self, clause):
        """Add the words that the word is inside of: compounds that the word list cannot take apart."""
        known = {way.lexemes for way in clause.ways}
        lexemes = dict.fromkeys((swedish(word).own,) for word in self.words.containing(clause.words[-1]))
        clause.ways += [Way(lexeme, Source.INSIDE) for lexeme in lexemes if lexeme not in known]

    def _correct(self, clause):
        word = clause.words[-1]
        for other in self.words.like(word):
            if other in self.leave_out:
                continue
            (token,) = tokens(other)
            ways = [Way(way.lexemes, Source.SPELLING, way.phrase, other, way.worth) for way in ways_of_word(token)]
            if self.index.fulfilling(Clause(other, ways)) & self.visible - self.index.fulfilling(clause):
                clause.ways += ways + ways_of_synonyms(self.synonyms, token)
                self.query.widenings.append(Widening(clause.text, other, Source.SPELLING))
                return

    @cached_property
    def corrected(self) -> str:
        """The query with its misspelt words as they are spelt; "" where none is."""
        text = normalise(self.text)
        for widening in self.query.widenings:
            if widening.source is Source.SPELLING:
                word = rf"(?<!\w){re.escape(widening.word)}(?!\w)"
                text = re.sub(word, widening.label, text, flags=re.IGNORECASE)
        return text if text != normalise(self.text) else ""

    @cached_property
    def nearest(self) -> list[str]:
        """Words that find something, for those of the query that find nothing."""
        words = []
        for clause in self.query.clauses:
            if clause.words and not self._hits_of(clause):
                like = (word for word in self.words.like(clause.words[-1]) if self._finds(word))
                words += islice(like, NEAREST)
        return list(dict.fromkeys(words))

    def _finds(self, word):
        return not self.index.having(swedish(word).own).isdisjoint(self.visible)

    @cached_property
    def all_words(self) -> BitMap:
        """The documents that fulfil the whole query."""
        return self.index.strict(self.query) & self.visible

    @cached_property
    def some_words(self) -> BitMap:
        """The documents that fulfil some of the query but not all of it."""
        if len(self.loose.groups) < 2:
            return BitMap()
        return (self.index.relaxed(self.loose) & self.visible) - self.all_words

    @cached_property
    def loose(self) -> Query:
        """The query of which some is enough: compounds that few documents have are taken apart in it."""
        groups = list(self.query.groups)
        for clause in self.query.clauses:
            if clause.words and not clause.quoted and self._hits_of(clause) < FEW:
                groups += [[part] for part in parts_of_word(clause.words[-1])]
        return replace(self.query, groups=groups)

    @cached_property
    def hits(self) -> BitMap:
        """Those that fulfil all of the query, and where they are few those that fulfil some of it."""
        return self.all_words if len(self.all_words) >= FEW else self.all_words | self.some_words

    def explain(self, rows: dict) -> None:
        """Give each of ``rows``, records by their document's number, a ``found`` that says why it is a hit."""
        marker = Marker(self.query if rows.keys() <= set(self.all_words) else self.loose)
        untold = []
        for number, row in rows.items():
            row.found = Found(marker, number not in self.all_words)
            told = (getattr(row, field, "") or "" for field in TOLD_BY_ROW)
            if not any(marker.spans(normalise(text)) for text in told):
                untold.append(number)
        for number, passages in columns_of(untold, "passages"):
            rows[number].found.passage = marker.passage(passages)

    def ranked(self, among: BitMap | None = None, place=None) -> list[int]:
        """Return those of the hits (or of ``among``) that are weighed, the best first; those with all words before.

        Of equally good ones that comes first whose ``place``, a function of the number, is lower.
        """
        hits = self.hits if among is None else among
        found = []
        for query, part in ((self.query, self.all_words), (self.loose, self.some_words)):
            order = ranking.Ranking(query, self.index, len(self.visible))
            found += order.order(ranking.candidates(query, self.index, hits & part), place)
        return found
