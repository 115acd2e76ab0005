"""A record with all that belongs to it, in two queries that are worked out once.

A page of one record shows rows of ten or fifteen tables. Asked for one by one, most of the time goes into writing the
same SQL anew for every visitor. Here the querysets of a page are joined into one statement, each row as one JSON array,
and the statement is kept: the next visitor's differs from it in the key of the record alone (docs/adr/0012).
"""

import json
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache, reduce
from itertools import count
from weakref import WeakKeyDictionary

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.query import QuerySet, get_related_populators, prefetch_related_objects
from django.http import Http404

# What a slug is called in a kept statement: nothing that a record could have.
SLUG = "a-slug-that-is-still-to-come-81c1f1"
# So many values fit into one array: PostgreSQL takes 100 arguments, SQLite 127.
AT_A_TIME = 90
JSON_ARRAY = {"sqlite": "json_array({})", "postgresql": "json_build_array({})"}
# JSON has no such values: PostgreSQL writes them as text or number. (SQLite has none either, and Django reads them.)
WRITTEN_OUT = (models.DateField, models.TimeField, models.DecimalField)


def placeholders(number: int) -> list[int]:
    """Return what ``number`` keys are called in a kept statement: nothing that a record could have."""
    return [-8_108_108_108_108_108_108 - n for n in range(number)]


class _Part:
    """One queryset of a statement: its SQL, and how its rows become records."""

    def __init__(self, number, queryset):
        self.prefetch = queryset._prefetch_related_lookups
        self.knows = [field.name for field in queryset._known_related_objects]
        compiler = queryset.query.get_compiler(queryset.db)
        inner, self.params = compiler.as_sql(with_col_aliases=True)
        self.compiler, self.annotations = compiler, compiler.annotation_col_map or {}
        selected = compiler.select[: compiler.col_count]
        quoted = [connection.ops.quote_name(alias) for _expression, _sql, alias in selected]
        array = JSON_ARRAY[connection.vendor]
        arrays = [array.format(", ".join(quoted[i : i + AT_A_TIME])) for i in range(0, len(quoted), AT_A_TIME)]
        text = "::text" if connection.vendor == "postgresql" else ""
        self.sql = f"SELECT {number}, {array.format(', '.join(arrays))}{text} FROM ({inner}) part{number}"  # noqa: S608
        expressions = [expression for expression, _sql, _alias in selected]
        self.converters = compiler.get_converters(expressions)
        self.parsed = []
        if connection.vendor == "postgresql":
            fields = [expression.output_field for expression in expressions]
            self.parsed = [(i, f.to_python) for i, f in enumerate(fields) if isinstance(f, WRITTEN_OUT)]
            # What is JSON itself has been read with the array, and its field reads it from text.
            self.parsed += [(i, json.dumps) for i, f in enumerate(fields) if isinstance(f, models.JSONField)]
        own = compiler.klass_info["select_fields"]
        self.start, self.end = own[0], own[-1] + 1
        self.names = [expression.target.attname for expression in expressions[self.start : self.end]]
        self.related = get_related_populators(compiler.klass_info, compiler.select, queryset.db)
        self.model, self.db = compiler.klass_info["model"], queryset.db

    def records(self, rows, owner) -> list:
        for row in rows:
            for position, parse in self.parsed:
                row[position] = parse(row[position])
        found = []
        for row in self.compiler.apply_converters(rows, self.converters):
            record = self.model.from_db(self.db, self.names, row[self.start : self.end])
            for populator in self.related:
                populator.populate(row, record)
            for name, position in self.annotations.items():
                setattr(record, name, row[position])
            for name in self.knows:
                setattr(record, name, owner)
            found.append(record)
        if self.prefetch:
            prefetch_related_objects(found, *self.prefetch)
        return found


class Together:
    """Querysets in one statement; the order of each holds. ``kept`` says that it will be asked again and again."""

    def __init__(self, querysets: dict, *, kept: bool = False):
        self.names, self.parts, self.kept = list(querysets), {}, kept
        for number, queryset in enumerate(querysets.values()):
            with suppress(EmptyResultSet):  # nothing can be in it
                self.parts[number] = _Part(number, queryset)
        self.sql = " UNION ALL ".join(part.sql for part in self.parts.values())
        self.params = [param for part in self.parts.values() for param in part.params]
        self.written_out = None  # on SQLite: the statement and its parameters as they are executed

    def fetch(self, values: dict, owners: dict | None = None) -> dict[str, list]:
        """Return the records of each queryset, with ``values`` in the places of the placeholders.

        ``owners`` are the records whose related managers the querysets come from, by the name of the queryset.
        """
        with connection.cursor() as cursor:
            pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
            if self.kept and connection.vendor == "postgresql" and not pooled:
                self._execute_prepared(cursor, values)
            else:
                sql, params = self.sql, self.params
                if self.kept and connection.vendor == "sqlite":
                    sql, params = self.written_out = self.written_out or self._write_out(cursor, values)
                cursor.execute(sql, [values.get(param, param) for param in params])
            answered = cursor.fetchall()
        exact = {"parse_float": Decimal} if connection.vendor == "postgresql" else {}
        rows = {number: [] for number in self.parts}
        for number, text in answered:
            rows[number].append([value for values in json.loads(text, **exact) for value in values])
        found = {name: [] for name in self.names}
        for number, part in self.parts.items():
            name = self.names[number]
            found[name] = part.records(rows[number], (owners or {}).get(name))
        return found

    def _write_out(self, cursor, values):
        """Return the statement with all that is the same each time written into it, and what is left to be bound.

        SQLite plans a statement anew for each value that is bound to a column with a partial index, such as the status
        of a record: that took up to ten times as long as answering.
        """
        cursor.execute(f"SELECT {', '.join(['quote(%s)'] * len(self.params))}", self.params)
        literals = [str(literal).replace("%", "%%") for literal in cursor.fetchone()]
        parts = tuple("%s" if p in values else text for p, text in zip(self.params, literals, strict=True))
        return self.sql.replace("%%", "%%%%") % parts, [param for param in self.params if param in values]

    def _execute_prepared(self, cursor, values):
        """Execute the statement as one that PostgreSQL has planned: planning takes ten times as long as answering.

        The connection keeps the plan from the first time on. (PostgreSQL by itself would plan the statement five times
        more before it tries the plan that it has; which record is asked for makes no difference to the plan.) Behind a
        pooler that hands connections round, DISABLE_SERVER_SIDE_CURSORS is set, and nothing is prepared.
        """
        known = _prepared.setdefault(connection.connection, WeakKeyDictionary())
        if self not in known:
            statement, types = cursor.mogrify(self.sql, self.params), []
            for number, place in enumerate(values, 1):
                text = isinstance(place, str)
                types.append("text" if text else "bigint")
                statement = statement.replace(f"'{place}'" if text else str(place), f"${number}")
            name = f"together_{next(_numbers)}"
            prepare = f"PREPARE {name} ({', '.join(types)}) AS {statement}"
            cursor.execute(f"SET plan_cache_mode = force_generic_plan; {prepare}")
            known[self] = name
        places = ", ".join(["%s"] * len(values))
        cursor.execute(f"EXECUTE {known[self]} ({places})", list(values.values()))


# What each connection to PostgreSQL has planned: the name of each statement there.
_prepared, _numbers = WeakKeyDictionary(), count()


@lru_cache(maxsize=100)
def _kept(build, *arguments) -> Together:
    return Together(build(*arguments), kept=True)


def _statement(build, user, *arguments) -> Together:
    # Readers without an account all see the same, so their statements are kept.
    return Together(build(user, *arguments)) if user.is_authenticated else _kept(build, AnonymousUser(), *arguments)


class Whole:
    """How a record is found by its address, and what its page shows of other tables.

    ``records(user, *day)`` returns the queryset to find it in. ``belongings(user, *values, *day)`` returns querysets by
    the name that the page has for them: what is named "record.themes" is what ``record.themes.all`` gives from then on.
    ``values`` picks from the record what they are filtered by. Both functions are of a module, not made in a call.
    """

    def __init__(self, records, belongings, values=lambda record: (record.pk,)):
        self.records, self.belongings, self.values = records, belongings, values

    def get(self, user, slug: str, *day) -> dict:
        """Return ``record`` and the rest by name, as they are on the ``day`` if that matters.

        Raises Http404 when there is no such record that ``user`` may read.
        """
        found = _statement(self._record, user, *day).fetch({SLUG: slug})["record"]
        if not found:
            raise Http404
        [record] = found
        values = self.values(record)
        places = placeholders(len(values))
        statement = _statement(self.belongings, user, *places, *day)
        # "record.programme.steps" belongs to record.programme.
        owners = {path: reduce(getattr, path.split(".")[1:-1], record) for path in statement.names}
        context = {"record": record}
        for path, rows in statement.fetch(dict(zip(places, values, strict=True)), owners).items():
            if path.startswith("record."):
                hold(owners[path], path.rpartition(".")[2], rows)
            else:
                context[path] = rows
        return context

    def _record(self, user, *day):
        return {"record": self.records(user, *day).filter(slug=SLUG).order_by()}


def hold(record, relation: str, rows: list) -> None:
    """Make ``rows`` what the related manager ``relation`` of ``record`` gives, as prefetching does."""
    manager = getattr(record, relation)
    queryset = QuerySet(manager.model)
    queryset._result_cache, queryset._prefetch_done = rows, True
    record._prefetched_objects_cache = getattr(record, "_prefetched_objects_cache", {}) | {relation: queryset}
