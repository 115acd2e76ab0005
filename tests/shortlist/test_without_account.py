"""A shortlist without an account: kept by the browser alone, and never an error whatever the browser sends."""

import datetime
from http.cookies import SimpleCookie

import pytest
from django.core import signing
from django.test import Client

from funding.models import ShortlistedCall
from funding.shortlist import AT_MOST
from funding.shortlist.cookie import COOKIE, SALT
from publishing.actions import change_status
from search.following import gathered
from tests.factories import CallFactory, CallWindowFactory, ProgrammeFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

PAGE, CHANGE, LIST = "/finansiering/urval/", "/finansiering/urval/andra/", "/finansiering/utlysningar/"
OURS = {"Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true", **OURS}


def add(client, call, **headers):
    return client.post(CHANGE, {"lagg-till": call.slug, "next": LIST}, headers=OURS | headers)


def remove(client, call, **headers):
    return client.post(CHANGE, {"ta-bort": call.slug, "next": LIST}, headers=OURS | headers)


def page(client, query=""):
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return parse(response.content)


def compared(client, query=""):
    """The titles that stand side by side."""
    return [heading.text for heading in page(client, query).all("th", scope="col")][1:]


def made(number):
    with gathered():
        return [CallFactory(title=f"Utlysning {n:02}") for n in range(number)]


# --- Adding and taking away -----------------------------------------------------------------------------------


def test_calls_are_put_on_the_list_in_their_order_and_taken_away(client):
    first, second, third = made(3)
    for call in (third, first, second):
        response = add(client, call)
        assert (response.status_code, response.url) == (302, LIST)
    assert compared(client) == [third.title, first.title, second.title]
    remove(client, first)
    assert compared(client) == [third.title, second.title]
    assert not ShortlistedCall.objects.exists()


def test_call_that_is_put_on_twice_or_taken_away_twice_is_on_it_once_or_not(client):
    [call] = made(1)
    add(client, call)
    add(client, call)
    assert compared(client) == [call.title]
    remove(client, call)
    remove(client, call)
    assert compared(client) == []


def test_button_says_what_it_does_next(client):
    call = CallFactory(title="Prov", summary="hittamig")
    for path in (f"{LIST}?q=hittamig", call.get_absolute_url()):
        [button] = parse(client.get(path).content).all("button", form="shortlist")
        assert (button.attrs["name"], button.attrs["value"]) == ("lagg-till", call.slug)
        assert button.text == "Lägg i urvalet : Prov"
    add(client, call)
    for path in (f"{LIST}?q=hittamig", call.get_absolute_url(), PAGE):
        [button] = parse(client.get(path).content).all("button", form="shortlist")
        assert (button.attrs["name"], button.text) == ("ta-bort", "Ta bort ur urvalet : Prov")


def test_htmx_gets_the_button_and_the_number_alone(client):
    [call] = made(1)
    response = add(client, call, **HTMX)
    part = parse(response.content)
    assert part.one("button").attrs["name"] == "ta-bort"
    assert part.one("span", id="shortlist-count").text == "1"
    assert call.title in part.one("p", id="shortlist-status").text
    assert COOKIE in response.cookies
    assert not client.get(LIST).context["messages"]


def test_list_holds_no_more_than_it_can_and_says_so(client):
    calls = made(AT_MOST + 1)
    for call in calls[:-1]:
        add(client, call)
    response = client.post(CHANGE, {"lagg-till": calls[-1].slug, "next": PAGE}, headers=OURS, follow=True)
    assert f"Urvalet rymmer högst {AT_MOST} utlysningar" in response.content.decode()
    assert len(parse(response.content).all("button", form="shortlist")) == AT_MOST
    assert len(client.cookies[COOKIE].value) < 1000


def test_way_back_leads_to_no_other_host(client):
    [call] = made(1)
    for address in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        response = client.post(CHANGE, {"lagg-till": call.slug, "next": address}, headers=OURS)
        assert response.url == PAGE


@pytest.mark.parametrize(
    "address", ["abc", "?x=1", "funding:calls", "urval/", "#x", "http://testserver/", "/\\evil.example"]
)
def test_way_back_is_an_address_on_the_portal_and_no_view(client, address):
    [call] = made(1)
    response = client.post(CHANGE, {"lagg-till": call.slug, "next": address}, headers=OURS)
    assert (response.status_code, response.url) == (302, PAGE)


def test_way_back_keeps_the_choices(client):
    [call] = made(1)
    response = client.post(CHANGE, {"lagg-till": call.slug, "next": f"{LIST}?q=språk&sida=2"}, headers=OURS)
    assert response.url == f"{LIST}?q=spr%C3%A5k&sida=2"


# --- The cookie -----------------------------------------------------------------------------------------------


def test_cookie_is_signed_ends_and_is_for_the_server_alone(client):
    [call] = made(1)
    cookie = add(client, call).cookies[COOKIE]
    assert signing.loads(cookie.value, salt=SALT) == [call.pk]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 90 * 24 * 3600
    assert cookie["path"] == "/"
    gone = remove(client, call).cookies[COOKIE]
    assert (gone.value, gone["max-age"]) == ("", 0)


def test_cookie_goes_by_https_alone_where_there_is_https(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    [call] = made(1)
    assert add(client, call).cookies[COOKIE]["secure"]


@pytest.mark.parametrize("value", ["", "x", "[1]", "WzFd:1abc:def", "å" * 10, "a:b:c", "." * 5000])
def test_cookie_that_is_not_ours_is_an_empty_list(client, value):
    client.cookies = SimpleCookie({COOKIE: value})
    assert compared(client) == []
    assert client.get(LIST).status_code == 200
    [call] = made(1)
    add(client, call)
    assert compared(client) == [call.title]


def test_cookie_with_another_salt_or_too_old_is_an_empty_list(client, monkeypatch):
    [call] = made(1)
    client.cookies[COOKIE] = signing.dumps([call.pk], salt="another")
    assert compared(client) == []
    add(client, call)
    now = datetime.datetime.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 91 * 24 * 3600)
    assert compared(client) == []


def test_call_that_is_gone_or_no_longer_published_is_left_out_and_goes_with_the_next_change(client):
    gone, archived, draft, kept = *made(3), CallFactory(title="Kvar")
    for call in (gone, archived, kept):
        add(client, call)
    gone.delete()
    change_status(archived, to="archived", by=UserFactory(staff=True))
    assert compared(client) == [kept.title]
    add(client, draft)
    assert signing.loads(client.cookies[COOKIE].value, salt=SALT) == [kept.pk, draft.pk]


# --- Kept pages and other sites -------------------------------------------------------------------------------


def test_pages_without_a_shortlist_are_kept_as_before_and_set_no_cookie(client):
    for path in (LIST, PAGE, CallFactory().get_absolute_url()):
        response = client.get(path)
        assert "ETag" in response.headers
        assert not response.cookies


def test_page_of_a_reader_with_a_shortlist_is_kept_for_nobody(client):
    call = CallFactory(summary="hittamig")
    paths = [f"{LIST}?q=hittamig", PAGE, call.get_absolute_url()]
    tags = {path: client.get(path).headers["ETag"] for path in paths}
    add(client, call)
    for path in paths:
        response = client.get(path, headers={"If-None-Match": tags[path]})
        assert response.status_code == 200
        assert "ETag" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
     {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://testserver.evil.example"}],
)  # fmt: skip
def test_what_another_site_sends_is_refused(headers):
    [call] = made(1)
    response = Client(enforce_csrf_checks=True).post(CHANGE, {"lagg-till": call.slug}, headers=headers)
    assert response.status_code == 403
    assert COOKIE not in response.cookies


def test_browser_that_only_says_its_origin_is_believed():
    [call] = made(1)
    client = Client(enforce_csrf_checks=True)
    response = client.post(CHANGE, {"lagg-till": call.slug}, headers={"Origin": "http://testserver"})
    assert response.status_code == 302


# --- Bad input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [{}, {"lagg-till": "finns-inte"}, {"ta-bort": ""}, {"lagg-till": "\x00"},
                                  {"lagg-till": "x" * 5000}])  # fmt: skip
def test_call_that_there_is_not_is_a_404(client, data):
    assert client.post(CHANGE, data, headers=OURS).status_code == 404


def test_draft_cannot_be_put_on(client):
    assert add(client, CallFactory(draft=True)).status_code == 404


def test_list_of_an_organisation_is_nobodys_without_an_account(client):
    assert client.get(f"{PAGE}?lista=migrationsverket").status_code == 404
    assert client.post(f"{CHANGE}?lista=migrationsverket", {}, headers=OURS).status_code == 404
    response = client.post("/finansiering/urval/ta-over/", {})
    assert (response.status_code, response.url.partition("?")[0]) == (302, "/konto/logga-in/")


def test_get_changes_nothing(client):
    [call] = made(1)
    assert client.get(CHANGE, {"lagg-till": call.slug}).status_code == 405
    assert compared(client) == []


# --- Side by side ---------------------------------------------------------------------------------------------


def test_address_names_what_is_compared_also_what_is_not_on_the_list(client):
    calls = made(6)
    query = "?" + "&".join(f"utlysning={call.slug}" for call in (calls[4], calls[1]))
    assert compared(client, query) == [calls[4].title, calls[1].title]
    for call in calls[:5]:
        add(client, call)
    assert compared(client) == [call.title for call in calls[:4]]
    assert compared(client, query) == [calls[4].title, calls[1].title]


def test_five_hundred_doubled_and_unknown_names_are_told_of(client):
    [call] = made(1)
    query = "&".join(f"utlysning=okand-{n}" for n in range(500))
    response = client.get(f"{PAGE}?utlysning={call.slug}&utlysning={call.slug}&{query}&utlysning=%00&utlysning=")
    assert response.status_code == 200
    assert "”okand-0” finns inte i portalen" in response.content.decode()
    assert [heading.text for heading in parse(response.content).all("th", scope="col")][1:] == [call.title]
    many = made(6)
    query = "?" + "&".join(f"utlysning={call.slug}" for call in many)
    assert len(compared(client, query)) == 4
    assert "Högst 4 kan visas bredvid varandra. De 2 sista är inte med." in page(client, query).text


def test_every_fact_is_there_for_every_call_and_what_is_not_known_is_said(client):
    programme = ProgrammeFactory(cofinancing_percent=75)
    known, unknown = CallFactory(programme=programme), CallFactory()
    CallWindowFactory(call=known, closes_on=datetime.date(2016, 3, 31))
    shown = page(client, f"?utlysning={known.slug}&utlysning={unknown.slug}")
    rows = {row.one("th").text: [cell.text for cell in row.all("td")] for row in shown.one("tbody").all("tr")}
    assert set(rows) >= {
        "Läge", "Ansökan från", "Sista ansökningsdag", "Kan sökas av", "Egen insats", "Bidrag per projekt", "Partner",
        "Utbetalning", "Teman", "Program", "Kontakt", "Källa",
    }  # fmt: skip
    assert all(len(cells) == 2 and all(cells) for cells in rows.values())
    assert "75 %" in rows["Programmet betalar"][0]
    assert "enligt programmet" in rows["Programmet betalar"][0]
    assert "okänt" in rows["Programmet betalar"][1]
    assert "31 mars 2016" in rows["Sista ansökningsdag"][0]


def test_state_is_that_of_the_chosen_day(client):
    call = CallFactory()
    CallWindowFactory(call=call, opens_on=datetime.date(2015, 9, 1), closes_on=datetime.date(2015, 11, 16))
    shown = page(client, f"?utlysning={call.slug}&datum=2015-10-30")
    assert "Läget den 30 oktober 2015" in shown.text
    assert "17 dagar kvar" in shown.one("table").text
    assert shown.one("input", name="datum").attrs["value"] == "2015-10-30"
    (taken,) = [one.attrs["href"] for one in shown.all("a") if "format=xlsx" in one.attrs["href"]]
    assert "datum=2015-10-30" in taken
    wrong = page(client, f"?utlysning={call.slug}&datum=i+fjol")
    assert "”i fjol” är inget datum" in wrong.text
    assert "dagar kvar" not in wrong.one("table").text


def test_programme_that_is_not_published_is_not_named(client):
    call = CallFactory(programme=ProgrammeFactory(title="Hemligt program", draft=True))
    assert "Hemligt" not in client.get(f"{PAGE}?utlysning={call.slug}").content.decode()
    add(client, call)
    assert "Hemligt" not in client.get(PAGE).content.decode()


def test_empty_list_says_how_to_fill_it(client):
    assert "Urvalet är tomt" in page(client).text
    assert page(client).all("a", href=LIST)
