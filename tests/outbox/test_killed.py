"""Killed at any point, two at once: no mail is lost, none is doubled but where SMTP itself cannot tell."""

import asyncio
import random
import time
from collections import Counter

import pytest
from django.db import connection

from outbox.models import Mail
from tests.factories import MailFactory

from .sender import Sender
from .server import STEPS

pytestmark = pytest.mark.django_db(transaction=True)


def send_the_rest(server):
    """Send until nothing waits. (PostgreSQL may need a moment to see that a connection is gone, and unlock its row.)"""
    server.during.clear()
    for _ in range(20):
        assert Sender(server).start().wait() == 0
        if not Mail.objects.filter(state="queued").exists():
            return
        time.sleep(0.05)
    pytest.fail("mails are left")


@pytest.mark.parametrize("step", STEPS)
def test_sender_killed_at_a_step_loses_no_mail_and_doubles_only_what_was_taken(mail_server, step):
    mails = MailFactory.create_batch(3)
    sender, there = Sender(mail_server), []

    def kill_at_the_second(envelope):
        there.append(step)
        if len(there) == 2:
            sender.kill()
        return "451 nobody hears this" if len(there) == 2 else None  # what is not taken yet is not taken

    mail_server.during[step] = kill_at_the_second
    assert sender.start().wait() == -9
    assert len(there) == 2
    send_the_rest(mail_server)

    arrived = Counter(mail_server.message_ids)
    second = arrived.pop(mails[1].message_id)
    assert arrived == {mails[0].message_id: 1, mails[2].message_id: 1}
    assert second in {"taken": {2}, "answered": {1, 2}}.get(step, {1})
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 0)}


def test_senders_killed_at_random_moments_lose_no_mail_and_double_one_each_at_most(mail_server):
    mails, kills, chance = MailFactory.create_batch(300), 0, random.Random(5)
    while Mail.objects.filter(state="queued").exists() and kills < 15:
        taken = len(mail_server.messages)
        sender = Sender(mail_server).start()
        while len(mail_server.messages) == taken and sender.is_alive():
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.08))
        sender.kill()
        kills += sender.wait() == -9
    send_the_rest(mail_server)

    arrived = Counter(mail_server.message_ids)
    assert kills > 5, "the senders were too quick to be killed"
    assert set(arrived) == {mail.message_id for mail in mails}
    assert arrived.total() - len(mails) <= kills


def test_sender_that_is_asked_to_end_finishes_the_mail_at_hand(mail_server):
    mails = MailFactory.create_batch(3)
    sender = Sender(mail_server, every=60)
    mail_server.during["taken"] = lambda envelope: sender.terminate()
    assert sender.start().wait() == 0

    assert mail_server.message_ids == [mails[0].message_id]
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "queued", "queued"]


def test_sender_that_goes_on_sends_what_comes_later(mail_server):
    sender, mails = Sender(mail_server, every=1).start(), []
    for _ in range(2):
        mails.append(MailFactory())
        end = time.monotonic() + 15
        while len(mail_server.messages) < len(mails) and time.monotonic() < end:
            time.sleep(0.02)
    sender.terminate()
    assert sender.wait() == 0
    assert mail_server.message_ids == [mail.message_id for mail in mails]


def test_two_senders_at_once_send_each_mail_once(mail_server):
    mails, at_once = MailFactory.create_batch(60), Counter()

    async def wait_for_another(envelope):
        at_once["now"] += 1
        at_once["most"] = max(at_once["most"], at_once["now"])
        for _ in range(20):
            await asyncio.sleep(0.005)
            if at_once["most"] > 1:
                break
        at_once["now"] -= 1

    # SQLite lets one send at a time, so there nobody comes.
    mail_server.during["DATA"] = wait_for_another if connection.vendor == "postgresql" else lambda envelope: None
    senders = [Sender(mail_server).start() for _ in range(2)]
    assert [sender.wait() for sender in senders] == [0, 0]

    assert Counter(mail_server.message_ids) == {mail.message_id: 1 for mail in mails}
    assert Mail.objects.filter(state="sent").count() == 60
    if connection.vendor == "postgresql":
        assert at_once["most"] == 2
