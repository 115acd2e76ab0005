"""SQLite: an FTS5 table over the columns of search_document, kept in step by triggers (the migration)."""

import json

from django.db import connection
from pyroaring import BitMap

from .. import registry

# names, tags, summary, texts, parts, facets
WEIGHTS = "10, 4, 2, 1, 0.5, 0"
# The columns in which words stand next to one another as they do in the record.
WITH_PLACES = "{names tags summary texts}"
# So many lexemes are asked for in one statement; SQLite takes up to 500.
AT_ONCE = 200

ADD_WORDS = "INSERT OR IGNORE INTO search_word (word, documents) SELECT value, 1 FROM json_each(%s) RETURNING word"


def quoted(lexeme: str) -> str:
    """Return ``lexeme`` as a string of FTS5's query language."""
    return '"' + lexeme.replace('"', "") + '"'


def either(ways) -> str:
    """Return the query for documents that hold all lexemes of one of the ``ways``."""
    return " OR ".join(f"({' AND '.join(map(quoted, way))})" for way in ways)


class Engine:
    def ids(self, lexemes):
        lexemes, one = list(lexemes), "rowid FROM search_fts WHERE search_fts MATCH %s"
        found = {lexeme: [] for lexeme in lexemes}
        for start in range(0, len(lexemes), AT_ONCE):
            batch = lexemes[start : start + AT_ONCE]
            sql = " UNION ALL ".join([f"SELECT {n}, {one}" for n in range(len(batch))])
            with connection.cursor() as cursor:
                cursor.execute(sql, [*map(quoted, batch)])
                for number, pk in cursor.fetchall():
                    found[batch[number]].append(pk)
        return {lexeme: BitMap(ids) for lexeme, ids in found.items()}

    def phrase(self, lexemes, among):
        return self._matching(f"{WITH_PLACES} : {quoted(' '.join(lexemes))}") & among

    def best(self, ways, among, limit):
        # The sign keeps SQLite from looking each of them up by itself.
        where = "search_fts MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))"
        order = f"bm25(search_fts, {WEIGHTS}) * {registry.weight_sql('rowid')}, rowid"
        sql = f"SELECT rowid FROM search_fts WHERE {where} ORDER BY {order} LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [either(ways), json.dumps(list(among)), limit])
            return [pk for (pk,) in cursor.fetchall()]

    def add_words(self, words):
        with connection.cursor() as cursor:
            cursor.execute(ADD_WORDS, [json.dumps(sorted(words))])
            return [word for (word,) in cursor.fetchall()]

    def _matching(self, match):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [match])
            return BitMap([pk for (pk,) in cursor.fetchall()])
