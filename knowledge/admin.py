"""Ways of working, indicators, reports and reforms."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin
from sources.admin import PERIOD_FIELDSET, BlockInline, CitationInline, RowInline

from .models import IndicatorValue, KnowledgeCitation, KnowledgeEntry, KnowledgeOrganisation


class KnowledgeCitationInline(CitationInline):
    model = KnowledgeCitation


class KnowledgeOrganisationInline(RowInline):
    model = KnowledgeOrganisation
    autocomplete_fields = ["organisation"]


class IndicatorValueInline(BlockInline):
    model = IndicatorValue
    fields = [
        "position",
        ("label", "label_en"),
        ("number", "approximate", "derived"),
        ("text", "text_en"),
        ("unit", "unit_en"),
    ]


@admin.register(KnowledgeEntry)
class KnowledgeEntryAdmin(PublishableAdmin):
    list_display = [
        "list_title",
        "kind",
        "status",
        "list_period",
        "place",
        "parent",
        "facts_as_of",
        "next_review_on",
    ]
    list_select_related = ["parent"]
    list_filter = ["kind", *PublishableAdmin.list_filter, ("countries", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*PublishableAdmin.search_fields, "other_names", "author", "place"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "countries",
        "municipalities",
        "parent",
        "related",
        "projects",
        "events",
        "networks",
        "programmes",
        "contacts",
    ]
    fieldsets_of_kind = [
        (_("The entry"), {"fields": ["kind", "other_names", "target_group", "author", "website", "contacts"]}),
        PERIOD_FIELDSET,
        (_("Place"), {"fields": ["place", "countries", "municipalities"]}),
        (_("Ties"), {"fields": ["parent", "related", "projects", "events", "networks", "programmes"]}),
    ]
    inlines = [KnowledgeOrganisationInline, IndicatorValueInline, KnowledgeCitationInline]
