"""A list page worked out from its address: filters, hits, facets, chips, and what was not understood.

Every list is a GET form. The full page and the part that htmx swaps come from the
same address and the same template part.
"""

import datetime
import functools
from dataclasses import dataclass, field

import django_filters
from babel.dates import format_date
from django import forms
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext as _, gettext_lazy

from .facets import Facet
from .index import QUERY_MAX_LENGTH, ids_matching, words_of

PAGE_SIZE = 20
# So many choices are tried for an empty list when it works out which one to let go.
LOOSEN_AT_MOST = 6


@dataclass
class Option:
    value: str
    label: str
    hits: int
    chosen: bool


@dataclass
class FacetOptions:
    """A facet as the page shows it."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


@dataclass
class Chip:
    """A choice in force: what it says, and the address of the list without it."""

    label: str
    query: str
    hits: int | None = None


class SearchField(forms.CharField):
    """Words to look for; what is too long or not text is cut and the page says so."""

    ignored = ""

    def clean(self, value):
        value = value or ""
        cleaned = value.replace("\x00", " ").strip()
        if len(cleaned) > QUERY_MAX_LENGTH:
            self.ignored = _("The search text was cut to its first %(count)s characters.") % {"count": QUERY_MAX_LENGTH}
            cleaned = cleaned[:QUERY_MAX_LENGTH]
        elif "\x00" in value:
            self.ignored = _("Characters that are not text were left out of the search.")
        return cleaned


class SearchFilter(django_filters.Filter):
    field_class = SearchField

    def filter(self, qs, value):
        return qs.filter(pk__in=ids_matching(qs.model, value)) if words_of(value) else qs


class ListFilter(django_filters.FilterSet):
    """Base of the filters of all lists. ``orderings`` maps an address value to label and order."""

    q = SearchFilter(label=gettext_lazy("Search in the list"))

    orderings = {"namn": (gettext_lazy("Name"), ["sort_key", "pk"])}

    @functools.cached_property
    def facet_filters(self) -> dict[str, Facet]:
        return {name: f for name, f in self.filters.items() if isinstance(f, Facet)}

    @functools.cached_property
    def cleaned(self) -> dict:
        """The value of every filter; of one that could not be understood, none."""
        self.form.is_valid()
        return dict.fromkeys(self.form.fields) | self.form.cleaned_data

    @property
    def all_records(self):
        """The records before any choice, annotated with what the facets need."""
        return self.queryset.all()

    def narrowed(self, *, without: str = ""):
        """Return the records that fit all choices but those of the filter ``without``."""
        queryset = self.all_records
        for name, value in self.cleaned.items():
            if name != without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    @functools.cached_property
    def hits(self):
        return self.narrowed()

    @functools.cached_property
    def ordering(self) -> str:
        asked = self.data.get("sortera", "")
        return asked if asked in self.orderings else next(iter(self.orderings))

    def ordered(self):
        return self.hits.order_by(*self.orderings[self.ordering][1])

    @functools.cached_property
    def facets(self) -> list[FacetOptions]:
        """All facets with the hits of each option within the other choices, counted in one query."""
        branches = [
            branch
            for name, facet in self.facet_filters.items()
            for branch in facet.counts(self.narrowed(without=name), name)
        ]
        rows = branches[0].union(*branches[1:], all=True) if branches else []
        counted = {name: {} for name in self.facet_filters}
        for row in rows:
            # A facet may count an option in several branches, which hold different records.
            _label, before = counted[row["facet"]].get(row["option"], ("", 0))
            counted[row["facet"]][row["option"]] = (row["option_label"], before + row["hits"])
        return [self._facet_options(name, counted[name]) for name in self.facet_filters]

    def _facet_options(self, name, counted):
        facet, chosen = self.facet_filters[name], self.cleaned.get(name) or []
        labels = self.form.fields[name].labels
        options = [
            Option(value, facet.option_label(value, label), hits, value in chosen)
            for value, (label, hits) in counted.items()
            if hits or value in chosen
        ]
        # What is chosen stays visible, to be unticked, also when the other choices leave it no hits.
        options += [Option(value, labels[value], 0, True) for value in chosen if value not in counted]
        options.sort(key=lambda option: facet.sort_key(option.value, option.label))
        return FacetOptions(name, facet.label, options)

    @functools.cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.cleaned.get("q"):
            chips.append(Chip(f"{_('Search words')}: {self.cleaned['q']}", self.query_without("q")))
        for name, facet in self.facet_filters.items():
            for value in self.cleaned.get(name) or []:
                label = f"{facet.label}: {self.form.fields[name].labels[value]}"
                chips.append(Chip(label, self.query_without(name, value)))
        for name, value in self.cleaned.items():
            if isinstance(value, datetime.date):
                day = format_date(value, "d MMMM y", locale=get_language())
                chips.append(Chip(f"{self.filters[name].label}: {day}", self.query_without(name)))
        return chips

    def query_without(self, name: str, value: str | None = None) -> str:
        """Return the query string of the list without one choice (and back on its first page)."""
        query = self.valid_query()
        left = [v for v in query.getlist(name) if value is not None and v != value]
        query.setlist(name, left)
        return query.urlencode()

    def valid_query(self) -> QueryDict:
        """Return the choices in force as a query; what was not understood is not in it."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned.items():
            if isinstance(value, list):
                query.setlist(name, value)
            elif value not in (None, ""):
                query[name] = str(value)
        if self.ordering != next(iter(self.orderings)):
            query["sortera"] = self.ordering
        return query

    @functools.cached_property
    def ignored(self) -> list[str]:
        """What of the address was not understood, in words for the reader."""
        self.form.is_valid()
        notes = []
        for name, form_field in self.form.fields.items():
            label = self.filters[name].label
            for value in getattr(form_field, "unknown", []):
                notes.append(_("“%(value)s” is not an option of %(filter)s.") % {"value": value[:60], "filter": label})
            if getattr(form_field, "ignored", ""):
                notes.append(form_field.ignored)
            if name in self.form.errors:
                notes.append(f"{label}: {' '.join(self.form.errors[name])}")
        if self.data.get("sortera") and self.data["sortera"] not in self.orderings:
            notes.append(_("There is no such order; the list is in its usual one."))
        return notes

    def loosened(self) -> list[Chip]:
        """Return, for an empty list, the choices that it helps to let go, each with the hits that this gives."""
        chips = []
        for chip in self.chips[:LOOSEN_AT_MOST]:
            looser = type(self)(QueryDict(chip.query), queryset=self.queryset)
            if hits := looser.hits.count():
                chips.append(Chip(chip.label, chip.query, hits))
        return chips


def list_page(request, filter_set: ListFilter, template: str, **context):
    """Render a list; for htmx only the part that changes. A page that is not there is a 404."""
    paginator = Paginator(filter_set.ordered(), PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("sida") or 1)
    except InvalidPage as error:
        raise Http404(_("The list has no such page.")) from error
    context |= {
        "filter": filter_set,
        "page": page,
        "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "total": paginator.count,
        "loosened": [] if paginator.count else filter_set.loosened(),
        "query": filter_set.valid_query().urlencode(),
        "list_path": request.path,
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "_list.html" if part else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
