"""Many mails that say the same are rendered once; each has what is its own, and as little can go wrong as with one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from outbox import actions
from outbox.actions import Letter, mark, put_mails
from outbox.models import Mail
from outbox.sending import send_due

pytestmark = pytest.mark.django_db
COMMON = {"template": "mail/test.html", "language": "sv", "stop_url": f"https://portal.example/{mark('key')}/"}


def context(title="Åtta öar"):
    return {"title": title, "comment": f"https://portal.example/{mark('key')}/"}


def letters(number=3, first=0):
    return [
        Letter(f"test:{n}", f"mottagare-{n}@example.org", {"key": f"nyckel-{n}"}) for n in range(first, first + number)
    ]


def test_each_mail_has_its_own_values_and_nobody_elses():
    assert put_mails(letters(), context=context(), **COMMON) == 3
    for number, mail in enumerate(Mail.objects.order_by("pk")):
        assert mail.to == f"mottagare-{number}@example.org"
        for part in (mail.text, mail.html, mail.stop_url):
            assert f"https://portal.example/nyckel-{number}/" in part
            assert part.count("nyckel-") == part.count(f"nyckel-{number}")
            assert mark("key") not in part
    assert Mail.objects.values("message_id").distinct().count() == 3


def test_mail_is_rendered_once_whatever_their_number(monkeypatch):
    rendered, real = [], actions.render
    monkeypatch.setattr(actions, "render", lambda *args: rendered.append(args) or real(*args))
    put_mails(letters(50), context=context(), **COMMON)
    assert len(rendered) == 1


def test_same_keys_again_write_nothing():
    put_mails(letters(2), context=context(), **COMMON)
    assert put_mails(letters(3), context=context("Nio öar"), **COMMON) == 1
    assert Mail.objects.filter(subject__contains="Nio").count() == 1
    assert put_mails([], context=context(), **COMMON) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        Letter("", "a@example.org", {"key": "x"}),
        Letter("x" * 201, "a@example.org", {"key": "x"}),
        Letter("test:x", "a@example.org", {"key": "<b>"}),
        Letter("test:x", "a@example.org", {"key": "a b"}),
        Letter("test:x", "a@example.org", {"key": ""}),
    ],
    ids=repr,
)
def test_one_that_cannot_be_stops_all_of_them(wrong):
    with pytest.raises(ValidationError), transaction.atomic():
        put_mails([*letters(), wrong], context=context(), **COMMON)
    assert not Mail.objects.exists()


@pytest.mark.parametrize("wrong", ["a@example.org\nBcc: b@example.org", "", "x", f"a@{'b.' * 126}se"])
def test_receiver_without_an_address_is_left_out_and_logged_and_stops_no_other(wrong, caplog):
    assert put_mails([*letters(2), Letter("test:x", wrong, {"key": "x"})], context=context(), **COMMON) == 2
    assert Mail.objects.count() == 2
    assert "test:x" in caplog.text


def test_mails_that_wait_are_taken_back_by_the_beginning_of_their_keys(mail_server):
    put_mails(letters(1), context=context(), **COMMON)
    send_due()
    put_mails(letters(2, first=1), context=context(), **COMMON)
    with transaction.atomic():
        assert actions.take_back("test:2") == 1
        assert actions.take_back("test:0") == 0
    assert set(Mail.objects.values_list("key", flat=True)) == {"test:0", "test:1"}


def test_address_to_stop_by_goes_with_the_mail_and_is_forgotten_with_it(mail_server, settings):
    for name, value in mail_server.settings.items():
        setattr(settings, name, value)
    put_mails(letters(1), context=context(), **COMMON)
    send_due()
    (message,) = mail_server.messages
    assert message["List-Unsubscribe"] == "<https://portal.example/nyckel-0/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Mail.objects.get().stop_url == ""


def test_mail_that_nobody_can_stop_says_nothing_of_it(mail_server, settings):
    for name, value in mail_server.settings.items():
        setattr(settings, name, value)
    put_mails(letters(1), context=context(), **COMMON | {"stop_url": ""})
    send_due()
    assert mail_server.messages[0]["List-Unsubscribe"] is None
