"""What belongs to the admin as a whole and to none of its apps: its name, its first page, the way in.

Here and not in ``publishing``, because this is the app for what belongs to no other.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from outbox.enums import State
from outbox.models import Mail
from sources import queues

admin.site.site_header = "Integrationsportalen"
admin.site.site_title = "Integrationsportalen"
admin.site.index_title = _("Curation")
admin.site.empty_value_display = "–"
# One way in for all, with its limits and the second step: the admin has no form of its own to sign in on.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.index_template = "admin/start.html"  # what waits, and then all that there is

# Here because the outbox is on the lowest floor. Those whose text is gone cannot be tried again, and nobody waits.
queues.register(
    _("could not be sent"),
    Mail,
    waiting=Mail.objects.dead,
    since="ended_at",
    choices={"state__exact": State.DEAD.value, "to__contains": "@"},
)


def password_change(request, extra_context=None):
    """On the account page: there the other sessions end, and its owner is told by mail."""
    return redirect("account_change_password")


admin.site.password_change = password_change
