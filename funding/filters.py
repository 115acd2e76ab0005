import datetime
import functools

import django_filters
from django import forms
from django.db.models import F, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from pyroaring import BitMap

from publishing.models import Theme
from search.facets import ChoiceFacet, ConditionFacet, RelationFacet, ids_of
from search.lists import ListFilter

from . import turns
from .enums import CallState, ProgrammeKind
from .formats import CALL_COLUMNS, PROGRAMME_COLUMNS, call_entries
from .models import ApplicantKind, Call, Programme


def _running() -> dict:
    """Ended or running, by the calendar year: a period is known to the year."""
    year = timezone.localdate().replace(month=1, day=1)
    return {
        "pagar": (_("Running"), Q(ends_on__gte=year)),
        "avslutat": (_("Ended"), Q(ends_on__lt=year)),
        "okant": (_("Not stated"), Q(ends_on=None)),
    }


RATES = {
    "75-100": (_("75 per cent or more"), Q(cofinancing_percent__gte=75)),
    "50-74": (_("50–74 per cent"), Q(cofinancing_percent__range=(50, 74))),
    "1-49": (_("Less than 50 per cent"), Q(cofinancing_percent__lt=50)),
    "okand": (_("Not stated"), Q(cofinancing_percent=None)),
}


class ProgrammeFilter(ListFilter):
    sokande = RelationFacet(ApplicantKind, "applicant_kinds", label=_("Who may apply"))
    tema = RelationFacet(Theme, "themes", label=_("Theme"))
    laget = ConditionFacet(_running, label=_("Running or ended"))
    stodniva = ConditionFacet(RATES, label=_("Co-financing rate"))
    typ = ChoiceFacet(ProgrammeKind, "kind", label=_("Kind"))

    orderings = {
        "namn": (_("Name"), ["sort_key", "pk"]),
        "start": (_("Latest start"), [F("starts_on").desc(nulls_last=True), "sort_key", "pk"]),
        "stodniva": (_("Highest rate"), [F("cofinancing_percent").desc(nulls_last=True), "sort_key", "pk"]),
    }

    row_template = "funding/_programme_row.html"
    columns = PROGRAMME_COLUMNS
    has_dates = True

    class Meta:
        model = Programme
        fields = []

    @classmethod
    def shown_to(cls, user):
        visible = Programme.objects.visible_to(user)
        return visible.select_related("parent").prefetch_related(
            "themes", "applicant_kinds", Prefetch("succeeded_by", visible)
        )

    def with_all(self, records):
        calls = Call.objects.visible_to(self.request.user).annotate(changed_at=Call.last_change())
        calls = Prefetch("calls", calls.prefetch_related("windows"), to_attr="calls_to_read")
        return records.prefetch_related("ceilings", calls)

    def calendar_entries(self, programme):
        """A programme's dates are those of its calls; its own period is years long."""
        return [entry for call in programme.calls_to_read for entry in call_entries(call)]


class CallApplicantFacet(RelationFacet):
    """Who may apply: as the call says, else as its programme says."""

    def read_sets(self, records):
        own = super().read_sets(records)
        silent = ids_of(records.filter(applicant_kinds=None))
        inherited = RelationFacet(self.vocabulary, "programme__applicant_kinds").read_sets(records)
        values = own.keys() | inherited.keys()
        return {value: own.get(value, BitMap()) | (inherited.get(value, BitMap()) & silent) for value in values}


class StateFacet(ChoiceFacet):
    """The state on the day: whoever looks for open calls wants those that close soon as well.

    What is planned and what is expected again are both to come, and found together.
    """

    together = {CallState.OPEN: [CallState.CLOSING_SOON], CallState.PLANNED: [CallState.EXPECTED]}

    def read_names(self):
        return super().read_names() | {CallState.PLANNED.value: gettext("To come")}

    def read_sets(self, records):
        sets = super().read_sets(records)
        for state, others in self.together.items():
            sets[state.value] = BitMap.union(*(sets.get(one, BitMap()) for one in (state, *others)))
        return sets


class DateFilter(django_filters.Filter):
    """The day that states hold for. It narrows nothing by itself."""

    field_class = forms.DateField


class CallFilter(ListFilter):
    datum = DateFilter(
        label=_("State on the day"), widget=forms.DateInput(attrs={"type": "date"}), input_formats=["%Y-%m-%d"]
    )
    laget = StateFacet(CallState, "state", label=_("State"))
    sokande = CallApplicantFacet(ApplicantKind, "applicant_kinds", label=_("Who may apply"))
    program = RelationFacet(Programme, "programme", name="title", label=_("Programme"))
    tema = RelationFacet(Theme, "themes", label=_("Theme"))

    orderings = {
        "sista-dag": (
            _("Next deadline"),
            [
                F("next_closes_at").asc(nulls_last=True),
                F("next_opens_on").asc(nulls_last=True),
                F("last_closes_at").desc(nulls_last=True),
                F("year").desc(nulls_last=True),
                "sort_key",
                "pk",
            ],
        ),
        "namn": (_("Name"), ["sort_key", "pk"]),
    }

    row_template = "funding/_call_row.html"
    columns = CALL_COLUMNS
    has_dates = True

    class Meta:
        model = Call
        fields = []

    @classmethod
    def shown_to(cls, user):
        calls = Call.objects.visible_to(user).select_related("programme")
        return calls.prefetch_related("windows", "applicant_kinds", "programme__applicant_kinds")

    @property
    def day(self) -> datetime.date:
        """The chosen day, today if none or none that could be understood."""
        return self.cleaned.get("datum") or timezone.localdate()

    @functools.cached_property
    def moment(self) -> datetime.datetime:
        """The moment that the states are about."""
        return turns.moment_of(self.day, self.version)

    def depends_on(self, part):
        return (self.moment,) if part in ("laget", "sista-dag", "rows") else ()

    def annotated(self, records):
        return records.with_state(self.moment)

    def with_all(self, records):
        return records.prefetch_related("themes", "ceilings", "programme__ceilings")

    def calendar_entries(self, call):
        return call_entries(call)
