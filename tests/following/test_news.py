"""A moved last day is told to each follower once, with the old and the new date, whatever path the write took."""

import datetime

import pytest

from following.enums import Rhythm
from following.models import Subscription
from funding.models import CallWindow
from tests.factories import CallWindowFactory

from .conftest import follows, mails, subject_of, tick

pytestmark = pytest.mark.django_db
APRIL, MAY = datetime.date(2027, 4, 30), datetime.date(2027, 5, 14)


def move(call, day=MAY):
    window = call.windows.get()
    window.closes_on = day
    window.save()


def test_moved_last_day_is_one_mail_with_both_dates(clock, call):
    follows(subject_of(call))
    tick()
    move(call)
    for _ in range(3):
        tick()
    (mail,) = mails()
    assert mail.to == "anna@example.org"
    assert mail.subject == "Flyttad sista dag: Asyl och migration 2027"
    assert "flyttad från 30 april 2027 till 14 maj 2027" in mail.text
    assert call.get_absolute_url() in mail.text


def test_nothing_is_told_where_nothing_has_changed(clock, call):
    follows(subject_of(call))
    tick()
    clock.turn(days=1)
    tick()
    assert not mails()
