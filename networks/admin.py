"""Networks and their members."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.admin import PublishableAdmin
from sources.admin import PERIOD_FIELDSET, CitationInline, RowInline

from .models import Membership, Network, NetworkCitation


class NetworkCitationInline(CitationInline):
    model = NetworkCitation


class MembershipInline(RowInline):
    model = Membership
    autocomplete_fields = ["organisation"]


@admin.register(Network)
class NetworkAdmin(PublishableAdmin):
    list_display = [
        "list_title",
        "short_name",
        "status",
        "country",
        "place",
        "fee_kind",
        "list_period",
        "facts_as_of",
        "next_review_on",
    ]
    list_select_related = ["country"]
    list_filter = ["fee_kind", *PublishableAdmin.list_filter, ("country", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*PublishableAdmin.search_fields, "short_name", "other_names", "place"]
    autocomplete_fields = [
        *PublishableAdmin.autocomplete_fields,
        "country",
        "regions",
        "municipalities",
        "contacts",
        "funded_by",
        "succeeded_by",
    ]
    fieldsets_of_kind = [
        (
            _("The network"),
            {
                "fields": [
                    ("short_name", "other_names"),
                    "activities",
                    "joining",
                    ("meets", "meets_en"),
                    "website",
                    "contacts",
                ]
            },
        ),
        (
            _("Fee"),
            {
                "fields": [
                    "fee_kind",
                    ("fee_from", "fee_to", "fee_open_ended", "fee_currency"),
                    ("fee_note", "fee_note_en"),
                ]
            },
        ),
        (_("Place"), {"fields": ["country", "place", "regions", "municipalities"]}),
        PERIOD_FIELDSET,
        (_("Ties"), {"fields": ["funded_by", "succeeded_by"]}),
    ]
    inlines = [MembershipInline, NetworkCitationInline]
