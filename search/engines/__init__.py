"""The two engines behind one interface; a database has the one that fits it.

An engine answers four questions about the documents (search/models.py):

- ``ids(lexemes)``: for each lexeme, the documents that hold it anywhere;
- ``phrase(lexemes, among)``: those of the documents ``among`` that hold the lexemes next to one another;
- ``in_head(ways)``: the documents that hold all lexemes of one of the ways in their names and tags;
- ``best(ways, among, limit, by_head)``: those of the documents ``among`` that its own ranking puts first, by all that
  they hold or by their names and tags alone.

Its ranking only chooses whom search/ranking.py weighs, where there are too many to weigh all.
"""

from django.db import connection

from . import postgresql, sqlite

_ENGINES = {"sqlite": sqlite.Engine(), "postgresql": postgresql.Engine()}


def engine():
    """Return the engine of the database in use."""
    return _ENGINES[connection.vendor]
