"""PostgreSQL: tsvectors that the database generates from the columns of search_document, each with a GIN index."""

from django.db import connection
from pyroaring import BitMap

from .. import registry

# D, C, B, A: parts and facets, text, tags, names
WEIGHTS = "{0.1, 0.45, 0.6, 1}"
# Longest way to look for a phrase: so many documents that hold all its words are read, the newest first.
PHRASE_AMONG = 5000
# The planner reckons with a test of a vector as with that of a number, and would rather read all vectors of the table,
# which lie apart from its rows, than the index of a common word.
BY_INDEX = "SET LOCAL enable_seqscan = off; {}; SET LOCAL enable_seqscan = DEFAULT"

ADD_WORDS = """
INSERT INTO search_word (word, documents) SELECT word, 1 FROM unnest(string_to_array(%s, ' ')) AS word
ORDER BY word ON CONFLICT DO NOTHING RETURNING word
"""


def quoted(lexeme: str) -> str:
    """Return ``lexeme`` as a string of tsquery's language."""
    return "'" + lexeme.replace("'", "").replace("\\", "") + "'"


def either(ways) -> str:
    """Return the tsquery for documents that hold all lexemes of one of the ``ways``."""
    return " | ".join(f"({' & '.join(map(quoted, way))})" for way in ways)


def rows_by_index(sql, values):
    """Return the rows of ``sql``, in one go with the settings for it: several statements are one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX.format(sql), values)
        cursor.nextset()
        return cursor.fetchall()


class Engine:
    def ids(self, lexemes):
        lexemes = list(lexemes)
        one = "SELECT array_agg(id) FROM search_document WHERE tsv @@ %s::tsquery"
        sql = " UNION ALL ".join([f"SELECT {n}, ({one})" for n in range(len(lexemes))])
        rows = rows_by_index(sql, [*map(quoted, lexemes)])
        return {lexemes[number]: BitMap(ids or ()) for number, ids in rows}

    def phrase(self, lexemes, among):
        newest = among if len(among) <= PHRASE_AMONG else BitMap(among[-PHRASE_AMONG:])
        return self._matching("id = ANY(%s) AND tsv @@ %s::tsquery", [list(newest), " <-> ".join(map(quoted, lexemes))])

    def best(self, ways, among, limit):
        order = f"ts_rank(%s, tsv, %s::tsquery, 1) * {registry.weight_sql('id')} DESC"
        sql = f"SELECT id FROM search_document WHERE id = ANY(%s) ORDER BY {order}, id LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(among), WEIGHTS, either(ways), limit])
            return [pk for (pk,) in cursor.fetchall()]

    def add_words(self, words):
        # One text: to write hundreds of them takes longer than to look them up.
        with connection.cursor() as cursor:
            cursor.execute(ADD_WORDS, [" ".join(words)])
            return [word for (word,) in cursor.fetchall()]

    def _matching(self, where, values):
        rows = rows_by_index(f"SELECT id FROM search_document WHERE {where}", values)  # noqa: S608
        return BitMap([pk for (pk,) in rows])
