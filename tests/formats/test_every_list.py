"""What all lists promise when they are taken along: exactly the hits that were chosen, in the order that was chosen."""

import datetime
import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from projects.models import Project
from search.following import gathered
from search.formats import FORMATS, contents
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    EventFactory,
    KnowledgeEntryFactory,
    NetworkFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reading import parse, read_list, with_choices

from .reading import asked, body, calendar, entries, sheet, table

pytestmark = pytest.mark.django_db

LISTS = {
    "programmes": ("/finansiering/", ProgrammeFactory),
    "calls": ("/finansiering/utlysningar/", CallFactory),
    "projects": ("/projekt/", ProjectFactory),
    "networks": ("/natverk/", NetworkFactory),
    "events": ("/evenemang/", EventFactory),
    "knowledge": ("/kunskap/", KnowledgeEntryFactory),
    "organisations": ("/aktorer/", OrganisationFactory),
}
FOUND = ("q", "hittamig")
each_list = pytest.mark.parametrize("kind", LISTS)
each_format = pytest.mark.parametrize("name", FORMATS)


def make(kind, name, **fields):
    """Make a record of the kind that ``?q=hittamig`` finds."""
    title = {"name" if kind == "organisations" else "title": name}
    return LISTS[kind][1](**title, summary="hittamig", **fields)


# --- The hits -------------------------------------------------------------------------------------------------


@each_list
def test_tables_hold_all_hits_and_no_others_in_the_order_of_the_list(kind):
    path = LISTS[kind][0]
    with gathered():
        for number in range(25):
            make(kind, f"Post {number:02}")
    choices = [FOUND, ("sortera", "namn")]
    pages = [read_list(Client(), path, [*choices, ("sida", number)]) for number in ("1", "2")]
    links = [f"http://testserver{link}" for page in pages for link in page.links]
    assert len(links) == 25
    assert [row["Adress"] for row in table(path, choices)] == links
    assert [row["Adress"].value for row in sheet(path, choices)] == links
    assert {entry["link"] for entry in entries(path, choices)} == set(links)


@each_list
def test_page_number_is_no_part_of_what_is_taken_along(kind):
    path = LISTS[kind][0]
    make(kind, "Post")
    assert len(table(path, [FOUND, ("sida", "99")])) == 1


def test_order_and_facets_that_were_chosen_hold():
    theme = ThemeFactory()
    for budget in (2, 3, 1):
        ProjectFactory(title=f"P{budget}", budget=budget, summary="hittamig", themes=[theme])
    ProjectFactory(title="Utanför", budget=9, summary="hittamig")
    rows = table("/projekt/", [FOUND, ("tema", theme.slug), ("sortera", "budget")])
    assert [row["Titel"] for row in rows] == ["P3", "P2", "P1"]


def test_state_is_that_of_the_chosen_day():
    call = CallFactory(summary="hittamig")
    CallWindowFactory(call=call, opens_on=datetime.date(2015, 10, 1), closes_on=datetime.date(2015, 11, 16))
    path = "/finansiering/utlysningar/"
    [then] = table(path, [FOUND, ("datum", "2015-10-30")])
    [now] = table(path, [FOUND])
    assert (then["Läge"], then["Närmaste sista ansökningsdag"]) == ("Stänger snart", "2015-11-16")
    assert (now["Läge"], now["Närmaste sista ansökningsdag"]) == ("Stängd", "")


def test_search_over_everything_is_taken_along_best_match_first():
    ProjectFactory(title="Annat", summary="hittamig", starts_on=datetime.date(2016, 3, 1))
    call = CallFactory(title="Hittamig")
    CallWindowFactory(call=call)
    rows = table("/sok/", [FOUND])
    assert [(row["Typ"], row["Titel"]) for row in rows] == [("Utlysning", "Hittamig"), ("Projekt", "Annat")]
    assert len(entries("/sok/", [FOUND])) == 2
    titles = {str(event["summary"]) for event in calendar("/sok/", [FOUND]).events}
    assert titles == {"Projektet börjar: Annat", "Ansökan öppnar: Hittamig", "Sista ansökningsdag: Hittamig"}
    assert table("/sok/", [FOUND, ("typ", "projekt")]) == [rows[1]]


def test_search_for_nothing_is_an_empty_list_in_every_format():
    assert table("/sok/") == entries("/sok/") == calendar("/sok/").events == sheet("/sok/") == []


# --- Who may read ---------------------------------------------------------------------------------------------


@each_format
@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind != "organisations"])
def test_draft_is_taken_along_by_its_owner_alone(kind, name):
    owner, path = UserFactory(), LISTS[kind][0]
    draft = make(kind, "Ett hemligt utkast", draft=True, owner=owner)
    make(kind, "Till alla")
    stranger, own = Client(), Client()
    stranger.force_login(UserFactory())
    own.force_login(owner)
    if name in ("csv", "atom"):
        assert draft.title in body(asked(path, name, [FOUND], own)).decode()
    for client in (Client(), stranger):
        assert draft.title.encode() not in body(asked(path, name, [FOUND], client))
        assert draft.slug.encode() not in body(asked(path, name, [FOUND], client))


def test_title_of_a_programme_that_is_not_published_does_not_leak_through_its_calls_and_projects():
    secret = ProgrammeFactory(title="Hemligt program", draft=True)
    call = CallFactory(programme=secret, summary="hittamig")
    CallWindowFactory(call=call)
    ProgrammeFactory(parent=secret, kind="strand", summary="hittamig")
    for path in ("/finansiering/utlysningar/", "/finansiering/"):
        for name in FORMATS:
            assert b"Hemligt program" not in body(asked(path, name, [FOUND]))
        assert not any("Hemligt program" in row.values() for row in table(path, [FOUND]))


def test_dates_of_a_call_that_is_not_published_do_not_leak_through_its_programme():
    programme = ProgrammeFactory(summary="hittamig")
    CallWindowFactory(call=CallFactory(programme=programme, draft=True))
    shown = CallFactory(programme=programme, title="Synlig")
    CallWindowFactory(call=shown)
    titles = {str(event["summary"]) for event in calendar("/finansiering/", [FOUND]).events}
    assert titles == {"Ansökan öppnar: Synlig", "Sista ansökningsdag: Synlig"}


# --- The answer -----------------------------------------------------------------------------------------------


@each_list
@each_format
def test_answer_says_what_it_is_and_is_not_for_search_engines(kind, name):
    response = asked(LISTS[kind][0], name)
    assert response.headers["Content-Type"].partition(";")[0] == FORMATS[name].media_type
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "filename=" in response.headers["Content-Disposition"]
    assert not response.cookies


@each_format
def test_answer_that_has_not_changed_is_a_304_and_another_format_another_page(name, django_assert_num_queries):
    tags = {one: asked("/projekt/", one).headers["ETag"] for one in FORMATS}
    assert len(set(tags.values())) == len(tags)
    with django_assert_num_queries(1):
        response = Client().get(f"/projekt/?format={name}", headers={"If-None-Match": tags[name]})
    assert (response.status_code, response.content) == (304, b"")
    vary = {part.strip() for part in asked("/projekt/", name).headers["Vary"].split(",")}
    assert {"Cookie", "Accept-Encoding", "HX-Request"} <= vary


@each_format
def test_answer_changes_with_its_content(name):
    project = ProjectFactory(summary="hittamig")
    tag = asked("/projekt/", name).headers["ETag"]
    project.title = "Ett annat namn"
    project.save()
    response = Client().get(f"/projekt/?format={name}", headers={"If-None-Match": tag})
    assert response.status_code == 200
    response.close()


def test_streamed_table_is_packed_and_unpacks_to_the_same():
    packed = Client().get("/projekt/?format=csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body(packed)) == body(asked("/projekt/", "csv"))


@pytest.mark.parametrize("name", ["docx", "ATOM", "csv ", "../etc/passwd", "x" * 5000])
def test_unknown_format_is_the_page_with_a_note(name):
    response = Client().get("/projekt/", {"format": name})
    assert response.status_code == 200
    assert "Listan finns inte i det formatet" in response.content.decode()
    assert "Listan finns inte" not in Client().get("/projekt/?format=").content.decode()


@each_format
def test_what_is_not_understood_in_the_address_breaks_no_format(name):
    choices = [("tema", f"t{n}") for n in range(200)] + [
        ("sortera", "slump"),
        ("sida", "x"),
        ("q", "\x00"),
        ("q", "ab"),
    ]
    assert body(asked("/projekt/", name, choices))
    assert body(asked("/finansiering/utlysningar/", name, [("datum", "i går"), ("laget", "slump")]))


def test_table_that_is_read_later_is_in_the_language_of_its_address():
    """The server reads a streamed answer when the request is over and the thread may have gone on to another one."""
    ProjectFactory(title="Titel", title_en="Title", summary="hittamig", starts_on=datetime.date(2016, 1, 1),
                   starts_precision="season")  # fmt: skip
    swedish, english = asked("/projekt/", "csv", [FOUND]), asked("/en/projekt/", "csv", [FOUND])
    with translation.override("de"):
        texts = [body(response).decode() for response in (english, swedish)]
    assert "Title,," in texts[0]
    assert "winter 2016" in texts[0]
    assert "Titel;;vintern 2016" in texts[1]


# --- The page -------------------------------------------------------------------------------------------------


def links_to_formats(page):
    return {element.attrs["type"]: element.attrs["href"] for element in page.all("a", rel="nofollow")}


@each_list
def test_page_leads_to_its_formats_with_the_choices_and_without_the_page(kind):
    path = LISTS[kind][0]
    with gathered():
        for number in range(25):
            make(kind, f"Post {number:02}")
    page = parse(Client().get(with_choices(path, [FOUND, ("sida", "2"), ("okant", "1")])).content)
    without_dates = kind in ("knowledge", "organisations")
    types = {one.media_type for one in FORMATS.values()} - ({"text/calendar"} if without_dates else set())
    links = links_to_formats(page)
    assert set(links) == types
    assert set(links.values()) == {f"{path}?q=hittamig&format={n}" for n in FORMATS if n != "ics" or not without_dates}
    in_head = {e.attrs["type"]: e.attrs["href"] for e in page.all("link", rel="alternate") if "type" in e.attrs}
    assert in_head == links


def test_part_that_is_swapped_leads_to_the_formats_of_the_new_choices():
    part = parse(Client().get("/projekt/?land=SE", headers={"HX-Request": "true"}).content)
    assert links_to_formats(part)["text/csv"] == "/projekt/?land=SE&format=csv"


# --- Queries --------------------------------------------------------------------------------------------------


def add(kind):
    record = make(kind, "Post")
    if kind == "calls":
        CallWindowFactory(call=record)
        record.themes.add(ThemeFactory())
    if kind == "projects":
        ParticipationFactory(project=record)


@each_list
@pytest.mark.parametrize("name", ["csv", "ics"])
def test_queries_are_as_many_for_each_part_however_many_records_it_holds(kind, name, monkeypatch):
    """A part of 3 records asks as often as one of 30; so a list asks once more for each part, and for no record."""
    with gathered():
        for _ in range(30):
            add(kind)

    def count(size):
        monkeypatch.setattr(contents, "CHUNK", size)
        body(asked(LISTS[kind][0], name, [FOUND]))  # what is kept in memory from the first time on
        with CaptureQueriesContext(connection) as queries:
            body(asked(LISTS[kind][0], name, [FOUND]))
        return len(queries)

    of_one, of_ten = count(30), count(3)
    parts = (of_ten - of_one) / 9
    assert parts == int(parts) <= 9
    assert of_one - parts <= 2


def test_no_more_than_a_part_is_asked_for_before_it_is_read(monkeypatch):
    monkeypatch.setattr(contents, "CHUNK", 5)
    with gathered():
        for number in range(30):
            make("projects", f"Post {number}")
    lines = iter(asked("/projekt/", "csv", [FOUND]).streaming_content)
    next(lines)
    with CaptureQueriesContext(connection) as queries:
        first = next(lines)
    assert first.count(b"\n") == 5
    asked_for = len(queries)
    with CaptureQueriesContext(connection) as queries:
        rest = list(lines)
    assert len(rest) == 5
    assert len(queries) <= 5 * asked_for


def test_record_that_goes_while_the_list_is_read_is_left_out(monkeypatch):
    monkeypatch.setattr(contents, "CHUNK", 1)
    for name in ("A", "B"):
        make("projects", name)
    lines = iter(asked("/projekt/", "csv", [FOUND, ("sortera", "namn")]).streaming_content)
    next(lines), next(lines)
    Project.objects.filter(title="B").delete()
    assert b"".join(lines) == b""
