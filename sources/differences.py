"""Two contents of a record (sources/versions.py) side by side, field by field, in words."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from django.utils.formats import date_format, localize, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .partial_dates import format_partial
from .versions import content_fields, row_fields, row_models

# With more words than this the texts are shown one after the other: to compare them takes the square of it.
MOST_WORDS = 4_000


@dataclass
class Difference:
    """A field that differs: its name in the content, what it is called, and both values as text ("" for none)."""

    name: str
    label: str
    before: str
    after: str

    @property
    def marked(self) -> list[tuple[str, str]]:
        """Return the two texts as one, in pieces: what is "same", "gone" and "new"."""
        before, after = _words(self.before), _words(self.after)
        if len(before) + len(after) > MOST_WORDS:
            return [(how, text) for how, text in (("gone", self.before), ("new", self.after)) if text]
        pieces = []
        for what, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if what == "equal":
                pieces.append(("same", "".join(before[start:end])))
                continue
            if end > start:
                pieces.append(("gone", "".join(before[start:end])))
            if new_end > new_start:
                pieces.append(("new", "".join(after[new_start:new_end])))
        return pieces


def _words(text):
    """Split into words, each with the space after it."""
    words, word = [], ""
    for character in text:
        if word and word[-1].isspace() and not character.isspace():
            words.append(word)
            word = ""
        word += character
    return [*words, word] if word else words


def differences(model, before: dict, after: dict, names: "Names | None" = None) -> list[Difference]:
    """Return what differs between two contents of a record of ``model``, in the order of its fields, then its rows.

    Whoever compares several contents gives the ``names`` of all of them, which are read together.
    """
    return [
        Difference(name, label, *texts)
        for name, label, texts in in_words(model, before, after, names=names)
        if texts[0] != texts[1]
    ]


def in_words(model, *contents: dict, names: "Names | None" = None) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the name, the label and, for each of ``contents``, the text of each field of ``model``, then of its rows.

    A field that one of them does not have is left out: the model may have got it since. A date and its precision are
    one field.
    """
    shared = set.intersection(*(set(content) for content in contents))
    names, said = names or Names(model, *contents), set()
    for field in content_fields(model):
        shown = _dated(field.name) if _dated(field.name) in shared else field.name
        if field.name in shared and shown not in said:
            said.add(shown)
            column = model._meta.get_field(shown)
            yield shown, label_of(model, shown), [names.text(column, content) for content in contents]
    for name in row_models(model):
        if name in shared:
            texts = [names.lines(row_fields(model, name), content[name]) for content in contents]
            yield name, label_of(model, name), texts


def label_of(model, name: str) -> str:
    """Return what the field or the rows ``name`` of ``model`` are called."""
    rows = row_models(model).get(name)
    return capfirst(str(rows._meta.verbose_name_plural if rows else model._meta.get_field(name).verbose_name))


# A date and how exactly it is known are one fact.


def _dated(name):
    start = name.removesuffix("_precision")
    return name if start == name else start if start == "facts_as_of" else f"{start}_on"


def _precision(name):
    return f"{name.removesuffix('_on')}_precision"


class Names:
    """What the keys in contents of records of ``model`` are called, read in one query a model.

    ``known`` are records that have been read already.
    """

    def __init__(self, model, *contents: dict, known=()):
        self.keys, self.names, self.known = defaultdict(set), {}, defaultdict(dict)
        for record in known:
            self.known[type(record)][record.pk] = str(record)
        for content in contents:
            self._note(content_fields(model), content)
            for name in row_models(model):
                for row in content.get(name, ()):
                    self._note(row_fields(model, name), row)

    def _note(self, fields, content):
        for field in fields:
            value = content.get(field.name)
            if field.is_relation and value not in (None, ""):
                self.keys[field.related_model].update(value if field.many_to_many else [value])

    def name(self, model, key):
        if model not in self.names:
            known = self.known[model]
            unknown = self.keys[model] - known.keys()
            found = model._base_manager.filter(pk__in=unknown) if unknown else ()
            self.names[model] = known | {record.pk: str(record) for record in found}
        return self.names[model].get(key) or _("removed since (number %(number)s)") % {"number": key}

    def text(self, field, content) -> str:
        value = content[field.name]
        if value is None or value in ("", []):
            return ""
        if field.many_to_many:
            return "\n".join(sorted(self.name(field.related_model, key) for key in value))
        if field.many_to_one:
            return self.name(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        value = field.to_python(value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime.datetime):
            return date_format(value, "SHORT_DATETIME_FORMAT")
        if isinstance(value, datetime.date):
            return format_partial(value, content.get(_precision(field.name), "day"))
        if isinstance(value, Decimal):
            return number_format(value, 0 if value == int(value) else None, force_grouping=True)
        return str(localize(value))

    def lines(self, fields, rows) -> str:
        """Return the rows one a line, what is said of each with commas between."""
        lines = []
        for row in rows:
            # The order of the lines is the position.
            said = [f for f in fields if f.name in row and f.name != "position" and not f.name.endswith("_precision")]
            texts = [self.text(field, row) for field in said]
            lines.append(", ".join(text.replace("\n", ", ") for text in texts if text))
        return "\n".join(lines)
