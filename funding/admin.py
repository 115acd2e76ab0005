"""Programmes with their advice, calls with their windows."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin
from sources.admin import PERIOD_FIELDSET, BlockInline, CitationInline, EditorAdmin, RowInline

from .enums import CallState
from .models import (
    ApplicantKind,
    ApplicationStep,
    Call,
    CallCeiling,
    CallCitation,
    CallWindow,
    GrantCeiling,
    Programme,
    ProgrammeCitation,
    ProgrammeOrganisation,
)

MONEY_FIELDSET = (
    _("Money and partners"),
    {
        "fields": [
            ("minimum_partners", "minimum_countries"),
            ("partners_note", "partners_note_en"),
            ("cofinancing_percent", "cofinancing_percent_highest"),
            ("cofinancing_note", "cofinancing_note_en"),
            "time_counts",
            ("budget", "budget_currency", "budget_approximate", "budget_per_year"),
            ("budget_note", "budget_note_en"),
            ("advance_percent", "claim_months", "payment_months"),
            ("payment_note", "payment_note_en"),
        ],
        "description": _("What is left empty is unknown; of a call it is as its programme says."),
    },
)


@admin.register(ApplicantKind)
class ApplicantKindAdmin(EditorAdmin):
    list_display = ["list_name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    prepopulated_fields = {"slug": ["name"]}

    @admin.display(description=_("name"), ordering="sort_key")
    def list_name(self, kind):
        return kind.name


# --- Programmes -----------------------------------------------------------------------------------------------


class ProgrammeCitationInline(CitationInline):
    model = ProgrammeCitation


class ProgrammeOrganisationInline(RowInline):
    model = ProgrammeOrganisation
    autocomplete_fields = ["organisation"]


class GrantCeilingInline(RowInline):
    model = GrantCeiling


class ApplicationStepInline(RowInline):
    model = ApplicationStep


@admin.register(Programme)
class ProgrammeAdmin(PublishableAdmin):
    list_display = [
        "list_title",
        "short_name",
        "kind",
        "parent",
        "status",
        "list_period",
        "cofinancing_percent",
        "facts_as_of",
        "next_review_on",
    ]
    list_select_related = ["parent"]
    list_filter = ["kind", *PublishableAdmin.list_filter, "applicant_kinds"]
    date_hierarchy = "starts_on"
    search_fields = [*PublishableAdmin.search_fields, "short_name", "other_names"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "parent",
        "applicant_kinds",
        "succeeded_by",
        "complements",
        "contributes_to",
        "contacts",
    ]
    fieldsets_of_kind = [
        (
            _("The programme"),
            {"fields": ["kind", ("short_name", "other_names"), ("parent", "strand_number"), "aim", "area", "website"]},
        ),
        PERIOD_FIELDSET,
        (
            _("Who may apply"),
            {
                "fields": [
                    "applicant_kinds",
                    ("applicants_note", "applicants_note_en"),
                    ("target_group", "target_group_en"),
                    "contacts",
                ]
            },
        ),
        MONEY_FIELDSET,
        (
            _("Law and other programmes"),
            {"fields": ["legal_basis", "succeeded_by", "complements", "contributes_to"], "classes": ["collapse"]},
        ),
    ]
    inlines = [ProgrammeOrganisationInline, GrantCeilingInline, ApplicationStepInline, ProgrammeCitationInline]


# --- Calls ----------------------------------------------------------------------------------------------------


class CallCitationInline(CitationInline):
    model = CallCitation


class CallWindowInline(BlockInline):
    model = CallWindow
    fields = [
        ("stage", "stage_en"),
        ("opens_on", "opens_precision", "opens_time", "known_open_on"),
        ("closes_on", "closes_precision", "closes_time"),
        "time_zone",
    ]


class CallCeilingInline(RowInline):
    model = CallCeiling


class CallStateFilter(admin.SimpleListFilter):
    """The state that the windows give for today."""

    title = _("state today")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return CallState.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in CallState.values else queryset


@admin.register(Call)
class CallAdmin(PublishableAdmin):
    list_display = [
        "list_title",
        "programme",
        "status",
        "list_state",
        "list_deadline",
        "year",
        "facts_as_of",
        "next_review_on",
    ]
    list_select_related = ["programme"]
    list_filter = [CallStateFilter, *PublishableAdmin.list_filter, ("programme", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*PublishableAdmin.search_fields, "programme__title", "programme__short_name", "=year"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "programme",
        "other_programmes",
        "applicant_kinds",
        "contacts",
    ]
    fieldsets_of_kind = [
        (_("The call"), {"fields": ["programme", "year", "website", ("announced_at", "announced_at_en"), "contacts"]}),
        (_("Comes again"), {"fields": ["recurs_months", ("recurs_note", "recurs_note_en")]}),
        (_("Exceptions"), {"fields": ["other_programmes", "applicant_kinds"], "classes": ["collapse"]}),
        MONEY_FIELDSET,
    ]
    inlines = [CallWindowInline, CallCeilingInline, CallCitationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state(timezone.now())

    @admin.display(description=_("state today"), ordering="state")
    def list_state(self, call):
        return CallState(call.state).label

    @admin.display(description=_("deadline"), ordering="last_closes_at")
    def list_deadline(self, call):
        """The next one, or the last when all have passed."""
        return call.next_deadline or call.last_deadline
