"""Signing in by password, by a mailed code, with a second step; how often one may try; what it tells others."""

import json
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from accounts.models import User
from outbox.models import Mail
from tests.accounts.steps import (
    app_code,
    code_for,
    confirm_it_is_me,
    errors,
    is_signed_in,
    newest_mail,
    said,
    sign_in,
    signed_in,
)
from tests.factories import PASSWORD, AuthenticatorFactory, EmailAddressFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db


# --- By a code ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "subject"), [("sv", "Din kod för att logga in"), ("en", "Your code to sign in")])
def test_code_by_mail_signs_in_and_is_written_in_the_language_of_the_account(client, language, subject):
    user = UserFactory(language=language)
    response = client.post("/konto/kod/?next=/projekt/", {"email": user.email.upper(), "next": "/projekt/"})
    assert response.status_code == 302
    assert response.url.startswith("/konto/kod/bekrafta/")
    assert newest_mail(user.email).subject == subject

    response = client.post(response.url, {"code": code_for(user.email), "next": "/projekt/"})

    assert (response.status_code, response.url) == (302, "/projekt/")
    assert is_signed_in(client)


def test_code_is_used_up(client):
    user = UserFactory()
    client.post("/konto/kod/", {"email": user.email})
    code = code_for(user.email)
    client.post("/konto/kod/bekrafta/", {"code": code})
    client.post("/konto/logga-ut/")

    client.post("/konto/kod/bekrafta/", {"code": code})

    assert not is_signed_in(client)


def test_code_is_worth_nothing_in_another_browser(client):
    user = UserFactory()
    client.post("/konto/kod/", {"email": user.email})
    thief = Client()
    thief.post("/konto/kod/", {"email": UserFactory().email})
    thief.post("/konto/kod/bekrafta/", {"code": code_for(user.email)})
    assert not is_signed_in(thief)


def test_new_code_is_sent_when_asked_for(client):
    user = UserFactory()
    client.post("/konto/kod/", {"email": user.email})
    first = code_for(user.email)
    client.post("/konto/kod/bekrafta/", {"action": "resend"})
    assert code_for(user.email) != first
    client.post("/konto/kod/bekrafta/", {"code": code_for(user.email)})
    assert is_signed_in(client)


def test_address_that_was_not_confirmed_is_asked_for_a_code(client):
    user = UserFactory(address=None)
    EmailAddressFactory(user=user, email=user.email, verified=False)
    response = sign_in(client, user)
    assert response.url == "/konto/bekrafta/"
    client.post(response.url, {"code": code_for(user.email)})
    assert is_signed_in(client)


def test_account_that_was_made_by_hand_can_sign_in(client):
    """By createsuperuser: allauth has heard nothing of its address yet."""
    user = User.objects.create_superuser("Stora.Bokstaver@Example.org", PASSWORD)
    response = sign_in(client, user)
    assert response.url == "/konto/bekrafta/"
    client.post(response.url, {"code": code_for(user.email)})
    assert is_signed_in(client)


# --- Whether an address has an account ------------------------------------------------------------------------


def test_code_for_an_unknown_address_looks_the_same_and_tells_its_owner(client):
    UserFactory(email="kand@example.org")
    seen = {}
    for address in ("kand@example.org", "okand@example.org"):
        browser = Client()
        answer = browser.post("/konto/kod/", {"email": address})
        page = browser.get(answer.url)
        wrong = browser.post("/konto/kod/bekrafta/", {"code": "WRONG-CODE"})
        seen[address] = (
            answer.status_code, answer.url, said(page).replace(address, ""), said(wrong).replace(address, ""),
            sorted(browser.cookies),
        )  # fmt: skip
    assert seen["kand@example.org"] == seen["okand@example.org"]
    assert newest_mail("okand@example.org").subject == "Det finns inget konto med den här adressen"


def test_wrong_password_and_unknown_address_look_the_same(client):
    UserFactory(email="kand@example.org")
    pages = set()
    for address in ("kand@example.org", "okand@example.org"):
        response = client.post("/konto/logga-in/", {"login": address, "password": "wrong"})
        assert response.status_code == 200
        pages.add(said(response))
        assert parse(response.content).one("input", name="login").attrs["value"] == address
    assert len(pages) == 1
    assert not Mail.objects.exists()


def test_unknown_address_takes_the_time_of_a_password_too(client):
    with mock.patch("accounts.models.User.set_password") as hashed:
        client.post("/konto/logga-in/", {"login": "okand@example.org", "password": "wrong"})
    hashed.assert_called_once_with("wrong")


def test_new_password_for_an_unknown_address_looks_the_same(client):
    UserFactory(email="kand@example.org")
    seen = set()
    for address in ("kand@example.org", "okand@example.org"):
        browser = Client()
        answer = browser.post("/konto/losenord/glomt/", {"email": address})
        page = browser.get(answer.url)
        seen.add((answer.status_code, answer.url, said(page).replace(address, ""), tuple(sorted(browser.cookies))))
    assert len(seen) == 1
    assert newest_mail("okand@example.org").subject == "Det finns inget konto med den här adressen"


def test_closed_account_is_told_so_only_with_its_password(client):
    user = UserFactory(is_active=False)
    assert "fel" in errors(sign_in(client, user, password="wrong"))
    response = sign_in(client, user)
    assert response.url == "/konto/avstangt/"
    assert "stängt" in said(client.get(response.url))
    assert not is_signed_in(client)


# --- How often ------------------------------------------------------------------------------------------------


def test_password_may_be_wrong_five_times(client):
    user = UserFactory()
    for _attempt in range(5):
        assert "E-postadressen eller lösenordet är fel" in errors(sign_in(client, user, password="wrong"))
    assert "Vänta några minuter" in errors(sign_in(client, user))
    assert not is_signed_in(client)
    assert sign_in(client, UserFactory()).status_code == 302, "another account is not concerned"


def test_right_password_costs_no_attempt(client):
    user = UserFactory()
    for _time in range(7):
        assert sign_in(client, user).status_code == 302
        client.post("/konto/logga-ut/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_over_the_limit_is_a_page_in_own_dress_that_keeps_what_was_typed(client, settings, prefix):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    data = {"name": "Nils Ny", "email": "ny@example.org", "password1": "fyra ord som ingen gissar"}
    path = f"{prefix}/konto/skapa-konto/"
    client.post(path, {"name": "", "email": ""})

    response = client.post(path, data)

    page = parse(response.content)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert page.one("html").attrs["lang"] == ("en" if prefix else "sv")
    form = page.one("main").one("form")
    assert form.attrs["action"] == path
    kept = {field.attrs["name"]: field.attrs["value"] for field in form.all("input")}
    assert kept.pop("csrfmiddlewaretoken")
    assert kept == {"name": "Nils Ny", "email": "ny@example.org"}

    settings.ACCOUNT_RATE_LIMITS = {}
    assert client.post(path, kept).status_code == 302


def test_codes_are_not_sent_without_end(client):
    user = UserFactory()
    for _time in range(3):
        assert Client().post("/konto/kod/", {"email": user.email}).status_code == 302
    response = client.post("/konto/kod/", {"email": user.email})
    assert "Vänta några minuter" in errors(response)
    assert parse(response.content).one("main").one("input", name="email").attrs["value"] == user.email
    assert Mail.objects.filter(to=user.email).count() == 3


def test_new_passwords_are_not_asked_for_without_end(client):
    user = UserFactory()
    for _time in range(3):
        assert Client().post("/konto/losenord/glomt/", {"email": user.email}).status_code == 302
    assert client.post("/konto/losenord/glomt/", {"email": user.email}).status_code == 429


def test_limit_counts_the_visitor_and_not_what_a_visitor_writes(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for number in range(2):
        response = client.post("/konto/logga-in/", {}, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert response.status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.post("/konto/logga-in/", {}, headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 200
    assert client.post("/konto/logga-in/", {}, headers={"X-Forwarded-For": "x, 192.0.2.9"}).status_code == 429


# --- With a second step ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["password", "code"])
def test_second_step_is_asked_for_after_the_first(client, way):
    user = UserFactory()
    AuthenticatorFactory(user=user)
    if way == "password":
        response = sign_in(client, user)
    else:
        client.post("/konto/kod/", {"email": user.email})
        response = client.post("/konto/kod/bekrafta/", {"code": code_for(user.email)})
    assert response.url == "/konto/tvastegs/logga-in/"
    assert not is_signed_in(client)
    assert "Det stämde inte" in errors(client.post(response.url, {"code": "000000"}))

    client.post(response.url, {"code": app_code()})

    assert is_signed_in(client)


def test_reserve_code_lets_in_once():
    user = UserFactory()
    AuthenticatorFactory(user=user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for client, lets_in in ((Client(), True), (Client(), False)):
        response = sign_in(client, user)
        client.post(response.url, {"code": code})
        assert is_signed_in(client) is lets_in


def test_second_step_may_be_wrong_five_times(client):
    user = UserFactory()
    AuthenticatorFactory(user=user)
    response = sign_in(client, user)
    for _attempt in range(5):
        client.post(response.url, {"code": "000000"})
    assert "Vänta några minuter" in errors(client.post(response.url, {"code": app_code()}))
    assert not is_signed_in(client)


NO_PASSKEYS = ["", "x", "{}", "[]", "null", '{"id": 1}', '{"id": "AA", "rawId": "AA", "type": "public-key"}']
# As a browser writes it, with nothing true in it.
NO_PASSKEYS += [
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})
    for response in (
        {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": 1},
        {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "x\x00"},
        {"clientDataJSON": "", "authenticatorData": [], "signature": {}},
    )
]


@pytest.mark.parametrize("credential", NO_PASSKEYS)
def test_passkey_that_is_none_lets_nobody_in(client, credential):
    client.get("/konto/passkeys/logga-in/", headers={"Accept": "application/json"})
    response = client.post("/konto/passkeys/logga-in/", {"credential": credential})
    assert (response.status_code, response.url) == (302, "/konto/logga-in/")
    user = UserFactory()
    AuthenticatorFactory(user=user)
    response = sign_in(client, user)
    assert client.post(response.url, {"credential": credential}).status_code == 200
    assert not is_signed_in(client)


def test_whoever_stops_at_the_second_step_can_sign_in_as_another(client):
    user = UserFactory()
    AuthenticatorFactory(user=user)
    sign_in(client, user)
    assert client.get("/konto/logga-in/").url == "/konto/tvastegs/logga-in/"
    client.post("/konto/logga-ut/", {"next": "/konto/logga-in/"})
    assert client.get("/konto/logga-in/").status_code == 200


def test_setting_up_an_app_gives_reserve_codes(django_capture_on_commit_callbacks):
    user = UserFactory()
    client = signed_in(user)
    page = confirm_it_is_me(client, "/konto/tvastegs/app/")
    main = parse(page.content).one("main")
    secret = main.one("code").text
    assert main.one("svg").attrs["aria-hidden"] == "true"
    assert "Det stämde inte" in errors(client.post("/konto/tvastegs/app/", {"code": "000000"}))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/konto/tvastegs/app/", {"code": app_code(secret)}, follow=True)

    assert response.redirect_chain[-1][0] == "/konto/tvastegs/reservkoder/"
    codes = [code.text for code in parse(response.content).one("main").all("code")]
    assert len(codes) == 10
    assert all(code in client.get("/konto/tvastegs/reservkoder/hamta/").text for code in codes)
    assert newest_mail(user.email).subject == "Ditt konto har fått en kodapp"
    assert Authenticator.objects.filter(user=user, type="totp").exists()
