"""Readers leave no trace and meet no third party; what is not public is closed; what fails says so.

Every public address is found by walking the URL resolver, so that a new one is held to the same.
"""

import json
import re
from pathlib import Path
from unittest import mock
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from tests.factories import ProjectFactory, UserFactory
from tests.reading import answer, parse

pytestmark = pytest.mark.django_db

# Every address that answers without an account. One that is not here is closed.
PUBLIC = {
    "/": "start",
    "/sok/": "search",
    "/finansiering/": "funding:programmes",
    "/finansiering/program/amif-nationell/": "funding:programme",
    "/finansiering/program/amif-nationell/kalkyl/": "funding:programme-costs",
    "/finansiering/utlysningar/": "funding:calls",
    "/finansiering/utlysningar/amif-2016/": "funding:call",
    "/finansiering/utlysningar/amif-2016/kalkyl/": "funding:call-costs",
    "/finansiering/program/amif-nationell/plan/": "funding:programme-plan",
    "/finansiering/utlysningar/amif-2016/plan/": "funding:call-plan",
    "/projekt/": "projects:list",
    "/projekt/kin/": "projects:detail",
    "/natverk/": "networks:list",
    "/natverk/erlai/": "networks:detail",
    "/natverk/jamfor/": "networks:compare",
    "/finansiering/hitta/": "funding:find",
    "/finansiering/tidslinje/": "funding:timeline",
    "/projekt/karta/": "projects:map",
    "/finansiering/jamfor/": "funding:compare",
    "/finansiering/urval/": "funding:shortlist",
    "/evenemang/": "events:list",
    "/evenemang/strategiskt-forum-lund/": "events:detail",
    "/kunskap/": "knowledge:list",
    "/kunskap/overenskommelsen-inom-integrationsomradet/": "knowledge:detail",
    "/aktorer/": "organisations:list",
    "/aktorer/migrationsverket/": "organisations:detail",
    "/kommuner/": "organisations:municipalities",
    "/kommuner/kristianstad/": "organisations:municipality",
    "/om/": "about",
    "/om/kallor/": "sources:list",
    "/om/kallor/rapport-integration-och-eu/": "sources:document",
    "/om/tillganglighet/": "accessibility",
    "/om/personuppgifter/": "privacy",
    "/rattelse/projekt/kin/": "corrections:propose",
    "/rattelse/projekt/kin/tack/": "corrections:thanks",
    "/om/roller/": "roles",
    "/bevaka/": "following:follow",
    "/bevaka/skickat/": "following:asked",
    "/konto/logga-in/": "account_login",
    "/konto/skapa-konto/": "account_signup",
    "/konto/kod/": "account_request_login_code",
    "/konto/losenord/glomt/": "account_reset_password",
    "/konto/losenord/glomt/klart/": "account_password_reset_completed",
    "/konto/avstangt/": "account_inactive",
    "/halsa/": "health",
    "/robots.txt": "robots",
    "/sitemap.xml": "sitemap",
}
# Of the admin only the page to sign in on.
PUBLIC_IN_ADMIN = {"admin:login"}
# Open to who is in the middle of signing in or out, and to all others a way to the page where that begins.
ON_THE_WAY = {
    "/konto/logga-ut/": "account_logout",
    "/konto/bekrafta/": "account_email_verification_sent",
    "/konto/kod/bekrafta/": "account_confirm_login_code",
    "/konto/losenord/glomt/kod/": "account_confirm_password_reset_code",
    "/konto/losenord/glomt/nytt/": "account_complete_password_reset",
    "/konto/tvastegs/logga-in/": "mfa_authenticate",
    "/konto/passkeys/logga-in/": "mfa_login_webauthn",
}
# 404 unless a directory to sign in with is configured (tests/accounts/test_directory.py).
WITH_A_DIRECTORY = {
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_signup",
    "socialaccount_login_cancelled",
}
# 404 but with DEBUG.
FOR_DEVELOPERS = {"design", "design-states"}
# What the search's script asks (tests/search/test_page.py), and files (tests/attachments/): no pages.
FOR_SCRIPTS = {"suggestions", "search-miss", "attachments:show", "attachments:small"}
# Open to who has the key or the token of a mail (tests/following/test_pages.py).
BY_KEY = {"following:confirm", "following:manage", "following:stop", "following:dismiss"}
# What the buttons of a shortlist send: also without an account, but from the portal's own pages (tests/shortlist/).
FOR_BUTTONS = {"funding:shortlist-change"}
# They ask for a login themselves, after they have kept what was sent (tests/registering/test_together.py).
KEEP_WHAT_WAS_TYPED = {"mine:new", "mine:step", "mine:files"}
ONE_LANGUAGE = {"/halsa/", "/robots.txt", "/sitemap.xml"}
ADDRESSES = [*PUBLIC, *(f"/en{path}" for path in PUBLIC if path not in ONE_LANGUAGE)]
PAGES = [path for path in ADDRESSES if path not in ONE_LANGUAGE]
READERS_PAGES = [path for path in PAGES if "/konto/" not in path]
each_address = pytest.mark.parametrize("path", ADDRESSES)
each_page = pytest.mark.parametrize("path", PAGES)


def views(resolver, namespace=""):
    """Yield the name and the view of every pattern below ``resolver``."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(entry.pattern)), entry.callback
        else:
            yield from views(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


VIEWS = dict(views(get_resolver()))


# --- Open and closed ------------------------------------------------------------------------------------------


def test_views_that_need_no_login_are_those_listed_here():
    opened = {name for name, view in VIEWS.items() if not getattr(view, "login_required", True)}
    listed = {*PUBLIC.values(), *ON_THE_WAY.values()}
    no_pages = FOR_DEVELOPERS | FOR_SCRIPTS | FOR_BUTTONS | BY_KEY
    assert opened == listed | PUBLIC_IN_ADMIN | WITH_A_DIRECTORY | no_pages | KEEP_WHAT_WAS_TYPED


@each_address
def test_public_address_answers_without_login(path):
    assert answer(path).status_code == 200


def test_addresses_listed_here_are_those_of_their_names():
    for path, name in PUBLIC.items():
        assert get_resolver().resolve(path).view_name == name


@pytest.mark.parametrize("path", ON_THE_WAY)
def test_address_in_the_middle_of_signing_in_leads_to_its_beginning(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert urlsplit(response.url).path in {"/", *PUBLIC}
    assert not client.cookies


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/projects/project/", "/admin/projects/project/add/", "/konto/", "/konto/e-post/"]
)
def test_closed_address_leads_to_the_sign_in_page(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert "/logga-in/" in client.get(path, follow=True).redirect_chain[-1][0] or "/admin/login/" in response.url


def test_admin_is_closed_to_accounts_without_the_right(client):
    client.force_login(UserFactory())
    assert client.get("/admin/projects/project/").status_code in {302, 403}


def test_sign_in_leads_nowhere_outside(client):
    user = UserFactory()
    data = {"login": user.email, "password": "a password for tests", "next": "https://evil.example/"}
    response = client.post("/konto/logga-in/", data)
    assert (response.status_code, response.url) == (302, "/mitt/")


# --- A GET never writes ---------------------------------------------------------------------------------------

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)


def rows():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize("path", PUBLIC)  # the views are the same in English
def test_get_writes_nothing(path):
    reader, account = Client(), Client()
    account.force_login(UserFactory())
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        reader.get(path)
        reader.get(f"{path}?q=integration&typ=projekt&sida=1&sortera=namn&okant=1")
        account.get(path)
        account.head(f"{path}?sida=1")
    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []
    assert rows() == before


@pytest.mark.parametrize("path", [path for path in PUBLIC if "/konto/" not in path])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_request_that_would_write_is_refused_or_harmless(path, method):
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        response = getattr(Client(enforce_csrf_checks=True, raise_request_exception=False), method)(path)
    assert response.status_code in {200, 403, 405}
    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []
    assert rows() == before


# --- Headers and cookies --------------------------------------------------------------------------------------

POLICY = {
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


def check_headers(response):
    given = response.headers
    directives = (part.split(maxsplit=1) for part in given["Content-Security-Policy"].split(";") if part.strip())
    assert dict(directives) == POLICY
    assert "Content-Security-Policy-Report-Only" not in given
    assert given["X-Frame-Options"] == "DENY"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Referrer-Policy"] == "same-origin"
    assert given["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("publickey-credentials-get", "publickey-credentials-create"):
        assert f"{feature}=(self)" in given["Permissions-Policy"]
    for feature in ("camera", "geolocation", "microphone", "payment"):
        assert f"{feature}=()" in given["Permissions-Policy"]


@each_address
def test_headers_are_strict_on_every_public_answer(path):
    check_headers(answer(path))


@pytest.mark.parametrize(
    ("path", "status"),
    [("/finns-inte/", 404), ("/projekt/?sida=999", 404), ("/admin/", 302), ("/admin/login/", 302), ("/projekt", 301),
     ("/konto/logga-ut/", 302)],
)  # fmt: skip
def test_headers_are_strict_when_there_is_no_page_too(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    check_headers(response)


def test_headers_are_strict_in_the_admin(client):
    client.force_login(UserFactory(admin=True))
    for path in ("/admin/", "/admin/projects/project/", "/admin/projects/project/add/"):
        response = client.get(path)
        assert response.status_code == 200
        check_headers(response)


def test_headers_are_strict_on_errors(settings):
    with mock.patch("projects.views.list_page", side_effect=RuntimeError):
        response = Client(raise_request_exception=False).get("/projekt/")
    assert response.status_code == 500
    check_headers(response)
    response = Client(raise_request_exception=False).get("/projekt/", HTTP_HOST="evil.example")
    assert response.status_code == 400
    check_headers(response)
    response = Client(enforce_csrf_checks=True).post("/konto/logga-in/")
    assert response.status_code == 403
    check_headers(response)


def test_https_is_demanded_for_a_year_where_it_is_on(settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    response = Client().get("/projekt/")
    assert (response.status_code, response.url) == (301, "https://testserver/projekt/")
    secure = Client().get("/projekt/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", [path for path in ADDRESSES if "/konto/" not in path])
def test_readers_get_no_cookies(path):
    for response in (answer(path), answer(f"{path}?q=x&sortera=namn")):
        assert not response.cookies
        assert not response.client.cookies
        assert "Set-Cookie" not in response.headers
    assert not Session.objects.exists()


def test_readers_get_no_cookies_with_errors_either(client):
    assert not client.get("/finns-inte/").cookies
    assert not client.get("/projekt/?sida=999").cookies


# --- Nothing from elsewhere, nothing inline -------------------------------------------------------------------


LOADING = [
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("iframe", "src"), ("source", "src"), ("source", "srcset"),
    ("video", "src"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("form", "action"), ("use", "href"),
    ("button", "formaction"), ("image", "href"),
]  # fmt: skip


def addresses_loaded(page):
    """Yield every address that a browser fetches by itself, or sends a form to."""
    for tag, attribute in LOADING:
        for element in page.all(tag):
            yield from filter(None, [element.attrs.get(attribute)])
    for element in page.all("link"):
        if not {"canonical", "alternate", "author", "license"} & set(element.attrs.get("rel", "").split()):
            yield element.attrs["href"]
    for element in page.all():
        yield from (value for name, value in element.attrs.items() if name in ("hx-get", "hx-post") and value)


def is_ours(address):
    return urlsplit(urljoin("http://testserver/", address)).netloc == "testserver" and not address.startswith("data:")


@each_page
def test_page_loads_nothing_from_another_host_and_holds_nothing_inline(path):
    page = parse(answer(path).content)
    loaded = list(addresses_loaded(page))
    assert len(loaded) >= 4, "stylesheet, icon, scripts and search form at least"
    assert [address for address in loaded if not is_ours(address)] == []
    for element in page.all():
        assert element.tag not in {"style", "iframe", "object", "embed", "base"}
        assert "style" not in element.attrs, element
        assert [name for name in element.attrs if name.startswith(("on", "hx-on"))] == []
        assert not str(element.attrs.get("href", "")).lower().startswith("javascript:")
        if element.tag == "script":
            assert element.attrs.get("src"), "an inline script"


def test_stylesheet_loads_nothing_from_another_host():
    css = Path(finders.find("portal.css")).read_text()
    loaded = re.findall(r"url\(\s*[\"']?([^\"')]+)", css) + re.findall(r"@import\s+[\"']([^\"']+)", css)
    assert [address for address in loaded if re.match(r"(\w+:)?//", address)] == []


def test_links_that_leave_the_portal_tell_the_other_host_nothing():
    """Referrer-Policy: same-origin says so for all of them; none may say otherwise."""
    for path in PAGES:
        for link in parse(answer(path).content).all("a"):
            assert "referrerpolicy" not in link.attrs
            assert "ping" not in link.attrs
            assert link.attrs.get("target") in (None, "_self")


# --- When something is wrong ----------------------------------------------------------------------------------

LANGUAGES = {"": "sv", "/en": "en"}


def check_error_page(response, status, language):
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    page = parse(response.content)
    assert page.one("html").attrs["lang"] == language
    assert len(page.one("h1").text) > 5
    assert page.one("head").one("title").text.endswith("Integrationsportalen")
    assert page.one("main").all("a"), "a way on"
    return page


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_error_page_400_is_in_own_dress(prefix):
    client = Client(raise_request_exception=False)
    response = client.get(f"{prefix}/projekt/?" + "&".join(f"a{n}=1" for n in range(5500)))
    check_error_page(response, 400, LANGUAGES[prefix])


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_error_page_403_is_in_own_dress(client, prefix):
    with mock.patch("projects.views.list_page", side_effect=PermissionDenied):
        check_error_page(client.get(f"{prefix}/projekt/"), 403, LANGUAGES[prefix])


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_error_page_404_is_in_own_dress_and_offers_the_search(client, prefix):
    page = check_error_page(client.get(f"{prefix}/finns-inte/"), 404, LANGUAGES[prefix])
    assert f"{prefix}/sok/" in [link.attrs["href"] for link in page.one("main").all("a")]


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("error", [RuntimeError("secret detail"), OperationalError("secret detail")])
def test_error_page_500_is_in_own_dress_and_says_when_to_try_again(prefix, error):
    with mock.patch("projects.views.list_page", side_effect=error):
        response = Client(raise_request_exception=False).get(f"{prefix}/projekt/")
    check_error_page(response, 500, LANGUAGES[prefix])
    assert int(response.headers["Retry-After"]) > 0
    assert b"secret detail" not in response.content
    assert b"Traceback" not in response.content


def test_error_page_500_needs_no_database(client):
    with (
        mock.patch.object(connection, "cursor", side_effect=OperationalError),
        mock.patch.object(connection, "ensure_connection", side_effect=OperationalError),
    ):
        response = Client(raise_request_exception=False).get("/projekt/")
    check_error_page(response, 500, "sv")


def test_health_is_200_when_database_and_index_answer(client):
    response = client.get("/halsa/")
    assert response.status_code == 200
    assert json.loads(response.content) == {"status": "ok", "database": "ok", "index": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("error", [OperationalError, DatabaseError, InterfaceError])
@pytest.mark.parametrize(
    ("part", "broken"), [("database", "projects.models.Project.objects.exists"), ("index", "search.index.answers")]
)
def test_health_is_503_when_database_or_index_fails(client, part, broken, error):
    failing = mock.Mock(side_effect=error("secret detail"))
    with mock.patch(broken, failing):
        response = client.get("/halsa/")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    answer = json.loads(response.content)
    assert (answer["status"], answer[part]) == ("error", "error")
    assert "secret" not in response.content.decode()


# --- For robots -----------------------------------------------------------------------------------------------


def test_robots_are_told_of_the_sitemap_and_kept_from_accounts(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /konto/", "Disallow: /en/konto/"} <= set(lines)
    assert {"Disallow: /rattelse/", "Disallow: /en/rattelse/"} <= set(lines)
    assert {"Disallow: /bevaka/", "Disallow: /en/bevaka/"} <= set(lines)
    assert "Disallow: /" not in lines


def test_sitemap_lists_every_public_page_in_both_languages():
    xml = answer("/sitemap.xml").content.decode()
    listed = {urlsplit(address).path for address in re.findall(r"<loc>(.*?)</loc>", xml)}
    # The search, the form for corrections, the calculators, the plans, the finder, a shortlist and following are tools,
    # not pages; signing in is for those who know.
    tools = re.compile("/(sok|rattelse|kalkyl|plan|hitta|urval|bevaka)/")
    assert {path for path in READERS_PAGES if not tools.search(path)} <= listed
    assert {f"/en{path}" for path in listed if not path.startswith("/en/")} == {
        path for path in listed if path.startswith("/en/")
    }
    assert xml.count('hreflang="sv"') == xml.count('hreflang="en"') == len(listed)


def test_sitemap_has_no_unpublished_records(client):
    ProjectFactory(draft=True, slug="smyg-projekt")
    ProjectFactory(slug="oppet-projekt")
    xml = client.get("/sitemap.xml").content.decode()
    assert "oppet-projekt" in xml
    assert "smyg-projekt" not in xml


@each_page
def test_page_says_its_own_address_and_that_in_the_other_language(path):
    page = parse(answer(f"{path}?q=x&sortera=namn").content)
    swedish = path.removeprefix("/en") or "/"
    assert page.one("link", rel="canonical").attrs["href"] == f"http://testserver{path}"
    others = [
        link for link in page.all("link", rel="alternate") if "hreflang" in link.attrs
    ]  # and not in other formats
    alternates = {link.attrs["hreflang"]: link.attrs["href"] for link in others}
    assert alternates["sv"] == f"http://testserver{swedish}"
    assert alternates["en"] == f"http://testserver/en{swedish}"


@pytest.mark.parametrize(
    "path",
    [
        "/sok/",
        "/finansiering/urval/",
        "/rattelse/projekt/kin/",
        "/rattelse/projekt/kin/?falt=title",
        "/rattelse/projekt/kin/tack/",
    ],
)
def test_tools_are_not_for_the_index_of_others(client, path):
    assert parse(client.get(path).content).one("meta", name="robots").attrs["content"] == "noindex"
