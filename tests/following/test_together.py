"""The timer and those who stop, at the same moment: neither waits for the other without end."""

import datetime
import threading
import time

import pytest
from django.db import connection, connections
from django.test import Client

from following import telling
from following.actions import confirm, forget, stop
from following.models import Edition, Follower, Subscription
from following.news import look
from outbox.models import Mail

from .conftest import TODAY, at, follows, mails, subject_of, tick
from .test_news import move

pytestmark = pytest.mark.django_db(transaction=True)


def later(deed):
    """Do ``deed`` in a thread of its own; return the thread and where its outcome will be."""
    outcome = []

    def do():
        try:
            outcome.append(deed())
        except Exception as error:  # for the test to look at
            outcome.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    return thread, outcome


def one_click(subscription):
    path = f"/bevaka/{subscription.follower.key}/sluta/{subscription.pk}/"
    return Client().post(path, {"List-Unsubscribe": "One-Click"}).status_code


def confirm_another(subscription):
    other = Subscription.objects.create(follower=subscription.follower, list="projects:list", query="q=x")
    confirm(other)
    return 200


def forget_old(subscription):
    long_ago = at() - datetime.timedelta(days=9)
    Subscription.objects.create(follower=subscription.follower, list="projects:list", query="q=x", asked_at=long_ago)
    forget(at())
    return 200


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes at a time there")
@pytest.mark.parametrize("deed", [one_click, confirm_another, forget_old])
def test_who_acts_while_the_timer_tells_waits_for_it_and_no_longer(clock, call, monkeypatch, deed):
    subscription = follows(subject_of(call))
    tick()
    move(call)
    real, started = telling.Telling._put, []

    def slow(self, alike):
        if alike and not started:
            started.extend(later(lambda: deed(subscription)))
            time.sleep(1)
        real(self, alike)

    monkeypatch.setattr(telling.Telling, "_put", slow)
    tick()
    thread, outcome = started
    thread.join(20)
    assert outcome == [200]


def test_mail_that_waits_is_taken_back_when_the_last_is_stopped(clock, call):
    kept, gone = follows(subject_of(call), email="bo@example.org"), follows(subject_of(call))
    tick()
    move(call)
    tick()
    assert len(mails()) == 2
    stop([gone.follower], which="all")
    assert [mail.to for mail in Mail.objects.filter(template="mail/following/news.html")] == ["bo@example.org"]
    assert list(Follower.objects.all()) == [kept.follower]


def test_call_that_turns_while_the_look_waits_for_its_turn_is_seen_as_it_is_then(clock, call):
    day = TODAY + datetime.timedelta(days=1)
    call.windows.update(opens_on=day, opens_at=at(day, 0))
    follows(subject_of(call))
    tick()
    clock.now = at(day, 0) + datetime.timedelta(milliseconds=5)
    look(at(day, 0) - datetime.timedelta(milliseconds=5))
    assert Edition.objects.latest("pk").facts["state"] == "open"
    tick()
    (mail,) = mails()
    assert mail.subject == "Nu öppen: Asyl och migration 2027"
