"""Forms that save what is right and say what is wrong, so that a draft never waits for its last field."""

import hashlib
import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from entry.picking import Picking
from sources.versions import as_data


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
            name: formset(data, prefix=name, initial=content[name], form_kwargs={"user": kwargs["user"]})
            for name, formset in self.row_forms.items()
        }

    @classmethod
    def names(cls) -> list[str]:
        """Return the names in the content that are written here."""
        return [*cls._meta.fields, *cls.row_forms]

    def is_valid(self):
        # All of them, so that all is said at once.
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def content(self) -> dict:
        """Return what is right of what was written, as content (sources/versions.py)."""
        self.is_valid()
        content = {}
        if not self.non_field_errors():  # what cannot stand together is not saved at all
            content = {name: self._value(name) for name in self._names_on_instance() if name in self.cleaned_data}
            content |= {
                name.replace("_on", "_precision"): getattr(self.instance, name.replace("_on", "_precision"))
                for name in content
                if name.endswith("_on") and hasattr(self.instance, name.replace("_on", "_precision"))
            }
        content |= {name: rows.content() for name, rows in self.rows.items() if rows.is_valid()}
        return as_data(content)

    def _names_on_instance(self):
        return self._meta.fields

    def _value(self, name):
        field = self._meta.model._meta.get_field(name)
        if field.many_to_many:
            return sorted(record.pk for record in self.cleaned_data[name])
        return field.value_from_object(self.instance)


# --- Two people in one form -----------------------------------------------------------------------------------


def fingerprints(content: dict) -> dict[str, str]:
    """Return a short sign of each value in ``content``: a form remembers by it what it was opened with."""
    return {name: _fingerprint(value) for name, value in content.items()}


def _fingerprint(value):
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
        if _fingerprint(theirs[name]) == seen.get(name):
            write[name] = value
        elif _fingerprint(value) == seen.get(name):
            their_own.append(name)
        else:
            contested.append(name)
    return write, contested, their_own
