"""A call with followers, a clock that a test turns, and rounds of the timer."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from following import actions
from following.enums import Rhythm
from following.rounds import go_round
from following.subjects import subject_at
from outbox.models import Mail
from tests.factories import CallFactory, CallWindowFactory

TODAY = datetime.date(2027, 3, 1)  # a Monday


def at(day=TODAY, hour=12):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture(autouse=True)
def _nothing_counted_yet(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db" if "transactional_db" not in request.fixturenames else "transactional_db")
        cache.clear()


class Clock:
    """The time that the portal takes it to be."""

    def __init__(self, monkeypatch):
        self.now = at()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def turn(self, days=0, hours=0, minutes=0):
        self.now += datetime.timedelta(days=days, hours=hours, minutes=minutes)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def call(db):
    """A call that is open, with 60 days left."""
    made = CallFactory(title="Asyl och migration 2027", title_en="Asylum and migration 2027")
    CallWindowFactory(call=made, opens_on=TODAY - datetime.timedelta(days=10), closes_on=datetime.date(2027, 4, 30))
    return made


def subject_of(record):
    return subject_at(record.get_absolute_url())


def follows(subject, email="anna@example.org", rhythm=Rhythm.AT_ONCE, language="sv", name="Min sökning"):
    """Let an address follow, confirmed; returns the subscription."""
    actions.ask(subject, email=email, language=language, rhythm=rhythm, name=name if subject.list else "")
    found = actions.Subscription.objects.get(follower__email=email, **subject.fields)
    Mail.objects.filter(template="mail/following/confirm.html").delete()
    return actions.confirm(found)


def tick():
    """One round of the timer, now."""
    return go_round(timezone.now())


def mails(template="news"):
    return list(Mail.objects.filter(template=f"mail/following/{template}.html").order_by("pk"))
