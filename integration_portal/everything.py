"""The search over everything as a list like any other: its records are documents of the index, of all kinds."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Model, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from events.filters import EventFilter
from funding.filters import CallFilter, ProgrammeFilter
from knowledge.filters import KnowledgeFilter
from networks.filters import NetworkFilter
from organisations.facets import CountryFacet
from organisations.filters import MunicipalityFilter, OrganisationFilter
from organisations.models import Municipality, Organisation
from projects.filters import ProjectFilter
from publishing.models import Theme
from search import registry
from search.documents import facet_lexeme
from search.facets import Facet, RelationFacet
from search.formats.cells import Column, called, said
from search.formats.taken import changed_at
from search.lists import RELEVANCE, ListFilter
from search.matching import Index
from search.models import Document
from search.order import Order, Ranked, Shown
from sources.filters import SourceDocumentFilter

# How a hit of each kind is shown: as in the list of its kind.
SHOWN = {
    filter_class.Meta.model: filter_class
    for filter_class in (
        ProgrammeFilter,
        CallFilter,
        ProjectFilter,
        NetworkFilter,
        EventFilter,
        KnowledgeFilter,
        OrganisationFilter,
        MunicipalityFilter,
        SourceDocumentFilter,
    )
}


# The years that one can narrow to: from the first programmes of the EU to what is planned.
FIRST_YEAR, YEARS_AHEAD = 1990, 10


class KindFacet(Facet):
    """Options are the kinds of records."""

    def read_names(self):
        return {kind.name: capfirst(str(kind.model._meta.verbose_name_plural)) for kind in registry.kinds()}

    def read_sets(self, records):
        return {kind.name: BitMap(range(kind.start, kind.stop)) for kind in registry.kinds()}


class IndexedFacet:
    """The documents of each option are those that hold its lexeme."""

    def read_sets(self, records):
        index = Index(self.parent.version)
        lexemes = {value: facet_lexeme(self.field_name, value) for value in self.names}
        index.load(lexemes.values())
        return {value: index.having(lexeme) for value, lexeme in lexemes.items()}


class ThemeFacet(IndexedFacet, RelationFacet):
    pass


class LandFacet(IndexedFacet, CountryFacet):
    pass


@dataclass
class Hit:
    """A document that was found: the record as its own list has it, and the template of its row there."""

    pk: int
    record: Model
    row_template: str

    @property
    def found(self):
        """Why it was found, as for the rows of the other lists."""
        return self.record.found

    def get_absolute_url(self):
        return self.record.get_absolute_url()


class YearFacet(IndexedFacet, Facet):
    """Options are years, the latest first."""

    def read_names(self):
        return {str(year): str(year) for year in range(timezone.localdate().year + YEARS_AHEAD, FIRST_YEAR - 1, -1)}


class EverythingFilter(ListFilter):
    typ = KindFacet(label=_("Kind"))
    tema = ThemeFacet(Theme, label=_("Theme"))
    land = LandFacet(label=_("Country"))
    ar = YearFacet(label=_("Year"))

    # What a reader may try, by what it shows (templates/_search_help.html).
    examples = {"phrase": '"social ekonomi"', "without": "konferens -Stockholm", "either": "AMIF OR ESF"}
    orderings = {}
    row_template = "_hit.html"
    searched_apart = True

    class Meta:
        model = Document
        fields = []

    @classmethod
    def shown_to(cls, user):
        # Nothing is listed that is not searched for, so the order of all there is is never asked for.
        return Document.objects.none()

    @cached_property
    def order_choices(self):
        return {RELEVANCE: (_("Best match"), None)}

    @cached_property
    def order(self) -> Order:
        return Order([])

    @cached_property
    def found(self) -> BitMap:
        return self.search.hits if self.search else BitMap()

    @property
    def documents(self):
        return self.hits

    @classmethod
    def list_title(cls):
        return "Integrationsportalen"

    @property
    def shown(self) -> Shown:
        ranked = self.search.ranked(self.hits) if self.search else []
        return Shown(Ranked(ranked, Order(self.hits)), self.hits, self.found_rows)

    def found_rows(self, ids):
        rows = self.rows(ids)
        self.search.explain({row.pk: row.record for row in rows})
        return rows

    def rows(self, ids):
        """Return the hits with these numbers in the index: each the record as in the list of its kind, and its row."""
        return self._by_kind(ids, lambda contents, keys: contents.rows(keys))

    def records(self, ids):
        return self._by_kind(ids, lambda contents, keys: contents.records(keys))

    def _by_kind(self, ids, asked) -> list[Hit]:
        """Return the hits with these numbers; ``asked`` returns the records of one kind from its own list."""
        hits = []
        for kind, numbers in groupby(sorted(ids), registry.kind_of_document):
            contents = self.kinds[kind.model]
            records = asked(contents, [number - kind.start for number in numbers])
            hits += [Hit(kind.document_id(record.pk), record, contents.row_template) for record in records]
        return hits

    @cached_property
    def kinds(self) -> dict:
        """The list of each kind by its model, without any choice."""
        return {model: filter_class.of(self.request, QueryDict()) for model, filter_class in SHOWN.items()}

    # --- To take along

    has_dates = True
    columns = [
        Column(_("Kind"), lambda hit: capfirst(str(hit.record._meta.verbose_name))),
        Column(_("Title"), lambda hit: called(hit.record)),
        Column(_("summary"), lambda hit: said(hit.record, "summary")),
    ]

    def calendar_entries(self, hit):
        return self.kinds[type(hit.record)].calendar_entries(hit.record)

    def changed_last(self, number, hits=None):
        latest = []
        for kind in registry.kinds():
            latest += self.kinds[kind.model].changed_last(number, kind.records(self.hits))
        return sorted(latest, key=changed_at, reverse=True)[:number]

    @cached_property
    def direct(self) -> list:
        """The organisations and places whose name is what was searched for: to go there at once."""
        words = self.cleaned.get("q") or ""
        if not words:
            return []
        return [
            *Organisation.objects.filter(Q(name__iexact=words) | Q(short_name__iexact=words))[:2],
            *Municipality.objects.filter(Q(name__iexact=words) | Q(full_name__iexact=words))[:2],
        ]
