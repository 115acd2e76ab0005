"""Projects, with who takes part, who pays and where it is written."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin
from sources.admin import PERIOD_FIELDSET, CitationInline, RowInline

from .models import Participation, Project, ProjectCitation, ProjectFunding, ProjectNetwork


class ProjectCitationInline(CitationInline):
    model = ProjectCitation


class ParticipationInline(RowInline):
    model = Participation
    autocomplete_fields = ["organisation"]


class ProjectFundingInline(RowInline):
    model = ProjectFunding
    autocomplete_fields = ["programme"]


class ProjectNetworkInline(RowInline):
    model = ProjectNetwork
    autocomplete_fields = ["network"]
    classes = ["collapse"]


@admin.register(Project)
class ProjectAdmin(PublishableAdmin):
    list_display = ["list_title", "short_name", "status", "list_period", "area", "facts_as_of", "next_review_on"]
    list_filter = [
        *PublishableAdmin.list_filter,
        "eu_funded",
        ("countries", admin.RelatedOnlyFieldListFilter),
        ("regions", admin.RelatedOnlyFieldListFilter),
        ("results", admin.EmptyFieldListFilter),
    ]
    date_hierarchy = "starts_on"
    search_fields = [*PublishableAdmin.search_fields, "short_name", "other_names", "area"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "predecessor",
        "countries",
        "regions",
        "municipalities",
        "contacts",
        "contributes_to",
    ]
    fieldsets_of_kind = [
        (_("The project"), {"fields": [("short_name", "other_names"), "target_group", "predecessor", "contacts"]}),
        PERIOD_FIELDSET,
        (_("Money"), {"fields": [("budget", "grant", "currency"), "eu_funded", "contributes_to"]}),
        (_("Place"), {"fields": ["countries", "regions", "municipalities", "area"]}),
        (_("What it led to"), {"fields": ["results", "lessons", "status_after"]}),
    ]
    inlines = [ParticipationInline, ProjectFundingInline, ProjectCitationInline, ProjectNetworkInline]
