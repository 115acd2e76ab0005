"""Reminders come 30, 7 and 1 days before the last day, each once, the most urgent alone after days without a portal."""

import datetime

import pytest

from following.actions import dismiss, follow
from following.enums import Rhythm
from following.subjects import subject_at
from tests.factories import CallFactory, CallWindowFactory, UserFactory

from .conftest import TODAY, follows, mails, subject_of, tick

pytestmark = pytest.mark.django_db
# Of the call of these tests: 60 days from the first.
LAST = datetime.date(2027, 4, 30)


def subjects():
    return [mail.subject for mail in mails("reminder")]


def pass_days(clock, number):
    for _ in range(number):
        clock.turn(days=1)
        tick()
        tick()


@pytest.mark.parametrize("rhythm", Rhythm)
def test_reminders_come_on_their_days_once_whatever_the_rhythm(clock, call, rhythm):
    follows(subject_of(call), rhythm=rhythm)
    tick()
    pass_days(clock, 70)
    title = call.title
    assert subjects() == [f"30 dagar kvar: {title}", f"7 dagar kvar: {title}", f"1 dag kvar: {title}"]
    assert all("Sista ansökningsdag är 30 april 2027" in mail.text for mail in mails("reminder"))


def test_missed_days_give_the_most_urgent_reminder_alone(clock, call):
    follows(subject_of(call))
    tick()
    clock.turn(days=55)
    tick()
    assert subjects() == [f"5 dagar kvar: {call.title}"]


def test_last_day_itself_is_reminded_of_where_the_day_before_was_missed(clock, call):
    follows(subject_of(call))
    tick()
    clock.turn(days=60)
    tick()
    assert subjects() == [f"i dag är sista dagen: {call.title}"]


def test_reminder_comes_at_six_and_not_at_midnight(clock, call):
    follows(subject_of(call))
    tick()
    pass_days(clock, 29)
    clock.turn(hours=12)  # in the night, 30 days before
    tick()
    assert subjects() == []
    clock.turn(hours=6)
    tick()
    assert len(subjects()) == 1


def test_who_has_just_begun_to_follow_is_not_reminded_of_what_they_have_seen(clock, call):
    clock.turn(days=40)
    tick()
    follows(subject_of(call))
    pass_days(clock, 5)
    assert subjects() == []
    pass_days(clock, 20)
    assert subjects() == [f"7 dagar kvar: {call.title}", f"1 dag kvar: {call.title}"]


def test_moved_last_day_is_reminded_of_anew_and_not_on_the_day_of_the_news(clock, call):
    follows(subject_of(call))
    tick()
    pass_days(clock, 30)
    call.windows.update(closes_on=LAST + datetime.timedelta(days=20))
    pass_days(clock, 20)
    assert len(mails()) == 1
    assert subjects() == [f"30 dagar kvar: {call.title}"] * 2
    call.windows.update(closes_on=LAST - datetime.timedelta(days=5))  # 5 days left, told as moved
    pass_days(clock, 1)
    assert len(mails()) == 2
    assert len(subjects()) == 2


def test_followers_of_the_programme_and_of_a_search_are_reminded_each_once(clock, call):
    anna = "anna@example.org"
    follows(subject_of(call.programme), email=anna)
    follows(subject_at("/finansiering/utlysningar/?q=asyl"), email=anna)
    follows(subject_of(call), email=anna)
    follows(subject_of(call.programme), email="program@example.org")
    follows(subject_at("/finansiering/utlysningar/?q=asyl"), email="sok@example.org")
    tick()
    pass_days(clock, 32)
    assert sorted(mail.to for mail in mails("reminder")) == [anna, "program@example.org", "sok@example.org"]


def test_dismissed_call_is_not_reminded_of(clock, call):
    dismiss(follows(subject_of(call.programme)).follower, document=subject_of(call).document)
    tick()
    pass_days(clock, 61)
    assert subjects() == []


def test_call_without_an_exact_last_day_or_withdrawn_is_not_reminded_of(clock, call):
    vague = CallFactory()
    CallWindowFactory(call=vague, opens_on=TODAY, closes_on=datetime.date(2027, 4, 1), closes_precision="month")
    follows(subject_of(vague))
    follows(subject_of(call))
    tick()
    type(call).objects.filter(pk=call.pk).update(status="archived")
    pass_days(clock, 61)
    assert subjects() == []


def test_closed_account_gets_no_mail(clock, call):
    user = UserFactory()
    follow(subject_of(call), user=user, rhythm=Rhythm.AT_ONCE)
    tick()
    user.is_active = False
    user.save()
    call.windows.update(closes_on=LAST + datetime.timedelta(days=5))
    pass_days(clock, 40)
    assert not mails()
    assert subjects() == []
