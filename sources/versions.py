"""The content of a record as data: kept as its versions, compared field by field, and put back.

The content is what people write: the record's fields, its links and the rows that belong to it. Not in it is what rules
own (status, who may write it, when it was published) and the address, which others have linked to.

django-simple-history keeps the versions: its tables, who, when and why, its pages in the admin. It would keep the
columns of a record and leave out the rows, which are half of it; so each version holds the whole content instead
(docs/adr/0019).
"""

import json
from collections.abc import Container
from contextlib import contextmanager

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Value
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from search import following

# What django-simple-history has room for.
REASON_LENGTH = 100


class WholeContent(models.Model):
    """What a version holds besides who wrote it, when and why."""

    content = models.JSONField(encoder=DjangoJSONEncoder)

    # Readers see records, not their versions: see search/changes.py.
    is_content = False

    class Meta:
        abstract = True


class Versions(HistoricalRecords):
    """The versions of a model's records: of their columns only the key, and the whole content as data.

    People write records by actions and in the admin, a form with many rows at a time; both say when a version is whole
    (``written_as_a_version()``). So a version is not made each time that a row of the table is saved.
    """

    def __init__(self):
        super().__init__(bases=[WholeContent], inherit=True)

    def fields_included(self, model):
        return [model._meta.pk]

    def post_save(self, instance, created, using=None, **kwargs):
        pass

    def pre_delete(self, instance, **kwargs):
        """Keep what is deleted as a last version, while its rows are still there; of what nobody has read, nothing."""
        if instance.is_kept_when_deleted:
            self.create_historical_record(instance, "-")
        else:
            instance.history.all().delete()

    def post_delete(self, instance, using=None, **kwargs):
        pass


VERSIONS = Versions()


@contextmanager
def written_as_a_version(record, *, by, reason: str = ""):
    """Keep what is written to ``record`` meanwhile as one version of it, written by the user ``by`` for ``reason``.

    In one transaction with what is written.
    """
    with transaction.atomic():
        keep_first_version(record)
        yield
        # As it is now in the database: what is in memory may have been typed, or be without its new rows.
        keep_version(type(record)._base_manager.get(pk=record.pk), by=by, reason=reason)


def keep_first_version(record) -> None:
    """Keep what is in the database of a ``record`` that has no version yet, so that there is a way back to it.

    A record that was loaded from fixtures has none before somebody changes it.
    """
    if record.pk and not record.history.exists():
        keep_version(type(record)._base_manager.get(pk=record.pk), by=None)


def keep_version(record, *, by, reason: str = "") -> None:
    """Keep the content of ``record`` as it is as a version of it."""
    record._history_user, record._change_reason = by, reason[:REASON_LENGTH]
    VERSIONS.create_historical_record(record, "~")


def _fill(sender, instance, history_instance, **kwargs):
    history_instance.content = content_of(instance)


pre_create_historical_record.connect(_fill, dispatch_uid="sources-versions")


# --- Content as data ------------------------------------------------------------------------------------------


def content_fields(model) -> list:
    """Return the columns and links of ``model`` that people write."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [f for f in fields if not f.primary_key and not f.generated and f.name not in model.not_content]


def row_models(model) -> dict:
    """Return the models of the rows that belong to a record of ``model``, by the name that the record has for them."""
    return {name: model._meta.get_field(name).related_model for name in model.rows}


def row_fields(model, name) -> list:
    """Return the fields of a row that people write, the link back to its record left out."""
    relation = model._meta.get_field(name)
    fields = [*relation.related_model._meta.concrete_fields, *relation.related_model._meta.many_to_many]
    return [field for field in fields if field.editable and not field.primary_key and field.name != relation.field.name]


def content_of(record, only: Container[str] | None = None) -> dict:
    """Return the content of ``record`` as it is in the database, as data that JSON can hold; links are keys.

    ``only`` names the parts that are wanted when that is not all of it.

    The record itself is taken as it is in memory; a number that was not read from the database may be written another
    way than the database does ("5" for "5.00").
    """
    fields = [f for f in content_fields(type(record)) if only is None or f.name in only]
    content = _columns(record, fields) | _linked_keys(record, [field for field in fields if field.many_to_many])
    for name in row_models(type(record)):
        if only is None or name in only:
            content[name] = _rows(record, name) if record.pk else []
    return as_data(content)


def as_data(content):
    """Return ``content`` as JSON gives it back."""
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def empty_row(model, name) -> dict:
    """Return a row called ``name`` of a record of ``model`` in which nothing has been written, as content has it."""
    fields = row_fields(model, name)
    return _columns(row_models(model)[name](), fields) | {field.name: [] for field in fields if field.many_to_many}


def _columns(record, fields) -> dict:
    return {field.name: field.value_from_object(record) for field in fields if not field.many_to_many}


def _linked_keys(record, fields) -> dict:
    """Return the keys of what the links ``fields`` of ``record`` lead to, asked for in one query.

    A proposed version of another record is none of them: a symmetrical link leads back to it, and nobody chose it.
    """
    found, queries = {field.name: [] for field in fields}, []
    for number, field in enumerate(fields):
        target = field.m2m_reverse_field_name()
        links = field.remote_field.through._base_manager.filter(**{field.m2m_field_name(): record.pk})
        if hasattr(field.related_model, "proposal_for"):
            links = links.filter(**{f"{target}__proposal_for": None})
        queries.append(links.order_by().values_list(Value(number), f"{target}_id"))
    for number, key in queries[0].union(*queries[1:], all=True) if queries and record.pk else ():
        found[fields[number].name].append(key)
    return {name: sorted(keys) for name, keys in found.items()}


def _rows(record, name) -> list[dict]:
    fields = row_fields(type(record), name)
    links = [field.name for field in fields if field.many_to_many]
    model = row_models(type(record))[name]
    # Rows are written anew in the order of the content, so what goes by the order of writing says so.
    order = getattr(model, "content_order", model._meta.ordering)
    rows = getattr(record, name).order_by(*order).prefetch_related(*links)
    return [
        _columns(row, fields) | {link: sorted(one.pk for one in getattr(row, link).all()) for link in links}
        for row in rows
    ]


@transaction.atomic
def put_content(record, content: dict) -> list[str]:
    """Write ``content`` over that of ``record`` and save it; a field that ``content`` does not name stays as it is.

    What ``content`` links to may be gone since: such links, and rows that need them, are left out. Returns what was
    left out, as the names of fields. Raises ValidationError when the fields contradict one another, as those of two
    people's contents may that each was right by itself.
    """
    left_out = []
    with following.gathered():
        links = _assign(record, content_fields(type(record)), content, left_out)
        try:
            with transaction.atomic():
                record.save()
        except IntegrityError:
            record.validate_constraints()  # says which, in words
            raise
        _link(record, links)
        for name, model in row_models(type(record)).items():
            if name in content and content[name] != content_of_rows(record, name):
                _replace_rows(record, name, model, content[name], left_out)
    return left_out


def content_of_rows(record, name) -> list[dict]:
    """Return one part of the content of ``record``: the rows that it has under ``name``."""
    return as_data(_rows(record, name))


def _replace_rows(record, name, model, rows, left_out):
    back = type(record)._meta.get_field(name).field
    getattr(record, name).all().delete()
    for row in rows:
        gone, written = [], model(**{back.name: record})
        links = _assign(written, row_fields(type(record), name), row, gone)
        if any(model._meta.get_field(field).many_to_one and not model._meta.get_field(field).null for field in gone):
            left_out.append(name)
            continue
        written.save()
        _link(written, links)
    getattr(record, "_prefetched_objects_cache", {}).pop(name, None)


def _assign(record, fields, content, left_out) -> dict:
    """Set the columns of ``record``; return the links to set once it is saved."""
    links = {}
    for field in fields:
        if field.name not in content:
            continue
        value = content[field.name]
        if field.many_to_many:
            there = set(field.related_model._base_manager.filter(pk__in=value).values_list("pk", flat=True))
            links[field.name] = there
            if len(there) < len(value):
                left_out.append(field.name)
        elif field.many_to_one:
            if value is not None and not field.related_model._base_manager.filter(pk=value).exists():
                left_out.append(field.name)
                value = None
            setattr(record, field.attname, value)
        else:
            setattr(record, field.attname, field.to_python(value))
    return links


def _link(record, links):
    for name, keys in links.items():
        linked = getattr(record, name)
        copies = {one.pk for one in linked.all() if is_copy(one)} if linked.symmetrical else set()
        linked.set(keys | copies)


def is_copy(record) -> bool:
    """Whether ``record`` is a proposed version of another: what a symmetrical link leads back to, and nobody chose."""
    return getattr(record, "proposal_for_id", None) is not None
