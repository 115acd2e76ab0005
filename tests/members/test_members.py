"""Members: who leads them, how they come and go, and what they are told of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation

from accounts.enums import MemberRole, Outcome
from accounts.members import actions
from accounts.models import Invitation, JoinRequest, OrganisationMember
from outbox.models import Mail
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    UserFactory,
)

from .conftest import confirm, mails, unconfirmed

pytestmark = pytest.mark.django_db


def membership(user, organisation):
    return OrganisationMember.objects.filter(user=user, organisation=organisation).first()


def role(user, organisation):
    member = membership(user, organisation)
    return member and member.role


# --- Coming and going -----------------------------------------------------------------------------------------


def test_member_made_responsible_is_told_once(organisation, lead, colleague):
    member = membership(colleague, organisation)

    actions.change_role(member, role=MemberRole.RESPONSIBLE, by=lead)
    actions.change_role(member, role=MemberRole.RESPONSIBLE, by=lead)  # the same form sent twice

    assert role(colleague, organisation) == MemberRole.RESPONSIBLE
    assert mails() == [("mats@example.org", "members/role_changed.html")]


def test_role_changed_back_and_forth_is_told_each_time(organisation, lead, colleague):
    for to in (MemberRole.RESPONSIBLE, MemberRole.MEMBER, MemberRole.RESPONSIBLE):
        actions.change_role(membership(colleague, organisation), role=to, by=lead)

    assert len(mails()) == 3


def test_last_responsible_stays_so_while_there_are_members(organisation, lead, colleague, editor):
    member = membership(lead, organisation)

    with pytest.raises(actions.LastResponsible):
        actions.remove(member, by=lead)
    for by in (lead, editor):
        with pytest.raises(actions.LastResponsible):
            actions.change_role(member, role=MemberRole.MEMBER, by=by)

    assert role(lead, organisation) == MemberRole.RESPONSIBLE


def test_last_of_all_leaves_and_takes_the_open_invitations_along(organisation, lead):
    InvitationFactory(organisation=organisation)
    followed = InvitationFactory(organisation=organisation, accepted_at=timezone.now())

    actions.remove(membership(lead, organisation), by=lead)

    assert not organisation.members.exists()
    assert list(organisation.invitations.all()) == [followed]
    assert mails() == []


def test_member_leaves_without_asking(organisation, lead, colleague):
    actions.remove(membership(colleague, organisation), by=colleague)

    assert membership(colleague, organisation) is None
    assert mails() == []


def test_member_removed_is_told(organisation, lead, colleague):
    member = membership(colleague, organisation)

    actions.remove(member, by=lead)
    actions.remove(member, by=lead)  # somebody else was first

    assert mails() == [("mats@example.org", "members/removed.html")]


def test_members_are_led_by_those_responsible_and_the_editors_alone(organisation, lead, colleague, outsider, editor):
    other = OrganisationMemberFactory(organisation=organisation)
    elsewhere = OrganisationMemberFactory(responsible=True).user
    for by in (colleague, outsider, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.remove(other, by=by)
        with pytest.raises(PermissionDenied):
            actions.change_role(other, role=MemberRole.RESPONSIBLE, by=by)
        with pytest.raises(PermissionDenied):
            actions.invite(organisation, email="x@example.org", role=MemberRole.MEMBER, by=by)

    actions.remove(other, by=editor)

    assert not OrganisationMember.objects.filter(pk=other.pk).exists()


def test_member_changed_who_has_left_is_no_member(organisation, lead, colleague):
    member = membership(colleague, organisation)
    actions.remove(member, by=colleague)

    with pytest.raises(OrganisationMember.DoesNotExist):
        actions.change_role(member, role=MemberRole.RESPONSIBLE, by=lead)


def test_account_that_goes_leaves_somebody_responsible(organisation, lead, colleague):
    closed = OrganisationMemberFactory(organisation=organisation, user__is_active=False)
    OrganisationMember.objects.filter(pk=closed.pk).update(since="2000-01-01T00:00Z")
    OrganisationMemberFactory(organisation=organisation)

    actions.hand_over(lead)

    assert role(lead, organisation) is None
    assert role(colleague, organisation) == MemberRole.RESPONSIBLE  # the one who was there first
    assert mails() == [("mats@example.org", "members/role_changed.html")]


def test_account_that_goes_beside_another_responsible_changes_nothing(organisation, lead, colleague):
    OrganisationMemberFactory(organisation=organisation, responsible=True)

    actions.hand_over(lead)

    assert role(colleague, organisation) == MemberRole.MEMBER
    assert mails() == []


# --- Invitations ----------------------------------------------------------------------------------------------


def invite(organisation, lead, email="ulla@example.org", as_role=MemberRole.MEMBER):
    return actions.invite(organisation, email=email, role=as_role, by=lead)


@pytest.mark.parametrize("as_role", MemberRole)
def test_invited_accepts_and_has_the_role(organisation, lead, outsider, as_role):
    invitation = invite(organisation, lead, as_role=as_role)

    actions.accept(invitation, by=outsider)

    assert role(outsider, organisation) == as_role
    assert mails() == [("ulla@example.org", "members/invited.html")]
    with pytest.raises(actions.InvitationEnded):
        actions.accept(invitation, by=outsider)


def test_invitation_says_who_invites_to_what_and_where_to_accept(organisation, lead):
    with translation.override("en"):
        invitation = invite(organisation, lead)

    mail = Mail.objects.get()
    assert mail.subject == "Invitation to Åre kommun on Integrationsportalen"
    assert "Anna Ansvarig" in mail.text
    assert f"/en/konto/inbjudan/{invitation.token}/" in mail.text
    assert invitation.token not in mail.key


def test_invitation_is_for_the_confirmed_address_alone(organisation, lead, outsider):
    invitation = invite(organisation, lead, email="Ny@Example.org")
    somebody = unconfirmed(email="ny@example.org")  # signed up with it

    for user in (outsider, somebody):
        with pytest.raises(actions.NotTheInvited):
            actions.accept(invitation, by=user)

    actions.accept(invitation, by=confirm(somebody))
    assert role(somebody, organisation) == MemberRole.MEMBER


def test_invitation_that_has_ended_lets_nobody_in(organisation, lead, outsider):
    invitation = invite(organisation, lead)
    Invitation.objects.update(ends_at=timezone.now() - datetime.timedelta(seconds=1))

    with pytest.raises(actions.InvitationEnded):
        actions.accept(invitation, by=outsider)
    actions.invite_again(invitation, by=lead)
    actions.accept(invitation, by=outsider)

    assert role(outsider, organisation) == MemberRole.MEMBER


def test_invitation_taken_back_lets_nobody_in(organisation, lead, outsider):
    invitation = invite(organisation, lead)

    actions.take_back(invitation, by=lead)

    with pytest.raises(actions.InvitationEnded):
        actions.accept(invitation, by=outsider)
    with pytest.raises(Invitation.DoesNotExist):
        actions.invite_again(invitation, by=lead)


def test_address_invited_twice_has_one_invitation_and_the_last_role(organisation, lead):
    first = invite(organisation, lead)
    second = invite(organisation, lead, email="ULLA@example.org", as_role=MemberRole.RESPONSIBLE)

    assert first == second
    assert second.role == MemberRole.RESPONSIBLE
    assert second.token == first.token  # the link of the first mail holds too
    assert len(mails()) == 1  # sent twice within a minute


def test_invitation_sent_again_later_is_a_second_mail(organisation, lead, monkeypatch):
    invitation = invite(organisation, lead)
    later = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    again = actions.invite_again(invitation, by=lead)

    assert len(mails()) == 2
    assert again.ends_at > invitation.ends_at + datetime.timedelta(hours=23)


def test_member_is_not_invited_and_an_account_makes_no_difference(organisation, lead, colleague, outsider):
    with pytest.raises(ValidationError, match="redan medlem"):
        invite(organisation, lead, email="Mats@example.org")

    invite(organisation, lead, email=outsider.email)
    invite(organisation, lead, email="nobody@example.org")

    assert [template for _to, template in mails()] == ["members/invited.html"] * 2


def test_invited_as_responsible_who_is_a_member_is_raised_and_never_lowered(organisation, lead, colleague):
    invitation = InvitationFactory(organisation=organisation, email=colleague.email, role=MemberRole.RESPONSIBLE)
    actions.accept(invitation, by=colleague)
    assert role(colleague, organisation) == MemberRole.RESPONSIBLE

    actions.accept(InvitationFactory(organisation=organisation, email=lead.email), by=lead)
    assert role(lead, organisation) == MemberRole.RESPONSIBLE


# --- Requests to join -----------------------------------------------------------------------------------------


def test_request_to_join_reaches_those_responsible_in_their_mail(organisation, lead, colleague, outsider):
    other = OrganisationMemberFactory(organisation=organisation, responsible=True).user

    actions.ask_to_join(organisation, by=outsider, message="Jag är <b>ny</b> samordnare")

    assert mails() == [(lead.email, "members/asked_to_join.html"), (other.email, "members/asked_to_join.html")]
    mail = Mail.objects.first()
    assert "Ulla Utanför med adressen ulla@example.org vill" in mail.text
    assert "Jag är <b>ny</b> samordnare" in mail.text
    assert "<b>" not in mail.html


def test_request_to_join_where_nobody_is_responsible_reaches_the_editors(organisation, outsider, editor):
    OrganisationMemberFactory(organisation=organisation, responsible=True, user__is_active=False)
    UserFactory(staff=True, is_active=False)

    asked = actions.ask_to_join(organisation, by=outsider, message="Jag är ny")

    assert mails() == [(editor.email, "members/asked_of_editors.html")]
    mail = Mail.objects.get()
    assert "Jag är ny" in mail.text
    assert "/konto/organisationer/are-kommun/" in mail.text
    assert list(JoinRequest.objects.for_editors()) == [asked]
    actions.answer(asked, accept=True, by=editor)
    assert role(outsider, organisation) == MemberRole.RESPONSIBLE
    assert not JoinRequest.objects.for_editors().exists()


@pytest.mark.parametrize("account_goes", [False, True])
def test_request_to_join_passes_to_the_editors_when_the_last_has_left(
    organisation, lead, outsider, editor, account_goes
):
    asked = actions.ask_to_join(organisation, by=outsider)
    assert not JoinRequest.objects.for_editors().exists()

    actions.hand_over(lead) if account_goes else actions.remove(membership(lead, organisation), by=lead)

    assert mails()[1:] == [(editor.email, "members/asked_of_editors.html")]
    assert list(JoinRequest.objects.for_editors()) == [asked]


def test_request_to_join_is_sent_once_and_not_by_members(organisation, lead, colleague, outsider):
    actions.ask_to_join(organisation, by=outsider)

    with pytest.raises(ValidationError, match="redan frågat"):
        actions.ask_to_join(organisation, by=outsider)
    with pytest.raises(ValidationError, match="redan medlem"):
        actions.ask_to_join(organisation, by=colleague)

    assert JoinRequest.objects.count() == 1


@pytest.mark.parametrize(("accept", "outcome"), [(True, Outcome.ACCEPTED), (False, Outcome.DECLINED)])
def test_request_answered_is_told_to_who_asked(organisation, lead, outsider, accept, outcome):
    asked = JoinRequestFactory(organisation=organisation, user=outsider)

    answered = actions.answer(asked, accept=accept, by=lead)

    assert (answered.outcome, answered.decided_by) == (outcome, lead)
    assert (membership(outsider, organisation) is not None) is accept
    assert mails() == [(outsider.email, "members/answered.html")]
    with pytest.raises(actions.AlreadyDecided):
        actions.answer(asked, accept=not accept, by=lead)
    assert (membership(outsider, organisation) is not None) is accept


def test_request_is_not_answered_by_who_may_not(organisation, lead, colleague, outsider):
    asked = JoinRequestFactory(organisation=organisation, user=outsider)

    for by in (colleague, outsider):
        with pytest.raises(PermissionDenied):
            actions.answer(asked, accept=True, by=by)


def test_first_who_is_let_in_is_responsible(outsider, editor):
    asked = JoinRequestFactory(user=outsider, organisation=OrganisationFactory())

    actions.answer(asked, accept=True, by=editor)

    assert role(outsider, asked.organisation) == MemberRole.RESPONSIBLE


def test_who_comes_by_invitation_waits_no_more(organisation, lead, outsider):
    asked = JoinRequestFactory(organisation=organisation, user=outsider)

    actions.accept(InvitationFactory(organisation=organisation, email=outsider.email), by=outsider)

    asked.refresh_from_db()
    assert asked.outcome == Outcome.ACCEPTED


def test_request_is_taken_back_by_who_asked_alone(organisation, lead, outsider, colleague):
    asked = JoinRequestFactory(organisation=organisation, user=outsider)

    actions.stop_asking(asked, by=colleague)
    assert JoinRequest.objects.filter(pk=asked.pk).exists()
    actions.stop_asking(asked, by=outsider)

    with pytest.raises(JoinRequest.DoesNotExist):
        actions.answer(asked, accept=True, by=lead)
