"""Mails as they stand, dead letters first. Nothing of a mail can be changed; a dead one can be tried again.

What waits may be a link or a code that lets somebody in, so only administrators are meant to see this.
"""

from django.contrib import admin, messages
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from .actions import try_again
from .models import Mail


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    list_display = ["__str__", "to", "state", "error", "put_at"]
    list_filter = ["state", "template"]
    date_hierarchy = "put_at"
    search_fields = ["to", "subject", "key", "message_id"]
    actions = ["try_again"]
    fieldsets = [
        (None, {"fields": ["subject", "to", "text"]}),
        (_("Sending"), {"fields": ["state", "attempts", "error", "put_at", "due_at", "ended_at"]}),
        (_("Told apart by"), {"fields": ["template", "key", "message_id"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_retry_permission(self, request):
        return request.user.has_perm("outbox.change_mail")

    @admin.action(description=_("Try again to send"), permissions=["retry"])
    def try_again(self, request, queryset):
        tried = try_again(queryset)
        if tried:
            text = ngettext("%(count)d mail waits to be sent again.", "%(count)d mails wait to be sent again.", tried)
            self.message_user(request, text % {"count": tried}, messages.SUCCESS)
        else:
            text = gettext("Only a mail that could not be sent can be tried again, as long as its text is there.")
            self.message_user(request, text, messages.WARNING)
