"""SQLite: an FTS5 table over the columns of search_document, kept in step by triggers (the migration)."""

from django.db import connection
from pyroaring import BitMap

# names, tags, summary, texts, parts, facets
WEIGHTS = "10, 4, 2, 1, 0.5, 0"
# So many lexemes are asked for in one statement; SQLite takes up to 500.
AT_ONCE = 200


def quoted(lexeme: str) -> str:
    """Return ``lexeme`` as a string of FTS5's query language."""
    return '"' + lexeme.replace('"', "") + '"'


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
        return self._matching(quoted(" ".join(lexemes))) & among

    def best(self, groups, kind, limit):
        ways = [" OR ".join(f"({' AND '.join(map(quoted, way))})" for way in group) for group in groups]
        match = " AND ".join(f"({way})" for way in ways)
        sql = (
            f"SELECT rowid FROM search_fts WHERE search_fts MATCH %s {{}} ORDER BY bm25(search_fts, {WEIGHTS}) LIMIT %s"  # noqa: S608
        )
        with connection.cursor() as cursor:
            if kind:
                cursor.execute(sql.format("AND rowid >= %s AND rowid < %s"), [match, kind.start, kind.stop, limit])
            else:
                cursor.execute(sql.format(""), [match, limit])
            return [pk for (pk,) in cursor.fetchall()]

    def _matching(self, match):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [match])
            return BitMap([pk for (pk,) in cursor.fetchall()])
