"""A list page worked out from its address: filters, hits, facets, chips, and what was not understood.

Every list is a GET form. The full page and the part that htmx swaps come from the
same address and the same template part.

Hits and facets are sets of bits (search/facets.py), put together in memory; the database is asked for the version of
the content and for the rows of one page (docs/adr/0009).
"""

import datetime
import functools

import django_filters
from babel.dates import format_date
from django import forms
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, gettext as _, gettext_lazy
from pyroaring import BitMap

from . import changes, formats, registry
from .facets import Facet
from .finding import Search
from .formats.contents import Contents
from .memory import Memory
from .options import Chip, FacetOptions, Option
from .order import Order, Ranked, Shown
from .readers import readers_like
from .together import Together, placeholders

QUERY_MAX_LENGTH = 200
# So many words that a reader does not want the search to be widened with are heeded.
LEFT_OUT_AT_MOST = 20
# The order of a list that is searched, by its name in the address.
RELEVANCE = "relevans"
PAGE_SIZE = 20
# What is kept of each list: the sets of all facets take the room of a few hundred thousand records each, an order four
# bytes a record. Orders for other days and users come and go.
SETS, ORDERS, COUNTS = Memory(500), Memory(50), Memory(200)
# What asks for the rows of a page; it depends on no content.
STATEMENTS = Memory(50)
PLACEHOLDERS = placeholders(PAGE_SIZE)
# So many choices are tried for an empty list when it works out which one to let go.
LOOSEN_AT_MOST = 6


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


class ListFilter(Contents, django_filters.FilterSet):
    """Base of the filters of all lists. ``orderings`` maps an address value to label and order.

    ``queryset`` is all of the model that the reader may see, the same wherever the filter is used, for what is found is
    kept by filter and reader; the request tells who that is. A subclass whose records or facets depend on more than the
    content (a chosen day) says so in ``depends_on()``.
    """

    # What shows a record in the list, and whether the field for words stands outside the form of the choices.
    row_template = ""
    searched_apart = False

    q = SearchFilter(label=gettext_lazy("Search in the list"))

    orderings = {"namn": (gettext_lazy("Name"), ["sort_key", "pk"])}

    @classmethod
    def shown_to(cls, user):
        """Return the records that ``user`` may read, with what their rows show."""
        records = cls._meta.model.objects
        return records.visible_to(user) if hasattr(records, "visible_to") else records.all()

    @classmethod
    def of(cls, request, data=None):
        """Return the filter of a request, or of other choices than the request's."""
        return cls(request.GET if data is None else data, queryset=cls.shown_to(request.user), request=request)

    # --- What is kept in memory

    @functools.cached_property
    def version(self) -> str:
        return changes.current(self.request)

    def remembered(self, *key, work, memory=SETS):
        """Return what ``work()`` returns, kept for this list and ``key`` until the content changes."""
        return memory.get(self.version, (type(self), *key), work)

    def depends_on(self, part: str) -> tuple:
        """Return what ``part``, a facet or an order by its name in the address, depends on besides the content."""
        return ()

    def annotated(self, records):
        """Return ``records`` with the annotations that facets, orders and rows need."""
        return records

    @property
    def all_records(self):
        return self.annotated(self.queryset.model._default_manager.all())

    def sets_of(self, name: str) -> dict[str, BitMap]:
        """Return the ids of the records that have each value of the facet ``name``."""
        facet = self.filters[name]
        return self.remembered(name, *self.depends_on(name), work=lambda: facet.read_sets(self.all_records))

    @functools.cached_property
    def order(self) -> Order:
        """What the reader may see, in the order that was asked for."""
        asked = self.data.get("sortera", "")
        ordering = asked if asked in self.orderings else next(iter(self.orderings))
        fields = self.orderings[ordering][1]
        key = (self.reader, ordering, self.depends_on(ordering))
        return self.remembered(*key, work=lambda: Order(self._ordered(fields)), memory=ORDERS)

    @property
    def reader(self) -> tuple:
        """Who sees the same as who: all without an account, each of the others."""
        user = self.request.user
        return (user.pk, user.is_staff) if user.is_authenticated else ()

    def _ordered(self, fields):
        keys = self.annotated(self.queryset).order_by(*fields).values_list("pk", flat=True)
        return keys.iterator(chunk_size=10_000)

    # --- Choices and hits

    @functools.cached_property
    def facet_filters(self) -> dict[str, Facet]:
        return {name: f for name, f in self.filters.items() if isinstance(f, Facet)}

    @functools.cached_property
    def cleaned(self) -> dict:
        """The value of every filter; of one that could not be understood, none."""
        self.form.is_valid()
        return dict.fromkeys(self.form.fields) | self.form.cleaned_data

    @functools.cached_property
    def chosen(self) -> dict[str, BitMap]:
        """For each facet with a choice in force, the records that fit it."""
        empty = BitMap()
        return {
            name: BitMap.union(*(self.sets_of(name).get(value, empty) for value in self.cleaned[name]))
            for name in self.facet_filters
            if self.cleaned.get(name)
        }

    @functools.cached_property
    def search(self) -> Search | None:
        """The search for the words of ``q``; None where there are none."""
        words = self.cleaned.get("q")
        if not words:
            return None
        left_out = self.data.getlist("utan")[:LEFT_OUT_AT_MOST]
        return Search(words, readers_like(self.request.user), left_out, self.version)

    @functools.cached_property
    def kind(self) -> registry.Kind:
        return registry.kind_of(self.queryset.model)

    @functools.cached_property
    def found(self) -> BitMap:
        """What the reader may see and the search words find: all of them or, where nothing holds all, some."""
        if not self.search:
            return self.order.members
        with_all = self.kind.records(self.search.all_words)
        return self.order.members & (with_all or self.kind.records(self.search.some_words))

    def narrowed(self, *, without=frozenset()) -> BitMap:
        """Return the records that fit all choices but those of the facets ``without``."""
        chosen = [ids for name, ids in self.chosen.items() if name not in without]
        return BitMap.intersection(self.found, *chosen) if chosen else self.found

    def counted_apart(self, name: str) -> set[str]:
        """Return the facets whose choices do not narrow the options of the facet ``name``."""
        return {name}

    @functools.cached_property
    def hits(self) -> BitMap:
        return self.narrowed()

    @functools.cached_property
    def order_choices(self) -> dict:
        """The orders to choose from: of a list that is searched, the best match first."""
        return ({RELEVANCE: (_("Best match"), None)} if self.search else {}) | self.orderings

    @functools.cached_property
    def ordering(self) -> str:
        asked = self.data.get("sortera", "")
        return asked if asked in self.order_choices else next(iter(self.order_choices))

    def rows(self, ids: list[int]) -> list:
        """Return the records with these ids, in any order, with all that a row of the list shows."""
        if self.request.user.is_authenticated:
            return list(self._rows(ids))
        # The same rows are shown to all who have no account, so the statement is kept; a short page repeats an id.
        key = (type(self), self.depends_on("rows"))
        statement = STATEMENTS.get("any", key, lambda: Together({"rows": self._rows(PLACEHOLDERS)}, kept=True))
        padded = ids + [ids[0]] * (len(PLACEHOLDERS) - len(ids))
        return statement.fetch(dict(zip(PLACEHOLDERS, padded, strict=True)))["rows"]

    def _rows(self, ids):
        return self.annotated(self.queryset.filter(pk__in=ids)).order_by()

    @property
    def shown(self) -> Shown:
        order = self.order
        if self.ordering == RELEVANCE:
            ranked = self.search.ranked(
                self.kind.documents(self.hits), lambda number: order.places[number - self.kind.start]
            )
            return Shown(Ranked([number - self.kind.start for number in ranked], order), self.hits, self.found_rows)
        return Shown(order, self.hits, self.found_rows)

    def found_rows(self, ids: list[int]) -> list:
        """Return the rows of a page, each with ``found``: why the search found it, to be marked."""
        rows = self.rows(ids)
        if self.search:
            self.search.explain({self.kind.document_id(row.pk): row for row in rows})
        return rows

    @functools.cached_property
    def facets(self) -> list[FacetOptions]:
        """All facets with the hits of each option within the other choices."""
        return [self._facet_options(name) for name in self.facet_filters]

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to narrow the list with."""
        return not self.searched_apart or any(facet.options for facet in self.facets)

    def _facet_options(self, name):
        facet, chosen = self.filters[name], self.cleaned.get(name) or []
        hits_of = self._counts(name)
        options = []
        for value, label in facet.names.items():
            hits = hits_of.get(value, 0)
            # What is chosen stays visible, to be unticked, also when the other choices leave it no hits.
            if hits or value in chosen:
                options.append(Option(value, label, hits, value in chosen))
        return FacetOptions(name, facet.label, options)

    def _counts(self, name) -> dict[str, int]:
        """Return the hits of each option of the facet ``name`` within the other choices."""
        others = self.narrowed(without=self.counted_apart(name))

        def count():
            return {value: others.intersection_cardinality(ids) for value, ids in self.sets_of(name).items()}

        # A choice can change the sets as well: those of an organisation's role are for the organisations chosen.
        if self.chosen or others is not self.order.members:
            return count()
        # Without any choice the numbers are those that everybody begins with.
        return self.remembered("counts", name, self.depends_on(name), self.reader, work=count, memory=COUNTS)

    @functools.cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.cleaned.get("q") and not self.searched_apart:
            words = _("Search words: %(words)s") % {"words": self.cleaned["q"]}
            chips.append(Chip(words, self.query_without("q")))
        for name, facet in self.facet_filters.items():
            for value in self.cleaned.get(name) or []:
                label = f"{facet.label}: {facet.names[value]}"
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
        if name == "q":
            query.pop("utan", None)
            if query.get("sortera") == RELEVANCE:
                del query["sortera"]
        return query.urlencode()

    @property
    def left_out(self) -> list[str]:
        """The words that the reader does not want the search to be widened with."""
        return sorted(self.search.leave_out) if self.search else []

    @functools.cached_property
    def widenings(self) -> list[Chip]:
        """What the search was widened with, each with the address of the list without it."""
        chips = []
        for widening in self.search.query.widenings if self.search else ():
            query = self.valid_query()
            query.appendlist("utan", widening.label)
            chips.append(Chip(widening.label, query.urlencode()))
        return chips

    @functools.cached_property
    def corrected(self) -> Chip | None:
        """What the reader may have meant to type, with its address."""
        if not (self.search and self.search.corrected):
            return None
        query = self.valid_query()
        query["q"] = self.search.corrected
        return Chip(self.search.corrected, query.urlencode())

    def valid_query(self) -> QueryDict:
        """Return the choices in force as a query; what was not understood is not in it."""
        query = QueryDict(mutable=True)
        for name, value in self.cleaned.items():
            if isinstance(value, list):
                query.setlist(name, value)
            elif value not in (None, ""):
                query[name] = str(value)
        if self.left_out:
            query.setlist("utan", self.left_out)
        if self.ordering != next(iter(self.order_choices)):
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
        if self.search and self.search.query.only_stopwords and not self.found:
            note = _(
                "“%(words)s” says too little to search for: give at least one word that is not as common as “och”."
            )
            notes.append(note % {"words": self.search.text[:60]})
        if self.data.get("sortera") and self.data["sortera"] not in self.order_choices:
            notes.append(_("There is no such order; the list is in its usual one."))
        if self.data.get(formats.PARAMETER, "") not in {"", *formats.FORMATS}:
            notes.append(_("The list can be had in no such format; this is its page."))
        return notes

    def loosened(self) -> list[Chip]:
        """Return, for an empty list, the choices that it helps to let go, each with the hits that this gives."""
        chips = []
        for chip in self.chips[:LOOSEN_AT_MOST]:
            looser = type(self)(QueryDict(chip.query), queryset=self.queryset, request=self.request)
            if hits := len(looser.hits):
                chips.append(Chip(chip.label, chip.query, hits))
        return chips


def list_page(request, filter_set: ListFilter, template: str, **context):
    """Render a list; for htmx only the part that changes. A page that is not there is a 404.

    With ``format`` in the address the answer is the whole list in that format.
    """
    if taken_along := formats.answer(request, filter_set, context["title"]):
        return taken_along
    paginator = Paginator(filter_set.shown, PAGE_SIZE)
    try:
        page = paginator.page(request.GET.get("sida") or 1)
    except InvalidPage as error:
        raise Http404(_("The list has no such page.")) from error
    context |= {
        "filter": filter_set,
        "row_template": filter_set.row_template,
        "page": page,
        "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "total": paginator.count,
        "loosened": [] if paginator.count else filter_set.loosened(),
        "query": filter_set.valid_query().urlencode(),
        "list_path": request.path,
        "formats": formats.offered(filter_set),
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "_list.html" if part else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
