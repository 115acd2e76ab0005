import datetime

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from funding.models import Programme
from organisations.facets import CountryFacet
from organisations.models import Municipality, Organisation, Region
from publishing.models import Theme
from search.facets import ChoiceFacet, ConditionFacet, RelationFacet, linked
from search.lists import ListFilter

from .enums import ProjectRole
from .formats import PROJECT_COLUMNS, PROJECT_ROWS, project_entries
from .models import Participation, Project

# The EU's programme periods: the years that money is counted in.
EU_PERIODS = [(2000, 2006), (2007, 2013), (2014, 2020), (2021, 2027)]


def _runs_in(first: int, last: int) -> Q:
    """The condition that a project ran at some time from the year ``first`` to the year ``last``."""
    until = Q(ends_on__gte=datetime.date(first, 1, 1)) | Q(ends_on=None)
    return Q(starts_on__lte=datetime.date(last, 12, 31)) & until


PERIODS = {
    **{f"{first}-{last}": (f"{first}–{last}", _runs_in(first, last)) for first, last in EU_PERIODS},
    "okand": (_("Not stated"), Q(starts_on=None)),
}


TOGETHER = {"aktor": "roll", "roll": "aktor"}


class ProjectFilter(ListFilter):
    tema = RelationFacet(Theme, "themes", label=_("Theme"))
    program = RelationFacet(Programme, "funding__programme", name="title", label=_("Programme"))
    land = CountryFacet("countries", label=_("Country"))
    lan = RelationFacet(Region, "regions", "municipalities__region", label=_("County"))
    kommun = RelationFacet(Municipality, "municipalities", label=_("Municipality"))
    period = ConditionFacet(PERIODS, label=_("Period"))
    aktor = RelationFacet(Organisation, "participations__organisation", label=_("Organisation"))
    roll = ChoiceFacet(ProjectRole, "participations__role", label=_("Role of an organisation"))
    resultat = ConditionFacet({"ja": (_("With results"), ~Q(results=""))}, label=_("Results"))

    orderings = {
        "namn": (_("Name"), ["sort_key", "pk"]),
        "start": (_("Latest start"), [F("starts_on").desc(nulls_last=True), "sort_key", "pk"]),
        "budget": (_("Largest budget"), [F("budget").desc(nulls_last=True), "sort_key", "pk"]),
    }

    row_template = "projects/_row.html"
    columns = PROJECT_COLUMNS
    has_dates = True

    class Meta:
        model = Project
        fields = []

    @classmethod
    def shown_to(cls, user):
        owners = Participation.objects.filter(role=ProjectRole.OWNER).select_related("organisation")
        return Project.objects.visible_to(user).prefetch_related(
            "themes", Prefetch("participations", owners, to_attr="owners")
        )

    def with_all(self, records):
        return records.prefetch_related(*PROJECT_ROWS)

    def calendar_entries(self, project):
        return project_entries(project)

    # An organisation and a role together mean that organisation in that role. So with one of them chosen the sets of
    # the other hold that choice already.

    def counted_apart(self, name):
        return set(TOGETHER) if name in TOGETHER else super().counted_apart(name)

    def sets_of(self, name):
        sets = super().sets_of(name)
        other = TOGETHER.get(name)
        if not other or not self.cleaned.get(other):
            return sets
        of_both, asked = {}, set(self.cleaned[other])
        for pair, ids in self.pairs.items():
            value, with_value = pair if name == "aktor" else pair[::-1]
            if with_value in asked:
                of_both[value] = of_both.get(value, BitMap()) | ids
        return of_both

    @property
    def pairs(self) -> dict[tuple[str, str], BitMap]:
        """The projects in which an organisation has a role, by the values of both in the address."""
        paths = ("participations__organisation__slug", "participations__role")
        return self.remembered("aktor", "roll", work=lambda: linked(self.all_records, *paths))
