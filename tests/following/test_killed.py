"""Killed at any point, two at once: each follower is told once, and nobody is left out."""

import datetime
import random
import time
from collections import Counter

import pytest
from django.utils import timezone

from following.models import Edition, Follower, Round, Subscription
from following.news import look
from funding.models import CallWindow
from outbox.models import Mail
from tests.factories import CallFactory, CallWindowFactory

from .conftest import subject_of
from .teller import STEPS, Teller

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = 150
LONG_AGO = datetime.timedelta(days=60)


@pytest.fixture
def followed(transactional_db):
    """A call with 30 days left and many followers, who know it as it is."""
    call, today = CallFactory(), timezone.localdate()
    CallWindowFactory(
        call=call, opens_on=today - datetime.timedelta(days=9), closes_on=today + datetime.timedelta(days=30)
    )
    look(timezone.now())
    Edition.objects.update(seen_at=timezone.now() - LONG_AGO)
    followers = Follower.objects.bulk_create([Follower(email=f"{n}@example.org") for n in range(NUMBER)])
    Subscription.objects.bulk_create(
        Subscription(
            follower=follower,
            document=subject_of(call).document,
            confirmed_at=timezone.now() - LONG_AGO,
            told_through=Edition.objects.latest("pk").pk,
        )
        for follower in followers
    )
    return call


def move():
    CallWindow.objects.update(closes_on=timezone.localdate() + datetime.timedelta(days=50))


def no_reminders_today():
    for name in ("reminders", "daily", "weekly"):
        Round.objects.create(name=name)


def check_each_was_told_once(template="news"):
    arrived = Counter(Mail.objects.filter(template=f"mail/following/{template}.html").values_list("to", flat=True))
    assert arrived == {f"{n}@example.org": 1 for n in range(NUMBER)}


@pytest.mark.parametrize("step", STEPS)
def test_teller_killed_at_a_step_loses_nobody_and_tells_nobody_twice(followed, step):
    move()
    no_reminders_today()
    assert Teller(step).start().wait() == -9
    assert 0 < Mail.objects.count() < NUMBER
    for _ in range(2):
        assert Teller().start().wait() == 0
    check_each_was_told_once()
    assert set(Follower.objects.values_list("mails", flat=True)) == {1}


def test_tellers_killed_at_random_moments_lose_nobody_and_tell_nobody_twice(followed):
    move()
    no_reminders_today()
    kills, chance = 0, random.Random(7)
    while Mail.objects.count() < NUMBER and kills < 12:
        told = Mail.objects.count()
        teller, end = Teller().start(), time.monotonic() + 20
        while Mail.objects.count() == told and teller.is_alive() and time.monotonic() < end:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        teller.kill()
        kills += teller.wait() == -9
    assert Teller().start().wait() == 0
    assert kills
    check_each_was_told_once()


@pytest.mark.parametrize("step", STEPS[:2])
def test_teller_killed_among_the_reminders_reminds_each_once(followed, step):
    Round.objects.create(name="daily")
    Round.objects.create(name="weekly")
    assert Teller(step).start().wait() == -9
    for _ in range(2):
        assert Teller().start().wait() == 0
    check_each_was_told_once("reminder")


def test_tellers_at_the_same_time_tell_each_once(followed):
    move()
    no_reminders_today()
    tellers = [Teller().start() for _ in range(3)]
    assert [teller.wait() for teller in tellers] == [0, 0, 0]
    check_each_was_told_once()
    assert set(Follower.objects.values_list("mails", flat=True)) == {1}
