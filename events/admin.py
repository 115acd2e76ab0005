"""Events with programme, attendance and findings, and the series they belong to."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin
from sources.admin import PERIOD_FIELDSET, BlockInline, CitationInline, EditorAdmin, RowInline

from .models import (
    AttendanceFigure,
    Event,
    EventCitation,
    EventOrganisation,
    EventProject,
    EventSeries,
    Finding,
    ProgrammeItem,
)


@admin.register(EventSeries)
class EventSeriesAdmin(EditorAdmin):
    list_display = ["list_name", "name_en", "network", "project"]
    list_select_related = ["network", "project"]
    search_fields = ["name", "name_en"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["network", "project"]
    fields = ["name", "name_en", "slug", "network", "project"]

    @admin.display(description=_("name"), ordering="sort_key")
    def list_name(self, series):
        return series.name


class EventCitationInline(CitationInline):
    model = EventCitation


class EventOrganisationInline(RowInline):
    model = EventOrganisation
    autocomplete_fields = ["organisation"]


class EventProjectInline(RowInline):
    model = EventProject
    autocomplete_fields = ["project"]
    classes = ["collapse"]


class ProgrammeItemInline(BlockInline):
    model = ProgrammeItem
    fk_name = "event"  # the session that an item leads to is an event too
    fields = [("position", "starts_at"), ("title", "title_en"), "speakers", "session"]
    autocomplete_fields = ["speakers", "session"]


class AttendanceFigureInline(RowInline):
    model = AttendanceFigure


class FindingInline(RowInline):
    model = Finding


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    list_display = [
        "list_title",
        "kind",
        "status",
        "list_period",
        "place",
        "country",
        "series",
        "facts_as_of",
        "next_review_on",
    ]
    list_select_related = ["country", "series"]
    list_filter = [
        "kind",
        *PublishableAdmin.list_filter,
        ("series", admin.RelatedOnlyFieldListFilter),
        ("country", admin.RelatedOnlyFieldListFilter),
    ]
    date_hierarchy = "starts_on"
    search_fields = [*PublishableAdmin.search_fields, "place", "venue", "series__name"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "country",
        "municipalities",
        "series",
        "project",
        "parent",
        "follows",
    ]
    fieldsets_of_kind = [
        (_("The event"), {"fields": ["kind", "audience"]}),
        PERIOD_FIELDSET,
        (_("Times of day"), {"fields": [("starts_at", "ends_at")]}),
        (_("Place"), {"fields": [("place", "venue"), "country", "municipalities"]}),
        (_("Belongs to"), {"fields": ["series", "project", "parent", "follows"]}),
        (
            _("Registration"),
            {
                "fields": ["registration_url", ("registration_opens_on", "registration_closes_on"), "capacity"],
                "classes": ["collapse"],
            },
        ),
    ]
    inlines = [
        EventOrganisationInline,
        ProgrammeItemInline,
        AttendanceFigureInline,
        FindingInline,
        EventCitationInline,
        EventProjectInline,
    ]
