"""The finder as pages: a question each without script, the answer with all of them, and everything in the address."""

import re
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from funding.finder.questions import QUESTIONS
from tests.reading import parse

pytestmark = pytest.mark.django_db

FIND = "/finansiering/hitta/"


def get(query="", **more):
    return Client().get(f"{FIND}{query}", **more)


def page(query="", **more):
    response = get(query, **more)
    assert response.status_code == 200, response
    return parse(response.content).one("main")


def press(main, button, **typed):
    """Send the form of a question as a browser without script does; return the answer, redirects followed."""
    form = main.one("form", "finder")
    sent = []
    for field in form.inside:
        name = field.attrs.get("name")
        if field.tag == "select":
            sent.append((name, next((o.attrs["value"] for o in field.all("option") if "selected" in o.attrs), "")))
        elif field.tag == "input" and (field.attrs.get("type") != "checkbox" or "checked" in field.attrs):
            sent.append((name, field.attrs.get("value", "")))
    sent = [(name, typed.get(name, value)) for name, value in sent]
    pressed = next(one for one in form.all("button") if one.text == button)
    response = Client().get(f"{FIND}?{urlencode([*sent, ('steg', pressed.attrs['value'])])}", follow=True)
    assert response.status_code == 200
    address = response.redirect_chain[-1][0] if response.redirect_chain else ""
    return parse(response.content).one("main"), address


def test_finder_begins_with_the_first_question():
    main = page()
    assert main.one("h1").text == "Vilka är ni?"
    assert [link.text for link in main.one("nav", "tabs").all("a")][:2] == ["1. Vilka", "2. Vad"]


def test_way_through_the_questions_without_script_ends_in_a_short_address():
    main, _ = press(page(), "Nästa fråga", vi="kommun", kommun="Kristianstads kommun")
    assert main.one("h1").text == "Vad vill ni göra?"
    main, _ = press(main, "Nästa fråga", q="")
    main, _ = press(main, "Nästa fråga")
    main, _ = press(main, "Nästa fråga", datum="2015-10-30")
    assert main.one("h1").text == "Vilka pengar och partner har ni?"
    main, address = press(main, "Visa svaret", utland="1")
    assert dict(parse_qsl(address.partition("?")[2])) == {
        "vi": "kommun",
        "kommun": "Kristianstads kommun",
        "datum": "2015-10-30",
        "utland": "1",
    }
    assert "Erasmus+ 2016: strategiska partnerskap" in main.one("ul", "rows").all("h3")[0].text
    assert re.fullmatch(r"\d+ passar, \d+ passar nästan, \d+ passar inte", main.one(id="results-heading").text)


def test_every_question_can_be_skipped():
    for question in QUESTIONS:
        main = page(f"?steg={question.number}&vi=kommun&utland=1")
        skip = next(link for link in main.all("a") if link.text == "Hoppa över frågan")
        assert get(skip.attrs["href"].removeprefix(FIND)).status_code == 200
        # What has been answered elsewhere stays.
        kept = {"1": {"utland"}, "5": {"vi"}}.get(str(question.number), {"vi", "utland"})
        assert {name for name, _ in parse_qsl(skip.attrs["href"].partition("?")[2])} == {*kept, "steg"}


def test_answer_with_everything_skipped_shows_everything():
    main = page("?steg=svar")
    assert main.one(id="results-heading")
    assert "hoppades över" in main.one("dl", "finder-told").text


def test_question_with_something_wrong_is_asked_again_with_what_was_typed():
    main, _ = press(page("?steg=1&utland=1"), "Nästa fråga", kommun="Atlantis")
    assert main.one("h1").text == "Vilka är ni?"
    assert "Atlantis" in main.one("div", "error-summary").text
    field = main.one("input", name="kommun")
    assert (field.attrs["value"], field.attrs["aria-invalid"]) == ("Atlantis", "true")
    assert main.one("input", name="utland").attrs["value"] == "1"


def test_answer_goes_by_what_was_right_and_says_what_was_not():
    main = page("?vi=kommun&kommun=Atlantis&budget=fyra+miljoner&utland=1&datum=2015-10-30&tema=xyzzy")
    notice = main.one("div", "notice--warning")
    assert "Skriv beloppet med siffror" in notice.text
    assert "”xyzzy”" in notice.text
    assert [link.attrs["href"].partition("#")[2] for link in notice.all("a")] == ["id_kommun", "id_budget"]
    assert "steg=5" in notice.all("a")[1].attrs["href"]
    assert main.one("input", name="budget").attrs["value"] == "fyra miljoner"
    assert "Kommuner får söka." in main.text


def test_hit_tells_each_criterion_in_words():
    main = page("?vi=kommun&utland=0&datum=2015-10-30&tema=utbildning-och-validering")
    words = {item.one("span", "verdict__word").text for item in main.all("li", "verdict")}
    assert words == {"Uppfyllt", "Inte uppfyllt", "Okänt"}


def test_changes_are_links_to_their_address():
    main = page("?vi=kommun&utland=0&datum=2015-10-30")
    link = main.one("section", "finder-gains").one("a")
    assert link.text == "Med en partner utomlands"
    assert link.attrs["rel"] == "nofollow"
    changed = page(link.attrs["href"].removeprefix(FIND))
    assert changed.one("input", name="utland").attrs["value"] == "1"
    assert not changed.all("section", "finder-gains")


def test_call_is_linked_with_the_day_that_was_chosen():
    main = page("?vi=kommun&datum=2015-10-30")
    assert main.one("ul", "rows").all("h3")[0].one("a").attrs["href"].endswith("?datum=2015-10-30")


def test_pages_go_on_from_one_another():
    seen = []
    number = 1
    while number < 20:
        main = page(f"?vi=kommun&sida={number}")
        seen += [heading.text for heading in main.all("h3")]
        if not main.all("a", rel="next"):
            break
        number += 1
    assert len(seen) > 30
    assert get(f"?vi=kommun&sida={number + 1}").status_code == 404
    assert get("?vi=kommun&sida=x").status_code == 404


def test_part_for_htmx_has_the_short_address():
    response = get("?vi=kommun&kommun=&q=&budget=", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.headers["HX-Push-Url"] == f"{FIND}?vi=kommun"
    assert b"<html" not in response.content
    english = Client().get(f"/en{FIND}?vi=kommun&q=", headers={"HX-Request": "true"})
    assert english.headers["HX-Push-Url"] == f"/en{FIND}?vi=kommun"


def test_address_with_empty_fields_leads_to_the_short_one():
    response = get("?vi=kommun&kommun=&steg=svar&fran=5")
    assert (response.status_code, response.headers["Location"]) == (302, f"{FIND}?vi=kommun")
    assert get("?vi=&steg=svar").headers["Location"] == f"{FIND}?steg=svar"


def test_all_questions_on_one_page_stand_open():
    main = page("?steg=alla&vi=kommun")
    assert "open" in main.one("details", "filters").attrs
    names = {name for question in QUESTIONS for name in question.fields}
    assert names <= {field.attrs.get("name") for field in main.inside}


def test_finder_is_found_from_the_start_and_from_the_lists():
    for path in ("/", "/finansiering/", "/finansiering/utlysningar/"):
        links = parse(Client().get(path).content).one("main").all("a", href=FIND)
        assert [link.text for link in links] == ["Hitta pengar som passar er"], path


def test_robots_stay_out_of_the_answers_and_know_the_finder():
    assert "Disallow: /finansiering/hitta/?" in Client().get("/robots.txt").content.decode().splitlines()
    response = get("?vi=kommun")
    assert 'rel="canonical" href="http://testserver/finansiering/hitta/"' in response.content.decode()


def test_answer_in_english_says_the_same():
    query = "?vi=kommun&utland=0&datum=2015-10-30&tema=utbildning-och-validering"
    main = parse(Client().get(f"/en{FIND}{query}").content).one("main")
    assert re.fullmatch(r"\d+ fits?, \d+ nearly fits?, \d+ do(es)? not fit", main.one(id="results-heading").text)
    assert "you have no partner abroad" in main.text
    # What the portal says itself is English; texts of the records are marked as what they are.
    assert "Kräver" not in main.text
