"""Two colleagues change the shortlist that they share at the same moment. On both databases."""

import time

import pytest
from django.db.models.signals import pre_save

from accounts.models import OrganisationMember
from funding.models import ShortlistedCall
from funding.shortlist import AT_MOST, actions
from search.following import gathered
from tests.at_once import at_once
from tests.factories import CallFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared():
    """An organisation, two who work there, and a shortlist with room for one call."""
    organisation, colleagues = OrganisationFactory(), UserFactory.create_batch(2)
    for user in colleagues:
        OrganisationMember.objects.create(user=user, organisation=organisation)
    with gathered():
        calls = CallFactory.create_batch(AT_MOST - 1)
    rows = [ShortlistedCall(call=call, organisation=organisation, added_by=colleagues[0]) for call in calls]
    ShortlistedCall.objects.bulk_create(rows)
    return organisation, colleagues


@pytest.fixture(autouse=True)
def slow():
    """Let time pass between the counting and the new row, so that without a lock both would find room."""

    def wait(**kwargs):
        time.sleep(0.3)

    pre_save.connect(wait, sender=ShortlistedCall)
    yield
    pre_save.disconnect(wait, sender=ShortlistedCall)


def add(call, by, organisation):
    return lambda: actions.add(call, by=by, organisation=organisation)


def on_the_list(organisation):
    return ShortlistedCall.objects.filter(organisation=organisation).count()


def test_two_add_the_last_call_that_fits_at_once_and_one_is_told(shared):
    organisation, colleagues = shared
    calls = CallFactory.create_batch(2)
    outcomes = at_once(*(add(call, by, organisation) for call, by in zip(calls, colleagues, strict=True)))
    assert sorted(map(type, outcomes), key=str) == sorted([type(None), actions.Full], key=str)
    assert on_the_list(organisation) == AT_MOST


def test_two_add_the_same_last_call_at_once_and_it_is_there_once(shared):
    organisation, colleagues = shared
    call = CallFactory()
    assert at_once(*(add(call, by, organisation) for by in colleagues)) == [None, None]
    assert on_the_list(organisation) == AT_MOST
