"""What a mail server says decides what becomes of a mail, and one mail or one server stops nothing for ever."""

import asyncio
import datetime
import email
from email.policy import default

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from outbox.models import Mail
from outbox.sending import DELAYS, KEPT, Round, forget_old, send_due
from tests.factories import MailFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def through(settings):
    """Make the portal send through a server."""

    def use(server, **changes):
        for name, value in (server.settings | changes).items():
            setattr(settings, name, value)

    return use


@pytest.fixture
def server(mail_server, through):
    through(mail_server)
    return mail_server


def refuse(address, answer):
    return lambda envelope: answer if address in envelope.rcpt_tos else None


def states():
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


# --- What is sent ---------------------------------------------------------------------------------------------


def test_mails_go_out_over_one_connection_the_longest_due_first(server):
    now = timezone.now()
    mails = [MailFactory(due_at=now - datetime.timedelta(minutes=minutes)) for minutes in (1, 3, 2)]

    assert send_due() == Round(sent=3)
    assert server.message_ids == [mails[number].message_id for number in (1, 2, 0)]
    assert server.connections == 1
    assert send_due() == Round()


def test_mail_has_text_and_html_and_says_who_sent_it_and_that_no_person_did(server, settings):
    settings.DEFAULT_FROM_EMAIL = "Integrationsportalen <portalen@portal.example>"
    settings.CONTACT_EMAIL = "kontakt@portal.example"
    mail = MailFactory(subject="Nytt om Åtta öar", text="Hej på dig\n", html="<p>Hej på dig</p>\n")
    send_due()

    [message] = server.messages
    assert (message["Subject"], message["To"]) == ("Nytt om Åtta öar", mail.to)
    assert message["From"] == "Integrationsportalen <portalen@portal.example>"
    assert message["Reply-To"] == "kontakt@portal.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == mail.put_at.replace(microsecond=0)
    assert message.get_body(["plain"]).get_content().splitlines() == ["Hej på dig"]
    assert message.get_body(["html"]).get_content().splitlines() == ["<p>Hej på dig</p>"]


def test_mail_that_is_sent_keeps_no_words(server):
    MailFactory()
    send_due()
    mail = Mail.objects.get()
    assert (mail.state, mail.text, mail.html, mail.due_at) == ("sent", "", "", None)
    assert mail.ended_at
    assert mail.to
    assert mail.subject


def test_mail_that_is_not_due_waits(server):
    MailFactory(due_at=timezone.now() + datetime.timedelta(minutes=1))
    assert send_due() == Round()
    assert server.messages == []


def test_mail_goes_to_files_when_nothing_is_configured(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    mail = MailFactory()
    assert send_due() == Round(sent=1)
    [path] = (tmp_path / "mail").iterdir()
    assert email.message_from_bytes(path.read_bytes(), policy=default)["Message-ID"] == mail.message_id


# --- What fails -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "answer", "becomes"),
    [
        ("RCPT", "451 4.7.1 greylisted, come back", "queued"),
        ("RCPT", "550 5.1.1 no such user", "dead"),
        ("DATA", "452 4.3.1 no room", "queued"),
        ("DATA", "554 5.6.0 not this", "dead"),
    ],
)
def test_mail_that_is_refused_is_tried_later_or_dead_and_stops_no_other(server, step, answer, becomes):
    refused, other = MailFactory(), MailFactory()
    server.during[step] = refuse(refused.to, answer)

    assert send_due() == Round(sent=1, put_off=becomes == "queued", dead=becomes == "dead")
    assert states() == [becomes, "sent"]
    refused.refresh_from_db()
    assert (refused.attempts, refused.error) == (1, answer)
    assert refused.text
    assert server.message_ids == [other.message_id]
    assert server.connections == 1


def test_sender_that_is_refused_waits_for_it_to_be_put_right(server):
    MailFactory()
    server.during["MAIL"] = lambda envelope: "550 5.7.1 who are you"
    assert send_due() == Round(put_off=1)


def test_delays_grow_until_the_last_attempt_makes_a_dead_letter(server):
    mail = MailFactory()
    server.during["RCPT"] = lambda envelope: "451 later"
    for number, delay in enumerate(DELAYS):
        before = timezone.now()
        assert send_due() == Round(put_off=1)
        mail.refresh_from_db()
        assert mail.attempts == number + 1
        assert before + delay <= mail.due_at <= timezone.now() + delay
        assert send_due() == Round()
        Mail.objects.update(due_at=before)

    assert send_due() == Round(dead=1)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("dead", len(DELAYS) + 1)
    assert sorted(DELAYS) == DELAYS
    assert sum(DELAYS, datetime.timedelta()) > datetime.timedelta(days=4)  # RFC 5321, 4.5.4.1


def test_mail_that_cannot_be_made_is_dead_and_stops_no_other(server):
    broken, other = MailFactory(subject="Öar\nBcc: alla@example.org"), MailFactory()
    assert send_due() == Round(sent=1, dead=1)
    broken.refresh_from_db()
    assert broken.error.startswith("BadHeaderError")
    assert server.message_ids == [other.message_id]


def test_server_that_is_down_stops_the_round_and_costs_no_attempt(server):
    MailFactory.create_batch(3)
    server.stop()
    done = send_due()
    assert (done.sent, done.put_off, done.dead) == (0, 0, 0)
    assert "refused" in done.stopped
    assert set(Mail.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_server_that_hangs_is_left_after_two_mails(mail_server, through):
    through(mail_server, EMAIL_TIMEOUT=0.5)
    MailFactory.create_batch(5)

    async def hang(envelope):
        await asyncio.sleep(2)

    mail_server.during["RCPT"] = hang
    done = send_due()
    assert (done.sent, done.put_off, done.dead) == (0, 2, 0)
    assert "timed out" in done.stopped


def test_mail_that_breaks_the_connection_is_tried_later_and_the_next_gets_a_new_one(server):
    bad = MailFactory()
    MailFactory.create_batch(2)
    server.during["RCPT"] = refuse(bad.to, "421 4.3.2 closing")
    assert send_due() == Round(sent=2, put_off=1)
    assert states() == ["queued", "sent", "sent"]
    assert server.connections == 2


# --- The command ----------------------------------------------------------------------------------------------


def test_command_tells_how_much_and_succeeds(server, capsys):
    MailFactory.create_batch(2)
    call_command("send_mail_queue")
    assert "Sent: 2. Put off: 0. Dead letters: 0." in capsys.readouterr().out


def test_command_fails_when_dead_letters_came_and_only_then(server):
    MailFactory()
    server.during["RCPT"] = lambda envelope: "550 no such user"
    with pytest.raises(CommandError, match="New dead letters: 1"):
        call_command("send_mail_queue")
    call_command("send_mail_queue")


def test_command_fails_when_the_server_is_down(server):
    MailFactory()
    server.stop()
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("send_mail_queue")


def test_command_without_a_pause_is_refused():
    with pytest.raises(CommandError, match="1 or more"):
        call_command("send_mail_queue", every=0)


# --- What is kept ---------------------------------------------------------------------------------------------


def test_mail_that_ended_long_ago_keeps_nothing_of_anybody_but_its_key():
    long_ago = timezone.now() - KEPT - datetime.timedelta(minutes=1)
    old = [MailFactory(dead=True, ended_at=long_ago, error="550 <a@example.org>"), MailFactory(sent=True)]
    Mail.objects.filter(pk=old[1].pk).update(ended_at=long_ago)
    kept = [MailFactory(), MailFactory(dead=True), MailFactory(put_at=long_ago, due_at=long_ago)]

    assert forget_old() == 2
    assert forget_old() == 0
    for mail in old:
        mail.refresh_from_db()
        assert (mail.to, mail.subject, mail.text, mail.html, mail.error) == ("", "", "", "", "")
        assert mail.key
    assert all(Mail.objects.get(pk=mail.pk).text for mail in kept)


def test_privacy_page_says_how_long_a_mail_is_kept(client):
    assert f"{KEPT.days} dagar" in client.get("/om/personuppgifter/").content.decode()
