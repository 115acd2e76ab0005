"""Nobody learns from the portal whether an address has an account: not by the answers, nor by doing it once more."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.steps import NEW_PASSWORD
from tests.factories import AuthenticatorFactory, EmailAddressFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

UNKNOWN = "okand@example.org"
KNOWN = "kand@example.org"


def _account(kind):
    if kind == "not confirmed":
        EmailAddressFactory(user=UserFactory(email=KNOWN, address=None), email=KNOWN, verified=False)
        return
    user = UserFactory(email=KNOWN, is_active=kind != "closed")
    if kind == "with a second step":
        AuthenticatorFactory(user=user)
    if kind == "without a password":
        user.set_unusable_password()
        user.save()


NEW = {"name": "Nils", "email": "{}", "password1": NEW_PASSWORD}
AGAIN, WRONG = {"action": "resend"}, {"code": "WRONG-CODE"}
WAYS = {
    "sign-up": [("skapa-konto/", NEW), ("bekrafta/", AGAIN), ("bekrafta/", WRONG)],
    "code": [("kod/", {"email": "{}"}), ("kod/bekrafta/", AGAIN), ("kod/bekrafta/", WRONG)],
    "new password": [("losenord/glomt/", {"email": "{}"}), ("losenord/glomt/kod/", WRONG)],
    "password": [("logga-in/", {"login": "{}", "password": "fyra fel ord här"})],
}


def _seen(way, address):
    """Go the way twice with the address, each time in a new browser; return (all that is seen, number of queries)."""
    cache.clear()
    seen = []
    with CaptureQueriesContext(connection) as asked:
        for client in (Client(), Client()):
            for path, data in WAYS[way]:
                data = {name: text.format(address) for name, text in data.items()}
                answer = client.post(f"/konto/{path}", data)
                page = client.get(answer.url) if answer.status_code == 302 else answer
                text = parse(page.content).one("body").text.replace(address, "")
                seen.append((answer.status_code, answer.get("Location"), page.status_code, text, set(client.cookies)))
    return seen, len(asked)


@pytest.mark.parametrize("kind", ["usual", "closed", "not confirmed", "with a second step", "without a password"])
@pytest.mark.parametrize("way", WAYS)
def test_address_with_an_account_is_answered_as_one_without(way, kind):
    _account(kind)
    known, asked = _seen(way, KNOWN)
    unknown, asked_of_unknown = _seen(way, UNKNOWN)
    assert known == unknown
    assert abs(asked - asked_of_unknown) <= 20  # in ten answers: a few milliseconds, less than they vary
