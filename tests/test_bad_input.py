"""Whatever is in an address or a header, the answer is a page or a clear refusal, never an error of ours.

Every public address is found by walking the URL resolver and asked with what people, robots and attackers send. What a
page did not understand it says; what it cannot answer is a 404 or a 400 in the portal's own dress.
"""

import re
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, example, given, settings, strategies as st

from events.filters import EventFilter
from funding.costs.forms import CostsForm
from funding.filters import CallFilter, ProgrammeFilter
from funding.plan.forms import PlanForm
from knowledge.filters import KnowledgeFilter
from networks.filters import NetworkFilter
from organisations.filters import OrganisationFilter
from projects.filters import ProjectFilter
from tests.reading import ListPage, parse

pytestmark = pytest.mark.django_db

ALLOWED = {200, 301, 302, 400, 404}
SLUGS = {
    "funding:programme": "amif-nationell",
    "funding:call": "amif-2016",
    "funding:programme-costs": "amif-nationell",
    "funding:call-costs": "amif-2016",
    "funding:programme-plan": "amif-nationell",
    "funding:call-plan": "erasmus-strategiska-partnerskap-2016",
    "projects:detail": "kin",
    "networks:detail": "erlai",
    "events:detail": "strategiskt-forum-lund",
    "knowledge:detail": "overenskommelsen-inom-integrationsomradet",
    "organisations:detail": "migrationsverket",
    "organisations:municipality": "kristianstad",
    "sources:document": "rapport-integration-och-eu",
    "corrections:propose": "kin",
    "corrections:thanks": "kin",
}
# Of one's own account: closed, or not there.
OTHERS = {
    "mfa_edit_webauthn": "1",
    "mfa_remove_webauthn": "1",
    "openid_connect_login": "katalog",
    "openid_connect_callback": "katalog",
}
LISTS = {
    "/finansiering/": ProgrammeFilter,
    "/finansiering/utlysningar/": CallFilter,
    "/projekt/": ProjectFilter,
    "/natverk/": NetworkFilter,
    "/evenemang/": EventFilter,
    "/kunskap/": KnowledgeFilter,
    "/aktorer/": OrganisationFilter,
}
each_list = pytest.mark.parametrize("path", LISTS)


def patterns(resolver, prefix="", namespace=""):
    """Yield the address and the name of every pattern below ``resolver``, the admin's left out."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield "/" + route, namespace + (entry.name or "")
        elif entry.app_name != "admin":
            yield from patterns(entry, route, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


ROUTES = sorted((route, name) for route, name in patterns(get_resolver()))
# Public pages have a record each; of what is closed any will do.
ADDRESSES = [
    re.sub(
        r"<(\w+):(\w+)>",
        lambda part, name=name: (
            "projekt" if part[2] == "kind" else (SLUGS | OTHERS).get(name) or {"int": "1"}.get(part[1], "x")
        ),
        route,
    )
    for route, name in ROUTES
]
ADDRESSES += ["/en" + address for address in ADDRESSES if "." not in address and "halsa" not in address]
PARAMETERS = {name for filters in LISTS.values() for name in filters.base_filters} | {"sida", "sortera", "next"}
PARAMETERS = sorted(PARAMETERS | {*CostsForm.base_fields, *PlanForm.base_fields, "format"})
# The content has no pictures and files, and only some kinds of records may be picked: tests of their own ask for those.
ADDRESSES = [address for address in ADDRESSES if not re.search("/filer/|/mitt/valj/", address)]

NASTY = [
    "", " ", "\x00", "a\x00b", "0", "-1", "99999", "9" * 400, "1e9", "NaN", "true", "null", "None", "[]", "{}", "'",
    '"', "' OR 1=1 --", "%", "_", "\\", "%00", "../../etc/passwd", "<script>alert(1)</script>", "{{ 7*7 }}", "åäö",
    "😀" * 50, "x" * 10_000, "2015-02-30", "0001-01-01", "9999-12-31", "0000-00-00", "12/31/2015", "kommuner", "ja",
    "\u202e", "\ufeff", "\u00b2", "\r\nSet-Cookie: x=1", "//evil.example", "javascript:alert(1)",
]  # fmt: skip
values = st.one_of(st.sampled_from(NASTY), st.text(max_size=30)).map(lambda text: quote(text, errors="replace"))
# What no browser sends: bytes that are no UTF-8, halves of surrogate pairs, percent signs without digits.
raw = st.one_of(
    st.binary(max_size=20).map(quote_from_bytes),
    st.sampled_from(["%ED%A0%80", "%FF%FE", "%C0%AF", "%", "%zz", "%u0041", "+", ";", "&&&", "==", "a[]=1", "a[b]=1"]),
)
names = st.one_of(st.sampled_from(PARAMETERS), st.sampled_from(PARAMETERS).map(lambda name: f"{name}[]"), raw)
queries = st.lists(st.tuples(names, st.one_of(values, raw)).map("=".join), max_size=6).map("&".join)
# The bytes of a header reach Django one character each (PEP 3333), whatever they were meant to be.
header_values = st.one_of(
    st.sampled_from(NASTY).map(lambda text: text.encode().decode("latin-1")), st.text(st.characters(max_codepoint=255))
).map(lambda text: re.sub(r"[\r\n]", "", text))
headers = st.dictionaries(
    st.sampled_from(
        ["HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_HX_REQUEST", "HTTP_HX_CURRENT_URL", "HTTP_HX_TARGET",
         "HTTP_COOKIE", "HTTP_HX_TRIGGER", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST", "HTTP_HX_PROMPT",
         "HTTP_REFERER", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH",
         "HTTP_USER_AGENT", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR", "HTTP_RANGE", "CONTENT_TYPE"]
    ),
    header_values,
    max_size=3,
)  # fmt: skip
many_examples = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(path, query="", method="GET", **headers):
    # No exception is raised here: what a visitor would have got is what is looked at.
    return Client(raise_request_exception=False).generic(method, path, QUERY_STRING=query, **headers)


def is_in_own_dress(response):
    page = parse(response.content)
    return page.one("h1").text and page.one("a", "wordmark") and page.one("main")


# --- Anything, anywhere ---------------------------------------------------------------------------------------


def test_addresses_are_all_that_the_portal_has():
    assert {name for _route, name in ROUTES if name in SLUGS} == set(SLUGS)
    for address in ADDRESSES:
        # The pages for developers are not there without DEBUG.
        # What pages send back by buttons is no page. No directory to sign in with is configured, and x is nobody's key.
        missing = re.search("/om/design/|/konto/extern/.|/bevaka/(bekrafta/)?x/$|/bevaka/x/avfarda/", address)
        expected = {404} if missing else {405} if re.search("/utan-traff/|/urval/andra/", address) else {200, 302}
        assert ask(address).status_code in expected, address


@given(address=st.sampled_from(ADDRESSES), query=queries, headers=headers)
@example(address="/finansiering/utlysningar/", query="datum=0001-01-01", headers={})
@example(address="/finansiering/utlysningar/", query="datum=9999-12-31", headers={})
@example(address="/sitemap.xml", query="p=abc", headers={})
@example(address="/sitemap.xml", query="p=0", headers={})
@example(address="/konto/logga-in/", query="next=%00", headers={})
@example(address="/projekt/", query="q=" + "a+" * 5000, headers={})
@example(address="/projekt/", query="", headers={"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"})
@many_examples
def test_request_with_any_query_and_headers_is_never_an_error(address, query, headers):
    response = ask(address, query, **headers)
    assert response.status_code in ({405} if "/utan-traff/" in address else ALLOWED)
    assert "Set-Cookie" not in response.headers


@given(before=st.sampled_from(ADDRESSES), after=st.one_of(values, raw), slash=st.sampled_from(["", "/"]))
@example(before="/projekt/", after="%00", slash="/")
@example(before="/projekt/", after="%ED%A0%80", slash="/")
@example(before="/kommuner/", after="%2e%2e%2f%2e%2e%2fetc%2fpasswd", slash="")
@example(before="/", after="x" * 10_000, slash="/")
@settings(many_examples, max_examples=40)
def test_request_for_any_path_is_never_an_error(before, after, slash):
    assert ask(before + after + slash).status_code in ALLOWED


@given(
    address=st.sampled_from(ADDRESSES),
    method=st.sampled_from(["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "X"]),
)
@settings(many_examples, max_examples=30)
def test_request_by_any_method_is_never_an_error(address, method):
    assert ask(address, method=method).status_code in ALLOWED | {403, 405}


# --- What is said ---------------------------------------------------------------------------------------------


@each_list
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_unknown_option_of_every_filter_is_said(path, prefix):
    facets = [name for name, f in LISTS[path].base_filters.items() if name not in ("q", "datum")]
    page = ListPage(ask(prefix + path, "&".join(f"{name}=finns-inte-{name}" for name in facets)).content)
    for name in facets:
        assert any(f"finns-inte-{name}" in note for note in page.notes), name
    assert page.total == ListPage(ask(prefix + path).content).total


@each_list
@given(value=st.text(min_size=1, max_size=30).filter(lambda text: text.strip()))
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_value_that_is_no_option_is_said_and_changes_nothing(path, value):
    name = next(name for name in LISTS[path].base_filters if name not in ("q", "datum"))
    page = ListPage(ask(path, f"{name}={quote('z' + value, errors='replace')}").content)
    assert len(page.notes) == 1
    assert page.chips == []


@each_list
def test_unknown_order_is_said(path):
    assert len(ListPage(ask(path, "sortera=bakvand").content).notes) == 1


@each_list
def test_long_unknown_value_is_said_in_short(path):
    name = next(name for name in LISTS[path].base_filters if name not in ("q", "datum"))
    (note,) = ListPage(ask(path, f"{name}={'x' * 10_000}").content).notes
    assert len(note) < 200


@each_list
def test_same_option_twice_is_one_choice(path):
    name, values = next(iter(ListPage(ask(path).content).facets.items()))
    value = next(iter(values))
    assert len(ListPage(ask(path, f"{name}={value}&{name}={value}").content).chips) == 1


@each_list
@pytest.mark.parametrize("query", ["sida=-1", "sida=99999", "sida=%00"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_that_is_not_there_is_a_clear_404(path, query, prefix):
    response = ask(prefix + path, query)
    assert response.status_code == 404
    assert is_in_own_dress(response)


@pytest.mark.parametrize("name", SLUGS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_unknown_record_is_a_clear_404(name, prefix):
    route = next(route for route, its_name in ROUTES if its_name == name)
    for slug in ("finns-inte", "x" * 5000, "UPPER-Case", "-", "_", "1"):
        response = ask(prefix + route.replace("<slug:kind>", "projekt").replace("<slug:slug>", slug))
        assert response.status_code == 404, slug[:20]
        assert is_in_own_dress(response)


# --- What is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/projekt/", "/en/projekt/", "/sok/", "/", "/om/", "/en/finns-inte/"])
def test_too_many_parameters_are_refused_in_own_dress(path):
    response = ask(path, "&".join(f"tema=a{n}" for n in range(5500)))
    assert response.status_code in {200, 400, 404}
    assert is_in_own_dress(response)


def test_list_with_too_many_parameters_is_refused():
    assert ask("/projekt/", "&".join(f"tema=a{n}" for n in range(5500))).status_code == 400


def test_list_with_as_many_parameters_as_allowed_is_answered():
    assert ask("/projekt/", "&".join(f"tema=a{n}" for n in range(1900))).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "%00", "testserver, evil.example"])
@pytest.mark.parametrize("path", ["/", "/en/projekt/", "/finns-inte/"])
def test_host_that_is_not_ours_is_refused_and_never_repeated(host, path):
    response = ask(path, HTTP_HOST=host)
    assert response.status_code == 400
    assert parse(response.content).one("h1").text
    assert "evil" not in response.content.decode()


def test_form_without_its_token_is_refused_in_own_dress():
    client = Client(enforce_csrf_checks=True)
    for path, language in {"/konto/logga-in/": "sv", "/en/konto/logga-in/": "en"}.items():
        response = client.post(path, {"login": "x@example.org", "password": "y"})
        assert response.status_code == 403
        assert is_in_own_dress(response)
        assert parse(response.content).one("html").attrs["lang"] == language
