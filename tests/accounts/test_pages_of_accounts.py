"""Every template of accounts is seen in both languages, whole, and says nothing in allauth's words."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.translation import get_language

from tests.accounts.steps import app_code, code_for, sign_in
from tests.factories import PASSWORD, AuthenticatorFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

FOLDERS = ("account/", "accounts/", "mfa/", "socialaccount/", "usersessions/")
# Of the same folder, and seen by tests/members/seeing.py.
MEMBERS = ("accounts/members/", "accounts/asking/", "accounts/roles.html")
CONFIGURED = {
    "provider_id": "katalog",
    "name": "Testkommun",
    "client_id": "x",
    "settings": {"server_url": "http://[::1]:1"},
}
# In the middle of a way that begins with a form: (form, what is typed, the page that comes).
ON_THE_WAY = [
    ("kod/", {"email": "nobody@example.org"}, "kod/bekrafta/"),
    ("skapa-konto/", {"name": "N", "email": "new@example.org"}, "bekrafta/"),
    ("losenord/glomt/", {"email": "nobody@example.org"}, "losenord/glomt/kod/"),
]


def whole(response):
    """A whole page: one heading, a title, each id once."""
    assert response.status_code in {200, 401, 502}, response.request["PATH_INFO"]
    page = parse(response.content)
    assert page.one("h1").text in page.one("head").one("title").text or page.one("h1").text
    ids = [element.attrs["id"] for element in page.all() if "id" in element.attrs]
    assert len(ids) == len(set(ids)), response.request["PATH_INFO"]
    assert [element for element in page.all() if "style" in element.attrs or "onclick" in element.attrs] == []
    assert [script for script in page.all("script") if not script.attrs.get("src")] == []


def look_at_everything(prefix, monkeypatch):
    nobody = Client()
    for path in ("logga-in/", "skapa-konto/", "kod/", "losenord/glomt/", "losenord/glomt/klart/", "avstangt/"):
        whole(nobody.get(f"{prefix}/konto/{path}"))
    for form, typed, path in ON_THE_WAY:
        browser = Client()
        browser.post(f"{prefix}/konto/{form}", typed)
        whole(browser.get(f"{prefix}/konto/{path}"))
    user = UserFactory()
    browser = Client()
    browser.post(f"{prefix}/konto/losenord/glomt/", {"email": user.email})
    browser.post(f"{prefix}/konto/losenord/glomt/kod/", {"code": code_for(user.email)})
    whole(browser.get(f"{prefix}/konto/losenord/glomt/nytt/"))
    look_at_own(prefix, user, monkeypatch)
    without = UserFactory()
    without.set_unusable_password()
    without.save()
    browser.force_login(without)
    for path in ("ta-bort/", "losenord/valj/"):
        whole(browser.get(f"{prefix}/konto/{path}"))
    for path in ("katalog/", "katalog/svar/", "avbrutet/"):
        whole(nobody.get(f"{prefix}/konto/extern/{path}"))


def look_at_own(prefix, user, monkeypatch):
    """All pages of somebody who has everything that one can have."""
    browser = Client()
    SocialAccount.objects.create(user=user, provider="katalog", uid=prefix)
    sign_in(browser, user, prefix)
    browser.post(f"{prefix}/konto/igen/losenord/", {"password": PASSWORD})
    for path in ("tvastegs/", "tvastegs/app/", "passkeys/ny/", "ta-bort/"):
        whole(browser.get(f"{prefix}/konto/{path}"))
    AuthenticatorFactory(user=user)
    RecoveryCodes.activate(user)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    key = WebAuthn.add(user, "Jobbdatorn", {}).instance.pk
    other = Client()
    response = sign_in(other, user, prefix)
    whole(other.get(response.url))
    other.post(response.url, {"code": app_code()})
    paths = [
        "",
        "tvastegs/",
        "tvastegs/app/ta-bort/",
        "tvastegs/reservkoder/",
        "tvastegs/reservkoder/nya/",
        "passkeys/",
    ]
    paths += [f"passkeys/{key}/namn/", f"passkeys/{key}/ta-bort/", "inloggningar/", "e-post/", "losenord/", "logga-ut/"]
    for path in [*paths, "igen/losenord/", "igen/kod/", "igen/passkey/", "extern/"]:
        whole(browser.get(f"{prefix}/konto/{path}"))


@pytest.mark.once
def test_templates_of_accounts_are_all_seen_in_both_languages(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [CONFIGURED]}}
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(("confirm_email", "request_login_code", "reset_password"), "")
    seen = set()

    def note(template, **kwargs):
        seen.add((template.name, get_language()))

    template_rendered.connect(note)
    try:
        for prefix in ("", "/en"):
            look_at_everything(prefix, monkeypatch)
        settings.ACCOUNT_RATE_LIMITS = {"signup": "0/m/ip"}
        for prefix in ("", "/en"):
            assert Client().post(f"{prefix}/konto/skapa-konto/", {"name": "N"}).status_code == 429
    finally:
        template_rendered.disconnect(note)
        translation.activate("sv")
    names = {name for name in own_templates() if name.startswith(FOLDERS) or name == "errors/429.html"}
    names -= {name for name in names if name.startswith(MEMBERS)}
    # Needs an answer of a real directory: tests/accounts/test_directory.py.
    names -= {"socialaccount/signup.html"}
    assert {(name, language) for name in names for language in ("sv", "en")} - seen == set()


def own_templates():
    root = settings.BASE_DIR / "templates"
    return {str(path.relative_to(root)) for path in root.rglob("*.html")}
