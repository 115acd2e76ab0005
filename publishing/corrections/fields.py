"""What readers can propose corrections of: the records, and what is shown of each, in plain words."""

from typing import NamedTuple

from django.db import models
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from organisations.models import Organisation
from search import registry
from sources import differences
from sources.differences import in_words
from sources.versions import content_fields, content_of, row_fields, row_models

from ..enums import Status
from ..models import Publishable

# What the search and the editors go by, and no page shows.
NOT_SHOWN = {"keywords", "other_words", "language", "next_review_on", "currency", "budget_currency"}


class Fact(NamedTuple):
    """A field of a record as a reader may correct it: its name in the content, what it is called, what it says."""

    name: str
    label: str
    text: str


def kind_of(record) -> str:
    """Return the kind of ``record`` as addresses name it; "" when readers propose no corrections of it.

    They do for what is published and for organisations. Municipalities are reference data, sources are as they are.
    """
    is_published = isinstance(record, Publishable) and record.status == Status.PUBLISHED
    return registry.kind_of(type(record)).name if is_published or isinstance(record, Organisation) else ""


def record_at(kind: str, slug: str) -> Model:
    """Return the record with this slug that corrections can be proposed of; Http404 where there is none."""
    for found in registry.kinds():
        if found.name == kind:
            record = get_object_or_404(found.model, slug=slug)
            if kind_of(record):
                return record
    raise Http404


def facts_of(record) -> list[Fact]:
    """Return what readers see of ``record``, field by field.

    Links to other records of content are left out: one of them may not be published, and its name is not for readers.
    """
    model = type(record)
    shown = {field.name for field in content_fields(model) if not _is_link_to_content(field)} - NOT_SHOWN
    shown |= {name for name in row_models(model) if not any(map(_is_link_to_content, row_fields(model, name)))}
    return [Fact(name, label, text) for name, label, (text,) in in_words(model, content_of(record, shown)) if text]


def _is_link_to_content(field) -> bool:
    return bool(field.is_relation) and issubclass(field.related_model, Publishable)


def label_of(model, name: str) -> str:
    """Return what the field or the rows ``name`` of ``model`` are called; something else where there is none."""
    return differences.label_of(model, name) if model and name else _("Something else on the page")


def text_of(record, name: str) -> str:
    """Return what the field or the rows ``name`` of ``record`` say now."""
    content = content_of(record, {name, f"{name.removesuffix('_on')}_precision"})
    return next((text for found, _label, (text,) in in_words(type(record), content) if found == name), "")


def column_of(model, name: str) -> models.Field | None:
    """Return the column ``name`` of ``model`` when what a person writes can be put into it as it is.

    Not dates, which have a precision, nor choices and links: for those the editor opens the record.
    """
    column = next((field for field in content_fields(model) if field.name == name), None)
    plain = (models.CharField, models.TextField, models.IntegerField, models.DecimalField)
    return column if isinstance(column, plain) and not column.choices else None
