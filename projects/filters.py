import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funding.models import Programme
from organisations.facets import CountryFacet
from organisations.models import Municipality, Organisation, Region
from publishing.models import Theme
from search.facets import ChoiceFacet, ConditionFacet, RelationFacet
from search.lists import ListFilter

from .enums import ProjectRole
from .models import Project

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


class ParticipantFacet(RelationFacet):
    def linked(self):
        roles = self.parent.cleaned.get("roll")
        return super().linked() | ({"participations__role__in": roles} if roles else {})


class RoleFacet(ChoiceFacet):
    def linked(self):
        slugs = self.parent.cleaned.get("aktor")
        return super().linked() | ({"participations__organisation__slug__in": slugs} if slugs else {})


class ProjectFilter(ListFilter):
    tema = RelationFacet(Theme, "themes", label=_("Theme"))
    program = RelationFacet(Programme, "funding__programme", name="title", label=_("Programme"))
    land = CountryFacet("countries", label=_("Country"))
    lan = RelationFacet(Region, "regions", label=_("County"))
    kommun = RelationFacet(Municipality, "municipalities", label=_("Municipality"))
    period = ConditionFacet(PERIODS, label=_("Period"))
    aktor = ParticipantFacet(Organisation, "participations__organisation", label=_("Organisation"))
    roll = RoleFacet(ProjectRole, "participations__role", label=_("Role of an organisation"))
    resultat = ConditionFacet({"ja": (_("With results"), ~Q(results=""))}, label=_("Results"))

    orderings = {
        "namn": (_("Name"), ["sort_key", "pk"]),
        "start": (_("Latest start"), [F("starts_on").desc(nulls_last=True), "sort_key", "pk"]),
        "budget": (_("Largest budget"), [F("budget").desc(nulls_last=True), "sort_key", "pk"]),
    }

    class Meta:
        model = Project
        fields = []

    def narrowed(self, *, without=""):
        """As for every list; an organisation and a role together mean that organisation in that role."""
        projects = super().narrowed(without=without)
        slugs, roles = self.cleaned.get("aktor"), self.cleaned.get("roll")
        if slugs and roles and without not in ("aktor", "roll"):
            together = Project.objects.filter(
                participations__organisation__slug__in=slugs, participations__role__in=roles
            )
            projects = projects.filter(pk__in=together.values("pk"))
        return projects
