"""PostgreSQL: tsvectors that the database generates from the columns of search_document, each with a GIN index."""

from django.db import connection
from pyroaring import BitMap

# D, C, B, A: parts and facets, text, tags, names
WEIGHTS = "{0.1, 0.45, 0.6, 1}"
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
        where, values = "tsv @@ query", []
        if kind:
            where, values = where + " AND id >= %s AND id < %s", [kind.start, kind.stop]
        sql = f"""
            SELECT id FROM search_document, CAST(%s AS tsquery) AS query
            WHERE {where} ORDER BY ts_rank(%s, tsv, query, 1) DESC LIMIT %s
        """  # noqa: S608 (constants of this file)
        with connection.cursor() as cursor:
            cursor.execute(sql, [tsquery(groups), *values, WEIGHTS, limit])
            return [pk for (pk,) in cursor.fetchall()]

    def contents(self, ids):
        return self._rows("id, names, tags, summary, texts, parts", ids)

    def passages(self, ids):
        return self._rows("id, passages", ids)

    def _rows(self, columns, ids):
        if not ids:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM search_document WHERE id = ANY(%s)", [list(ids)])  # noqa: S608
            return cursor.fetchall()

    def _matching(self, where, values):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM search_document WHERE {where}", values)  # noqa: S608
            return BitMap([pk for (pk,) in cursor.fetchall()])
