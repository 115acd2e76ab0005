"""A mail is written with the change that it tells of, once for each key, and can hold no header of anybody else's."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from outbox.actions import put_mail
from outbox.models import Mail
from projects.models import Project
from tests.at_once import at_once
from tests.factories import ProjectFactory

NEW = {
    "key": "test:1",
    "to": "mottagare@example.org",
    "template": "mail/test.html",
    "context": {"title": "Åtta öar", "comment": ""},
    "language": "sv",
}


@pytest.mark.django_db
def test_mail_waits_with_all_that_is_sent():
    assert put_mail(**NEW) is True

    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.ended_at) == ("queued", 0, None)
    assert (mail.to, mail.subject) == ("mottagare@example.org", "Projekt: Åtta öar")
    assert "Åtta öar" in mail.text
    assert "Åtta öar" in mail.html
    assert mail.message_id.startswith("<")
    assert mail.message_id.endswith("@localhost>")


@pytest.mark.django_db
def test_same_key_again_writes_nothing_and_leaves_the_transaction_whole():
    with transaction.atomic():
        first, second = put_mail(**NEW), put_mail(**NEW | {"to": "annan@example.org"})
        project = ProjectFactory()

    assert (first, second) == (True, False)
    assert Mail.objects.get().to == "mottagare@example.org"
    assert Project.objects.filter(pk=project.pk).exists()


@pytest.mark.django_db
def test_every_mail_has_a_message_id_of_its_own():
    for number in range(20):
        put_mail(**NEW | {"key": f"test:{number}"})
    assert Mail.objects.values("message_id").distinct().count() == 20


@pytest.mark.django_db
def test_change_that_is_rolled_back_sends_no_mail():
    with transaction.atomic():
        put_mail(**NEW)
        transaction.set_rollback(True)

    assert not Mail.objects.exists()
    assert put_mail(**NEW) is True


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "mottagare@example.org\nBcc: alla@example.org"},
        {"to": "mottagare@example.org\r\nBcc: alla@example.org"},
        {"to": "a@example.org, b@example.org"},
        {"to": ""},
        {"key": "x" * 201},
        {"key": ""},
    ],
    ids=repr,
)
def test_receiver_or_key_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        put_mail(**NEW | wrong)
    assert not Mail.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_title_with_line_breaks_stays_one_line_of_subject(end):
    put_mail(**NEW | {"context": {"title": f"Öar{end}Bcc: alla@example.org", "comment": ""}})
    assert Mail.objects.get().subject == "Projekt: Öar Bcc: alla@example.org"


@pytest.mark.django_db
def test_title_of_ten_thousand_characters_is_cut_in_the_subject_only():
    put_mail(**NEW | {"context": {"title": "å" * 10_000, "comment": ""}})
    mail = Mail.objects.get()
    assert len(mail.subject) == 150
    assert "å" * 10_000 in mail.text


@pytest.mark.django_db(transaction=True)
def test_same_key_from_two_transactions_at_once_is_one_mail():
    """The second waits for the first, which still may roll back, and then knows."""

    def change():
        with transaction.atomic():
            return put_mail(**NEW)

    assert sorted(at_once(*[change] * 4)) == [False, False, False, True]
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_mail_outside_of_a_transaction_is_kept_at_once():
    assert put_mail(**NEW) is True
    connections.close_all()
    assert Mail.objects.count() == 1
