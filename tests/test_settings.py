"""The portal starts only when it is safe, and says so to the browser."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

SHOWN = [
    "DEBUG",
    "ALLOWED_HOSTS",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_PROXY_SSL_HEADER",
]
MAIL = ["EMAIL_BACKEND", "EMAIL_FILE_PATH", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS"]
MAIL += ["EMAIL_TIMEOUT", "MAIL_TO_FILES", "DEFAULT_FROM_EMAIL", "PORTAL_URL"]


def in_new_process(*arguments, **environment):
    """Runs Python with nothing in its environment but what is given: settings are read once in a process."""
    inherited = {name: os.environ[name] for name in ("PATH", "VAR_DIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=inherited | environment, capture_output=True, text=True
    )


def settings_with(names=SHOWN, **environment):
    code = f"""
import json
from integration_portal import settings
print(json.dumps({{name: getattr(settings, name, None) for name in {names!r}}}, default=str))
"""
    done = in_new_process("-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("environment", [{}, {"SECRET_KEY": ""}, {"HTTPS": "off"}])
def test_start_without_secret_key_is_refused(environment):
    done = in_new_process("-c", "import integration_portal.settings", **environment)

    assert done.returncode != 0
    assert "ImproperlyConfigured: SECRET_KEY is not set" in done.stderr


def test_settings_with_nothing_but_a_key_are_safe():
    assert settings_with(SECRET_KEY="x") == {
        "DEBUG": False,
        "ALLOWED_HOSTS": [],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_https_off_serves_plain_http():
    shown = settings_with(SECRET_KEY="x", HTTPS="off")

    assert not shown["SECURE_SSL_REDIRECT"]
    assert not shown["SECURE_HSTS_SECONDS"]
    assert not shown["SESSION_COOKIE_SECURE"]
    assert not shown["CSRF_COOKIE_SECURE"]


def test_forwarded_protocol_is_believed_only_when_a_proxy_is_trusted():
    shown = settings_with(SECRET_KEY="x", TRUST_PROXY="on")

    assert shown["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_mail_goes_to_files_until_a_server_is_named():
    shown = settings_with(MAIL, SECRET_KEY="x", ALLOWED_HOSTS=".portal.example,other.example")

    assert shown["MAIL_TO_FILES"] is True
    assert shown["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert shown["EMAIL_FILE_PATH"] == str(settings.VAR_DIR / "mail")
    assert shown["DEFAULT_FROM_EMAIL"] == "Integrationsportalen <noreply@portal.example>"
    assert shown["PORTAL_URL"] == "https://portal.example"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("submission://anna:l%C3%B6sen%40@smtp.example", ("smtp.example", 587, "lösen@", True, 60)),
        ("smtp://127.0.0.1:2525?timeout=3", ("127.0.0.1", 2525, None, False, 3)),
    ],
)
def test_mail_goes_to_the_server_that_is_named_which_may_not_take_for_ever(url, expected):
    shown = settings_with(MAIL, SECRET_KEY="x", EMAIL_URL=url, MAIL_FROM="p@x.example", PORTAL_URL="https://x.example/")

    assert shown["MAIL_TO_FILES"] is False
    assert shown["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    names = ["EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_TIMEOUT"]
    assert tuple(shown[name] for name in names) == expected
    assert (shown["DEFAULT_FROM_EMAIL"], shown["PORTAL_URL"]) == ("p@x.example", "https://x.example")


@pytest.mark.parametrize("url", ["smtp.example:587", "https://smtp.example", "smtp://smtp.example:abc"])
def test_mail_server_that_cannot_be_read_is_refused_at_the_start(url):
    done = in_new_process("-c", "import integration_portal.settings", SECRET_KEY="x", EMAIL_URL=url)

    assert done.returncode != 0
    assert "EMAIL_URL" in done.stderr


def test_debug_starts_without_a_key():
    assert settings_with(DEBUG="on")["DEBUG"] is True


def test_check_deploy_finds_nothing():
    done = in_new_process(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="portal.example",
    )

    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/en/", "/admin/login/", "/no-such-page/"])
def test_headers_are_on_every_page(client, path):
    headers = client.get(path).headers

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_https_on_redirects_and_sends_hsts(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    client = Client()

    assert client.get("/projekt/?q=språk").headers["Location"].startswith("https://testserver/projekt/")
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert client.get("/", secure=True).headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert client.get("/halsa/").status_code != 301


def test_sqlite_waits_for_its_turn_instead_of_failing(db):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite alone")
    with connection.cursor() as cursor:
        pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "busy_timeout")}

    assert pragmas == {"journal_mode": "wal", "busy_timeout": 20000}
    assert connection.transaction_mode == "IMMEDIATE"
