"""The order of the hits: how much of the query a document fulfils, where, and how rare that is.

The weights were tuned on judged queries (tests/search/). The score is BM25 over fields (BM25F, Robertson & Zaragoza
2009): a word in a name counts more than one in the text; a word that is there often counts little more than one that
is there twice; a rare word counts more than a common one. The engines only choose whom to weigh where there are more
than ``AT_MOST``, so the order is the same on both.
"""

import math
from collections import Counter
from itertools import pairwise, product
from operator import itemgetter

from pyroaring import BitMap

from . import registry
from .documents import BREAK, LONG_NAME, OTHERS, WEIGHED, head_lexeme, name_lexeme
from .engines import engine
from .matching import Index, columns_of
from .queries.tree import Query, Source

AT_MOST = 300
# Of so many that are equals by their names and tags the engine chooses whom to weigh, the newest. It reads them all.
RANKED = 5_000
# So many words of a query are looked for in names when it is chosen whom to weigh.
NAMED_AT_MOST = 6
WEIGHTS = {"names": 9.5, "tags": 3.6, "summary": 3.2, "texts": 1.0}
USUAL_LENGTH = {"names": 19, "tags": 30, "summary": 40, "texts": 90}
# What a part of a compound counts, of what the whole word would count in that place.
PART = 0.36
# What a word counts that the record does not say, but its editors.
OTHER_WORD = 0.36
SATURATION = 1.9
# How much a long text takes from its words, and what length takes nothing.
LENGTH_MATTERS = 0.2
# Scores that are the same to so many decimals are equals.
SAME = 6
# What a word tells that is in every document: how often and where it stands there still matters.
LEAST_RARITY = 0.1
# What a name that is all that was asked for adds.
ALL_NAME = 1.5
# What two neighbours of the query add that are neighbours in the name, a tag, the summary, the text.
IN_ORDER = (0.55, 0.4, 0.1, 0.1)
# Ways to match that are what was typed, in whatever form.
SAID = {Source.TYPED, Source.FORM, Source.SPELLING, Source.START}


class Weighed:
    """How often a document's columns hold a lexeme, weighed by the column."""

    def __init__(self, *columns):
        *self.columns, parts = columns
        *parts, other_words = parts.split(BREAK)
        self.counts = [(OTHER_WORD, Counter(other_words.split()))]
        for name, column, pieces in zip(WEIGHED, self.columns, parts, strict=True):
            words = column.split()
            usual = words.index(OTHERS) / USUAL_LENGTH[name]
            weight = WEIGHTS[name] / (1 - LENGTH_MATTERS + LENGTH_MATTERS * usual)
            self.counts += [(weight, Counter(words)), (PART * weight, Counter(pieces.split()))]

    @property
    def names(self) -> str:
        return self.columns[0]

    def holds_phrase(self, lexemes) -> bool:
        phrase = f" {' '.join(lexemes)} "
        return any(phrase in f" {column} " for column in self.columns)

    def of(self, lexeme: str) -> float:
        weight = sum(weight * counts[lexeme] for weight, counts in self.counts if lexeme in counts)
        return weight / (SATURATION + weight)


def rarity(documents: int, total: int) -> float:
    """Return how much a lexeme tells that is in ``documents`` of ``total`` (inverse document frequency)."""
    return max(math.log(1 + (total - documents + 0.5) / (documents + 0.5)), LEAST_RARITY)


class Ranking:
    """Weighs documents for one query."""

    def __init__(self, query: Query, index: Index, total: int):
        self.query, self.index = query, index
        # One rarity for all ways of a clause: a rare synonym does not tell more than the word that was asked for.
        self.rarity = {id(clause): rarity(len(index.fulfilling(clause)), max(total, 1)) for clause in query.clauses}

        singles = [{way.lexemes[0] for way in group[0].ways if way.source in SAID} for group in query.groups]
        self.pairs = [set(product(one, other)) for one, other in pairwise(singles)]

    def score(self, document: Weighed) -> float:
        total = 0.0
        for group in self.query.groups:
            total += max(self._of_clause(clause, document) for clause in group)
        return total + self._of_name(document) + self._of_order(document)

    def _of_clause(self, clause, document):
        best = 0.0
        for way in clause.ways:
            weights = [document.of(lexeme) for lexeme in way.lexemes]
            if not all(weights) or (way.phrase and not document.holds_phrase(way.lexemes)):
                continue
            best = max(best, way.worth * sum(weights) / len(weights))
        return best * self.rarity[id(clause)]

    def _of_name(self, document):
        """More for a name that is little else than what was asked for."""
        own = document.names.partition(OTHERS)[0]
        typed = {clause.ways[0].lexemes[0] for clause in self.query.clauses if clause.ways}
        bonus = 0.0
        for name in own.split(BREAK):
            words = name.split()
            if words and typed:
                shared = len(typed & set(words))
                bonus = max(bonus, shared / len(words) * shared / len(typed))
        return ALL_NAME * bonus

    def _of_order(self, document):
        """More where neighbours in the query are neighbours in a name or in the text."""
        bonus = 0.0
        for column, worth in zip(document.columns, IN_ORDER, strict=True):
            own = column.partition(OTHERS)[0].split() if self.pairs else []
            following = set(pairwise(own))
            bonus += worth * sum(bool(pairs & following) for pairs in self.pairs)
        return bonus

    def scored(self, ids) -> list[tuple[float, int]]:
        """Return (score, number) of the documents ``ids``; the better, the lower the score."""
        found = []
        for number, *columns in columns_of(ids, *WEIGHED, "parts"):
            score = self.score(Weighed(*columns)) * registry.kind_of_document(number).weight
            found.append((-round(score, SAME), number))
        return found

    def order(self, ids, place=None) -> list[int]:
        """Return ``ids``, the best first; of equals the one with the lower ``place``, or number."""
        scored = ((score, place(number) if place else number, number) for score, number in self.scored(ids))
        return [number for _score, _place, number in sorted(scored)]


def candidates(query: Query, index: Index, hits: BitMap) -> list[int]:
    """Return whom to weigh of ``hits``: all, or of many first those that are called so, then those with the most words.

    Of the latter those come first that are tagged so. Among equals the engine's own ranking chooses.
    """
    if len(hits) <= AT_MOST:
        return list(hits)
    ways = [way.lexemes for clause in query.clauses for way in clause.ways]
    chosen = BitMap()

    def choose(better, most, by):
        more, missing = (better & hits) - chosen, most - len(chosen)
        if missing > 0 and more:
            chosen.update(more if len(more) <= missing else engine().best(by, more[-RANKED:], missing))

    # Those that are called so have what was typed: how many of its synonyms they have too says nothing.
    typed = [way.lexemes for clause in query.clauses for way in clause.ways if way.source in SAID]
    for named in _by_name(query, index):
        choose(named, AT_MOST * 2 // 3, typed)
    tagged = _in_head(ways, index)
    groups = [BitMap.union(*(index.fulfilling(clause) for clause in group)) for group in query.groups]
    for fulfilling in reversed(_in_several(groups)):
        choose(fulfilling & tagged, AT_MOST, ways)
        choose(fulfilling, AT_MOST, ways)
    return list(chosen)


def _by_name(query, index) -> list[BitMap]:
    """Return documents by what ``Ranking._of_name`` would add, the most first."""
    typed = list(dict.fromkeys(clause.ways[0].lexemes[0] for clause in query.clauses if clause.ways))[:NAMED_AT_MOST]
    lengths = range(1, LONG_NAME + 1)
    index.load(name_lexeme(lexeme, length) for lexeme in typed for length in lengths)
    found = []
    for length in lengths:
        named = [index.having(name_lexeme(lexeme, length)) for lexeme in typed]
        found += [(shared**2 / length, documents) for shared, documents in enumerate(_in_several(named), 1)]
    return [documents for _bonus, documents in sorted(found, key=itemgetter(0), reverse=True)]


def _in_several(sets) -> list[BitMap]:
    """Return what is in at least one of the ``sets``, in at least two, and so on."""
    found = [BitMap() for _ in sets]
    for documents in sets:
        for number in range(len(found) - 1, 0, -1):
            found[number] |= found[number - 1] & documents
        found[0] |= documents
    return found


def _in_head(ways, index) -> BitMap:
    index.load(head_lexeme(lexeme) for way in ways for lexeme in way)
    return BitMap.union(
        BitMap(), *(BitMap.intersection(*(index.having(head_lexeme(lexeme)) for lexeme in way)) for way in ways)
    )
