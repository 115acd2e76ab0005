"""Two people at the same moment: one is first, and the other acts on what the first has done."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.asking import actions as asking
from accounts.enums import MemberRole
from accounts.members import actions
from accounts.models import OrganisationMember
from organisations.models import Organisation
from outbox.models import Mail
from tests.at_once import at_once
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)

from .conftest import confirm

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def raised(outcomes):
    return [type(one) for one in outcomes if isinstance(one, Exception)]


def led(*users):
    organisation = OrganisationFactory()
    return organisation, [
        OrganisationMemberFactory(organisation=organisation, user=user, responsible=True)
        for user in users or UserFactory.create_batch(2)
    ]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_responsibles_who_remove_each_other_leave_one(_round):
    organisation, (one, two) = led()
    OrganisationMemberFactory(organisation=organisation)

    outcomes = at_once(lambda: actions.remove(two, by=one.user), lambda: actions.remove(one, by=two.user))

    assert raised(outcomes) == [PermissionDenied]
    assert organisation.members.filter(role=MemberRole.RESPONSIBLE).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_responsibles_who_leave_at_once_leave_one(_round):
    organisation, (one, two) = led()
    OrganisationMemberFactory(organisation=organisation)

    outcomes = at_once(lambda: actions.remove(one, by=one.user), lambda: actions.remove(two, by=two.user))

    assert raised(outcomes) == [actions.LastResponsible]
    assert organisation.members.filter(role=MemberRole.RESPONSIBLE).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_last_who_leaves_while_somebody_is_let_in_leaves_nobody_without_a_responsible(_round):
    organisation, (one,) = led(UserFactory())
    asked, editor = JoinRequestFactory(organisation=organisation), UserFactory(staff=True)

    at_once(lambda: actions.remove(one, by=one.user), lambda: actions.answer(asked, accept=True, by=editor))

    assert organisation.members.filter(role=MemberRole.RESPONSIBLE).exists()


def test_request_answered_twice_at_once_has_one_answer():
    organisation, (one, two) = led()
    asked = JoinRequestFactory(organisation=organisation)

    outcomes = at_once(
        lambda: actions.answer(asked, accept=True, by=one.user),
        lambda: actions.answer(asked, accept=False, by=two.user),
    )

    assert raised(outcomes) == [actions.AlreadyDecided]
    asked.refresh_from_db()
    assert OrganisationMember.objects.filter(user=asked.user).exists() is (asked.outcome == "accepted")
    assert Mail.objects.filter(to=asked.user.email).count() == 1


def test_invitation_followed_twice_at_once_makes_one_member():
    organisation, _ = led()
    user = confirm(UserFactory())
    invitation = InvitationFactory(organisation=organisation, email=user.email)

    outcomes = at_once(*[lambda: actions.accept(invitation, by=user)] * 2)

    assert raised(outcomes) == [actions.InvitationEnded]
    assert OrganisationMember.objects.filter(user=user).count() == 1


def test_address_invited_twice_at_once_has_one_invitation_and_one_mail():
    organisation, (one, two) = led()

    outcomes = at_once(
        *[
            lambda by=by: actions.invite(organisation, email="ny@example.org", role=MemberRole.MEMBER, by=by)
            for by in (one.user, two.user)
        ]
    )

    assert raised(outcomes) == []
    assert organisation.invitations.count() == 1
    assert Mail.objects.count() in (1, 2)  # two where a minute ended in between


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_editors_who_approve_at_once_make_one_organisation(_round):
    asked = OrganisationRequestFactory()
    editors = UserFactory.create_batch(2, staff=True)

    outcomes = at_once(*[lambda by=by: asking.approve(asked, by=by) for by in editors])

    assert raised(outcomes) == [actions.AlreadyDecided]
    assert Organisation.objects.filter(name=asked.name).count() == 1
    assert Mail.objects.filter(key=f"asking:decided:{asked.pk}").count() == 1


def test_two_requests_with_the_same_number_approved_at_once_make_one_organisation():
    requests = [OrganisationRequestFactory(number="212000-0886") for _ in range(2)]
    editor = UserFactory(staff=True)

    outcomes = at_once(*[lambda asked=asked: asking.approve(asked, by=editor) for asked in requests])

    assert raised(outcomes) == [ValidationError]
    assert Organisation.objects.filter(number="212000-0886").count() == 1


def test_requests_with_the_same_name_approved_at_once_make_two_organisations():
    requests, editor = OrganisationRequestFactory.create_batch(2, name="Jouren"), UserFactory(staff=True)

    outcomes = at_once(*[lambda asked=asked: asking.approve(asked, by=editor) for asked in requests])

    assert raised(outcomes) == []
    assert {decided.organisation.slug for decided in outcomes} == {"jouren", "jouren-2"}


def test_form_sent_twice_at_once_is_one_request():
    user = UserFactory()

    outcomes = at_once(*[lambda: asking.ask_for(by=user, name="Jouren", kind="civil_society")] * 2)

    assert raised(outcomes) == []
    assert user.organisation_requests.count() == 1
