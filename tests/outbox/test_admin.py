"""An administrator sees what could not be sent first, and can try it again; nothing else can be done to a mail."""

import pytest
from django.contrib.auth.models import Permission

from outbox.models import Mail
from tests.factories import MailFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/outbox/mail/"


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(admin=True))


def try_again(client, *mails):
    data = {"action": "try_again", "_selected_action": [mail.pk for mail in mails]}
    return client.post(LIST, data, follow=True)


def test_dead_letters_are_first_then_what_waits(client, administrator):
    dead, waiting, sent = MailFactory(dead=True), MailFactory(), MailFactory(sent=True)
    assert list(client.get(LIST).context["cl"].result_list) == [dead, waiting, sent]


def test_dead_letter_that_is_tried_again_has_all_its_attempts(client, administrator):
    dead, other = MailFactory(dead=True, attempts=12), MailFactory(dead=True)
    page = try_again(client, dead)
    assert "1 mejl väntar på att skickas igen." in page.content.decode()
    dead.refresh_from_db()
    other.refresh_from_db()
    assert (dead.state, dead.attempts, dead.ended_at) == ("queued", 0, None)
    assert dead.due_at
    assert other.state == "dead"


@pytest.mark.parametrize(
    "given", [{"sent": True}, {"dead": True, "to": "", "subject": "", "text": "", "html": ""}], ids=["sent", "emptied"]
)
def test_mail_that_cannot_be_sent_again_stays_as_it_is_and_that_is_said(client, administrator, given):
    mail = MailFactory(**given)
    assert "Bara ett mejl som inte gick att skicka" in try_again(client, mail).content.decode()
    assert Mail.objects.get().state == mail.state


def test_mail_is_shown_as_text_with_nothing_to_change(client, administrator):
    mail = MailFactory(text="Första <b>raden</b>\n", html="<p>Märkning</p>")
    page = client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert "Första &lt;b&gt;raden&lt;/b&gt;" in page
    assert "Märkning" not in page
    assert 'name="_save"' not in page
    for address in (f"{LIST}add/", f"{LIST}{mail.pk}/delete/"):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.post(f"{LIST}{mail.pk}/change/", {"to": "annan@example.org"}).status_code == 403


def test_who_may_only_look_cannot_try_again(client):
    client.force_login(UserFactory(staff=True, user_permissions=[Permission.objects.get(codename="view_mail")]))
    dead = MailFactory(dead=True)
    assert "try_again" not in client.get(LIST).content.decode()
    try_again(client, dead)
    assert Mail.objects.get().state == "dead"
