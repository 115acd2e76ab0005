"""What is held about members has an end, can be had, and goes with the account."""

import datetime
import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.enums import Outcome
from accounts.members import personal_data
from accounts.models import Invitation, JoinRequest, OrganisationMember, OrganisationRequest
from tests.factories import InvitationFactory, JoinRequestFactory, OrganisationRequestFactory

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_what_has_ended_is_forgotten_in_time_and_what_waits_is_not():
    kept = [
        InvitationFactory(),
        InvitationFactory(ends_at=days_ago(29)),
        InvitationFactory(accepted_at=days_ago(29)),
        JoinRequestFactory(),
        JoinRequestFactory(outcome=Outcome.DECLINED, decided_at=days_ago(89)),
        OrganisationRequestFactory(),
        OrganisationRequestFactory(outcome=Outcome.DECLINED, decided_at=days_ago(364)),
    ]
    JoinRequest.objects.update(asked_at=days_ago(1000))
    OrganisationRequest.objects.update(asked_at=days_ago(1000))
    InvitationFactory(ends_at=days_ago(31))
    InvitationFactory(accepted_at=days_ago(31))
    JoinRequestFactory(outcome=Outcome.ACCEPTED, decided_at=days_ago(91))
    OrganisationRequestFactory(outcome=Outcome.ACCEPTED, decided_at=days_ago(366))

    assert personal_data.forget() == 4

    left = [*Invitation.objects.all(), *JoinRequest.objects.all(), *OrganisationRequest.objects.all()]
    assert set(left) == set(kept)
    assert personal_data.forget() == 0


def test_what_is_held_can_be_had(organisation, lead, colleague):
    InvitationFactory(email=lead.email.upper())
    JoinRequestFactory(user=lead, message="Hej")
    OrganisationRequestFactory(user=lead, name="Jouren")
    JoinRequestFactory(user=colleague, message="En annans")

    exported = json.dumps(personal_data.export(lead), cls=DjangoJSONEncoder, ensure_ascii=False)

    for held in ("Åre kommun", "responsible", "ANNA@EXAMPLE.ORG", "Hej", "Jouren"):
        assert held in exported
    assert "En annans" not in exported


def test_account_that_is_deleted_takes_all_of_it_along(organisation, lead, colleague):
    JoinRequestFactory(user=lead)
    OrganisationRequestFactory(user=lead)
    InvitationFactory(organisation=organisation, invited_by=lead)

    personal_data.release(lead)
    lead.delete()

    assert not JoinRequest.objects.exists()
    assert not OrganisationRequest.objects.exists()
    assert Invitation.objects.get().invited_by is None
    assert OrganisationMember.objects.get().user == colleague
