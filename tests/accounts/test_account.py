"""One's own account: name, language, address, password, where one is signed in."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from outbox.models import Mail
from tests.accounts.steps import (
    NEW_PASSWORD,
    code_for,
    errors,
    is_signed_in,
    newest_mail,
    said,
    sign_in,
    signed_in,
)
from tests.factories import PASSWORD, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db


# --- Name and language ----------------------------------------------------------------------------------------


def test_name_and_language_are_changed_and_the_page_comes_in_the_language():
    user = UserFactory()
    client = signed_in(user)
    response = client.post("/konto/", {"name": "Nytt Namn", "language": "en"})
    assert (response.status_code, response.url) == (302, "/en/konto/")
    assert "Nytt Namn" in said(client.get("/en/konto/"))
    user.refresh_from_db()
    assert (user.name, user.language) == ("Nytt Namn", "en")


@pytest.mark.parametrize(
    ("field", "value"), [("name", "x" * 121), ("language", "de"), ("language", ""), ("name", "a\x00")]
)
def test_name_or_language_that_cannot_be_is_told_at_the_field(field, value):
    user = UserFactory(name="Gammalt Namn")
    client = signed_in(user)
    response = client.post("/konto/", {"name": "Nytt Namn", "language": "sv"} | {field: value})
    wrong = [element for element in parse(response.content).all() if element.attrs.get("aria-invalid") == "true"]
    assert response.status_code == 200
    assert [element.attrs["name"] for element in wrong] == [field]
    assert "Gammalt Namn" in said(response)
    user.refresh_from_db()
    assert (user.name, user.language) == ("Gammalt Namn", "sv")


def test_language_that_the_portal_does_not_speak_is_refused_by_the_database():
    user = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(language="de")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Stor@example.org")
    user.language = "de"
    with pytest.raises(ValidationError):
        user.full_clean()


# --- Address --------------------------------------------------------------------------------------------------


def with_address_to_change(client):
    """As a browser does: the page asks who it is only when the form is sent."""
    response = client.post("/konto/e-post/", {"email": "ny@example.org", "action_add": ""})
    assert response.url.startswith("/konto/igen/losenord/")
    return client.post(response.url, {"password": PASSWORD, "next": "/konto/e-post/"}, follow=True)


def test_new_address_holds_when_its_code_is_typed_and_the_old_one_is_told():
    user = UserFactory(email="gammal@example.org")
    client = signed_in(user)
    response = with_address_to_change(client)
    assert response.redirect_chain[-1][0] == "/konto/bekrafta/"
    assert User.objects.get(pk=user.pk).email == "gammal@example.org"

    client.post("/konto/bekrafta/", {"code": code_for("ny@example.org")})

    assert User.objects.get(pk=user.pk).email == "ny@example.org"
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("ny@example.org", True, True)
    ]
    assert "ny@example.org" in newest_mail("gammal@example.org").text


def test_address_of_another_account_looks_the_same_until_its_owner_would_type_the_code():
    UserFactory(email="ny@example.org")
    user = UserFactory()
    client = signed_in(user)
    assert with_address_to_change(client).redirect_chain[-1][0] == "/konto/bekrafta/"
    response = client.post("/konto/bekrafta/", {"code": code_for("ny@example.org")})
    assert "används nu av ett annat konto" in errors(response)
    user.refresh_from_db()
    assert user.email != "ny@example.org"


@pytest.mark.parametrize("address", ["", "ingen adress", "a@b"])
def test_address_that_is_none_is_told(address):
    client = signed_in(UserFactory())
    response = client.post("/konto/e-post/", {"email": address, "action_add": ""})
    assert "E-post" in errors(response) or "e-post" in errors(response)


# --- Password -------------------------------------------------------------------------------------------------


def test_changed_password_signs_out_everywhere_else_and_is_told_by_mail():
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    response = here.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}, follow=True)
    assert "Ditt lösenord är bytt" in said(response)
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert UserSession.objects.filter(user=user).count() == 1
    assert newest_mail(user.email).subject == "Ditt lösenord har bytts"
    assert sign_in(Client(), user, password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(("given", "told"), [
    ({"oldpassword": "wrong"}, "nuvarande lösenordet är fel"),
    ({"password1": "kort"}, "minst 12 tecken"),
    ({"password1": ""}, "Nytt lösenord"),
])  # fmt: skip
def test_password_that_cannot_be_changed_says_why(given, told):
    client = signed_in(UserFactory())
    response = client.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD} | given)
    assert told in errors(response)


def test_account_without_a_password_can_choose_one(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.post("/konto/kod/", {"email": user.email})
    client.post("/konto/kod/bekrafta/", {"code": code_for(user.email)})
    assert client.get("/konto/losenord/").url == "/konto/losenord/valj/"
    client.post("/konto/losenord/valj/", {"password1": NEW_PASSWORD})
    assert sign_in(Client(), user, password=NEW_PASSWORD).status_code == 302
    assert newest_mail(user.email).subject == "Ditt konto har fått ett lösenord"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_forgotten_password_is_replaced_by_a_code(client, prefix):
    user = UserFactory()
    there = signed_in(user)
    response = client.post(f"{prefix}/konto/losenord/glomt/", {"email": user.email})
    assert response.url == f"{prefix}/konto/losenord/glomt/kod/"
    assert errors(client.post(response.url, {"code": "WRONG-CODE"}))
    response = client.post(response.url, {"code": code_for(user.email)})
    assert response.url == f"{prefix}/konto/losenord/glomt/nytt/"
    assert "12" in errors(client.post(response.url, {"password1": "kort"}))

    response = client.post(response.url, {"password1": NEW_PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0] == f"{prefix}/konto/losenord/glomt/klart/"
    assert sign_in(Client(), user, password=NEW_PASSWORD).status_code == 302
    assert not is_signed_in(there)
    assert Mail.objects.filter(to=user.email, subject="Ditt lösenord har bytts").exists()


# --- Where one is signed in -----------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended_one_by_one():
    user = UserFactory()
    here, there, third = signed_in(user), signed_in(user), signed_in(user)
    stranger = signed_in(UserFactory())
    page = parse(here.get("/konto/inloggningar/").content).one("main")
    assert len(page.one("ul", "plain-list").all("li")) == 3
    assert page.text.count("här") == 1
    pk = UserSession.objects.get(session_key=there.session.session_key).pk

    response = here.post("/konto/inloggningar/", {"session": str(pk)}, follow=True)

    assert "1 inloggning är utloggad" in said(response)
    assert [is_signed_in(client) for client in (here, there, third, stranger)] == [True, False, True, True]
    assert "1 inloggning är utloggad" in said(here.post("/konto/inloggningar/", follow=True))
    assert [is_signed_in(client) for client in (here, third, stranger)] == [True, False, True]


@pytest.mark.parametrize("session", ["0", "-1", "x", "9" * 400, "", "\x00", "1 OR 1=1"])
def test_session_that_is_none_of_ones_own_is_not_ended(session):
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    stranger = signed_in(UserFactory())
    of_stranger = UserSession.objects.get(session_key=stranger.session.session_key).pk
    for pk in (session, str(of_stranger)):
        assert here.post("/konto/inloggningar/", {"session": pk}).status_code == 302
    assert is_signed_in(there)
    assert is_signed_in(stranger)


def test_list_of_sessions_writes_nothing(django_assert_num_queries):
    user = UserFactory()
    client = signed_in(user)
    signed_in(user).session.flush()  # ended, and still in the list of allauth
    before = UserSession.objects.count()
    assert len(parse(client.get("/konto/inloggningar/").content).one("main").one("ul", "plain-list").all("li")) == 1
    assert UserSession.objects.count() == before
