"""What the portal holds about people as members: to hand over, to let go with an account, and to forget in time.

In a form that accounts/ registers for the export and the deletion of an account, and for its tidying command.
"""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Outcome
from ..models import Invitation, JoinRequest, OrganisationRequest
from . import actions

# An ended invitation is of use for a while to whoever wants to send it again; the mail promises a month.
INVITATION_KEPT = datetime.timedelta(days=30)
# So long somebody may wonder who answered what; editors compare a new organisation with those they have declined.
JOIN_REQUEST_KEPT = datetime.timedelta(days=90)
ORGANISATION_REQUEST_KEPT = datetime.timedelta(days=365)

TOLD = _(
    "You leave your organisations; what is registered for them stays. Where nobody else is responsible, whoever has"
    " been a member longest becomes so. What you have asked for is deleted."
)

# Before the account is deleted: see actions.hand_over().
release = actions.hand_over


def export(user) -> dict:
    """Return what is held about ``user``: memberships, invitations, requests, and what they did about others'."""
    return {
        "memberships": list(user.memberships.values("organisation__name", "role", "since")),
        "invitations": list(
            Invitation.objects.to(actions.confirmed_addresses(user)).values(
                "organisation__name", "email", "role", "invited_at", "ends_at", "accepted_at"
            )
        ),
        "invitations_sent": list(
            Invitation.objects.filter(invited_by=user).values("organisation__name", "email", "role", "invited_at")
        ),
        "requests_answered": list(
            JoinRequest.objects.filter(decided_by=user).values("organisation__name", "outcome", "decided_at")
        ),
        "organisations_decided_on": list(
            OrganisationRequest.objects.filter(decided_by=user).values("name", "outcome", "answer", "decided_at")
        ),
        "requests_to_join": list(
            user.join_requests.values("organisation__name", "message", "asked_at", "outcome", "decided_at")
        ),
        "organisations_asked_for": list(
            user.organisation_requests.values(
                "name", "number", "municipality__name", "website", "comment", "asked_at", "outcome", "answer"
            )
        ),
    }


def forget() -> int:
    """Delete invitations that have ended or were followed, and requests that were decided, when their time is up.

    What waits stays. Returns how many rows that is. For the command that tidies accounts, once a day.
    """
    now = timezone.now()
    decided_join = JoinRequest.objects.exclude(outcome=Outcome.WAITING).filter(decided_at__lt=now - JOIN_REQUEST_KEPT)
    decided = OrganisationRequest.objects.exclude(outcome=Outcome.WAITING)
    rows = [
        Invitation.objects.filter(ends_at__lt=now - INVITATION_KEPT),
        Invitation.objects.filter(accepted_at__lt=now - INVITATION_KEPT),
        decided_join,
        decided.filter(decided_at__lt=now - ORGANISATION_REQUEST_KEPT),
    ]
    return sum(old.delete()[0] for old in rows)
