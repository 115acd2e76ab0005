"""Forms that save what is right and say what is wrong, so that a draft never waits for its last field."""

import hashlib
import json
from collections import Counter

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import UniqueConstraint

from entry.picking import Picking, PickOne, is_key
from entry.rows import Rows, rows_at_most
from sources.versions import as_data, empty_row, row_fields


class StepForm(Picking, forms.ModelForm):
    """One step of a registration: a form for some fields of a record, with formsets for the rows that belong to it.

    Only the title is demanded of a draft. ``row_forms`` are formsets by the name of the rows in the record's content.
    """

    row_forms = {}
    demanded = ("title",)

    def __init__(self, data=None, files=None, *, content, **kwargs):
        super().__init__(data, files, **kwargs)
        for name, field in self.fields.items():
            field.required = name in self.demanded
            field.widget.is_required = field.required
        self.rows = {
            name: rows(data, prefix=name, record=self._meta.model, content=content[name], user=kwargs["user"])
            for name, rows in self.row_forms.items()
        }

    @classmethod
    def names(cls) -> list[str]:
        """Return the names in the content that are written here."""
        return [*cls._meta.fields, *_precisions(cls._meta.model, cls._meta.fields), *cls.row_forms]

    def is_valid(self):
        # All of them, so that all is said at once.
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its label, what is wrong with it) for all that is wrong, rows included."""
        found = [("", "", error) for error in self.non_field_errors()] if self.is_bound else []
        forms_of_rows = [form for rows in self.rows.values() for form in rows.rows if not form.is_removed]
        for form in (self, *forms_of_rows):
            if form is not self:
                found += [(form.prefix, "", error) for error in form.non_field_errors()]
            found += [
                (field.id_for_label, field.label, error) for field in form.visible_fields() for error in field.errors
            ]
        for rows in self.rows.values():
            found += [(f"{rows.prefix}-rows", rows.heading, error) for error in rows.non_form_errors()]
        return found

    def content(self) -> dict:
        """Return what is right of what was written, as content (sources/versions.py)."""
        self.is_valid()
        content = {}
        if not self.non_field_errors():  # what cannot stand together is not saved at all
            names = [name for name in self._meta.fields if name in self.cleaned_data]
            content = {name: self._value(name) for name in [*names, *_precisions(self._meta.model, names)]}
        content |= {name: rows.content() for name, rows in self.rows.items() if rows.is_valid()}
        return as_data(content)

    def _value(self, name):
        field = self._meta.model._meta.get_field(name)
        if field.many_to_many:
            return sorted(record.pk for record in self.cleaned_data[name])
        return field.value_from_object(self.instance)


def _precisions(model, names) -> list[str]:
    """Return the names of the precisions of those of ``names`` that are dates: a date is written with its precision."""
    fields = {field.name for field in model._meta.concrete_fields}
    precisions = [name.removesuffix("_on") + "_precision" for name in names if name.endswith("_on")]
    return [name for name in precisions if name in fields]


# --- Rows -----------------------------------------------------------------------------------------------------


class RowForm(Picking, forms.ModelForm):
    """One row. ``was`` tells which of the record's rows it was, so that what the form does not show is kept."""

    was = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def clean_was(self):
        # Says nothing about whether anything has been written in the row.
        return self.cleaned_data["was"]

    def has_changed(self):
        return any(name != "was" for name in self.changed_data)


class ContentRows(Rows, forms.BaseFormSet):
    """Rows of a record's content (sources/versions.py): ``content`` in, ``content()`` out."""

    heading = add = ""
    numbered = None

    def __init__(self, data=None, *, prefix, record, content, user):
        self.record, self.prefix = record, prefix
        self.before = {fingerprint(row): row for row in content}
        initial = [self._initial(row) for row in content]
        super().__init__(data, prefix=prefix, initial=initial, form_kwargs={"user": user})
        if self.is_bound:  # rows that have come since the form was opened are none of its own
            self.initial = self.initial[: self.initial_form_count()]
        self.picked = self._picked(user)

    def _fields(self):
        return row_fields(self.record, self.prefix)

    def _initial(self, row):
        shown = {
            field.name: row[field.name] if field.is_relation else field.to_python(row[field.name])
            for field in self._fields()
            if field.name in self.form._meta.fields
        }
        return shown | {"was": fingerprint(row)}

    def _picked(self, user):
        """What is picked in the rows, by the name of the field: asked for together and not row by row."""
        picked = {}
        for name, field in self.form.base_fields.items():
            if isinstance(field, PickOne):
                keys = {row.get(name) for row in self.initial}
                keys |= {self.data.get(f"{self.prefix}-{n}-{name}") for n in range(self.total_form_count())}
                picked[name] = field.kind.records(user).in_bulk([key for key in keys if key and is_key(key)])
        return picked

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        for name, records in self.picked.items():
            form.fields[name].widget.known |= {record.pk: record for record in records.values()}
        return form

    def clean(self):
        """Say of a row that is there twice what the database would refuse."""
        back = self.record._meta.get_field(self.prefix).field.name
        for constraint in self.form._meta.model._meta.constraints:
            if not isinstance(constraint, UniqueConstraint) or back not in constraint.fields:
                continue
            names, seen = [name for name in constraint.fields if name != back], set()
            for form in self.kept_forms:
                values = tuple(form.cleaned_data.get(name) for name in names)
                if None not in values and values in seen:
                    form.add_error(names[0], constraint.get_violation_error_message())
                seen.add(values)

    def is_valid(self):
        return super().is_valid() and not any(form.errors for form in self.kept_forms)

    def content(self) -> list[dict]:
        """Return the rows in their order; only after ``is_valid()``."""
        rows, places = [], Counter()
        for form in self.kept_forms:
            row = self.before.get(form.cleaned_data["was"]) or empty_row(self.record, self.prefix)
            names = form._meta.fields
            row = row | {f.name: f.value_from_object(form.instance) for f in self._fields() if f.name in names}
            if self.numbered is not None:
                places[row.get(self.numbered)] += 1
                row["position"] = places[row.get(self.numbered)]
            rows.append(row)
        return rows


def rows_of(form, name: str, *, add: str, numbered: str | None = None, most: int = 100):
    """Return a formset of ``form`` for rows called ``name``.

    ``numbered`` ones keep their place in ``position``: among those with the same value in the field of that name, or
    among all for "".
    """
    formset = forms.formset_factory(form, formset=ContentRows, **rows_at_most(most))
    return type(formset.__name__, (formset,), {"heading": name, "add": add, "numbered": numbered})


# --- Two people in one form -----------------------------------------------------------------------------------


def fingerprints(content: dict) -> dict[str, str]:
    """Return a short sign of each value in ``content``: a form remembers by it what it was opened with."""
    return {name: fingerprint(value) for name, value in content.items()}


def fingerprint(value) -> str:
    """Return a short sign of ``value``: the same for the same value, and hardly ever for another."""
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def compare(seen: dict[str, str], *, mine: dict, theirs: dict) -> tuple[dict, list[str], list[str]]:
    """Return (mine that may be written, names that both changed, names that only they changed).

    ``seen`` are the fingerprints of what my form was opened with, ``theirs`` is what the database holds now.
    """
    write, contested, their_own = {}, [], []
    for name, value in mine.items():
        if value == theirs[name]:
            continue
        if fingerprint(theirs[name]) == seen.get(name):
            write[name] = value
        elif fingerprint(value) == seen.get(name):
            their_own.append(name)
        else:
            contested.append(name)
    return write, contested, their_own
