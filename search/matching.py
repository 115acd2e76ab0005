"""Which documents fulfil a query: sets of bits, put together as the query says (search/queries/tree.py)."""

from functools import reduce

from django.apps import apps
from pyroaring import BitMap

from . import changes
from .engines import engine
from .memory import Memory
from .queries.tree import Clause, Query, Way


def columns_of(numbers, *names) -> list[tuple]:
    """Return (number, columns ``names``) of the documents with these numbers."""
    documents = apps.get_model("search", "Document").objects
    return list(documents.filter(pk__in=list(numbers)).values_list("pk", *names)) if numbers else []


# The documents of a lexeme are kept until the content changes; a common one takes an eighth of a byte a document.
LEXEMES, PHRASES = Memory(5000), Memory(500)


class Index:
    """The documents of lexemes and phrases as they are in one version of the content."""

    def __init__(self, version: str | None = None):
        self.version = changes.current() if version is None else version
        self.sets = {}

    def load(self, lexemes) -> None:
        """Ask the engine, in one go, for what is not known yet."""
        missing = []
        for lexeme in set(lexemes) - self.sets.keys():
            known = LEXEMES.peek(self.version, lexeme)
            if known is None:
                missing.append(lexeme)
            else:
                self.sets[lexeme] = known
        if missing:
            found = engine().ids(missing)
            self.sets |= found
            for lexeme, ids in found.items():
                LEXEMES.put(self.version, lexeme, ids)

    def having(self, lexeme: str) -> BitMap:
        """Return the documents that hold ``lexeme``."""
        if lexeme not in self.sets:
            self.load([lexeme])
        return self.sets[lexeme]

    def fulfilling_way(self, way: Way) -> BitMap:
        self.load(way.lexemes)
        among = reduce(BitMap.intersection, (self.sets[lexeme] for lexeme in way.lexemes))
        if not way.phrase or not among:
            return among
        return PHRASES.get(self.version, way.lexemes, lambda: engine().phrase(way.lexemes, among))

    def fulfilling(self, clause: Clause) -> BitMap:
        return BitMap.union(BitMap(), *(self.fulfilling_way(way) for way in clause.ways))

    def load_query(self, query: Query) -> None:
        self.load(
            lexeme for clause in (*query.clauses, *query.excluded) for way in clause.ways for lexeme in way.lexemes
        )

    def strict(self, query: Query) -> BitMap:
        """Return the documents that fulfil all groups of ``query``, if it has any, but for what it excludes."""
        if not query.groups:
            return BitMap()
        groups = (BitMap.union(*(self.fulfilling(clause) for clause in group)) for group in query.groups)
        return BitMap.intersection(*groups) - self.excluded(query)

    def relaxed(self, query: Query) -> BitMap:
        """Return the documents that fulfil at least one group of ``query`` and none of what it excludes."""
        return BitMap.union(BitMap(), *(self.fulfilling(clause) for clause in query.clauses)) - self.excluded(query)

    def excluded(self, query: Query) -> BitMap:
        return BitMap.union(BitMap(), *(self.fulfilling(clause) for clause in query.excluded))
