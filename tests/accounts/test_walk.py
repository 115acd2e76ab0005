"""Whatever django-allauth may show, say or mail is the portal's own, in both languages."""

import re

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import override

from accounts import texts
from outbox.rendering import render
from tests.accounts import allauth_walk

CONTEXT = {
    "code": "ABCD-EFGH",
    "email": "rut@example.org",
    "from_email": "gammal@example.org",
    "to_email": "ny@example.org",
    "deleted_email": "gammal@example.org",
    "timestamp": timezone.now(),
    "ip": "192.0.2.1",
    "user_agent": "Firefox",
    "provider": {"name": "Testkommun"},
}
WITH_A_CODE = {"login_code", "password_reset_code", "email_confirmation", "email_confirmation_signup"}
# What the portal does not offer: user names, telephones, several addresses, links by mail.
UNSAID = {
    "account": {
        "phone_password_mismatch", "phone_taken", "unknown_email", "unknown_phone", "username_blacklisted",
        "username_password_mismatch", "username_taken", "select_only_one", "invalid_or_expired_key",
        "invalid_password_reset", "max_email_addresses", "unverified_primary_email",
    },
    "mfa": {"add_email_blocked", "cannot_delete_authenticator"},
    "socialaccount": {"email_taken", "disconnect_last", "connected_other"},
}  # fmt: skip


def test_walk_finds_what_there_is():
    assert len(allauth_walk.mails()) >= 17
    assert len(allauth_walk.messages()) >= 17
    assert {"account/login.html", "mfa/index.html", "mfa/webauthn/add_form.html"} <= allauth_walk.pages()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", sorted(allauth_walk.mails()))
def test_every_mail_is_whole_in_both_languages(name, language):
    mail = render(f"mail/accounts/{name}.html", CONTEXT, language)
    other = render(f"mail/accounts/{name}.html", CONTEXT, "en" if language == "sv" else "sv")
    assert 10 < len(mail.subject) < 80
    assert mail.subject != other.subject
    assert "Integrationsportalen" in mail.text
    assert ("ABCD-EFGH" in mail.text) is (name in WITH_A_CODE)
    assert "ABCD" not in mail.subject  # it is shown on locked telephones, and kept longer than the text
    if name in WITH_A_CODE:
        assert "\n\nABCD-EFGH\n\n" in mail.text
        assert "href" not in mail.html.split("<footer>")[0], "a scanner that opens it must do nothing"
    else:
        prefix = "" if language == "sv" else "/en"
        assert re.search(rf"^https?://[^/\s]+{prefix}/konto/", mail.text, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(allauth_walk.messages()))
def test_every_message_is_in_our_words(name):
    assert name in texts.MESSAGES or name.startswith("usersessions/")


def test_no_message_is_kept_that_is_never_said():
    assert set(texts.MESSAGES) - allauth_walk.messages() <= {"socialaccount/messages/account_connected_other.txt"}


@pytest.mark.parametrize(
    ("adapter", "own", "app"),
    [
        (DefaultAccountAdapter, texts.ACCOUNT_ERRORS, "account"),
        (DefaultMFAAdapter, texts.SECOND_FACTOR_ERRORS, "mfa"),
        (DefaultSocialAccountAdapter, texts.DIRECTORY_ERRORS, "socialaccount"),
    ],
)
def test_every_error_is_in_our_words_or_never_said(adapter, own, app):
    assert set(adapter.error_messages) == set(own) | UNSAID[app]
    assert not set(own) & UNSAID[app]


@pytest.mark.parametrize("name", sorted(allauth_walk.pages()))
def test_every_page_is_our_own(name):
    assert get_template(name).origin.name.startswith(str(settings.BASE_DIR / "templates"))


def test_every_address_of_an_account_is_swedish_and_below_one():
    from django.urls import reverse

    for name, _view in allauth_walk.views():
        arguments = {"openid_connect_login": ["x"], "openid_connect_callback": ["x"]}
        arguments |= {"mfa_edit_webauthn": [1], "mfa_remove_webauthn": [1]}
        with override("sv"):
            path = reverse(name, args=arguments.get(name))
        assert path.startswith("/konto/")
        assert not re.search("login|signup|password|email|reset|confirm", path)
