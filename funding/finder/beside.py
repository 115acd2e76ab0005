"""What stands beside a hit: whom to ring, who has been funded before, where partners are found.

Programmes are few, so what belongs to them is kept in memory, for each reader, until the content changes. Calls are
many: those of a page are read when it is shown.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from publishing.models import Theme
from search.memory import Memory

from ..enums import ProgrammeRole
from ..filters import CallFilter
from ..models import Call, Programme, ProgrammeOrganisation
from .answer import NOT, kinds_of
from .catalogue import Catalogue

EXAMPLES, NETWORKS = 3, 3
# One for each reader with an account who has been here lately, and one for all without.
BESIDE = Memory(30)
TO_RING = [ProgrammeRole.CONTACT_POINT, ProgrammeRole.MANAGING]


@dataclass
class Beside:
    """A programme with what the page tells of it and of its calls."""

    programme: Programme
    successors: list = field(default_factory=list)
    contacts: list = field(default_factory=list)
    bodies: list = field(default_factory=list)
    examples: list = field(default_factory=list)
    # The programme that the examples are of, where it is another one.
    examples_of: Programme | None = None


class Surroundings:
    """All programmes that a reader may see with what is beside them, and the networks of each theme."""

    def __init__(self, user):
        visible = Programme.objects.visible_to(user)
        roles = ProgrammeOrganisation.objects.filter(role__in=TO_RING).select_related("organisation")
        programmes = visible.select_related("parent").prefetch_related(
            "contacts__organisation", Prefetch("succeeded_by", visible), Prefetch("roles", roles)
        )
        self.programmes = {programme.pk: programme for programme in programmes}
        self.contacts_of_calls = self._read_contacts()
        self.examples = self._read_examples(user)
        self.networks = self._read_networks(user)
        self.predecessors = defaultdict(list)
        for programme in self.programmes.values():
            for successor in programme.succeeded_by.all():
                self.predecessors[successor.pk].append(programme.pk)
        self.beside = {pk: self._beside(programme) for pk, programme in self.programmes.items()}
        self._markup = {}

    @staticmethod
    def _read_contacts():
        """Return the contacts of each call that has any."""
        links = Call.contacts.through.objects.select_related("contact__organisation").order_by("contact__sort_key")
        found = defaultdict(list)
        for link in links:
            found[link.call_id].append(link.contact)
        return found

    @staticmethod
    def _read_examples(user):
        """Return the latest projects of each programme."""
        latest = Window(
            RowNumber(), "programme", [F("project__starts_on").desc(nulls_last=True), "project__sort_key", "project"]
        )
        funding = Programme._meta.get_field("funded").related_model.objects.visible_to(user)
        found = defaultdict(list)
        for row in funding.annotate(place=latest).filter(place__lte=EXAMPLES).order_by("programme", "place"):
            found[row.programme_id].append(row.project)
        return found

    @staticmethod
    def _read_networks(user):
        networks = Theme._meta.get_field("network_set").related_model.objects.visible_to(user)
        themes = Theme.objects.prefetch_related(Prefetch("network_set", networks))
        return {theme.slug: list(theme.network_set.all()) for theme in themes}

    def _beside(self, programme) -> Beside:
        """A strand has the body to ring and the successor of its programme, where it has none of its own."""
        parent = self.programmes.get(programme.parent_id)
        family = [programme, *([parent] if parent else [])]

        def first(of):
            return next(filter(None, map(of, family)), [])

        tied = [one.pk for one in family]
        tied += [pk for one in family for pk in self.predecessors[one.pk]]
        funded = next((pk for pk in tied if self.examples.get(pk)), None)
        roles = first(lambda one: sorted(one.roles.all(), key=lambda role: (TO_RING.index(role.role), role.pk)))
        return Beside(
            programme,
            successors=first(lambda one: list(one.succeeded_by.all())),
            contacts=first(lambda one: list(one.contacts.all())),
            bodies=list(dict.fromkeys(role.organisation for role in roles)),
            examples=self.examples.get(funded, []),
            examples_of=self.programmes[funded] if funded not in (None, programme.pk) else None,
        )

    def markup(self, hit) -> SafeString:
        """Return what the page shows beside ``hit``: made once for all hits that have the same."""
        pk = hit.beside and hit.beside.programme.pk
        shown = (tuple(one.pk for one in ones) for ones in (hit.contacts, hit.networks))
        key = (get_language(), pk, hit.is_over, hit.standing == NOT, *shown)
        if key not in self._markup:
            self._markup[key] = render_to_string("funding/_find_beside.html", {"hit": hit})
        return self._markup[key]

    def networks_for(self, themes) -> list:
        """Return the networks with most of the ``themes`` (slugs), by name where they have as many."""
        shared = defaultdict(int)
        for slug in sorted(themes):
            for network in self.networks.get(slug, []):
                shared[network] += 1
        return sorted(shared, key=lambda network: (-shared[network], network.sort_key, network.pk))[:NETWORKS]


def surroundings(catalogue: Catalogue) -> Surroundings:
    return BESIDE.get(catalogue.version, catalogue.reader, lambda: Surroundings(catalogue.user))


class _CallRows(CallFilter):
    """Calls as a page shows them: what belongs to their programme is in memory. It keeps its statement, no sets."""

    @classmethod
    def shown_to(cls, user):
        return Call.objects.visible_to(user)


def rows(catalogue: Catalogue, around: Surroundings):
    """Return a function from numbers to records: programmes from memory, calls from the database."""
    calls = _CallRows.of(catalogue.calls.request, catalogue.calls.data)
    calls.moment = catalogue.calls.moment  # which the form of the list has been asked for already

    def load(numbers) -> dict:
        found = {}
        for kind, ids in kinds_of(numbers).items():
            if kind.model is Call:
                found |= {kind.document_id(call.pk): call for call in calls.rows(ids)}
            else:
                found |= {kind.document_id(pk): around.programmes[pk] for pk in ids if pk in around.programmes}
        return found

    return load


def put_beside(hits, catalogue: Catalogue, around: Surroundings) -> None:
    """Give each of ``hits`` its ``beside``, ``contacts`` and, where partners abroad are missing, ``networks``.

    ``markup_beside`` is all of it as the page shows it.
    """
    themes = catalogue.by_theme
    for hit in hits:
        programme = hit.record if hit.is_programme else None
        pk = programme.pk if programme else hit.record.programme_id
        hit.beside = around.beside.get(pk)
        own = [] if programme else around.contacts_of_calls.get(hit.record.pk, [])
        hit.contacts = own or (hit.beside.contacts if hit.beside else [])
        mine = [slug for slug, numbers in themes.items() if hit.number in numbers]
        hit.networks = around.networks_for(mine) if hit.lacks_partners_abroad else []
        hit.markup_beside = around.markup(hit)


def ways_on(hit, costs_query: str, day: datetime.date | None) -> SafeString:
    """Return the links to what can be done next with a hit that may fit; they take the answers along.

    Not by a template: with two addresses for each of the hits that took a tenth of the page.
    """
    record, kind = hit.record, "programme" if hit.is_programme else "call"
    if hit.standing == NOT or (hit.is_programme and not record.gives_money):
        return SafeString("")
    return format_html(
        '<ul class="finder-next"><li><a href="{}{}">{}</a></li><li><a href="{}{}">{}</a></li></ul>',
        reverse(f"funding:{kind}-costs", args=[record.slug]),
        f"?{costs_query}" if costs_query else "",
        _("Work out what it costs you"),
        reverse(f"funding:{kind}-plan", args=[record.slug]),
        f"?datum={day.isoformat()}" if day else "",
        _("Plan backwards from the last day"),
    )
