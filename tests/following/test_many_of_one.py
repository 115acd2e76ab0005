"""One follower with very much, or with nothing that mail can be sent to, stops nobody else's mail."""

import datetime

import pytest
from django.utils import timezone
from pyroaring import BitMap

from following import actions, reminders
from following.models import Edition, Follower, Subscription
from funding.models import CallWindow
from tests.factories import CallFactory, CallWindowFactory, UserFactory

from .conftest import TODAY, follows, mails, subject_of, tick
from .test_news import MAY, move

pytestmark = pytest.mark.django_db
NUMBER = 90  # so many keys are longer than the address to stop by can be
APRIL = datetime.date(2027, 4, 30)


def follows_much(**of_each):
    """Let one address follow all of what is given in ``of_each``, as if it were the portal's ten thousandth."""
    follower = Follower.objects.create(email="mycket@example.org")
    Subscription.objects.bulk_create(
        Subscription(
            pk=2_000_000 + number,
            follower=follower,
            confirmed_at=timezone.now(),
            told_through=Edition.objects.latest("pk").pk,
            **{name: values[number] for name, values in of_each.items()},
        )
        for number in range(NUMBER)
    )


def test_news_from_many_subscriptions_stop_all_that_come_at_once(clock, call, client):
    calls = [call, *CallFactory.create_batch(NUMBER - 1)]
    for one in calls[1:]:
        CallWindowFactory(call=one, opens_on=TODAY, closes_on=APRIL)
    follows(subject_of(call))
    tick()
    follows_much(document=[subject_of(one).document for one in calls])
    CallWindow.objects.update(closes_on=MAY)
    tick()
    assert sorted(mail.to for mail in mails()) == ["anna@example.org", "mycket@example.org"]
    (mail,) = (mail for mail in mails() if mail.to == "mycket@example.org")
    assert len(mail.stop_url) <= 500
    assert client.post(f"/{mail.stop_url.split('/', 3)[3]}").status_code == 200
    assert not Follower.objects.filter(email=mail.to).exists()


def test_reminder_from_many_subscriptions_stops_all(clock, call, client):
    document = follows(subject_of(call)).document
    tick()
    known = BitMap([document]).serialize()
    follows_much(list=["funding:calls"] * NUMBER, query=[f"q=a{n}" for n in range(NUMBER)], known=[known] * NUMBER)
    clock.turn(days=31)
    tick()
    assert sorted(mail.to for mail in mails("reminder")) == ["anna@example.org", "mycket@example.org"]
    (mail,) = (mail for mail in mails("reminder") if mail.to == "mycket@example.org")
    assert client.post(f"/{mail.stop_url.split('/', 3)[3]}").status_code == 200
    assert not Follower.objects.filter(email=mail.to).exists()


@pytest.mark.parametrize("email", ["", "ingen adress"])
def test_account_without_an_address_is_left_out_alone(clock, call, email):
    user = UserFactory()
    actions.follow(subject_of(call), user=user, rhythm="at-once")
    follows(subject_of(call))
    tick()
    type(user).objects.filter(pk=user.pk).update(email=email)
    move(call)
    tick()
    assert [mail.to for mail in mails()] == ["anna@example.org"]
    clock.turn(days=44)
    tick()
    assert [mail.to for mail in mails("reminder")] == ["anna@example.org"]


def test_who_goes_while_reminders_are_worked_out_stops_none(clock, call, monkeypatch):
    gone, kept = follows(subject_of(call)), follows(subject_of(call), email="bo@example.org")
    other = CallFactory()
    CallWindowFactory(call=other, opens_on=TODAY, closes_on=APRIL)
    follows(subject_of(other), email="bo@example.org")
    tick()
    real = reminders._receivers

    def meanwhile(due):
        found = real(due)
        actions.stop([gone.follower], which="all")
        return found

    monkeypatch.setattr(reminders, "_receivers", meanwhile)
    monkeypatch.setattr(reminders, "records_of", lambda documents: {kept.document: call})  # the other was withdrawn
    clock.turn(days=31)
    tick()
    assert [mail.to for mail in mails("reminder")] == ["bo@example.org"]
