"""Several subscriptions of one follower, of different rhythms: what they share is told exactly once."""

import pytest

from following.actions import change_rhythm, dismiss, stop
from following.enums import Rhythm
from following.models import Follower, Subscription
from following.subjects import subject_at
from tests.factories import CallFactory, CallWindowFactory, ProgrammeFactory, ProjectFactory

from .conftest import TODAY, follows, mails, subject_of, tick
from .test_news import MAY, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(clock, call):
    call.programme = ProgrammeFactory()
    call.save()
    return call.programme


def pass_time(clock):
    """Let every rhythm have its turn."""
    tick()
    for days in (1, 8):
        clock.turn(days=days)
        tick()


def check_told_once():
    (mail,) = mails()
    assert mail.text.count("flyttad från 30 april 2027 till 14 maj 2027") == 1


def test_move_waits_for_the_daily_mail_though_one_follows_the_programme_at_once_meanwhile(clock, call, programme):
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    tick()
    move(call)
    tick()
    clock.turn(hours=1)
    follows(subject_of(programme))
    pass_time(clock)
    check_told_once()


def test_move_is_not_lost_when_the_programmes_rhythm_is_changed(clock, call, programme):
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    weekly = follows(subject_of(programme), rhythm=Rhythm.WEEKLY)
    tick()
    move(call)
    tick()
    clock.turn(hours=1)
    change_rhythm(Subscription.objects.get(pk=weekly.pk), rhythm=Rhythm.AT_ONCE)
    pass_time(clock)
    check_told_once()


def test_call_that_is_followed_itself_is_told_though_it_is_put_away_for_the_programme(clock, call, programme):
    direct = follows(subject_of(call), rhythm=Rhythm.DAILY)
    follows(subject_of(programme))
    tick()
    dismiss(direct.follower, document=direct.document)
    move(call)
    pass_time(clock)
    check_told_once()


@pytest.mark.parametrize("by_search", [False, True])
def test_what_was_told_is_not_told_again_when_the_one_that_told_is_stopped(clock, call, programme, by_search):
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    soon = follows(subject_at("/finansiering/utlysningar/?q=asyl") if by_search else subject_of(programme))
    tick()
    move(call)
    tick()
    stop([soon.follower], which=str(soon.pk))
    pass_time(clock)
    check_told_once()


def test_call_that_left_a_followed_programme_is_still_told_itself(clock, call, programme):
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    follows(subject_of(programme))
    tick()
    call.programme = ProgrammeFactory()
    call.save()
    tick()
    clock.turn(days=2)
    tick()
    move(call)
    pass_time(clock)
    check_told_once()


def test_old_call_of_a_followed_programme_that_comes_to_fit_a_search_is_its_hit(clock, call, programme):
    follows(subject_at("/finansiering/utlysningar/?q=zebra"))
    follows(subject_of(programme))
    tick()
    call.title = "Zebra 2027"
    call.save()
    pass_time(clock)
    (mail,) = mails()
    assert mail.subject == "Nytt: Zebra 2027"


@pytest.mark.parametrize("rhythms", [(Rhythm.AT_ONCE, Rhythm.DAILY), (Rhythm.DAILY, Rhythm.AT_ONCE)])
def test_new_call_is_new_once_by_programme_and_searches_of_whatever_rhythm(clock, call, programme, rhythms):
    of_programme, of_search = rhythms
    follows(subject_of(programme), rhythm=of_programme)
    follows(subject_at("/finansiering/utlysningar/?q=zebra"), rhythm=of_search)
    follows(subject_at("/sok/?q=zebra"), rhythm=Rhythm.WEEKLY)
    tick()
    new = CallFactory(title="Zebra 2027", programme=programme)
    CallWindowFactory(call=new, opens_on=TODAY, closes_on=MAY)
    pass_time(clock)
    assert [mail.subject for mail in mails()] == ["Nytt: Zebra 2027"]


def test_new_hit_of_two_searches_is_new_once_though_no_edition_knows_its_kind(clock):
    follows(subject_at("/projekt/?q=xylofonkurs"))
    follows(subject_at("/sok/?q=xylofonkurs"), rhythm=Rhythm.DAILY)
    tick()
    ProjectFactory(title="Xylofonkurs")
    pass_time(clock)
    assert len(mails()) == 1


def test_new_hit_takes_no_move_from_the_daily_mail(clock, call, programme):
    """That a call is new to a search says nothing of the day that it had."""
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    follows(subject_at("/finansiering/utlysningar/?q=zebra"))
    tick()
    move(call)
    call.title = "Zebra 2027"
    call.save()
    pass_time(clock)
    first, second = mails()
    assert first.subject == "Nytt: Zebra 2027"
    assert "flyttad från 30 april 2027 till 14 maj 2027" in second.text


def test_what_has_been_told_is_remembered_no_longer_than_somebody_has_to_hear_it(clock, call, programme):
    follows(subject_of(call))
    tick()
    move(call)
    tick()
    assert Follower.objects.get().told == {}
    follows(subject_of(programme), rhythm=Rhythm.WEEKLY)
    move(call, TODAY.replace(month=6))
    tick()
    assert set(Follower.objects.get().told) == {str(subject_of(call).document)}
    clock.turn(days=8)
    tick()
    move(call)
    Subscription.objects.update(rhythm=Rhythm.AT_ONCE)
    tick()
    assert Follower.objects.get().told == {}
