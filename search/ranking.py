"""The order of the hits: how much of the query a document fulfils, where, and how rare that is.

The weights were tuned on judged queries (tests/search/). The score is BM25 over fields (BM25F, Robertson & Zaragoza
2009): a word in a name counts more than one in the text; a word that is there often counts little more than one that
is there twice; a rare word counts more than a common one. The engines only choose whom to weigh where there are more
than ``AT_MOST``, so the order is the same on both.
"""

import math
from collections import Counter
from itertools import pairwise, product

from pyroaring import BitMap

from . import registry
from .documents import BREAK, OTHERS, WEIGHED
from .engines import engine
from .matching import Index, columns_of
from .queries.tree import Query

AT_MOST = 200
# Of more hits than that the engine chooses whom to weigh: of so many with the words in their names and tags, and of so
# many with the words elsewhere, the newest of each. To look at them it reads what is stored of each.
HEADS_RANKED, BODIES_RANKED = 10_000, 5_000
WEIGHTS = {"names": 9.5, "tags": 3.6, "summary": 3.2, "texts": 1.0}
USUAL_LENGTH = {"names": 19, "tags": 30, "summary": 40, "texts": 90}
# What a part of a compound counts, of what the whole word would count in that place.
PART = 0.36
SATURATION = 1.9
# How much a long text takes from its words, and what length takes nothing.
LENGTH_MATTERS = 0.2
# Scores that are the same to so many decimals are equals.
SAME = 6
# What a name that is all that was asked for adds.
ALL_NAME = 1.5
# What two neighbours of the query add that are neighbours in the name, a tag, the summary, the text.
IN_ORDER = (0.55, 0.4, 0.25, 0.25)


class Weighed:
    """How often a document's columns hold a lexeme, weighed by the column."""

    def __init__(self, *columns):
        *self.columns, parts = columns
        self.counts = []
        for name, column, pieces in zip(WEIGHED, self.columns, parts.split(BREAK), strict=True):
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
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


class Ranking:
    """Weighs documents for one query."""

    def __init__(self, query: Query, index: Index, total: int):
        self.query, self.index = query, index
        # One rarity for all ways of a clause: a rare synonym does not tell more than the word that was asked for.
        self.rarity = {id(clause): rarity(len(index.fulfilling(clause)), max(total, 1)) for clause in query.clauses}

        singles = [{way.lexemes[0] for way in group[0].ways} for group in query.groups]
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

    def order(self, ids, place=None) -> list[int]:
        """Return ``ids``, the best first; of equals the one with the lower ``place``, or number."""
        scored = []
        for number, *columns in columns_of(ids, *WEIGHED, "parts"):
            score = self.score(Weighed(*columns)) * registry.kind_of_document(number).weight
            scored.append((-round(score, SAME), place(number) if place else number, number))
        return [number for _score, _place, number in sorted(scored)]


def candidates(query: Query, index: Index, hits: BitMap) -> list[int]:
    """Return whom to weigh of ``hits``: all, or of many those that the engine prefers, names and tags before texts."""
    if len(hits) <= AT_MOST:
        return list(hits)
    ways = [way.lexemes for clause in query.clauses for way in clause.ways]
    heads = index.in_head(ways) & hits
    chosen = list(heads)
    if len(heads) > AT_MOST:
        chosen = engine().best(ways, heads[-HEADS_RANKED:], AT_MOST, by_head=True)
    elif missing := AT_MOST - len(heads):
        chosen += engine().best(ways, (hits - heads)[-BODIES_RANKED:], missing, by_head=False)
    return chosen
