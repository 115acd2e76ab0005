"""What somebody does with an account, step by step, so that a test reads like its story."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from outbox.models import Mail
from tests.factories import PASSWORD, TOTP_SECRET
from tests.reading import parse

NEW_PASSWORD = "fyra ord som ingen gissar"


def newest_mail(to):
    return Mail.objects.filter(to=to).latest("pk")


def code_for(to) -> str:
    """The code in the newest mail to ``to``: a paragraph of its own."""
    return newest_mail(to).text.split("\n\n")[1].strip()


def app_code(secret=TOTP_SECRET) -> str:
    """What an authenticator app with ``secret`` shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Client, user, prefix="", **data):
    return client.post(f"{prefix}/konto/logga-in/", {"login": user.email, "password": PASSWORD, **data})


def signed_in(user) -> Client:
    """A browser in which ``user`` has just signed in by the password."""
    client = Client()
    response = sign_in(client, user)
    assert response.status_code == 302, parse(response.content).one("main").text
    return client


def is_signed_in(client) -> bool:
    return client.get("/konto/").status_code == 200


def confirm_it_is_me(client, path, password=PASSWORD):
    """Ask for ``path``, give the password that it asks for again, and return the page that comes then."""
    response = client.get(path, follow=True)
    asked = response.redirect_chain[-1][0]
    assert asked.startswith("/konto/igen/losenord/")
    return client.post(asked, {"password": password}, follow=True)


def said(response) -> str:
    return parse(response.content).one("main").text


def errors(response) -> str:
    return parse(response.content).one("div", "error-summary").text
