"""What every test stands on: the real content, no network, no undefined template variable, a served portal."""

import gc
import os
import shutil
from itertools import cycle

import hypothesis
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from integration_portal.management.commands import build_font

from .watching import watch

# Playwright's synchronous API keeps an event loop running in this thread, and Django refuses database work in a
# thread that has one. Here that loop never runs our code, so there is nothing to protect.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CI = os.environ.get("CI") == "true"
CHROMIUM = os.environ.get("CHROMIUM") or next(
    # The first draws no window around the page, which saves a third of the browser's time.
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))),
    None,
)
_browser_tests_run = 0

# Two runs share the machine, so how long one example takes says nothing. In CI the examples are the same each time:
# what is red there is red because of the change.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=CI)
hypothesis.settings.load_profile("portal")

# Nor does how long a browser takes. What is right is seen at once, only what is wrong waits so long.
expect.set_options(timeout=15_000)


# --- Order and report -----------------------------------------------------------------------------------------


def _is_transactional(item):
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"}.intersection(item.fixturenames)
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


def _asks_the_database(item):
    return bool({"db", "django_db_setup"}.intersection(item.fixturenames) or item.get_closest_marker("django_db"))


@pytest.hookimpl(tryfirst=True)  # before pytest applies -m
def pytest_collection_modifyitems(items):
    for item in items:
        if "new_context" in item.fixturenames:  # what every page comes from
            item.add_marker("browser")
    # What is the same on every engine is tested once when both run (scripts/run_tests.py).
    turn = cycle(["on_sqlite", "on_postgresql"])
    for item in items:
        if item.get_closest_marker("once"):
            item.add_marker(next(turn))
        elif not _asks_the_database(item):
            item.add_marker("on_sqlite")


def pytest_collection_finish(session):  # after pytest-django has put its own order
    # All that has been imported stays: to look through it for garbage again and again takes a tenth of the run.
    gc.freeze()
    # A transactional test empties the database when it ends, the loaded content included. All others go first.
    session.items.sort(key=_is_transactional)


def pytest_runtest_logreport(report):
    global _browser_tests_run
    if report.when == "call" and "browser" in report.keywords:
        _browser_tests_run += 1


def pytest_terminal_summary(terminalreporter):
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    terminalreporter.write_line(f"Database: {engine}")
    if _browser_tests_run:
        terminalreporter.write_line(f"Browser tests: {_browser_tests_run} run in {CHROMIUM}")
    else:
        why = "none selected" if CHROMIUM else "no Chromium found; set CHROMIUM or install one"
        terminalreporter.write_line(f"BROWSER TESTS WERE NOT RUN: {why}", red=True, bold=True)


# --- Content --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb):
    """The test database with all fixtures committed, so that each test meets the real content.

    What a test changes is rolled back. A transactional test (``django_db(transaction=True)``) runs last and must
    make its own data: the one before it has left the database empty.

    In place of pytest-django's fixture of this name, which makes no test database when no test is marked
    ``django_db``: a run of browser tests alone would then serve, and change, the developer's own database.
    """
    with django_db_blocker.unblock():
        config = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb and not django_db_createdb)
        call_command("load_content", verbosity=0)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(config, verbosity=0)


# --- Left behind by nobody ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_swedish():
    """Addresses and names are in the active language, and a request for a page in English leaves it active."""
    with translation.override("sv"):
        yield


@pytest.fixture
def own_media(settings, tmp_path):
    """A folder for the pictures and files that the test sends in; it is returned."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


# --- The font --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def web_font():
    """The file of the portal's font, made now unless an earlier run made it."""
    call_command("build_font", verbosity=0)
    return build_font.FONT


# --- The portal in a browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _live_server(django_db_setup, web_font):
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def portal(_live_server, django_db_blocker, request):
    """The address of a running portal with the real content.

    Unlike pytest-django's ``live_server`` it does not empty the database afterwards. The server reads with a
    connection of its own, so what it shall see must be committed: in such a test the ORM works without ``db``,
    commits at once, and the test deletes what it made. One server serves the whole session; only the leave to use
    the database is per test, or every later test would have it too.
    """
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("portal and db exclude each other: the server never sees what a test's transaction holds")
    with django_db_blocker.unblock():
        yield _live_server.url
        # What the test itself asked with: a connection left open would keep the database from being removed.
        connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        (pytest.fail if CI else pytest.skip)("no Chromium found; set CHROMIUM or install one")
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",  # it cannot start as root with one; it only ever opens the portal
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",  # this and the next two: Chromium itself calls no other host
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def base_url(_live_server):
    """What pytest-playwright puts before a path, so that a test says ``page.goto("/sok/")``."""
    return _live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE"}


@pytest.fixture
def sign_in(portal, context):
    """Return what lets the browser be that of ``user`` from now on: ``sign_in(user)``."""
    keys = []

    def go_on_as(user):
        client = Client()
        client.force_login(user)
        keys.append(client.session.session_key)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])

    yield go_on_as
    Session.objects.filter(session_key__in=keys).delete()


@pytest.fixture
def browser_page(portal, page):
    """A Playwright page on the running portal: ``browser_page.goto("/sok/")``.

    Afterwards it fails on anything that a visitor would have met in silence: an error in the console (a breach of
    the Content-Security-Policy is one), a server error, a missing file, a request to another host.
    """
    problems = watch(page, portal)
    yield page
    assert not problems, "\n".join(problems)
