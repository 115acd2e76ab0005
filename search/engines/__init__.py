"""The two engines behind one interface; a database has the one that fits it.

An engine answers these questions about the documents and words (search/models.py):

- ``ids(lexemes)``: for each lexeme, the documents that hold it anywhere;
- ``phrase(lexemes, among)``: those of the documents ``among`` that hold the lexemes next to one another;
- ``best(ways, among, limit)``: those of the documents ``among`` that its own ranking puts first; each has all lexemes
  of one of the ways;
- ``add_words(words)``: those of them that the vocabulary did not have, and has from now on (told in one go, past the
  ORM, which would take longer over a few hundred words than all other work on a record).

Its ranking only chooses whom search/ranking.py weighs, where there are too many to weigh all.
"""

from django.db import connection

from . import postgresql, sqlite

_ENGINES = {"sqlite": sqlite.Engine(), "postgresql": postgresql.Engine()}


def engine():
    """Return the engine of the database in use."""
    return _ENGINES[connection.vendor]
