"""The two engines behind one interface; a database has the one that fits it.

An engine answers three questions about the documents (search/models.py):

- ``ids(lexemes)``: for each lexeme, the documents that hold it anywhere;
- ``phrase(lexemes, among)``: those of the documents ``among`` that hold the lexemes next to one another;
- ``best(groups, kind, limit)``: the documents that its own ranking puts first, of those that fulfil all groups; a
  group is a list of ways, a way is lexemes that must all be there.

Its ranking only chooses whom search/ranking.py weighs, where there are too many to weigh all.
"""

from django.db import connection

from . import postgresql, sqlite

_ENGINES = {"sqlite": sqlite.Engine(), "postgresql": postgresql.Engine()}


def engine():
    """Return the engine of the database in use."""
    return _ENGINES[connection.vendor]
