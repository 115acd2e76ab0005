"""Organisations, contacts and the places they are in."""

from babel import Locale
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sources.admin import (
    DATING_FIELDSET,
    CitationInline,
    EditorAdmin,
    ReviewFilter,
    RowInline,
    SourceFilter,
    VersionedAdmin,
)

from .models import (
    Contact,
    ContactCitation,
    Country,
    DocumentContribution,
    Municipality,
    Organisation,
    OrganisationCitation,
    Region,
)

_POINT_FIELDSET = (_("Point on the map"), {"fields": [("latitude", "longitude")], "classes": ["collapse"]})


class _NamedAdmin(EditorAdmin):
    @admin.display(description=_("name"), ordering="sort_key")
    def list_name(self, record):
        return record.name


# --- Places ---------------------------------------------------------------------------------------------------


@admin.register(Country)
class CountryAdmin(EditorAdmin):
    list_display = ["name_in_list", "code"]
    search_fields = ["code"]
    list_per_page = 300  # all there are: their order is by code, so leafing would hide names

    @admin.display(description=_("name"), ordering="code")
    def name_in_list(self, country):
        return country.name

    def get_search_results(self, request, queryset, search_term):
        """Find by name, Swedish or English: the database holds only the code."""
        term = search_term.strip().casefold()
        if not term:
            return queryset, False
        codes = {
            code
            for language in ("sv", "en")
            for code, name in Locale(language).territories.items()
            if term in name.casefold()
        }
        return queryset.filter(Q(code__in=codes) | Q(code__iexact=term)), False


@admin.register(Region)
class RegionAdmin(_NamedAdmin):
    list_display = ["list_name", "code", "short_name", "nuts2"]
    list_filter = ["nuts2"]
    search_fields = ["name", "short_name", "=code"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [(None, {"fields": [("name", "short_name"), "slug", "code", "nuts2"]}), _POINT_FIELDSET]


@admin.register(Municipality)
class MunicipalityAdmin(_NamedAdmin):
    list_display = ["list_name", "code", "full_name", "region"]
    list_select_related = ["region"]
    list_filter = ["region"]
    search_fields = ["name", "full_name", "=code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["region"]
    fieldsets = [(None, {"fields": [("name", "full_name"), "slug", "code", "region"]}), _POINT_FIELDSET]


# --- Organisations --------------------------------------------------------------------------------------------


class OrganisationCitationInline(CitationInline):
    model = OrganisationCitation


class OrganisationContributionInline(RowInline):
    model = DocumentContribution
    fields = ["document", "role"]  # the contact belongs to the contribution of a person, see below
    autocomplete_fields = ["document"]
    classes = ["collapse"]


class OrganisationContactInline(RowInline):
    """Who is listed for the organisation; a contact is written on a page of its own, because of its dating."""

    model = Contact
    fields = readonly_fields = ["name", "role", "email", "phone", "review_on"]
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj):
        return False


@admin.register(Organisation)
class OrganisationAdmin(VersionedAdmin, _NamedAdmin):
    list_display = ["list_name", "short_name", "kind", "sector", "country", "region", "place", "facts_as_of"]
    list_select_related = ["country", "region"]
    list_filter = [
        "kind",
        "sector",
        ("region", admin.RelatedOnlyFieldListFilter),
        ("country", admin.RelatedOnlyFieldListFilter),
        SourceFilter,
        ("name_en", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name", "name_en", "short_name", "other_names", "place"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["country", "region", "municipality", "parent", "collaborates_with"]
    fieldsets = [
        (None, {"fields": ["name", "slug", ("short_name", "other_names"), "number", ("kind", "sector"), "summary"]}),
        (_("Found by"), {"fields": ["keywords", "other_words"]}),
        (_("Place"), {"fields": ["country", "region", "municipality", "place"]}),
        (_("Ties"), {"fields": ["parent", "collaborates_with"]}),
        (_("How to reach it"), {"fields": ["website", ("email", "phone"), "address"]}),
        (_("Text"), {"fields": ["body"], "classes": ["collapse"]}),
        (_("English"), {"fields": ["name_en", "summary_en"]}),
        DATING_FIELDSET,
    ]
    inlines = [OrganisationCitationInline, OrganisationContactInline, OrganisationContributionInline]


# --- Contacts -------------------------------------------------------------------------------------------------


class ContactCitationInline(CitationInline):
    model = ContactCitation


class ContactContributionInline(OrganisationContributionInline):
    pass


class ContactReviewFilter(ReviewFilter):
    field = "review_on"


@admin.register(Contact)
class ContactAdmin(_NamedAdmin):
    list_display = ["list_name", "role", "organisation", "email", "phone", "facts_as_of", "review_on"]
    list_select_related = ["organisation"]
    list_filter = [ContactReviewFilter, SourceFilter]
    date_hierarchy = "review_on"
    search_fields = ["name", "role", "email", "organisation__name", "organisation__short_name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["organisation"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "slug", ("role", "role_en"), "organisation", "review_on"],
                "description": _("Personal data: keep only what readers need to reach the right person."),
            },
        ),
        (_("How to reach the person"), {"fields": [("email", "phone"), "address", ("note", "note_en")]}),
        DATING_FIELDSET,
    ]
    inlines = [ContactCitationInline, ContactContributionInline]
