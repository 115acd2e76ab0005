"""Signing in with a municipality's own directory, against one that the tests serve on this machine."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.models import User
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.accounts.steps import (
    app_code,
    code_for,
    confirm_it_is_me,
    errors,
    is_signed_in,
    newest_mail,
    said,
    signed_in,
)
from tests.factories import AuthenticatorFactory, EmailAddressFactory, UserFactory
from tests.reading import parse
from tests.test_settings import in_new_process

pytestmark = pytest.mark.django_db

ADDRESS = "sam@kommun.example"
VERIFIED = {"email": ADDRESS, "email_verified": True, "name": "Sam Samordnare"}


@pytest.fixture(scope="module")
def _provider():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def directory(_provider, settings, monkeypatch):
    """The portal is configured as OIDC_… does it, and the directory knows it."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    settings.OIDC_DOMAINS = ["kommun.example"]
    app = {"provider_id": "katalog", "name": "Testkommun", "client_id": CLIENT_ID, "secret": CLIENT_SECRET}
    app["settings"] = {"server_url": _provider.url}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    _provider.broken = {}
    return _provider


def sign_in_with(directory, client, prefix="", query="", **claims):
    """Press the button, sign in at the directory, and come back."""
    response = client.post(f"{prefix}/konto/extern/katalog/{query}")
    assert response.status_code == 302
    return client.get(directory.sign_in(response.url, **claims))


# --- Off, as it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["katalog/", "katalog/svar/", "avbrutet/", "skapa-konto/", ""])
def test_nothing_of_it_is_there_unless_it_is_configured(client, path):
    assert "extern" not in client.get("/konto/logga-in/").text
    own = signed_in(UserFactory())
    assert "extern" not in own.get("/konto/").text
    for browser in (client, own) if path else (own,):
        assert browser.get(f"/konto/extern/{path}").status_code == 404
        assert browser.post(f"/konto/extern/{path}").status_code == 404


def test_policy_allows_the_directory_only_when_it_is_configured():
    code = "from integration_portal import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    base = {"SECRET_KEY": "x"}
    on = base | {"OIDC_ISSUER": "https://login.kommun.example/tenant/", "OIDC_CLIENT_ID": "x", "OIDC_NAME": "Kommun"}
    assert "kommun.example" not in in_new_process("-c", code, **base).stdout
    assert "'https://login.kommun.example'" in in_new_process("-c", code, **on).stdout
    for wrong in (on | {"OIDC_CLIENT_ID": ""}, on | {"OIDC_ISSUER": "http://login.kommun.example"}):
        assert "ImproperlyConfigured: OIDC_ISSUER" in in_new_process("-c", code, **wrong).stderr


# --- On ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_directory_signs_in_whoever_it_knows(directory, client, prefix):
    page = parse(client.get(f"{prefix}/konto/logga-in/?next=/projekt/").content).one("main")
    button = next(form for form in page.all("form") if "/extern/" in form.attrs.get("action", ""))
    assert "Testkommun" in button.text
    path, _question, query = button.attrs["action"].partition("?")
    assert path == f"{prefix}/konto/extern/katalog/"

    response = sign_in_with(directory, client, prefix, f"?{query}", **VERIFIED)

    assert (response.status_code, response.url) == (302, "/projekt/")
    user = User.objects.get(email=ADDRESS)
    assert (user.name, user.language, user.has_usable_password()) == ("Sam Samordnare", "en" if prefix else "sv", False)
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(ADDRESS, True)]
    client.post("/konto/logga-ut/")
    assert not is_signed_in(client)
    sign_in_with(directory, client, prefix, sub="person-1", **VERIFIED)
    assert is_signed_in(client)
    assert User.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": "false"}, {"email_verified": "true"}, {"email_verified": None}, {},
    {"email": "sam@annan.example", "email_verified": True},
    {"email": "sam@kommun.example.evil.example", "email_verified": True},
])  # fmt: skip
def test_address_that_the_directory_does_not_answer_for_is_confirmed_by_a_code(directory, client, claims):
    claims = {"email": ADDRESS} | claims
    response = sign_in_with(directory, client, **claims)
    assert response.url == "/konto/bekrafta/"
    assert not is_signed_in(client)
    client.post(response.url, {"code": code_for(claims["email"])})
    assert is_signed_in(client)


def test_button_needs_a_post(directory, client):
    response = client.get("/konto/extern/katalog/")
    assert response.status_code == 200
    assert "Testkommun" in said(response)
    assert not client.cookies.get("sessionid")


# --- Joining an account that is there ------------------------------------------------------------------------


def test_verified_address_of_the_domain_joins_the_account_that_has_confirmed_it(directory, client):
    user = UserFactory(email=ADDRESS)
    sign_in_with(directory, client, **VERIFIED)
    assert is_signed_in(client)
    assert SocialAccount.objects.get().user == user
    assert newest_mail(ADDRESS).subject == "Ditt konto har kopplats till en katalog"
    assert user.has_usable_password()


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": "true"}, {"email": "sam@annan.example"},
])  # fmt: skip
def test_address_that_is_not_sure_joins_nothing_and_is_answered_as_a_new_one(directory, client, claims):
    claims = VERIFIED | claims
    UserFactory(email=claims["email"])
    response = sign_in_with(directory, client, **claims)
    assert response.url == "/konto/bekrafta/"
    assert newest_mail(claims["email"]).subject == "Du har redan ett konto"
    assert not SocialAccount.objects.exists()
    assert not is_signed_in(client)


def test_account_that_has_not_confirmed_the_address_is_not_joined(directory, client):
    user = UserFactory(email=ADDRESS, address=None)
    EmailAddressFactory(user=user, email=ADDRESS, verified=False)
    sign_in_with(directory, client, **VERIFIED)
    assert not SocialAccount.objects.exists()
    assert not is_signed_in(client)


def test_second_step_is_asked_for_after_the_directory_too(directory, client):
    user = UserFactory(email=ADDRESS)
    AuthenticatorFactory(user=user)
    response = sign_in_with(directory, client, **VERIFIED)
    assert response.url == "/konto/tvastegs/logga-in/"
    assert not is_signed_in(client)
    client.post(response.url, {"code": app_code()})
    assert is_signed_in(client)


def test_somebody_joins_their_account_themselves_and_parts_it_again(directory):
    user = UserFactory()
    client = signed_in(user)
    assert "Testkommun" in said(client.get("/konto/extern/"))
    confirm_it_is_me(client, "/konto/ta-bort/")
    response = sign_in_with(directory, client, query="?process=connect", email="sam@annan.example", sub="person-9")
    assert response.url == "/konto/extern/"
    account = SocialAccount.objects.get(user=user)
    page = client.get("/konto/extern/")
    assert "Testkommun" in said(page)
    response = client.post("/konto/extern/", {"account": account.pk}, follow=True)
    assert "inte längre kopplat" in said(response)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("account", ["", "0", "x", "\x00"])
def test_parting_from_what_is_not_ones_own_is_refused(directory, account):
    other = UserFactory()
    theirs = SocialAccount.objects.create(user=other, provider="katalog", uid="1")
    client = signed_in(UserFactory())
    for given in (account, theirs.pk):
        assert client.post("/konto/extern/", {"account": given}).status_code == 200
    assert SocialAccount.objects.filter(pk=theirs.pk).exists()


def test_directory_without_an_address_asks_for_one(directory, client):
    response = sign_in_with(directory, client, sub="person-7", name="Utan Adress")
    assert response.url == "/konto/extern/skapa-konto/"
    assert "E-post" in errors(client.post(response.url, {"email": ""}))
    response = client.post(response.url, {"email": "utan@example.org"})
    assert response.url == "/konto/bekrafta/"
    client.post(response.url, {"code": code_for("utan@example.org")})
    assert is_signed_in(client)
    assert User.objects.get(email="utan@example.org").name == "Utan Adress"


# --- When it goes wrong --------------------------------------------------------------------------------------


NONSENSE = [(500, {}), (403, {"error": "no"}), (200, b"<html>"), (200, {}), (200, [])]


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/.well-known/openid-configuration", one) for one in NONSENSE]
    + [("/token", one) for one in NONSENSE]
    + [("/me", one) for one in NONSENSE[:3]],  # with nothing in it, what the signed token says is taken
)
def test_directory_that_does_not_answer_rightly_lets_nobody_in(directory, client, path, answer):
    if path.startswith("/."):
        directory.broken = {path: answer}
        response = client.post("/konto/extern/katalog/")
    else:
        sent = client.post("/konto/extern/katalog/")
        directory.broken = {path: answer}
        response = client.get(directory.sign_in(sent.url, **VERIFIED))
    assert response.status_code in {401, 502}
    assert "släppte inte in dig" in said(response)
    assert not is_signed_in(client)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_answer_that_was_not_asked_for_lets_nobody_in(directory, client):
    """Of another browser, made up, or used once already."""
    sent = client.post("/konto/extern/katalog/")
    answer = directory.sign_in(sent.url, **VERIFIED)
    other = Client()
    assert other.get(answer).status_code == 401
    assert client.get("/konto/extern/katalog/svar/?code=x&state=y").status_code == 401
    assert client.get("/konto/extern/katalog/svar/").status_code == 401
    client.get(answer)
    client.post("/konto/logga-ut/")
    assert client.get(answer).status_code == 401
    assert not is_signed_in(client)
    assert client.get("/konto/extern/annan/").status_code == 404


def test_whoever_stops_at_the_directory_is_told_that_nothing_happened(directory, client):
    state = client.post("/konto/extern/katalog/").url.partition("state=")[2].partition("&")[0]
    response = client.get(f"/konto/extern/katalog/svar/?error=access_denied&state={state}", follow=True)
    assert response.redirect_chain[-1][0] == "/konto/extern/avbrutet/"
    assert "avbröt" in said(response)
