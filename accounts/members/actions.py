"""What is done with the members of organisations.

Each action is one transaction that first locks the organisation, so that two changes to its members come one after the
other and the second sees what the first has done. An organisation that has members has somebody responsible among them.
"""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from organisations.models import Organisation

from ..enums import MemberRole, Outcome
from ..models import Invitation, JoinRequest, OrganisationMember
from ..models.membership import invitation_ends
from ..rights import Right, may
from . import mails


class LastResponsible(ValidationError):
    """Others would be left without anybody who is responsible."""

    def __init__(self):
        super().__init__(_("Somebody must be responsible as long as there are members. Make another one so first."))


class AlreadyDecided(ValueError):
    """Somebody else has answered the request; ``request`` is it as it is now."""

    def __init__(self, request):
        super().__init__(f"{request} is {request.outcome}")
        self.request = request


class InvitationEnded(ValueError):
    """The invitation is taken back, too old or followed already."""


class NotTheInvited(PermissionDenied):
    """The account has not confirmed the address that the invitation was sent to."""


def locked(organisation: Organisation | int) -> Organisation:
    """Return the organisation as it is now; until the transaction ends nobody else changes its members."""
    key = getattr(organisation, "pk", organisation)
    # No key: records may go on to name the organisation meanwhile.
    return Organisation.objects.select_for_update(no_key=True).get(pk=key)


def _demand(user, right, organisation):
    if not may(user, right, organisation):
        raise PermissionDenied(f"{right} in {organisation}")


def admit(user, organisation: Organisation, role: MemberRole = MemberRole.MEMBER) -> OrganisationMember:
    """Make ``user`` a member of an organisation that is ``locked()``, or raise the role that there is; return the row.

    The first member is responsible, whatever was asked for. What else would make the user a member is done with.
    """
    if not organisation.members.responsible().exists():
        role = MemberRole.RESPONSIBLE
    member, is_new = OrganisationMember.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": role}
    )
    if not is_new and role == MemberRole.RESPONSIBLE and member.role != role:
        member.role = role
        member.save(update_fields=["role"])
    return member


# --- Members --------------------------------------------------------------------------------------------------


@transaction.atomic
def change_role(member: OrganisationMember, *, role: MemberRole, by) -> None:
    """Make ``member`` responsible, or a member like others; tells them by mail.

    Raises PermissionDenied, LastResponsible, and OrganisationMember.DoesNotExist for somebody who has left meanwhile.
    """
    organisation = locked(member.organisation_id)
    _demand(by, Right.LEAD_MEMBERS, organisation)
    member = organisation.members.select_related("user", "organisation").get(pk=member.pk)
    if member.role == role:
        return
    if role != MemberRole.RESPONSIBLE:
        _keep_somebody_responsible(organisation, without=member)
    member.role = role
    member.save(update_fields=["role"])
    mails.role_changed(member, by=by)


@transaction.atomic
def remove(member: OrganisationMember, *, by) -> None:
    """End a membership: one's own, or with the right to lead the members another's, who is told by mail.

    What was registered for the organisation stays with it. Somebody who has left meanwhile is no error. Raises
    PermissionDenied and LastResponsible.
    """
    organisation = locked(member.organisation_id)
    if member.user_id != by.pk:
        _demand(by, Right.LEAD_MEMBERS, organisation)
    member = organisation.members.select_related("user", "organisation").filter(pk=member.pk).first()
    if member is None:
        return
    _keep_somebody_responsible(organisation, without=member)
    if member.user_id != by.pk:
        mails.removed(member)
    member.delete()
    _pass_on(organisation)


def _pass_on(organisation):
    """Where the last member has left, take the invitations back, and tell the editors of those who ask to join."""
    if organisation.members.exists():
        return
    organisation.invitations.filter(accepted_at=None).delete()
    for asked in organisation.join_requests.filter(outcome=Outcome.WAITING).select_related("user", "organisation"):
        mails.asked_to_join(asked)


def _keep_somebody_responsible(organisation, *, without):
    others = organisation.members.exclude(pk=without.pk)
    if others.exists() and not others.responsible().exists():
        raise LastResponsible


@transaction.atomic
def hand_over(user) -> None:
    """End all memberships of ``user``, whose account is about to go.

    Where nobody else is responsible, the one who has been a member longest is from now on, and is told by mail; where
    nobody else is at all, the editors answer who asks to join.
    """
    for key in user.memberships.order_by("organisation").values_list("organisation", flat=True):
        organisation = locked(key)
        others = organisation.members.exclude(user=user)
        if not others.responsible().exists():
            heir = others.filter(user__is_active=True).select_related("user", "organisation").order_by("since").first()
            if heir:
                heir.role = MemberRole.RESPONSIBLE
                heir.save(update_fields=["role"])
                mails.role_changed(heir, by=user)
        organisation.members.filter(user=user).delete()
        _pass_on(organisation)


# --- Invitations ----------------------------------------------------------------------------------------------


def confirmed_addresses(user) -> list[str]:
    """Return the addresses that are known to be the user's, in lower case."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [address.lower() for address in addresses]


@transaction.atomic
def invite(organisation: Organisation, *, email: str, role: MemberRole, by) -> Invitation:
    """Invite whoever has the address ``email``, by a mail in the language of the page; return the invitation.

    One that is open for the address is sent again, with the new role. Raises PermissionDenied, and ValidationError
    when a member has the address. Whether anybody else has an account with it makes no difference.
    """
    organisation = locked(organisation)
    _demand(by, Right.LEAD_MEMBERS, organisation)
    if organisation.members.filter(user__email__iexact=email).exists():
        raise ValidationError({"email": _("The person is a member already.")})
    invitation = organisation.invitations.filter(accepted_at=None, email__iexact=email).first()
    invitation = invitation or Invitation(organisation=organisation, email=email)
    invitation.role = role
    return _send(invitation, by=by)


@transaction.atomic
def invite_again(invitation: Invitation, *, by) -> Invitation:
    """Send the mail of an invitation once more, which then holds as long as a new one.

    Raises PermissionDenied, and Invitation.DoesNotExist for one that was followed or taken back meanwhile.
    """
    organisation = locked(invitation.organisation_id)
    _demand(by, Right.LEAD_MEMBERS, organisation)
    return _send(organisation.invitations.get(pk=invitation.pk, accepted_at=None), by=by)


def _send(invitation, *, by):
    invitation.invited_by, invitation.ends_at = by, invitation_ends()
    invitation.save()
    mails.invited(invitation, language=get_language())
    return invitation


@transaction.atomic
def take_back(invitation: Invitation, *, by) -> None:
    """Delete an invitation that nobody has followed. Raises PermissionDenied."""
    organisation = locked(invitation.organisation_id)
    _demand(by, Right.LEAD_MEMBERS, organisation)
    organisation.invitations.filter(pk=invitation.pk, accepted_at=None).delete()


@transaction.atomic
def accept(invitation: Invitation, *, by) -> OrganisationMember:
    """Follow an invitation: ``by``, who has confirmed the address it was sent to, becomes a member.

    Raises InvitationEnded and NotTheInvited.
    """
    organisation = locked(invitation.organisation_id)
    invitation = organisation.invitations.open().filter(pk=invitation.pk).first()
    if invitation is None:
        raise InvitationEnded
    if invitation.email.lower() not in confirmed_addresses(by):
        raise NotTheInvited(f"invitation {invitation.pk}")
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    _close_requests(organisation, by)
    return admit(by, organisation, MemberRole(invitation.role))


def _close_requests(organisation, user):
    """Who has come in another way waits no more."""
    organisation.join_requests.filter(user=user, outcome=Outcome.WAITING).update(
        outcome=Outcome.ACCEPTED, decided_at=timezone.now()
    )


# --- Requests to join -----------------------------------------------------------------------------------------


@transaction.atomic
def ask_to_join(organisation: Organisation, *, by, message: str = "") -> JoinRequest:
    """Ask those who are responsible, by mail, to be let in; where there is nobody the editors decide.

    Raises PermissionDenied, and ValidationError for a member and for somebody who has asked and waits.
    """
    organisation = locked(organisation)
    _demand(by, Right.ASK, organisation)
    if organisation.members.filter(user=by).exists():
        raise ValidationError(_("You are a member already."))
    asked = JoinRequest(user=by, organisation=organisation, message=message)
    asked.full_clean()
    asked.save()
    mails.asked_to_join(asked)
    return asked


@transaction.atomic
def answer(asked: JoinRequest, *, accept: bool, by) -> JoinRequest:
    """Let somebody in who has asked, or not, and tell them by mail; return the request as it is then.

    Raises PermissionDenied, AlreadyDecided, and JoinRequest.DoesNotExist for one that was taken back.
    """
    organisation = locked(asked.organisation_id)
    _demand(by, Right.LEAD_MEMBERS, organisation)
    asked = organisation.join_requests.select_related("user", "organisation").get(pk=asked.pk)
    if asked.outcome != Outcome.WAITING:
        raise AlreadyDecided(asked)
    asked.outcome = Outcome.ACCEPTED if accept else Outcome.DECLINED
    asked.decided_at, asked.decided_by = timezone.now(), by
    asked.save(update_fields=["outcome", "decided_at", "decided_by"])
    if accept:
        admit(asked.user, organisation)
        organisation.invitations.filter(accepted_at=None, email__iexact=asked.user.email).delete()
    mails.answered(asked)
    return asked


@transaction.atomic
def stop_asking(asked: JoinRequest, *, by) -> None:
    """Take back one's own request to join. One that was answered meanwhile stays."""
    organisation = locked(asked.organisation_id)
    organisation.join_requests.filter(pk=asked.pk, user=by, outcome=Outcome.WAITING).delete()
