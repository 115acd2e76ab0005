"""The form in which people register an event, step by step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entry.picking import PickMany, PickOne
from publishing.registration import Need, Step
from publishing.step_forms import RowForm, StepForm, rows_of
from sources.forms import PeriodForm

from .enums import EventKind, EventRole
from .models import AttendanceFigure, Event, EventOrganisation, Finding, ProgrammeItem

# A session is a page below its event, which the editors make.
KINDS = [(kind, kind.label) for kind in EventKind if kind != EventKind.SESSION]
TIME = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), "required": False}


class AboutForm(StepForm):
    themes = PickMany("tema", label=_("Themes"))

    class Meta:
        model = Event
        fields = ["title", "kind", "summary", "audience", "themes"]
        help_texts = {
            "title": _("As it stands in the invitation, for example “Strategiskt forum i Lund 2016”."),
            "summary": _("One to three sentences: what it is about, for whom, and what one takes home."),
            "audience": _("For example: coordinators and heads of unit in municipalities."),
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = KINDS if self.instance.kind != EventKind.SESSION else EventKind.choices
        self.fields["kind"].required = True


class TimeAndPlaceForm(PeriodForm, StepForm):
    starts_at = forms.TimeField(label=_("Start time"), **TIME)
    ends_at = forms.TimeField(label=_("End time"), **TIME)
    country = PickOne("land", label=_("Country"))
    municipalities = PickMany("kommun", label=_("Municipalities"))

    class Meta:
        model = Event
        fields = [
            "starts_on",
            "ends_on",
            "starts_at",
            "ends_at",
            "period_note",
            "venue",
            "place",
            "municipalities",
            "country",
        ]
        help_texts = {
            "venue": _("For example: Stadshallen, or: online."),
            "place": _("The town."),
            "period_note": _("What the dates do not say."),
        }


class OrganiserRow(RowForm):
    organisation = PickOne("aktor", label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=EventRole.choices, initial=EventRole.ORGANISER)

    class Meta:
        model = EventOrganisation
        fields = ["organisation", "role", "note"]


class OrganisersForm(StepForm):
    project = PickOne("projekt", label=_("Part of the project"))
    follows = PickOne("evenemang", label=_("Follows on the event"))
    row_forms = {"organisation_roles": rows_of(OrganiserRow, _("Organisations"), add=_("Add an organisation"))}

    class Meta:
        model = Event
        fields = ["project", "follows"]


class ItemRow(RowForm):
    starts_at = forms.TimeField(label=_("Time"), **TIME)

    class Meta:
        model = ProgrammeItem
        fields = ["starts_at", "title", "title_en"]


class ProgrammeForm(StepForm):
    row_forms = {"programme_items": rows_of(ItemRow, _("Items"), add=_("Add an item"), numbered="", most=200)}

    class Meta:
        model = Event
        fields = []


class RegistrationForm(StepForm):
    registration_url = forms.URLField(
        label=_("Address for registration"),
        assume_scheme="https",
        help_text=_("The page where people sign up, for example https://kommun.se/anmalan"),
    )

    class Meta:
        model = Event
        fields = ["registration_url", "registration_opens_on", "registration_closes_on", "capacity"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("registration_opens_on", "registration_closes_on")
        }


class AttendanceRow(RowForm):
    class Meta:
        model = AttendanceFigure
        fields = ["sector", "number", "approximate"]


class FindingRow(RowForm):
    class Meta:
        model = Finding
        fields = ["kind", "text", "text_en"]
        widgets = dict.fromkeys(["text", "text_en"], forms.Textarea(attrs={"rows": 3}))


class ResultForm(StepForm):
    row_forms = {
        "attendance": rows_of(AttendanceRow, _("How many came"), add=_("Add a figure")),
        "findings": rows_of(FindingRow, _("What came out of it"), add=_("Add a finding"), numbered="kind"),
    }

    class Meta:
        model = Event
        fields = ["body"]
        help_texts = {"body": _("Description. A blank line makes a paragraph, ## a heading, - a list.")}
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}


class EnglishForm(StepForm):
    class Meta:
        model = Event
        fields = ["title_en", "summary_en"]
        help_texts = {"title_en": _("So that people in other countries find the event.")}
        widgets = {"summary_en": forms.Textarea(attrs={"rows": 4})}


STEPS = (
    Step("om", _("About the event"), AboutForm),
    Step("tid-och-plats", _("Time and place"), TimeAndPlaceForm),
    Step("arrangorer", _("Organisers"), OrganisersForm),
    Step("program", _("The programme"), ProgrammeForm),
    Step("anmalan", _("Registration"), RegistrationForm),
    Step("resultat", _("Description and results"), ResultForm),
    Step("engelska", _("In English"), EnglishForm),
)
NEEDS = (
    Need("summary", _("a summary")),
    Need("themes", _("at least one theme")),
    Need("starts_on", _("when the event takes place")),
    Need("place", _("where it takes place"), lambda content: content["place"] or content["venue"]),
    Need(
        "organisation_roles",
        _("the organiser"),
        lambda content: any(row["role"] == EventRole.ORGANISER for row in content["organisation_roles"]),
    ),
)
# What is new each year.
NOT_COPIED = {
    "starts_on",
    "starts_precision",
    "ends_on",
    "ends_precision",
    "period_note",
    "period_note_en",
    "registration_url",
    "registration_opens_on",
    "registration_closes_on",
    "attendance",
    "findings",
    "citations",
    "facts_as_of",
    "facts_as_of_precision",
    "facts_as_of_note",
    "facts_as_of_note_en",
    "editor_note",
    "editor_note_en",
    "next_review_on",
}


def copied(event, content: dict) -> dict:
    """Return what next year's event begins with: the content of this one but for what is new each year."""
    return {name: value for name, value in content.items() if name not in NOT_COPIED} | {"follows": event.pk}
