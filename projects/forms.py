"""The form in which people register a project, step by step."""

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from entry.picking import PickMany, PickOne
from funding.models import Call
from publishing.forms import CURRENCIES, AmountField, Amounts
from publishing.registration import Need, Step
from publishing.step_forms import RowForm, StepForm, rows_of
from sources.forms import PeriodForm

from .enums import ProjectRole
from .models import Participation, Project, ProjectFunding

CURRENCY = forms.ChoiceField(label=_("Currency"), choices=list(CURRENCIES.items()))


class AboutForm(StepForm):
    themes = PickMany("tema", label=_("Themes"))

    class Meta:
        model = Project
        fields = ["title", "short_name", "summary", "target_group", "themes"]
        help_texts = {
            "title": _("As the project is called in the application, for example “KIN – kommunal integration”."),
            "short_name": _("If people use one, for example KIN."),
            "summary": _("One to three sentences: what is done, for whom, and what it is to lead to."),
            "target_group": _("For example: newly arrived women with little schooling."),
        }
        widgets = {
            "short_name": forms.TextInput(attrs={"size": 24}),
            "summary": forms.Textarea(attrs={"rows": 4}),
        }


class TimeForm(PeriodForm, StepForm):
    class Meta:
        model = Project
        fields = ["starts_on", "ends_on", "period_note", "predecessor"]
        help_texts = {"period_note": _("What the dates do not say, for example: extended by six months.")}

    predecessor = PickOne("projekt", label=_("Continues the project"))


class FundingRow(Amounts, RowForm):
    programme = PickOne("program", label=_("Programme"))
    amount = AmountField(label=_("Amount"), required=False, help_text="")
    currency = CURRENCY

    class Meta:
        model = ProjectFunding
        fields = ["programme", "amount", "currency"]


class MoneyForm(Amounts, StepForm):
    budget = AmountField(label=_("Total budget"))
    grant = AmountField(label=_("Granted support"))
    currency = CURRENCY
    row_forms = {"funding": rows_of(FundingRow, _("Programmes that pay"), add=_("Add a programme"))}

    class Meta:
        model = Project
        fields = ["budget", "grant", "currency"]


class ParticipationRow(RowForm):
    organisation = PickOne("aktor", label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=ProjectRole.choices, initial=ProjectRole.PARTNER)

    class Meta:
        model = Participation
        fields = ["organisation", "role", "note"]


class PeopleForm(StepForm):
    row_forms = {
        "participations": rows_of(ParticipationRow, _("Organisations"), add=_("Add an organisation"), most=500)
    }

    class Meta:
        model = Project
        fields = []


class PlaceForm(StepForm):
    municipalities = PickMany("kommun", label=_("Municipalities"))
    regions = PickMany("lan", label=_("Counties"))
    countries = PickMany("land", label=_("Countries"))

    class Meta:
        model = Project
        fields = ["municipalities", "regions", "countries", "area"]
        help_texts = {"area": _("If it has a name of its own, for example Mellersta Norrland.")}


class ResultForm(StepForm):
    class Meta:
        model = Project
        fields = ["body", "results", "lessons", "status_after"]
        help_texts = {
            "body": _("What you do and how. A blank line makes a paragraph, ## a heading, - a list."),
            "results": _("What it has led to, with figures where you have them."),
            "lessons": _("What you would tell a colleague who begins with the same."),
            "status_after": _("What lives on when the money is at an end."),
        }
        widgets = dict.fromkeys(fields, forms.Textarea(attrs={"rows": 8}))


class EnglishForm(StepForm):
    class Meta:
        model = Project
        fields = ["title_en", "summary_en"]
        help_texts = {"title_en": _("So that partners in other countries find the project.")}
        widgets = {"summary_en": forms.Textarea(attrs={"rows": 4})}


STEPS = (
    Step("om", _("About the project"), AboutForm),
    Step("tid", pgettext_lazy("step", "Time"), TimeForm),
    Step("pengar", _("Money"), MoneyForm),
    Step("medverkande", _("Who takes part"), PeopleForm),
    Step("plats", _("Where"), PlaceForm),
    Step("resultat", _("Description and results"), ResultForm),
    Step("engelska", _("In English"), EnglishForm),
)
NEEDS = (
    Need("summary", _("a summary")),
    Need("themes", _("at least one theme")),
    Need("starts_on", _("when the project starts")),
    Need(
        "participations",
        _("the project owner"),
        lambda content: any(row["role"] == ProjectRole.OWNER for row in content["participations"]),
    ),
    Need(
        "municipalities",
        _("where it is: a municipality, a county or a country"),
        lambda content: content["municipalities"] or content["regions"] or content["countries"],
    ),
)


def from_call(slug: str) -> dict:
    """Return what a project begins with that got its money from the call with this slug: its programme and themes."""
    call = Call.objects.published().filter(slug=slug.replace("\x00", "")).select_related("programme").first()
    if call is None:
        return {}
    return {
        "funding": [{"programme": call.programme_id, "amount": None, "currency": "SEK"}],
        "themes": sorted(call.themes.values_list("pk", flat=True)),
    }
