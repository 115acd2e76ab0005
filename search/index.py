"""Writes the index: one document for each record that can be found, in the transaction that writes the record.

A model says what is to be found in it: ``search_document()`` returns a ``SearchDocument``. It registers itself in its
app's ``apps.py`` with the paths to what its document is made of; from then on the index follows (search/following.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import connection, transaction

from . import following, registry, vocabulary
from .documents import WEIGHED, columns
from .engines import engine
from .names import keys_of

BATCH = 200
# First what is another whenever a text is: to find the others equal takes longer than to find one that is not.
COLUMNS = ["passages", *WEIGHED, "parts", "facets"]
# The database compares, for to read what is there takes longer. By hand: it takes the ORM a millisecond to write this.
EQUALS = [f"{name} = %({name})s" for name in COLUMNS]
REPLACE = f"UPDATE search_document SET {', '.join(EQUALS)} WHERE id = %(id)s AND NOT ({' AND '.join(EQUALS)})"  # noqa: S608


def register(model, *, number: int, name: str, follows: Iterable[str] = (), **more) -> None:
    """Keep ``model`` in the index from now on, as a ``registry.Kind``.

    ``follows`` are lookups to the rows that its documents are made of.
    """
    registry.add(model, number=number, name=name, follows=tuple(follows), **more)
    following.follow(model, follows)


def _documents():
    # Apps register while they are being loaded, before there are models to import.
    return apps.get_model("search", "Document").objects


def put(*records, counts: Counter | None = None) -> int:
    """Write ``records`` (of one model) to the index, in place of what was there; return how many were another before.

    ``counts`` is added to: in how many documents each word is.
    """
    if not records:
        return 0
    kind = registry.kind_of(type(records[0]))
    wanted, names, words = {}, {}, set()
    for record in records:
        document = record.search_document()
        number, written = kind.document_id(record.pk), set()
        wanted[number], names[number] = columns(document, written), document.names
        words |= written
        if counts is not None:
            counts.update(vocabulary.worth_keeping(written))
    with transaction.atomic(savepoint=False):
        if changed := _write(wanted):
            vocabulary.add(words)
            if kind.suggested:
                _put_names([(pk, names[pk]) for pk in changed])
    return len(changed)


def _write(rows):
    """Write the documents ``rows``; return the numbers of those that were others before, or not there."""
    changed = set()
    with connection.cursor() as cursor:
        for pk, row in rows.items():
            cursor.execute(REPLACE, {"id": pk, **row})
            if cursor.rowcount:
                changed.add(pk)
    if rest := rows.keys() - changed:
        new = rest - set(_documents().filter(pk__in=rest).values_list("pk", flat=True))
        # Two may write a record's first document at the same time.
        _documents().bulk_create(
            [_documents().model(id=pk, **rows[pk]) for pk in sorted(new)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=COLUMNS,
        )
        changed |= new
    return changed


def _put_names(named):
    model = apps.get_model("search", "Name")
    model.objects.filter(document__in=[number for number, _names in named]).delete()
    model.objects.bulk_create(
        model(document_id=number, key=key, first=first, language=language)
        for number, names in named
        for key, first, language in sorted(keys_of(names))
    )


def put_all(model, pks: Iterable[int], counts: Counter | None = None) -> None:
    """Write the records of ``model`` with these primary keys to the index; what is no longer there leaves it."""
    pks = sorted(set(pks))
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        records = list(_with_relations(model, model._base_manager.filter(pk__in=batch)))
        put(*records, counts=counts)
        if gone := set(batch) - {record.pk for record in records}:
            delete(model, gone)


def delete(model, pks: Iterable[int]) -> None:
    """Take records of ``model`` out of the index."""
    kind = registry.kind_of(model)
    _documents().filter(pk__in=[kind.document_id(pk) for pk in pks]).delete()


def _with_relations(model, records):
    return records.prefetch_related(*registry.kind_of(model).follows)


def rebuild() -> Iterator[int]:
    """Write the index anew, in batches; yield the number of records after each batch.

    Each batch is a transaction of its own and replaces its documents one for one, so the search answers meanwhile, and
    a record that is saved meanwhile is right whichever comes last.
    """
    done, counts, words_before = 0, Counter(), vocabulary.newest()
    for kind in registry.kinds():
        pks = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            batch = pks[start : start + BATCH]
            with transaction.atomic():
                put_all(kind.model, batch, counts)
            done += len(batch)
            yield done
    repair(pk for _problem, pk in orphans())
    vocabulary.count_anew(counts, until=words_before)


def repair(documents: Iterable[int]) -> None:
    """Write the documents with these numbers anew, or take them away where there is nothing to be found."""
    of_kinds = defaultdict(list)
    for number in documents:
        of_kinds[registry.kind_of_document(number)].append(number)
    for kind, numbers in of_kinds.items():
        if kind is None:
            _documents().filter(pk__in=numbers).delete()
        else:
            put_all(kind.model, [number - kind.start for number in numbers])


def answers() -> None:
    """Ask the index something; a DatabaseError where it cannot answer."""
    engine().ids(["integration"])


def is_empty() -> bool:
    """Whether nothing is in the index: a new database, or one from before there was an index of this form."""
    return not _documents().exists()


def total() -> int:
    """Return how many records a rebuild writes."""
    return sum(kind.model._base_manager.count() for kind in registry.kinds())


def orphans() -> Iterator[tuple[str, int]]:
    """Yield ("orphan", number) for each document whose record is gone."""
    known = set()
    for kind in registry.kinds():
        known |= {kind.document_id(pk) for pk in kind.model._base_manager.values_list("pk", flat=True)}
    for pk in _documents().values_list("pk", flat=True).iterator():
        if pk not in known:
            yield "orphan", pk


def drift() -> Iterator[tuple[str, int]]:
    """Yield (what is wrong, number of the document): "missing", "differs" or "orphan"."""
    for kind in registry.kinds():
        pks = list(kind.model._base_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(pks), BATCH):
            batch = _with_relations(kind.model, kind.model._base_manager.filter(pk__in=pks[start : start + BATCH]))
            wanted = {kind.document_id(record.pk): columns(record.search_document()) for record in batch}
            there = {row.pop("id"): row for row in _documents().filter(pk__in=wanted).values("id", *COLUMNS)}
            for pk, row in wanted.items():
                if pk not in there:
                    yield "missing", pk
                elif there[pk] != row:
                    yield "differs", pk
    yield from orphans()
