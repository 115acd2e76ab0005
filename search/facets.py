"""Facets: filters that say how many hits each of their options gives within the other choices.

A facet knows the records of each of its options as a set of bits, one bit for each record of the model, whatever a
reader may see or has chosen. A list puts the sets together (search/lists.py); they stay in the process until the
content changes, so counting a hundred options takes a millisecond and no query.
"""

from abc import ABC, abstractmethod
from collections import defaultdict

import django_filters
from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from pyroaring import BitMap

from .swedish import swedish_sort_key


class FacetField(forms.Field):
    """Takes the values it knows and remembers the others, so that the page can say what it ignored."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, facet, **kwargs):
        self.facet = facet
        self.unknown = []
        super().__init__(**kwargs)

    def clean(self, value):
        values = list(dict.fromkeys(v for v in value or [] if v))
        known = self.facet.names if values else {}
        self.unknown = [v for v in values if v not in known]
        return [v for v in values if v in known]


def ids_of(records) -> BitMap:
    """Return the primary keys of ``records``."""
    return BitMap(records.order_by().values_list("pk", flat=True).iterator(chunk_size=10_000))


def grouped(pairs) -> dict:
    """Return the set of the second values for each first value of ``pairs``, without those that have None."""
    found = defaultdict(list)
    for value, pk in pairs:
        found[value].append(pk)
    found.pop(None, None)
    return {value: BitMap(pks) for value, pks in found.items()}


def linked(records, *paths) -> dict:
    """Return the ids of ``records`` by what they are linked to: the value at ``path``, or the values at several."""
    rows = records.order_by().values_list(*paths, "pk").iterator(chunk_size=10_000)
    return grouped(rows if len(paths) == 1 else (((*values,), pk) for *values, pk in rows))


class Facet(django_filters.Filter, ABC):
    """A filter whose options are chosen by ticking; several options of one facet mean either."""

    field_class = FacetField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, facet=self, **kwargs)

    @property
    def names(self) -> dict[str, str]:
        """What readers see for each value that can be chosen, in the active language and the order of the page."""
        return self.parent.remembered("names", self.field_name, get_language(), work=self.read_names)

    @abstractmethod
    def read_names(self) -> dict[str, str]:
        """Work out ``names``."""

    @abstractmethod
    def read_sets(self, records) -> dict[str, BitMap]:
        """Return, by value, the ids of those of ``records`` (all of the model) that have it."""


class RelationFacet(Facet):
    """Options are related records, such as themes: ``paths`` lead to them, ``key`` names one in the address.

    ``vocabulary`` is the model of the options; ``name`` its field with the name that readers
    see, for which an English field ``<name>_en`` is used under /en/ when there is one.
    Of what can be a draft only the published are options.
    """

    def __init__(self, vocabulary, *paths, key="slug", name="name", **kwargs):
        self.vocabulary, self.paths, self.key, self.label_field = vocabulary, paths, key, name
        super().__init__(**kwargs)

    def _public(self):
        objects = self.vocabulary.objects
        return (objects.published() if hasattr(objects, "published") else objects.all()).order_by()

    def values(self) -> dict:
        """Return the value in the address by the id of each option."""
        return dict(self._public().values_list("pk", self.key))

    def read_names(self):
        english = f"{self.label_field}_en"
        fields = [self.key, self.label_field]
        if get_language() == "en" and english in {field.name for field in self.vocabulary._meta.get_fields()}:
            fields.append(english)
        names = {value: capfirst(names[-1] or names[0]) for value, *names in self._public().values_list(*fields)}
        return dict(sorted(names.items(), key=lambda option: swedish_sort_key(option[1])))

    def read_sets(self, records):
        sets, values = defaultdict(BitMap), self.values()
        for path in self.paths:
            for pk, ids in linked(records, path).items():
                if pk in values:
                    sets[values[pk]] |= ids
        return dict(sets)


class ChoiceFacet(Facet):
    """Options are the choices of a field."""

    def __init__(self, enum, path, **kwargs):
        self.enum, self.path = enum, path
        super().__init__(**kwargs)

    def read_names(self):
        return {value: capfirst(str(label)) for value, label in self.enum.choices}

    def read_sets(self, records):
        return linked(records, self.path)


class TextFacet(Facet):
    """Options are the values of a text field, such as the places of events."""

    def __init__(self, model, path, **kwargs):
        self.model_of_options, self.path = model, path
        super().__init__(**kwargs)

    def read_names(self):
        values = self.model_of_options.objects.published().exclude(**{self.path: ""})
        texts = values.order_by().values_list(self.path, flat=True).distinct()
        return {text: text for text in sorted(texts, key=swedish_sort_key)}

    def read_sets(self, records):
        return linked(records, self.path)


class ConditionFacet(Facet):
    """Options are conditions on the record: ``options`` maps an address value to a label and a Q.

    ``options`` may be a function without arguments, for conditions that depend on the day.
    """

    def __init__(self, options, **kwargs):
        self._options = options
        super().__init__(**kwargs)

    @property
    def options(self):
        return self._options() if callable(self._options) else self._options

    def read_names(self):
        return {value: str(label) for value, (label, _condition) in self.options.items()}

    def read_sets(self, records):
        return {value: ids_of(records.filter(condition)) for value, (_label, condition) in self.options.items()}
