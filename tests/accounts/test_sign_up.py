"""Signing up: a name and an address that is confirmed by a code. A known address is answered the same way."""

from unittest import mock

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from accounts.models import User
from outbox.models import Mail
from tests.accounts.steps import NEW_PASSWORD, code_for, errors, is_signed_in, newest_mail, said, sign_in
from tests.factories import PASSWORD, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

ADDRESS = "ny@example.org"


def sign_up(client, prefix="", **data):
    given = {"name": "Nils Ny", "email": ADDRESS, "password1": ""} | data
    return client.post(f"{prefix}/konto/skapa-konto/", given)


@pytest.mark.parametrize(("prefix", "language", "subject"), [
    ("", "sv", "Din kod för att bekräfta adressen"), ("/en", "en", "Your code to confirm your address"),
])  # fmt: skip
def test_sign_up_ends_signed_in_after_the_code(client, prefix, language, subject):
    response = sign_up(client, prefix)
    assert (response.status_code, response.url) == (302, f"{prefix}/konto/bekrafta/")
    assert ADDRESS in said(client.get(response.url))
    mail = newest_mail(ADDRESS)
    assert mail.subject == subject
    assert not is_signed_in(client)

    response = client.post(f"{prefix}/konto/bekrafta/", {"code": code_for(ADDRESS)})

    assert (response.status_code, response.url) == (302, f"{prefix}/mitt/")
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.language, user.has_usable_password()) == ("Nils Ny", language, False)
    assert "Nils Ny" in said(client.get(f"{prefix}/konto/"))


def test_sign_up_with_a_password_lets_one_sign_in_with_it(client):
    sign_up(client, password1=NEW_PASSWORD)
    client.post("/konto/bekrafta/", {"code": code_for(ADDRESS)})

    other = Client()
    sign_in(other, User.objects.get(email=ADDRESS), password=NEW_PASSWORD)

    assert is_signed_in(other)


def test_code_is_taken_however_it_is_typed(client):
    """Without the dash, in small letters, with blanks: it is the same code."""
    sign_up(client)
    typed = f" {code_for(ADDRESS).replace('-', '').lower()} "
    assert client.post("/konto/bekrafta/", {"code": typed}).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize(("field", "value", "told"), [
    ("name", "", "Namn"),
    ("name", "x" * 121, "Namn"),
    ("email", "ingen adress", "E-post"),
    ("email", "", "E-post"),
    ("email", "a\x00b@example.org", "E-post"),
    ("password1", "kort", "minst 12 tecken"),
    ("password1", "password1234", "Lösenord"),
])  # fmt: skip
def test_sign_up_with_something_wrong_says_so_at_the_field_and_keeps_the_rest(client, field, value, told):
    response = sign_up(client, **{field: value})

    page = parse(response.content).one("main")
    assert response.status_code == 200
    assert told in errors(response)
    assert page.one("input", name=field).attrs["aria-invalid"] == "true"
    kept = {"name": "Nils Ny", "email": ADDRESS} | ({field: value} if field != "password1" else {})
    for name, text in kept.items():
        assert page.one("input", name=name).attrs.get("value", "") == text
    assert not User.objects.filter(email=ADDRESS).exists()


def test_wrong_code_may_be_typed_three_times(client):
    sign_up(client)
    for _attempt in range(2):
        response = client.post("/konto/bekrafta/", {"code": "WRONG-CODE"})
        assert "Koden är fel" in errors(response)
    response = client.post("/konto/bekrafta/", {"code": "WRONG-CODE"}, follow=True)
    assert response.redirect_chain[-1][0] == "/konto/logga-in/"
    assert "fel för många gånger" in said(response)

    client.post("/konto/bekrafta/", {"code": code_for(ADDRESS)})
    assert not is_signed_in(client)


def test_code_is_sent_again_and_then_only_the_new_one_holds(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"confirm_email": ""}
    sign_up(client)
    first = code_for(ADDRESS)
    client.post("/konto/bekrafta/", {"action": "resend"})
    assert code_for(ADDRESS) != first
    assert "Koden är fel" in errors(client.post("/konto/bekrafta/", {"code": first}))
    assert client.post("/konto/bekrafta/", {"code": code_for(ADDRESS)}).status_code == 302
    assert is_signed_in(client)


def test_code_is_not_sent_again_within_ten_seconds(client):
    sign_up(client)
    first = code_for(ADDRESS)
    assert client.post("/konto/bekrafta/", {"action": "resend"}).status_code == 429
    assert client.post("/konto/bekrafta/", {"code": first}).status_code == 302


def test_code_holds_for_fifteen_minutes(client):
    sign_up(client)
    session = client.session
    session["account_email_verification_code"]["at"] -= 15 * 60 + 1
    session.save()
    client.post("/konto/bekrafta/", {"code": code_for(ADDRESS)})
    assert not is_signed_in(client)


# --- Whether an address has an account ------------------------------------------------------------------------


def seen(client, response):
    """All that whoever signs up can see: where it leads, what is there, the cookies; without what is random."""
    page = client.get(response.url)
    text = said(page)
    return response.status_code, response.url, page.status_code, text, sorted(client.cookies)


@pytest.mark.parametrize("password", ["", NEW_PASSWORD])
def test_sign_up_with_a_known_address_looks_the_same_and_mails_its_owner(password):
    UserFactory(email="kand@example.org", language="en")
    known, unknown = Client(), Client()

    one = seen(known, sign_up(known, email="kand@example.org", password1=password))
    other = seen(unknown, sign_up(unknown, email="okand@example.org", password1=password))

    assert one[3].replace("kand@", "") == other[3].replace("okand@", "")
    assert one[:3] + one[4:] == other[:3] + other[4:]
    assert newest_mail("kand@example.org").subject == "You have an account already"
    assert newest_mail("okand@example.org").subject == "Din kod för att bekräfta adressen"
    for client in (known, unknown):
        assert "Koden är fel" in errors(client.post("/konto/bekrafta/", {"code": "WRONG-CODE"}))
    assert User.objects.get(email="kand@example.org").check_password(PASSWORD)


def test_sign_up_with_a_known_address_hashes_the_password_too(client):
    """Otherwise the time that the answer takes would tell."""
    UserFactory(email="kand@example.org")
    with mock.patch("accounts.forms.make_password", wraps=make_password) as hashed:
        sign_up(client, email="kand@example.org", password1=NEW_PASSWORD)
    hashed.assert_called_once_with(NEW_PASSWORD)


def test_two_sign_ups_with_one_address_at_the_same_moment_make_one_account(client):
    """The second one has looked before the first one has written."""
    UserFactory(email=ADDRESS)
    with mock.patch("allauth.account.internal.flows.manage_email.assess_unique_email", return_value=True):
        response = sign_up(client)
    assert (response.status_code, response.url) == (302, "/konto/bekrafta/")
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert newest_mail(ADDRESS).subject == "Du har redan ett konto"


def test_password_of_who_never_confirmed_is_worth_nothing_when_the_owner_comes(client):
    """Somebody signs up with another's address and a password, and waits for its owner to take the account over."""
    sign_up(client, password1=NEW_PASSWORD)
    owner = Client()
    owner.post("/konto/kod/", {"email": ADDRESS})
    owner.post("/konto/kod/bekrafta/", {"code": code_for(ADDRESS)})
    assert is_signed_in(owner)

    sign_in(client, User.objects.get(email=ADDRESS), password=NEW_PASSWORD)

    assert not is_signed_in(client)


def test_sign_up_tells_others_nothing(client):
    """One mail, to whom it is for, and its key holds neither name nor address."""
    sign_up(client)
    mail = Mail.objects.get()
    assert mail.to == ADDRESS
    assert "@" not in mail.key
    assert "Nils" not in mail.key


def test_pages_that_announce_mail_say_where_it_lies_when_none_is_sent(client, settings):
    for to_files in (True, False):
        settings.MAIL_TO_FILES = to_files
        for path in ("/konto/kod/", "/konto/skapa-konto/", "/rattelse/projekt/kin/?falt=summary"):
            page = client.get(path).content.decode()
            assert ("skickar inga mejl" in page) == to_files, path
            assert ("mail/</code>" in page) == to_files, path
