"""Every page that the sitemap tells of answers in both languages, and is a whole page: one heading, a title, words
for whoever finds it in a search, the language it is in. And every template is seen in both languages by some page.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.test.signals import template_rendered
from django.utils import translation
from django.utils.translation import get_language

from tests.accounts.test_pages_of_accounts import FOLDERS, MEMBERS
from tests.factories import CallFactory, NetworkFactory, UserFactory
from tests.following.seeing import look_at_following
from tests.members.seeing import look_around
from tests.reading import answer, parse
from tests.registering.seeing import look_at_registering
from tests.shortlist.seeing import look_at_shortlist

pytestmark = pytest.mark.django_db

NAME = "Integrationsportalen"


def sitemap():
    return [urlsplit(address).path for address in re.findall(r"<loc>(.*?)</loc>", answer("/sitemap.xml").text)]


def check(path):
    """Ask for a page and return (heading, title, description)."""
    response = answer(path)
    assert response.status_code == 200, path
    page = parse(response.content)
    language = "en" if path.startswith("/en/") else "sv"
    assert page.one("html").attrs["lang"] == language, path
    assert response.headers["Content-Language"] == language, path
    heading, title = page.one("h1").text, page.one("head").one("title").text
    description = page.one("meta", name="description").attrs["content"]
    assert heading, path
    assert title.endswith(NAME), path
    assert len(title) > len(NAME) + 3, path
    assert len(description) > 20, path
    assert page.one("main").attrs["id"] == page.one("a", "skip-link").attrs["href"].removeprefix("#"), path
    ids = [element.attrs["id"] for element in page.all() if "id" in element.attrs]
    assert len(ids) == len(set(ids)), f"{path}: {sorted(i for i in ids if ids.count(i) > 1)}"
    levels = [int(element.tag[1]) for element in page.all() if re.fullmatch("h[1-6]", element.tag)]
    assert all(deeper - level <= 1 for level, deeper in zip(levels, levels[1:], strict=False)), f"{path}: {levels}"
    return heading, title, description


@pytest.mark.once
def test_pages_of_the_sitemap_are_whole_in_both_languages():
    paths = sitemap()
    assert len(paths) > 1000
    # Of the municipalities, which are all alike, every twentieth.
    municipalities = sorted(path for path in paths if re.search(r"/kommuner/.", path))
    titles = {}
    for path in sorted(set(paths) - set(municipalities)) + municipalities[::20]:
        _heading, title, _description = check(path)
        # The title tells a page from the others of its kind: a project and its event may have the same name.
        titles.setdefault((title, "/en/" in path, path.removesuffix("/").rpartition("/")[0]), []).append(path)
    assert [same for same in titles.values() if len(same) > 1] == []


def test_pages_for_all_municipalities_are_there():
    """By their links, so that none is left out; each has a page although there may be nothing on it."""
    links = {link.attrs["href"] for link in parse(answer("/kommuner/").content).one("main").all("a")}
    assert {path for path in sitemap() if path.startswith("/kommuner/") and path != "/kommuner/"} == links
    assert len(links) == 290


def test_links_on_the_pages_lead_somewhere():
    """Every link inside the portal on the start page, the lists and the information pages."""
    asked_above = set(sitemap())
    start = ["/", "/finansiering/", "/finansiering/utlysningar/", "/projekt/", "/natverk/", "/evenemang/", "/kunskap/"]
    start += ["/aktorer/", "/om/", "/om/kallor/", "/om/tillganglighet/", "/om/personuppgifter/", "/sok/?q=integration"]
    asked = {}
    for path in start:
        for link in parse(answer(path).content).all("a"):
            address = link.attrs["href"]
            if address.startswith("/") and address not in asked_above and address not in asked:
                asked[address] = answer(address).status_code
    assert {address: status for address, status in asked.items() if status not in (200, 302)} == {}
    assert asked


# --- Every template in both languages -------------------------------------------------------------------------

# Addresses that between them show every template, in every state in which it is shown.
SEEN = [
    "/",
    "/finansiering/?laget=avslutat",
    "/finansiering/hitta/?steg=5&fran=5&budget=mycket",
    "/finansiering/hitta/?vi=kommun&utland=0&datum=2015-10-30&tema=slump",
    "/finansiering/tidslinje/",
    "/finansiering/program/amif-nationell/",
    "/finansiering/utlysningar/?datum=2015-10-20",
    "/finansiering/utlysningar/amif-2016/",
    "/finansiering/program/amif-nationell/kalkyl/?budget=1000&start=2016-03&manader=24",
    "/finansiering/utlysningar/amif-2016/plan/",
    "/projekt/?q=finnsinte",
    "/sok/",
    "/sok/?q=Lycksele",
    "/projekt/",
    "/projekt/karta/",
    "/projekt/konferensserie-overenskommelsen-2011/",
    "/kunskap/mipex-2014-sverige/",
    "/projekt/kin/",
    "/natverk/",
    "/natverk/erlai/",
    "/natverk/jamfor/?natverk=erlai",
    "/finansiering/jamfor/?program=erasmus-plus-strategiska-partnerskap",
    "/evenemang/",
    "/evenemang/strategiskt-forum-lund/",
    "/kunskap/",
    "/kunskap/overenskommelsen-inom-integrationsomradet/",
    "/aktorer/",
    "/aktorer/malmo-hogskola/",
    "/kommuner/",
    "/kommuner/kristianstad/",
    "/sok/?q=integration&typ=kunskap",
    "/om/",
    "/om/kallor/",
    "/om/kallor/rapport-integration-och-eu/",
    "/om/tillganglighet/",
    "/om/personuppgifter/",
    "/om/roller/",
    "/rattelse/projekt/kin/?falt=summary",
    "/rattelse/projekt/kin/tack/",
    "/konto/logga-in/",
    "/finns-inte/",
]


@pytest.mark.once
def test_templates_are_all_seen_in_both_languages(monkeypatch):
    seen = set()

    def note(template, **kwargs):
        seen.add((template.name, get_language()))

    CallFactory()
    NetworkFactory(short_name="PN", other_names="Provnätet")
    client, account = Client(raise_request_exception=False), Client()
    account.force_login(UserFactory())
    template_rendered.connect(note)
    try:
        for prefix in ("", "/en"):
            for address in SEEN:
                client.get(prefix + address)
            client.get(f"{prefix}/projekt/?" + "&".join(f"a{n}=1" for n in range(5500)))
            client.get(f"{prefix}/", HTTP_HOST="not.ours.example")
            account.get(f"{prefix}/konto/")
            look_at_registering(prefix)
            look_around(account, prefix)
            look_at_following(prefix)
            look_at_shortlist(prefix)
            client.post(f"{prefix}/konto/logga-in/", {"login": "", "password": ""})
            with monkeypatch.context() as patch:
                patch.setattr(settings, "DEBUG", True)
                client.get(f"{prefix}/om/design/")
            for error in (PermissionDenied, RuntimeError):
                with monkeypatch.context() as patch:
                    patch.setattr("projects.views.list_page", lambda *args, error=error, **kwargs: _fail(error))
                    client.get(f"{prefix}/projekt/")
    finally:
        template_rendered.disconnect(note)
        translation.activate(settings.LANGUAGE_CODE)
    root = settings.BASE_DIR / "templates"
    names = {str(path.relative_to(root)) for path in root.rglob("*.html")}
    # Mails are looked at in tests/outbox/test_rendering.py.
    names -= {name for name in names if name.startswith("mail/")}
    # Accounts have more states than can be seen in passing: tests/accounts/test_pages_of_accounts.py.
    names -= {name for name in names if name.startswith(FOLDERS) and not name.startswith(MEMBERS)} | {"errors/429.html"}
    # The administration is in Swedish alone.
    wanted = {(name, language) for name in names for language in ("sv", "en")}
    assert {one for one in wanted if one[1] == "sv" or not one[0].startswith("admin/")} - seen == set()


def _fail(error):
    raise error
