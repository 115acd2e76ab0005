"""Knows whether the content has changed: one row whose token is another one after every write.

Triggers in the database give the new token, in the transaction of the write. So nothing goes past them: no bulk
update, no loading of fixtures, no SQL by hand. The token is random, not a number: what a rollback, a restored backup
or an emptied database brings back can never be taken for something else.

A row that is locked from the first write of a transaction to its end makes writers of content wait for one another
on PostgreSQL, as they do on SQLite anyway. Readers never wait.

Beside it stands another token, for the vocabulary: it moves when words leave it, by hand, for words only leave it in a
rebuild of the index. Words that come do not move it.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection, connections

VERSION_TABLE = "search_contentversion"
FUNCTION = "search_move_version"
EVENTS = {"sqlite": ["INSERT", "UPDATE", "DELETE"], "postgresql": ["INSERT OR UPDATE OR DELETE OR TRUNCATE"]}
NEW_TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}


def current(request=None) -> str:
    """Return the token of the content as it is now; "" when there is none yet, and nothing may be kept.

    With a ``request`` it is asked for once in that request.
    """
    if request is None:
        return _read()
    if not hasattr(request, "content_version"):
        request.content_version = _read()
    return request.content_version


def current_words() -> str:
    """Return the vocabulary's token, which is another one after words have left it; "" where nothing may be kept."""
    return _read("words")


def wait_for_writers() -> None:
    """Wait until no other transaction is writing content, and let others wait for the one that is open.

    For whoever reads what others write at the same moment and goes by it, as for an address that nobody has yet. The
    first write would wait just so, but only after it has been read. SQLite has waited when the transaction began.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT token FROM {VERSION_TABLE} FOR UPDATE")  # noqa: S608 (a constant of this file)


def move_words() -> None:
    """Give the vocabulary another token, in the transaction that takes words out of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {VERSION_TABLE} SET words = {NEW_TOKEN[connection.vendor]}")  # noqa: S608 (constants)


def _read(column="token"):
    # Asked for with every page: by hand it takes a tenth of the time.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {VERSION_TABLE}")  # noqa: S608 (a constant of this file)
        row = cursor.fetchone()
    return row[0] if row else ""


def watched_models(app_config) -> list:
    """Return the models of an app whose tables move the version: all of an app of the house, unless it says otherwise.

    An app opts out with ``is_content = False`` on its AppConfig, a model with the same.
    """
    if Path(app_config.path).parent != settings.BASE_DIR or not getattr(app_config, "is_content", True):
        return []
    models = app_config.get_models(include_auto_created=True)
    return [model for model in models if model._meta.db_table != VERSION_TABLE and getattr(model, "is_content", True)]


def watch(sender, using="default", **kwargs):
    """Give every table of the app ``sender`` its triggers and the version its row, as far as they are missing.

    Runs after each migrate. (SQLite drops a table's triggers when Django remakes the table for a migration.)
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if VERSION_TABLE not in tables:  # migrated back to before it
        return
    wanted = {model._meta.db_table for model in watched_models(sender)} & tables
    with connection.cursor() as cursor:
        token = NEW_TOKEN[connection.vendor]
        cursor.execute(
            f"INSERT INTO {VERSION_TABLE} (token) SELECT {token} WHERE NOT EXISTS (SELECT 1 FROM {VERSION_TABLE})"  # noqa: S608
        )
        for table in sorted(wanted - _with_trigger(connection, cursor)):
            for statement in _statements(connection, table):
                cursor.execute(statement)


def _with_trigger(connection, cursor) -> set:
    """Return the tables that have their triggers. Making one anew would lock a table that is in use."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'moves_version_%'")
    else:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'moves_version'")
    return {table for (table,) in cursor.fetchall()}


def _statements(connection, table) -> list[str]:
    quoted = connection.ops.quote_name(table)
    move = f"UPDATE {VERSION_TABLE} SET token = {NEW_TOKEN[connection.vendor]};"  # noqa: S608 (constants of this file)
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER moves_version_{table}_{event.lower()} AFTER {event} ON {quoted} BEGIN {move} END"
            for event in EVENTS["sqlite"]
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {move} RETURN NULL; END $$",
        # Before the rows are touched: every transaction locks the version first and rows after it.
        f"CREATE TRIGGER moves_version BEFORE {EVENTS['postgresql'][0]} ON {quoted} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    ]
