"""Accounts in a browser: from signing up to signed in, with a code, an app, a passkey; every page without a violation.

Chromium has an authenticator of its own for tests (the WebAuthn domain of its protocol), which does what a telephone
does. It wants a name for a host, so the pages are asked for at localhost.
"""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from outbox.models import Mail

from .accounts.steps import app_code, code_for
from .factories import PASSWORD, AuthenticatorFactory, UserFactory
from .looking import crowded_when_large_or_spaced
from .test_browser_accessibility import violations

ADDRESS = "ny@webblasare.example.org"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at(portal, page):
    """Return a function that opens a path; what the test leaves in the database is gone afterwards."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    host = portal.replace("127.0.0.1", "localhost")
    yield lambda path: page.goto(f"{host}{path}")
    Mail.objects.all().delete()
    Session.objects.all().delete()
    User.objects.filter(email__endswith="webblasare.example.org").delete()
    cache.clear()
    assert errors == []


@pytest.fixture
def passkeys(page):
    """The browser has an authenticator; return a function that makes it say yes or no to whoever asks."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def verified(yes):
        session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": yes})

    return verified


def submit(page):
    page.locator("main form.login button[type=submit]").last.click()


def sign_up(at, page):
    at("/konto/skapa-konto/")
    page.get_by_label("Namn").fill("Nils Ny")
    page.get_by_label("E-post").fill(ADDRESS)
    submit(page)
    page.wait_for_url("**/konto/bekrafta/")
    page.get_by_label("Kod").fill(code_for(ADDRESS))
    submit(page)
    page.wait_for_url("**/mitt/")


def is_signed_in(page):
    page.wait_for_url("**/mitt/")
    page.locator("header").get_by_role("link", name="Mitt konto").click()
    expect(page.get_by_text("Du är inloggad som Nils Ny")).to_be_visible()


def test_somebody_signs_up_and_signs_in_again_by_a_code(at, page):
    sign_up(at, page)
    is_signed_in(page)
    page.locator("main").get_by_role("button", name="Logga ut").click()
    page.locator("header").get_by_role("link", name="Logga in").click()
    page.get_by_role("link", name="Logga in med en mejlad kod").click()
    page.get_by_label("E-post").fill(ADDRESS)
    submit(page)
    page.wait_for_url("**/kod/bekrafta/**")
    page.get_by_label("Kod").fill(code_for(ADDRESS))
    submit(page)
    is_signed_in(page)


def test_somebody_adds_a_passkey_and_signs_in_with_it_alone(at, page, passkeys):
    sign_up(at, page)
    at("/konto/passkeys/ny/")
    page.get_by_label("Namn på nyckeln").fill("Jobbdatorn")
    submit(page)
    page.wait_for_url("**/reservkoder/")
    assert Authenticator.objects.get(type="webauthn", user__email=ADDRESS).data["name"] == "Jobbdatorn"
    at("/konto/logga-ut/")
    submit(page)
    page.wait_for_url(lambda address: address.endswith("/"))

    at("/konto/logga-in/?next=/projekt/")
    passkeys(False)
    page.get_by_role("button", name="Logga in med en passkey").click()
    expect(page.get_by_text("Inget har ändrats")).to_be_visible()
    passkeys(True)
    page.get_by_role("button", name="Logga in med en passkey").click()

    page.wait_for_url("**/projekt/")
    expect(page.locator("header").get_by_role("link", name="Mitt konto")).to_be_visible()


def test_passkey_is_the_second_step_after_a_code_and_proof_before_a_change(at, page, passkeys):
    sign_up(at, page)
    at("/konto/passkeys/ny/")
    submit(page)
    page.wait_for_url("**/reservkoder/")
    page.context.clear_cookies()
    at("/konto/kod/")
    page.get_by_label("E-post").fill(ADDRESS)
    submit(page)
    page.get_by_label("Kod").fill(code_for(ADDRESS))
    submit(page)
    page.wait_for_url("**/tvastegs/logga-in/")
    page.get_by_role("button", name="Använd en passkey").click()
    is_signed_in(page)

    at("/konto/ta-bort/")
    page.get_by_role("button", name="Använd en passkey").click()
    page.get_by_label("Ja, ta bort mitt konto").check()
    submit(page)
    expect(page.get_by_text("Ditt konto är borttaget")).to_be_visible()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_editor_adds_an_app_before_anything_else(at, page):
    user = UserFactory(email="editor@webblasare.example.org", is_staff=True)
    at("/konto/logga-in/?next=/admin/")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    submit(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Andra steg")
    page.get_by_role("link", name="Lägg till en kodapp").click()
    page.get_by_label("Lösenord").fill(PASSWORD)  # it is they, once more
    submit(page)
    page.get_by_label("Kod från appen").fill(app_code(page.locator("main code").inner_text()))
    submit(page)
    expect(page.locator(".reserve-codes code")).to_have_count(10)
    at("/admin/")
    expect(page.get_by_role("heading", name="Redaktion")).to_be_visible()


# --- Every page ----------------------------------------------------------------------------------------------


def look(page):
    return violations(page, "sv") + crowded_when_large_or_spaced(page)


@pytest.mark.once
def test_pages_of_signing_in_have_no_violation(at, page):
    found = []
    for path in ("skapa-konto/", "kod/", "losenord/glomt/", "losenord/glomt/klart/", "avstangt/"):
        at(f"/konto/{path}")
        found += look(page)
    at("/konto/skapa-konto/")
    page.get_by_label("Namn").fill("Nils Ny")
    page.get_by_label("E-post").fill(ADDRESS)
    page.get_by_label("Lösenord").fill("kort")
    submit(page)
    page.get_by_role("alert").wait_for()
    found += look(page)
    page.get_by_label("Lösenord").fill("")
    submit(page)
    page.wait_for_url("**/konto/bekrafta/")
    assert found + look(page) == []


@pytest.mark.once
def test_pages_of_ones_own_have_no_violation(at, page, passkeys):
    user = UserFactory(email="egen@webblasare.example.org")
    AuthenticatorFactory(user=user)
    at("/konto/logga-in/")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    submit(page)
    page.wait_for_url("**/tvastegs/logga-in/")
    found = look(page)
    page.get_by_label("Kod").fill(app_code())
    submit(page)
    page.wait_for_url("**/mitt/")
    at("/konto/ta-bort/")
    page.wait_for_url("**/igen/losenord/**")
    found += look(page)
    at(page.locator("main .ways a").first.get_attribute("href"))
    found += look(page)
    at("/konto/ta-bort/")
    page.get_by_label("Lösenord").fill(PASSWORD)
    submit(page)
    page.wait_for_url("**/ta-bort/")
    found += look(page)
    at("/konto/passkeys/ny/")
    found += look(page)
    submit(page)
    page.wait_for_url("**/reservkoder/")
    key = Authenticator.objects.get(user=user, type="webauthn").pk
    own = ["", "tvastegs/", "tvastegs/app/ta-bort/", "tvastegs/reservkoder/", "tvastegs/reservkoder/nya/", "passkeys/"]
    own += [f"passkeys/{key}/namn/", f"passkeys/{key}/ta-bort/", "inloggningar/", "e-post/", "losenord/", "logga-ut/"]
    for path in [*own, "igen/passkey/"]:
        response = at(f"/konto/{path}")
        assert response.ok
        found += look(page)
    Authenticator.objects.filter(user=user, type="totp").delete()
    at("/konto/tvastegs/app/")
    assert found + look(page) == []


def briefly(page):
    return violations(page, "briefly") + crowded_when_large_or_spaced(page)


@pytest.mark.once
def test_pages_of_codes_and_of_a_new_password_have_no_violation(at, page):
    user = UserFactory(email="kod@webblasare.example.org")
    at("/konto/losenord/glomt/")
    page.get_by_label("E-post").fill(user.email)
    submit(page)
    page.wait_for_url("**/losenord/glomt/kod/")
    found = briefly(page)
    page.get_by_label("Kod").fill(code_for(user.email))
    submit(page)
    page.wait_for_url("**/losenord/glomt/nytt/")
    found += briefly(page)
    at("/konto/kod/")
    page.get_by_label("E-post").fill(user.email)
    submit(page)
    page.wait_for_url("**/kod/bekrafta/")
    found += briefly(page)
    user.set_unusable_password()
    user.save()
    page.get_by_label("Kod").fill(code_for(user.email))
    submit(page)
    page.wait_for_url("**/mitt/")
    at("/konto/losenord/valj/")
    found += briefly(page)
    UserSession.objects.update(created_at=timezone.now() - timedelta(days=1))
    at("/konto/ta-bort/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Är det du?")
    assert found + briefly(page) == []


@pytest.mark.once
def test_pages_of_a_directory_have_no_violation(at, page, settings):
    app = {"provider_id": "katalog", "name": "Testkommun", "client_id": "x", "secret": "x"}
    app["settings"] = {"server_url": "http://127.0.0.1:9/"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    found = []
    for path in ("logga-in/", "extern/katalog/", "extern/avbrutet/"):
        at(f"/konto/{path}")
        found += briefly(page)
    sign_up(at, page)
    at("/konto/extern/")
    assert found + briefly(page) == []


@pytest.mark.once
def test_forms_of_readers_and_members_with_errors_have_no_violation(at, page):
    at("/rattelse/projekt/kin/?falt=summary")
    page.get_by_role("button", name="Skicka till redaktörerna").click()
    page.get_by_role("alert").wait_for()
    found = briefly(page)
    sign_up(at, page)
    at("/konto/ny-organisation/?namn=Kristianstad+kommun")
    page.get_by_role("button", name="Skicka förfrågan").evaluate("button => { button.form.noValidate = true }")
    page.get_by_label("Organisationsnummer").fill("12")
    page.get_by_role("button", name="Skicka förfrågan").click()
    page.get_by_role("alert").wait_for()
    assert found + briefly(page) == []
