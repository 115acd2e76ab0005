"""The page of the search: one ranking over all kinds, why each hit was found, filters, widenings, ways on when nothing
was found; and ``q`` on every list.
"""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.models import Synonym
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    CountryFactory,
    EventFactory,
    KnowledgeEntryFactory,
    MunicipalityFactory,
    NetworkFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    SourceDocumentFactory,
    ThemeFactory,
)
from tests.reading import ListPage, choices_in, parse, read_list
from tests.search.asking import asked, found
from tests.test_lists import LISTS, make

pytestmark = pytest.mark.usefixtures("nothing_indexed")

# What a search after a change of content costs at most in questions to the database.
QUERIES_AT_MOST = 20


def html_of(client, query, path="/sok/", **choices) -> str:
    return client.get(path, {"q": query, **choices}).content.decode()


# --- Hits -----------------------------------------------------------------------------------------------------


def test_all_kinds_come_in_one_ranking_each_with_its_kind_and_its_row(client):
    made = {
        "Program": ProgrammeFactory(title="Xarvok ett"),
        "Utlysning": CallFactory(title="Xarvok två", programme=ProgrammeFactory()),
        "Projekt": ProjectFactory(title="Xarvok tre", starts_on=datetime.date(2011, 1, 1)),
        "Nätverk": NetworkFactory(title="Xarvok fyra"),
        "Evenemang": EventFactory(title="Xarvok fem"),
        "Kunskapspost": KnowledgeEntryFactory(title="Xarvok sex"),
        "Aktör": OrganisationFactory(name="Xarvok sju"),
        "Kommun": MunicipalityFactory(name="Xarvok åtta"),
        "Källdokument": SourceDocumentFactory(title="Xarvok nio"),
    }
    page = asked(client, "xarvok")
    assert page.total == 9
    rows = dict(zip(page.links, page.root.all("li", "row"), strict=True))
    assert rows.keys() == {record.get_absolute_url() for record in made.values()}
    assert {kind: rows[record.get_absolute_url()].one("p", "hit__kind").text for kind, record in made.items()} == {
        kind: kind for kind in made
    }
    assert "2011" in rows[made["Projekt"].get_absolute_url()].text
    assert "Avgift" in rows[made["Nätverk"].get_absolute_url()].text


def test_best_hit_is_first_whatever_its_kind(client):
    ProjectFactory(title="Ett projekt", summary="Här sägs xarvok en gång.")
    NetworkFactory(title="Xarvok")
    KnowledgeEntryFactory(title="Om xarvok och annat som också är till för några")
    assert asked(client, "xarvok").titles == [
        "Xarvok",
        "Om xarvok och annat som också är till för några",
        "Ett projekt",
    ]


def test_hits_come_in_pages_of_20(client):
    for n in range(23):
        ProjectFactory(title=f"Xarvok {n:02}")
    pages = [asked(client, "xarvok", sida=str(n)) for n in (1, 2)]
    assert [len(page.links) for page in pages] == [20, 3]
    assert {page.total for page in pages} == {23}
    assert len({link for page in pages for link in page.links}) == 23
    for number in ("0", "3", "abc"):
        assert client.get("/sok/", {"q": "xarvok", "sida": number}).status_code == 404


def test_words_are_marked_also_inside_compounds_and_text_stays_text(client):
    ProjectFactory(title="Språkundervisning <b>& co</b>", summary="Undervisningen är bra.")
    html = html_of(client, "undervisning")
    assert "Språk<mark>undervisning</mark> &lt;b&gt;&amp; co&lt;/b&gt;" in html
    assert "<mark>Undervisningen</mark> är bra." in html
    assert "<script>alert" not in html_of(client, "<script>alert(1)</script>\"'&")


def test_open_call_says_the_days_that_are_left(client):
    today = timezone.localdate()
    window = CallWindowFactory(
        call=CallFactory(title="Xarvokutlysning"), opens_on=today, closes_on=today + datetime.timedelta(days=9)
    )
    row = parse(client.get("/sok/", {"q": "xarvokutlysning"}).content).one("li", "row")
    assert row.one("h3").one("a").attrs["href"] == window.call.get_absolute_url()
    assert "9 dagar kvar" in row.text


def test_passage_says_why_where_title_and_summary_do_not(client):
    ProjectFactory(title="Ett projekt", body="Förord. " * 60 + "Här spelas **xarvok** & <i>annat</i>. " + "Slut. " * 90)
    ProjectFactory(title="Xarvok", body="Här spelas xarvok.")
    rows = {row.all("h3")[0].text: row for row in asked(client, "xarvok").root.all("li", "row")}
    assert not rows["Xarvok"].all("p", "hit__where")
    passage = rows["Ett projekt"].one("p", "hit__where")
    assert passage.one("mark").text == "xarvok"
    assert passage.text.startswith("… ")
    assert passage.text.endswith(" …")
    assert len(passage.text) < 400
    assert "&lt;i&gt;annat" in html_of(client, "xarvok")


def test_page_in_english_finds_the_same_and_shows_it_in_english(client):
    project = ProjectFactory(title="Xarvokbryggan", title_en="The xarvok bridge", summary_en="Evenings.")
    path = project.get_absolute_url()
    for query in ("xarvok bridge", "xarvokbryggan"):
        swedish, english = asked(client, query), asked(client, query, path="/en/sok/")
        assert (swedish.links, english.links) == ([path], [f"/en{path}"])
        assert english.titles == ["The xarvok bridge"]
    assert "Project" in english.root.all("p", "hit__kind")[0].text


def test_name_that_was_typed_in_full_can_be_gone_to_at_once(client):
    organisation = OrganisationFactory(name="Xarvoks kommunförbund", short_name="XKF")
    for query in ("xkf", "Xarvoks kommunförbund"):
        links = [link.attrs["href"] for link in asked(client, query).root.one("p", "direct").all("a")]
        assert links == [organisation.get_absolute_url()]


# --- Filters --------------------------------------------------------------------------------------------------


@pytest.fixture
def mixed():
    themes = [ThemeFactory(), ThemeFactory()]
    sweden, finland = CountryFactory(code="SE"), CountryFactory(code="FI")
    period = {"starts_on": datetime.date(2011, 1, 1), "ends_on": datetime.date(2012, 12, 31)}
    ProjectFactory(title="Xarvok ett", themes=themes, countries=[sweden, finland], **period)
    ProjectFactory(title="Xarvok två", themes=themes[:1], countries=[finland])
    KnowledgeEntryFactory(title="Xarvok tre", themes=themes[1:], countries=[sweden], starts_on=period["ends_on"])
    OrganisationFactory(name="Xarvok fyra", country=sweden)
    ProjectFactory(title="Något annat", themes=[ThemeFactory()], countries=[CountryFactory(code="NO")])
    ProjectFactory(title="Xarvok fem", draft=True, themes=[ThemeFactory()], countries=[finland])


def test_filters_count_what_they_give_and_never_lead_to_an_empty_page(client, mixed):
    page = asked(client, "xarvok")
    assert page.total == 4
    assert page.counts["typ"] == {"projekt": 2, "kunskap": 1, "aktor": 1}
    assert sorted(page.counts["tema"].values()) == [2, 2]
    assert page.counts["land"] == {"SE": 3, "FI": 2}
    assert page.counts["ar"] == {"2012": 2, "2011": 1}
    for name, options in page.counts.items():
        for value, hits in options.items():
            chosen = asked(client, "xarvok", **{name: value})
            assert chosen.total == len(chosen.links) == hits > 0, (name, value)
            assert [choices_in(address) for _text, address in chosen.chips if "q=" in address] == [[("q", "xarvok")]]


def test_filters_count_within_the_other_choices(client, mixed):
    page = asked(client, "xarvok", typ="projekt", land="SE")
    assert page.titles == ["Xarvok ett"]
    assert page.counts["ar"] == {"2012": 1, "2011": 1}
    assert page.counts["land"] == {"SE": 1, "FI": 2}, "another country would give these instead"
    assert asked(client, "xarvok", typ="kunskap", land="SE").total == page.counts["typ"]["kunskap"]


def test_filter_that_is_unknown_is_said_and_left_out(client, mixed):
    page = asked(client, "xarvok", typ="frimärken")
    assert "frimärken" in page.notes[0]
    assert page.total == 4


# --- Widening and correction ----------------------------------------------------------------------------------


def test_widened_words_are_listed_and_each_can_be_taken_away(client):
    Synonym.objects.create(words="xarvok; quimbel; zandorf")
    for name in ("Xarvok", "Quimbel", "Zandorf"):
        ProjectFactory(title=name)
    page = asked(client, "xarvok", typ="projekt")
    links = {chip.attrs["href"]: chip.text for chip in page.root.one("div", "widened").all("a", "chip")}
    assert page.total == 3
    assert [choices_in(link) for link in links] == [
        [("q", "xarvok"), ("typ", "projekt"), ("utan", "quimbel")],
        [("q", "xarvok"), ("typ", "projekt"), ("utan", "zandorf")],
    ]
    less = ListPage(client.get(next(iter(links))).content)
    assert set(less.titles) == {"Xarvok", "Zandorf"}
    assert less.root.one("input", name="utan").attrs["value"] == "quimbel", "the next choice keeps it"
    (last,) = less.root.one("div", "widened").all("a", "chip")
    least = ListPage(client.get(last.attrs["href"]).content)
    assert least.titles == ["Xarvok"]
    assert not least.root.all("div", "widened")


def test_correction_is_shown_and_what_was_written_can_be_had(client):
    ProjectFactory(title="Xarvok")
    ProjectFactory(title="Quimbel")
    page = asked(client, "Xravok OR quimbel", typ="projekt")
    meant = page.root.one("p", "did-you-mean").one("a")
    assert (meant.text, choices_in(meant.attrs["href"])) == (
        "xarvok OR quimbel",
        [("q", "xarvok OR quimbel"), ("typ", "projekt")],
    )
    page = asked(client, "xravok")
    assert page.titles == ["Xarvok"]
    assert "<mark>Xarvok</mark>" in html_of(client, "xravok")
    (chip,) = page.root.one("div", "widened").all("a", "chip")
    assert "xarvok" in chip.text
    empty = ListPage(client.get(chip.attrs["href"]).content)
    assert empty.total == 0
    nearest = empty.root.one("p", "did-you-mean").one("a")
    assert (nearest.text, ListPage(client.get(nearest.attrs["href"]).content).titles) == ("xarvok", ["Xarvok"])


# --- Nothing to look for, nothing found -----------------------------------------------------------------------


@pytest.mark.parametrize("query", ["och", "och i att", "... - %", "-xarvok", "\N{PARTY POPPER}"])
def test_query_without_words_is_answered_with_a_message(client, query):
    ProjectFactory(title="Xarvok och i att")
    page = asked(client, query)
    assert page.total == 0
    assert query in page.notes[0]


def test_page_without_a_query_shows_how_to_search(client):
    ProjectFactory(title="Xarvok")
    for address in ("/sok/", "/sok/?q=", "/sok/?q=+%00", "/en/sok/"):
        page = parse(client.get(address).content)
        assert page.one("section", **{"aria-labelledby": "search-help"})
        assert page.one("input", id="q")
        assert not page.all("li", "row")


def test_nothing_found_offers_ways_on_and_the_same_without_a_filter_with_its_hits(client, mixed):
    page = asked(client, "xarvok", typ="natverk", land="FI")
    assert page.total == 0
    promised = {tuple(choices_in(link)): hits for link, hits in page.ways_out}
    assert promised == {(("land", "FI"), ("q", "xarvok")): 2}
    ways = {link.attrs["href"] for link in asked(client, "qqqqqqq").root.one("div", "empty").all("a")}
    assert {"/finansiering/", "/projekt/", "/kunskap/"} <= ways


def test_filters_are_shown_where_there_is_something_to_choose(client, mixed):
    def hidden(**choices):
        return "hidden" in asked(client, **choices).root.one("details", id="filters").attrs

    assert hidden(query="qqqqqqq")
    assert not hidden(query="xarvok")
    assert not hidden(query="qqqqqqq", land="FI")  # which is to be unticked


def test_query_that_is_too_long_or_not_text_is_cut_and_that_is_said(client):
    ProjectFactory(title="Xarvok")
    page = asked(client, "xarvok " * 100)
    assert "200" in page.notes[0]
    assert page.titles == ["Xarvok"]
    assert asked(client, "xarvok\x00").notes


# --- What it costs --------------------------------------------------------------------------------------------


def queries_of(client, *asked_for):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(*asked_for)
    assert response.status_code == 200
    return len(captured)


def test_search_asks_the_database_as_seldom_for_30_hits_as_for_one(client):
    theme = ThemeFactory()
    counted = []
    for number in (1, 29):
        for n in range(number):
            ProjectFactory(title=f"Xarvok {number} {n}", themes=[theme])
        counted.append(queries_of(client, "/sok/?q=xarvok"))
        counted.append(queries_of(client, "/sok/?q=xarvok+testprojekten"))
    assert max(counted) <= QUERIES_AT_MOST, counted


# --- The lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_is_searched_by_the_same_engine_best_match_first(client, kind):
    path = LISTS[kind][0]
    make(kind, "Annat xarvok som också är till")
    make(kind, "Xarvok")
    make(kind, "Något helt annat")
    page = asked(client, "xravok", path=path)
    assert page.titles == ["Xarvok", "Annat xarvok som också är till"]
    assert "<mark>Xarvok</mark>" in html_of(client, "xarvok", path=path)
    orders = [option.attrs["value"] for option in page.root.one("select", id="sortera").all("option")]
    assert orders[0] == "relevans"
    assert "relevans" not in [option.attrs["value"] for option in read_list(client, path).root.all("option")]
    assert found("xarvok")[:2] == page.titles


def test_list_that_is_searched_keeps_its_filters_and_its_other_orders(client):
    theme = ThemeFactory()
    ProjectFactory(title="Xarvok", themes=[theme])
    ProjectFactory(title="Annat xarvok", themes=[theme])
    ProjectFactory(title="Xarvok utan tema")
    page = asked(client, "xarvok", path="/projekt/", tema=theme.slug)
    assert page.titles == ["Xarvok", "Annat xarvok"]
    assert page.counts["tema"][theme.slug] == 2
    assert asked(client, "xarvok", path="/projekt/", tema=theme.slug, sortera="namn").titles == [
        "Annat xarvok",
        "Xarvok",
    ]
