"""What a first visit costs, told by the browser itself, on the portal as it is served to the public: files collected,
compressed and under hashed names. The icon was fetched for the tab (0.5 kB) and is told as cached.
"""

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread

from .looking import moved
from .pages import DETAILS, LISTS, OTHERS

pytestmark = pytest.mark.browser

BYTES = 110_000  # all that is transferred, headers included
REQUESTS = 8
SHIFT = 0.001  # the sum of all layout shifts; 0.1 is what is commonly called good
# The lists, and of the other kinds those with most to send.
HEAVY = [OTHERS["start"], OTHERS["timeline"], OTHERS["map"], DETAILS["project"], DETAILS["source"]]
FIRST_VISITS = [*LISTS.values(), *HEAVY]

# What no reader meets: the administration's files, and all of htmx but the one that pages ask for.
UNREAD = ["admin", "ext", "*-4*", "htmx-2.js"]

ENTRIES = """async () => {
    await document.fonts.ready;
    const entries = ["navigation", "resource"].flatMap(type => performance.getEntriesByType(type));
    return {
        files: Object.fromEntries(entries.map(entry => [new URL(entry.name).pathname, entry.transferSize])),
        uncompressed: entries.filter(entry => entry.encodedBodySize > 1000
            && entry.encodedBodySize === entry.decodedBodySize).map(entry => new URL(entry.name).pathname),
        font: [...document.fonts].find(font => font.family === "Inter").status,
    };
}"""


@pytest.fixture(scope="module")
def production(django_db_setup, web_font, tmp_path_factory):
    """The address of the portal with its static files as ``make run`` serves them."""
    storages = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, ignore_patterns=UNREAD, verbosity=0)
        server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


def first_visit(browser, address):
    """What the browser, a phone with nothing in its cache, tells of the page."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    told = page.evaluate(ENTRIES) | {"shift": moved(page)}
    context.close()
    return told


@pytest.mark.once
def test_first_visit_is_light_and_nothing_moves(production, browser, django_db_blocker):
    with django_db_blocker.unblock():
        for path in FIRST_VISITS:
            told = first_visit(browser, production + path)
            files = told["files"]
            assert sum(files.values()) <= BYTES, (path, files)
            assert len(files) <= REQUESTS, (path, files)
            # The font is compressed in itself.
            assert [name for name in told["uncompressed"] if not name.endswith(".woff2")] == [], path
            assert told["shift"] < SHIFT, path
            assert told["font"] == "loaded", path
