"""Facets: filters that say how many hits each of their options gives within the other choices.

A facet is an ordinary django-filter filter with one more ability, ``counts()``.
All facets of a list are counted in one query, whatever their number.
"""

from abc import ABC, abstractmethod

import django_filters
from django import forms
from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.text import capfirst
from django.utils.translation import get_language

from .swedish import swedish_sort_key


class FacetField(forms.Field):
    """Takes the values it knows and remembers the others, so that the page can say what it ignored."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, facet, **kwargs):
        self.facet = facet
        self.unknown = []
        self.labels = {}
        super().__init__(**kwargs)

    def clean(self, value):
        values = list(dict.fromkeys(v for v in value or [] if v))
        self.labels = self.facet.labels([v for v in values if "\x00" not in v]) if values else {}
        self.unknown = [v for v in values if v not in self.labels]
        return [v for v in values if v in self.labels]


class Facet(django_filters.Filter, ABC):
    """A filter whose options are chosen by ticking; several options of one facet mean either."""

    field_class = FacetField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, facet=self, **kwargs)

    @abstractmethod
    def labels(self, values: list[str]) -> dict[str, str]:
        """Return the label of each of ``values`` that is an option."""

    def filter(self, qs, value):
        return qs.filter(self.condition(qs.model, value)) if value else qs

    @abstractmethod
    def condition(self, model, values) -> Q:
        """Return the condition that a record of ``model`` has one of ``values``."""

    @abstractmethod
    def counts(self, qs, name: str) -> list:
        """Return querysets of (facet, option, label, hits) rows over ``qs``, ready for a union."""

    def option_label(self, option: str, counted: str) -> str:
        """Return what readers see for ``option``; ``counted`` is the label that came with its count."""
        return capfirst(counted)

    def sort_key(self, option: str, label: str):
        """Return the key that orders the options; by default the Swedish order of their labels."""
        return swedish_sort_key(label)


def _rows(qs, name, option, label):
    text = CharField()
    return (
        qs.order_by()
        .annotate(facet=Value(name, output_field=text), option=Cast(option, text), option_label=Cast(label, text))
        .values("facet", "option", "option_label")
        .annotate(hits=Count("pk", distinct=True))
    )


class RelationFacet(Facet):
    """Options are related records, such as themes: ``path`` leads to them, ``key`` names one in the address.

    ``vocabulary`` is the model of the options; ``name`` its field with the name that readers
    see, for which an English field ``<name>_en`` is used under /en/ when there is one.
    """

    def __init__(self, vocabulary, path, *, key="slug", name="name", **kwargs):
        self.vocabulary, self.path, self.key, self.label_field = vocabulary, path, key, name
        super().__init__(**kwargs)

    def _shown(self, prefix=""):
        english = f"{self.label_field}_en"
        fields = {field.name for field in self.vocabulary._meta.get_fields()}
        if get_language() == "en" and english in fields:
            return Coalesce(NullIf(F(prefix + english), Value("")), F(prefix + self.label_field))
        return F(prefix + self.label_field)

    def _public(self):
        """The options that anyone may see: of what can be a draft only the published, of anything else all."""
        objects = self.vocabulary.objects
        return objects.published().order_by() if hasattr(objects, "published") else None

    def linked(self) -> dict:
        """Return the lookups, for one filter() call, of the links that count."""
        public = self._public()
        return {f"{self.path}__isnull": False} if public is None else {f"{self.path}__in": public}

    def labels(self, values):
        public = self._public()
        rows = self.vocabulary.objects.all() if public is None else public
        rows = rows.filter(**{f"{self.key}__in": values})
        shown = rows.annotate(name_shown=self._shown()).values_list(self.key, "name_shown")
        return {option: capfirst(name) for option, name in shown}

    def condition(self, model, values):
        chosen = model.objects.filter(**{f"{self.path}__{self.key}__in": values})
        return Q(pk__in=chosen.values("pk"))

    def counts(self, qs, name):
        prefix, rows = f"{self.path}__", qs.filter(**self.linked())
        return [_rows(rows, name, F(prefix + self.key), self._shown(prefix))]


class ChoiceFacet(Facet):
    """Options are the choices of a field."""

    def __init__(self, enum, path, **kwargs):
        self.enum, self.path = enum, path
        super().__init__(**kwargs)

    def labels(self, values):
        return {value: self.option_label(value, value) for value in values if value in self.enum.values}

    def condition(self, model, values):
        if "__" not in self.path:
            return Q(**{f"{self.path}__in": values})
        return Q(pk__in=model.objects.filter(**{f"{self.path}__in": values}).values("pk"))

    def counts(self, qs, name):
        return [_rows(qs.filter(**self.linked()), name, F(self.path), F(self.path))]

    def linked(self) -> dict:
        """Return the lookups, for one filter() call, of the rows that count."""
        return {f"{self.path}__isnull": False}

    def option_label(self, option, counted):
        return capfirst(str(self.enum(option).label))

    def sort_key(self, option, label):
        return self.enum.values.index(option)


class TextFacet(Facet):
    """Options are the values of a text field, such as the places of events."""

    def __init__(self, model, path, **kwargs):
        self.model_of_options, self.path = model, path
        super().__init__(**kwargs)

    def labels(self, values):
        found = self.model_of_options.objects.published().filter(**{f"{self.path}__in": values})
        return {value: value for value in found.order_by().values_list(self.path, flat=True).distinct()}

    def condition(self, model, values):
        return Q(**{f"{self.path}__in": values})

    def counts(self, qs, name):
        return [_rows(qs.exclude(**{self.path: ""}), name, F(self.path), F(self.path))]


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

    def labels(self, values):
        options = self.options
        return {value: str(options[value][0]) for value in values if value in options}

    def condition(self, model, values):
        either = Q()
        for value in values:
            either |= self.options[value][1]
        return either

    def counts(self, qs, name):
        return [
            _rows(qs.filter(condition), name, Value(value), Value(value))
            for value, (_label, condition) in self.options.items()
        ]

    def option_label(self, option, counted):
        return str(self.options[option][0])

    def sort_key(self, option, label):
        return list(self.options).index(option)
