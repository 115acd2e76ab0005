"""What all seven lists promise: pages of 20, an order that can be relied on, every choice in the address, a way out.

A list is a GET form. The whole page and the part that htmx swaps show the same hits under the same address, each chip
takes away one choice and no other, and an empty list says what to let go and how many hits that gives.
"""

import datetime

import pytest
from django.urls import reverse

from search.following import gathered
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    EventFactory,
    KnowledgeEntryFactory,
    NetworkFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.reading import ListPage, choices_in, parse, read_list, with_choices

pytestmark = pytest.mark.django_db


# Each list: its address, how one record is made with a word to find it by, and two choices that hold of real records.
LISTS = {
    "programmes": ("/finansiering/", ProgrammeFactory, [("laget", "avslutat"), ("typ", "fund")]),
    "calls": ("/finansiering/utlysningar/", CallFactory, [("laget", "closed"), ("sokande", "kommuner")]),
    "projects": ("/projekt/", ProjectFactory, [("resultat", "ja"), ("period", "2007-2013")]),
    "networks": ("/natverk/", NetworkFactory, [("avgift", "paid"), ("svenska", "ja")]),
    "events": ("/evenemang/", EventFactory, [("nar", "tidigare"), ("typ", "conference")]),
    "knowledge": ("/kunskap/", KnowledgeEntryFactory, [("typ", "practice"), ("land", "SE")]),
    "organisations": ("/aktorer/", OrganisationFactory, [("sektor", "public"), ("land", "SE")]),
}
each_list = pytest.mark.parametrize("kind", LISTS)


def make(kind, name, **fields):
    """Make a record of the kind that ``?q=hittamig`` finds."""
    _path, factory, _choices = LISTS[kind]
    return factory(**{"name" if kind == "organisations" else "title": name}, summary="hittamig", **fields)


FOUND = ("q", "hittamig")


# --- Pages ----------------------------------------------------------------------------------------------------


@each_list
def test_pages_of_a_list_hold_20_and_together_each_record_once_and_link_to_one_another(client, kind):
    path = LISTS[kind][0]
    with gathered():
        links = {make(kind, f"Post {n:02}").get_absolute_url() for n in range(45)}
    pages = [read_list(client, path, [FOUND, ("sida", str(n))]) for n in (1, 2, 3)]
    assert [len(page.links) for page in pages] == [20, 20, 5]
    assert {page.total for page in pages} == {45}
    assert sorted(link for page in pages for link in page.links) == sorted(links)

    # With all choices, but without what was not understood.
    page = read_list(client, path, [FOUND, ("sortera", "namn"), ("sida", "2"), ("okant", "x")])
    kept = [FOUND, ("sortera", "namn")]
    assert [choices_in(link) for link in page.page_links] == [
        sorted([*kept, *number]) for number in ([], [], [("sida", "3")], [("sida", "3")])
    ]
    assert len(ListPage(client.get(path + page.page_links[-1]).content).links) == 5


@each_list
def test_page_that_is_not_there_is_a_404_in_the_portals_own_dress(client, kind):
    with gathered():
        for n in range(21):
            make(kind, f"Post {n:02}")
    for number in ("0", "-1", "3", "99999", "abc", "1.5", "9" * 5000, "²", "1\x00"):
        response = client.get(with_choices(LISTS[kind][0], [FOUND, ("sida", number)]))
        assert response.status_code == 404, number[:9]
        assert parse(response.content).one("h1")
        assert parse(response.content).one("a", "wordmark")


def test_page_without_a_number_is_the_first(client):
    assert read_list(client, "/aktorer/", [("sida", "")]).links == read_list(client, "/aktorer/").links


# --- Order ----------------------------------------------------------------------------------------------------


@each_list
def test_names_are_in_swedish_order(client, kind):
    path = LISTS[kind][0]
    in_order = ["Adam", "Éclair", "elva", "Tyst", "Über", "Zebra", "åka", "Ånga", "Äpple", "ärlig", "Öppen", "över"]
    for name in sorted(in_order, reverse=True):
        make(kind, name)
    assert read_list(client, path, [FOUND, ("sortera", "namn")]).titles == in_order


def dated(kind, **more):
    """Three records, two dated; their names are in another order than their dates."""
    names = {None: "A utan", 2011: "C tidig", 2016: "B sen"}
    for year, name in names.items():
        make(kind, name, starts_on=year and datetime.date(year, 5, 1), **more)


@pytest.mark.parametrize(
    ("kind", "order", "expected"),
    [
        ("programmes", "start", ["B sen", "C tidig", "A utan"]),
        ("projects", "start", ["B sen", "C tidig", "A utan"]),
        ("events", "", ["B sen", "C tidig", "A utan"]),
        ("events", "senast", ["B sen", "C tidig", "A utan"]),
        ("events", "tidigast", ["C tidig", "B sen", "A utan"]),
        ("knowledge", "senast", ["B sen", "C tidig", "A utan"]),
    ],
)
def test_order_by_date_puts_the_undated_last(client, kind, order, expected):
    dated(kind)
    assert read_list(client, LISTS[kind][0], [FOUND, ("sortera", order)]).titles == expected


@pytest.mark.parametrize(
    ("kind", "order", "amounts", "expected"),
    [
        ("projects", "budget", {"A": {"budget": None}, "B": {"budget": 5}, "C": {"budget": 1000}}, ["C", "B", "A"]),
        (
            "networks",
            "avgift",
            {
                "A": {"fee_kind": "unknown"},
                "B": {"fee_kind": "paid", "fee_from": 1000},
                "C": {"fee_kind": "paid", "fee_from": 30},
            },
            ["C", "B", "A"],
        ),
        (
            "programmes",
            "stodniva",
            {"A": {}, "B": {"cofinancing_percent": 75}, "C": {"cofinancing_percent": 100}},
            ["C", "B", "A"],
        ),
    ],
)
def test_order_by_amount_puts_the_unknown_last(client, kind, order, amounts, expected):
    for name, fields in amounts.items():
        make(kind, name, **fields)
    assert read_list(client, LISTS[kind][0], [FOUND, ("sortera", order)]).titles == expected


def test_order_of_calls_is_the_next_deadline_then_the_latest_that_has_passed(client):
    closing = {"A stängd 2014": 2014, "B stängd 2015": 2015, "C sist": 2018, "D först": 2017}
    for name, year in closing.items():
        CallWindowFactory(
            call=make("calls", name), opens_on=datetime.date(2014, 1, 1), closes_on=datetime.date(year, 6, 1)
        )
    make("calls", "E utan datum")
    page = read_list(client, "/finansiering/utlysningar/", [FOUND, ("datum", "2016-05-01")])
    assert page.titles == ["D först", "C sist", "B stängd 2015", "A stängd 2014", "E utan datum"]


@pytest.mark.parametrize(
    ("kind", "order"),
    [("programmes", "stodniva"), ("calls", "sista-dag"), ("projects", "budget"), ("networks", "avgift"),
     ("events", "tidigast"), ("knowledge", "senast")],
)  # fmt: skip
def test_records_that_are_equal_in_the_order_come_by_name(client, kind, order):
    for name in ("Ö", "B", "Å", "A"):
        make(kind, name)
    assert read_list(client, LISTS[kind][0], [FOUND, ("sortera", order)]).titles == ["A", "B", "Å", "Ö"]


@each_list
def test_records_of_the_same_name_keep_their_order_over_pages(client, kind):
    with gathered():
        made = [make(kind, "Samma namn").get_absolute_url() for _ in range(25)]
    pages = [read_list(client, LISTS[kind][0], [FOUND, ("sida", str(n))]).links for n in (1, 2)]
    assert pages[0] + pages[1] == made


# --- Chips ----------------------------------------------------------------------------------------------------


@each_list
def test_chips_each_take_away_one_choice_and_no_other(client, kind):
    path, _factory, choices = LISTS[kind]
    offered = read_list(client, path).facets
    # Two options of one filter: taking one of them away must leave the other.
    name = choices[0][0]
    another = next((v for v in offered[name] if v != choices[0][1]), None)
    chosen = [("q", "e"), *choices, *([(name, another)] if another else [])]
    page = read_list(client, path, [*chosen, ("sida", "1")])
    left = [choices_in(address) for _text, address in page.chips]
    assert sorted(left) == sorted(sorted(set(chosen) - {choice}) for choice in chosen)
    for _text, address in page.chips:
        assert client.get(address).status_code == 200


def test_chips_for_the_day_of_the_calls_take_away_the_day(client):
    page = read_list(client, "/finansiering/utlysningar/", [("datum", "2015-12-01"), ("sortera", "namn")])
    (text, address), *more = page.chips
    assert not more
    assert "december 2015" in text.lower()
    assert choices_in(address) == [("sortera", "namn")]


@each_list
def test_chips_say_what_the_choice_is_in_words(client, kind):
    path, _factory, choices = LISTS[kind]
    page = read_list(client, path, choices)
    texts = {tuple(choices_in(address)): text for text, address in page.chips}
    for name, value in choices:
        without_it = tuple(sorted(set(choices) - {(name, value)}))
        assert page.facets[name][value].label in texts[without_it]


def test_chips_are_absent_without_choices(client):
    assert read_list(client, "/projekt/").chips == []


# --- Empty lists ----------------------------------------------------------------------------------------------


@each_list
def test_empty_list_says_what_helps_to_let_go_with_true_numbers(client, kind):
    path, _factory, choices = LISTS[kind]
    chosen = [*choices, ("q", "finnsinte")]
    page = read_list(client, path, chosen)
    assert page.total == 0
    without = {choice: sorted(set(chosen) - {choice}) for choice in chosen}
    hits = {choice: read_list(client, path, left).total for choice, left in without.items()}
    assert hits["q", "finnsinte"] > 0
    expected = sorted((without[choice], hits[choice]) for choice in chosen if hits[choice])
    assert sorted((choices_in(address), promised) for address, promised in page.ways_out) == expected


def test_empty_list_that_two_choices_empty_together_offers_either(client):
    work, school = ThemeFactory(), ThemeFactory()
    make("projects", "Arbete", themes=[work])
    make("projects", "Skola", themes=[school], results="Det gick.")
    page = read_list(client, "/projekt/", [("tema", work.slug), ("resultat", "ja"), FOUND])
    assert sorted((choices_in(address), hits) for address, hits in page.ways_out) == [
        ([FOUND, ("resultat", "ja")], 1),
        ([FOUND, ("tema", work.slug)], 1),
    ]


def test_empty_list_links_to_the_whole_list(client):
    page = read_list(client, "/projekt/", [("q", "finnsinte")])
    assert "/projekt/" in [link.attrs["href"] for link in page.root.one("div", "empty").all("a")]


def test_list_with_hits_offers_nothing_to_let_go(client):
    assert read_list(client, "/projekt/", [("resultat", "ja")]).ways_out == []


# --- htmx -----------------------------------------------------------------------------------------------------


@each_list
def test_htmx_gets_the_part_and_others_the_page_with_the_same_hits(client, kind):
    path, _factory, choices = LISTS[kind]
    address = with_choices(path, choices)
    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
    assert whole.status_code == part.status_code == 200
    assert b"<!doctype html>" in whole.content
    assert b"<html" not in part.content
    assert b"<h1" not in part.content
    assert ListPage(part.content).links == ListPage(whole.content).links
    assert ListPage(part.content).counts == ListPage(whole.content).counts
    # The part is the form of the page, so that swapping one for the other changes nothing.
    assert parse(part.content).one("form", id="lista").attrs == parse(whole.content).one("form", id="lista").attrs


@each_list
def test_caches_are_told_that_page_and_part_differ(client, kind):
    path = LISTS[kind][0]
    for headers in ({}, {"HX-Request": "true"}):
        vary = client.get(path, headers=headers).headers["Vary"]
        assert "hx-request" in [name.strip().lower() for name in vary.split(",")]


def test_htmx_gets_the_whole_page_when_it_restores_its_history(client):
    response = client.get("/projekt/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert b"<!doctype html>" in response.content


def test_htmx_announces_the_number_of_hits(client):
    make("projects", "Ett")
    part = parse(client.get(with_choices("/projekt/", [FOUND]), headers={"HX-Request": "true"}).content)
    status = part.one("p", id="hits")
    assert status.attrs["role"] == "status"
    assert status.text.startswith("1 ")
    assert parse(client.get("/projekt/").content).one("p", id="hits").attrs["role"] == "status"


# --- The form and what was not understood ---------------------------------------------------------------------


@each_list
def test_list_is_a_get_form_that_works_without_javascript(client, kind):
    path, _factory, choices = LISTS[kind]
    form = read_list(client, path, choices).root.one("form", id="lista")
    assert (form.attrs["method"], form.attrs["action"]) == ("get", path)
    assert form.all("button", type="submit")
    # Sending the form as it stands gives the choices it came from.
    sent = {
        (box.attrs["name"], box.attrs["value"]) for box in form.all("input", type="checkbox") if "checked" in box.attrs
    }
    assert sent == set(choices)


@each_list
def test_list_under_en_has_the_same_hits(client, kind):
    path, _factory, choices = LISTS[kind]
    swedish, english = read_list(client, path, choices), read_list(client, "/en" + path, choices)
    assert ["/en" + link for link in swedish.links] == english.links
    assert swedish.counts == english.counts


@each_list
def test_unknown_values_are_said_and_left_out_of_every_link(client, kind):
    path, _factory, choices = LISTS[kind]
    name = choices[0][0]
    page = read_list(client, path, [*choices, (name, "finns-inte"), ("sortera", "bakvand")])
    assert len(page.notes) == 2
    assert "finns-inte" in page.notes[0]
    assert page.links == read_list(client, path, choices).links
    assert not [address for _text, address in page.chips if "finns-inte" in address or "bakvand" in address]


def test_theme_on_a_detail_page_leads_to_the_list_of_that_theme(client):
    theme = ThemeFactory()
    project = ProjectFactory(themes=[theme])
    page = parse(client.get(project.get_absolute_url()).content)
    address = with_choices(reverse("projects:list"), [("tema", theme.slug)])
    assert page.all("a", href=address)
    assert ListPage(client.get(address).content).links == [project.get_absolute_url()]
