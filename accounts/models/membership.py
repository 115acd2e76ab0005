import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import MemberRole, Outcome
from .decided import Decided, decided_has_time

# An invitation that nobody has followed by then is of no use, and its address is somebody's personal data.
INVITATION_DAYS = 14


class OrganisationMemberQuerySet(models.QuerySet):
    def responsible(self):
        """Return those who are responsible, and whose account is not closed."""
        return self.filter(role=MemberRole.RESPONSIBLE, user__is_active=True)


class OrganisationMember(models.Model):
    """Somebody who works for an organisation in the portal."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # without the account there is nobody
        related_name="memberships",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # the row only links the two
        related_name="members",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.MEMBER)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = OrganisationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of an organisation")
        verbose_name_plural = _("members of organisations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="accounts_member_once_an_organisation",
                violation_error_message=_("The person is a member already."),
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}: {self.get_role_display()}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


def invitation_ends() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Return the invitations that can still be followed."""
        return self.filter(accepted_at=None, ends_at__gt=timezone.now())

    def to(self, addresses):
        """Return the invitations to one of these addresses, given in lower case."""
        return self.annotate(address=Lower("email")).filter(address__in=addresses)


class Invitation(models.Model):
    """Somebody asked to join an organisation, by e-mail address: who holds the mail's address may follow it."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # there is nothing left to join
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.MEMBER)
    token = models.CharField(_("token"), max_length=50, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # the organisation has asked, whoever did it for it
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    ends_at = models.DateTimeField(_("holds until"), default=invitation_ends)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at=None),
                name="accounts_invitation_one_open",
                violation_error_message=_("This address has an invitation already."),
            )
        ]

    def __str__(self):
        return f"{self.email}, {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be followed: the rule of ``open()`` for an invitation at hand."""
        return self.accepted_at is None and self.ends_at > timezone.now()


class JoinRequestQuerySet(models.QuerySet):
    def for_editors(self):
        """Return those that wait for an editor, because nobody who can sign in is responsible for the organisation."""
        responsible = OrganisationMember.objects.responsible().filter(organisation=models.OuterRef("organisation"))
        return self.filter(~models.Exists(responsible), outcome=Outcome.WAITING)


class JoinRequest(Decided):
    """Somebody who asks to join an organisation that is there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # without the account nobody asks
        related_name="join_requests",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # there is nothing left to join
        related_name="join_requests",
        verbose_name=_("organisation"),
    )
    message = models.TextField(_("message"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(outcome=Outcome.WAITING),
                name="accounts_join_request_one_waiting",
                violation_error_message=_("You have asked already."),
            ),
            decided_has_time("accounts_join_request_decided_has_time"),
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}"
