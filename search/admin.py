"""What editors give the search, synonyms, and what they learn from it: what people looked for and did not find."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from .models import Miss, Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["words", "one_way"]
    list_filter = ["one_way"]
    search_fields = ["words"]


@admin.register(Miss)
class MissAdmin(admin.ModelAdmin):
    list_display = ["query", "day", "times"]
    date_hierarchy = "day"
    ordering = ["-times", "-day", "query"]
    search_fields = ["query"]
    list_display_links = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        title = {"title": _("What people searched for without finding anything, in the last 90 days")}
        return super().changelist_view(request, title | (extra_context or {}))
