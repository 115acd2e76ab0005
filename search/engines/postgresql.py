"""PostgreSQL: tsvectors that the database generates from the columns of search_document, each with a GIN index."""

from django.db import connection
from pyroaring import BitMap

# D, C, B, A: parts and facets, text, tags, names
WEIGHTS = "{0.1, 0.45, 0.6, 1}"
# To rank a document the database reads its vector, which is kept apart from the row: of names and tags so many, the
# newest first, and of whole texts, which are longer, so many where names and tags say too little.
RANKED_HEADS, RANKED_BODIES = 10_000, 1000
ALL_NUMBERS = 1 << 32
HEADS = """
    SELECT id FROM (
        SELECT id, head FROM search_document
        WHERE tsv @@ %s::tsquery AND head @@ %s::tsquery AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s
    ) AS newest
    ORDER BY ts_rank(%s, head, %s::tsquery, 1) DESC LIMIT %s
"""
BODIES = """
    SELECT id FROM (
        SELECT id, tsv FROM search_document
        WHERE tsv @@ %s::tsquery AND id >= %s AND id < %s ORDER BY id DESC LIMIT %s
    ) AS newest
    ORDER BY ts_rank(%s, tsv, %s::tsquery, 1) DESC LIMIT %s
"""
# Longest way to look for a phrase: so many documents that hold all its words are read, the newest first.
PHRASE_AMONG = 5000


def quoted(lexeme: str) -> str:
    """Return ``lexeme`` as a string of tsquery's language."""
    return "'" + lexeme.replace("'", "").replace("\\", "") + "'"


def tsquery(groups) -> str:
    ways = [" | ".join(f"({' & '.join(map(quoted, way))})" for way in group) for group in groups]
    return " & ".join(f"({way})" for way in ways)


class Engine:
    def ids(self, lexemes):
        lexemes = list(lexemes)
        one = "SELECT array_agg(id) FROM search_document WHERE tsv @@ %s::tsquery"
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([f"SELECT {n}, ({one})" for n in range(len(lexemes))]), [*map(quoted, lexemes)]
            )
            return {lexemes[number]: BitMap(ids or ()) for number, ids in cursor.fetchall()}

    def phrase(self, lexemes, among):
        newest = among if len(among) <= PHRASE_AMONG else BitMap(among[-PHRASE_AMONG:])
        return self._matching("id = ANY(%s) AND tsv @@ %s::tsquery", [list(newest), " <-> ".join(map(quoted, lexemes))])

    def best(self, groups, kind, limit):
        every, some = tsquery(groups), tsquery([[way for group in groups for way in group]])
        start, stop = (kind.start, kind.stop) if kind else (0, ALL_NUMBERS)
        with connection.cursor() as cursor:
            cursor.execute(HEADS, [every, some, start, stop, RANKED_HEADS, WEIGHTS, some, limit])
            best = [pk for (pk,) in cursor.fetchall()]
            if len(best) < limit:
                cursor.execute(BODIES, [every, start, stop, RANKED_BODIES, WEIGHTS, some, limit])
                best += [pk for (pk,) in cursor.fetchall()]
        return list(dict.fromkeys(best))[:limit]

    def _matching(self, where, values):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM search_document WHERE {where}", values)  # noqa: S608
            return BitMap([pk for (pk,) in cursor.fetchall()])
