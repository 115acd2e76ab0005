"""What the accounts themselves hold about a person (see personal_data.py)."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from outbox.models import Mail

TOLD = _("Your name, your e-mail address, your passkeys and all sessions are deleted at once.")


def export(user) -> dict:
    """Return it all but secrets: what a password or a second step is checked by tells nothing of the person."""
    return {
        **{name: getattr(user, name) for name in ("name", "email", "language", "date_joined", "last_login")},
        "has_password": user.has_usable_password(),
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "sessions": list(UserSession.objects.filter(user=user).values("created_at", "ip", "user_agent")),
        "second_steps": [
            {"kind": step.type, "name": step.data.get("name", ""), "added": step.created_at, "used": step.last_used_at}
            for step in Authenticator.objects.filter(user=user)
        ],
        # What they said is gone when they are sent; until then it may be a code that lets somebody in.
        "mails": list(Mail.objects.filter(to__iexact=user.email).values("template", "subject", "put_at", "ended_at")),
        "administration": list(
            LogEntry.objects.filter(user=user).values(
                "action_time", "content_type__model", "object_repr", "change_message"
            )
        ),
        "directories": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data")),
    }
