"""The page of the plan: without input, with it, with bad input, in English."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from funding.enums import ProgrammeKind
from tests.factories import CallFactory, CallWindowFactory, ProgrammeFactory
from tests.reading import answer, parse

pytestmark = pytest.mark.django_db

ERASMUS = "/finansiering/utlysningar/erasmus-strategiska-partnerskap-2016/plan/"
AMIF = "/finansiering/program/amif-nationell/plan/"


class PlanPage:
    def __init__(self, path, **choices):
        response = answer(f"{path}?{urlencode(choices)}" if choices else path)
        assert response.status_code == 200
        self.root = parse(response.content)

    @property
    def days(self):
        """The day of each step, by its name in the address of the page."""
        steps = self.root.all("li", "plan__step")
        return {step.attrs["id"]: date.fromisoformat(step.one("time").attrs["datetime"]) for step in steps}

    @property
    def notice(self):
        return " ".join(box.text for box in self.root.one("header", "page-header").all("div", "notice"))

    def trouble(self, key):
        return " ".join(said.text for said in self.root.one("li", id=key).all("p", "plan__late"))

    def errors(self, name):
        """What is said at the field; the summary says it, too, and leads to the field."""
        field = self.root.one(id=name)
        said = [item.text for item in self.root.one(id=f"{name}_error").all("li")]
        assert field.attrs["aria-invalid"] == "true"
        assert len(self.root.one("div", "error-summary").all("a", href=f"#{name}")) == len(said)
        return said

    def typed(self, name):
        field = self.root.one(id=name)
        return field.attrs.get("value", "") if field.tag == "input" else "".join(map(str, field.children)).strip()


# --- Without input --------------------------------------------------------------------------------------------


def test_call_has_its_plan_from_its_own_last_day():
    page = PlanPage(ERASMUS, datum="2015-10-30")
    assert page.days["deadline"] == date(2016, 4, 26)
    assert page.days["upload"] == date(2016, 4, 22)
    assert page.days["advice-1"] == date(2016, 1, 5)
    assert "tisdag 26 april 2016" in page.root.one("p", "lead").text
    assert page.notice == ""
    assert not page.root.all(css="error-summary")


def test_plan_of_a_call_that_is_over_says_so():
    page = PlanPage(ERASMUS)
    assert "har passerat" in page.notice
    assert page.days["deadline"] == date(2016, 4, 26)
    assert not page.root.all(css="plan__late")


def test_page_without_a_last_day_asks_for_it():
    for path in (AMIF, "/finansiering/utlysningar/amif-2016/plan/"):
        page = PlanPage(path)
        assert "Portalen känner inte till" in page.root.one("p", "lead").text
        assert page.days == {}
        assert "open" in page.root.one("section", "plan-form").one("details").attrs
        assert not page.root.all(css="error-summary")


def test_call_and_programme_lead_to_their_plans():
    def hrefs(path):
        links = parse(answer(path).content).one("main").all("a")
        return [link.attrs["href"] for link in links if link.text == "Planera bakåt från sista dagen"]

    assert hrefs(ERASMUS.removesuffix("plan/")) == [ERASMUS]
    assert hrefs(ERASMUS.removesuffix("plan/") + "?datum=2015-10-30") == [f"{ERASMUS}?datum=2015-10-30"]
    assert hrefs(AMIF.removesuffix("plan/")) == [AMIF]


def test_next_deadline_of_a_call_is_planned_for(client):
    call = CallFactory()
    for day in (date(2031, 3, 1), date(2031, 9, 1)):
        CallWindowFactory(call=call, opens_on=None, closes_on=day)
    path = f"/finansiering/utlysningar/{call.slug}/plan/"

    def deadline(on):
        root = parse(client.get(path, {"datum": on}).content)
        return root.one("li", id="deadline").one("time").attrs["datetime"]

    assert [deadline(on) for on in ("2031-03-01", "2031-03-02", "2031-09-02")] == [
        "2031-03-01",
        "2031-09-01",
        "2031-09-01",
    ]


@pytest.mark.parametrize("draft", [True, False])
def test_plan_is_there_for_what_may_be_read_and_applied_for(client, draft):
    call = CallFactory(draft=draft)
    expected = 404 if draft else 200
    assert client.get(f"/finansiering/utlysningar/{call.slug}/plan/").status_code == expected
    strategy = ProgrammeFactory(kind=ProgrammeKind.STRATEGY)
    assert client.get(f"/finansiering/program/{strategy.slug}/plan/").status_code == 404


def test_year_that_nobody_could_type_is_no_deadline(client):
    call = CallFactory()
    CallWindowFactory(call=call, opens_on=None, closes_on=date(1, 1, 2))
    page = parse(client.get(f"/finansiering/utlysningar/{call.slug}/plan/").content)
    assert not page.all("li", "plan__step")


# --- With input -----------------------------------------------------------------------------------------------


def test_decision_is_on_the_committee_date_that_was_typed():
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd="10/2 2016, den 9 mars 2016\r\n13 april 2016", handlingar="7")
    assert page.days["decision"] == date(2016, 3, 9)
    assert page.days["papers"] == date(2016, 3, 2)
    assert "7 dagar före sammanträdet" in page.root.one("li", id="papers").text
    assert page.notice == ""
    assert page.typed("namnd") == "10/2 2016, den 9 mars 2016\r\n13 april 2016".strip()


@pytest.mark.parametrize(
    "written",
    [
        "2016-03-09;2016-02-10",
        "9 mars 2016 och 10 februari 2016",
        "March 9, 2016, February 10, 2016",
        "March 9, 2016 and February 10, 2016",
        "March 9, 2016, and February 10, 2016",
        "9 mars 2016" + " " * 6000 + "\n10 februari 2016",
        " \n9.3.2016,\n,",
    ],
)
def test_committee_dates_are_read_as_people_write_them(written):
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd=written)
    assert page.days["decision"] == date(2016, 3, 9)
    assert not page.root.all(css="error-summary")


def test_committee_that_meets_too_late_is_told_with_the_other_ways():
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd="13 april 2016")
    assert "går planen inte att hålla" in page.notice
    told = page.trouble("decision")
    for words in ("5 april 2016", "13 april 2016", "delegationsbeslut", "extra sammanträde"):
        assert words in told
    assert page.days["decision"] == date(2016, 4, 5)


def test_step_whose_day_has_passed_is_told_with_the_next_way():
    page = PlanPage(ERASMUS, datum="2016-03-23", namnd="5 april 2016")
    assert "Dagarna för 8 steg har passerat." in page.notice
    assert "har passerat" in page.trouble("papers")
    assert "sekreterare" in page.trouble("papers")
    assert page.trouble("decision") == ""


def test_typed_last_day_takes_the_place_of_the_calls_own():
    page = PlanPage(ERASMUS, datum="2026-11-01", sista_dag="den 24 mars 2027")
    assert page.days["deadline"] == date(2027, 3, 24)
    assert page.notice == ""


# --- Bad input ------------------------------------------------------------------------------------------------


def test_what_was_not_understood_is_told_at_its_field_and_kept():
    typed = {"sista_dag": "i vår", "namnd": "9 mars 2016, hej", "handlingar": "sju", "datum": "2016-02-30"}
    page = PlanPage(ERASMUS, **typed)
    assert {name: page.typed(name) for name in typed} == typed
    assert all(page.errors(name) for name in typed)
    assert "hej" in page.errors("namnd")[0]
    # What was right is heeded: the call's own last day and the committee of 9 March.
    assert page.days["decision"] == date(2016, 3, 9)
    assert page.days["papers"] == date(2016, 2, 24)
    assert "open" in page.root.one("section", "plan-form").one("details").attrs


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("mars 2016", "ingen dag"),
        ("26 mars 2016", "26 mars 2016 är ingen arbetsdag"),
        ("9/3", "gick inte att läsa"),
        ("30 februari 2016", "finns inte i kalendern"),
        ("9 mars 16", "fyra siffror"),
    ],
)
def test_committee_date_that_cannot_be_one_is_told(written, told):
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd=f"{written}\n9 mars 2016")
    (error,) = page.errors("namnd")
    assert told in error
    assert page.days["decision"] == date(2016, 3, 9)


def test_two_hundred_committee_dates_are_told_and_the_first_heeded():
    first = date(2016, 3, 9)
    written = "\n".join(str(first + timedelta(7 * number)) for number in range(200))
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd=written)
    assert "200 datum" in page.errors("namnd")[0]
    assert len(page.errors("namnd")) <= 7
    assert page.typed("namnd") == written
    assert page.days["decision"] == date(2016, 3, 30)


def test_date_that_is_not_a_text_takes_no_other_with_it():
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd="9 mars 2016\n10 \0februari 2016")
    assert "10 \ufffdfebruari 2016" in page.errors("namnd")[0]
    assert page.typed("namnd") == "9 mars 2016\n10 \ufffdfebruari 2016"
    assert page.days["decision"] == date(2016, 3, 9)


def test_more_than_can_be_read_is_told_and_the_first_heeded():
    page = PlanPage(ERASMUS, datum="2015-10-30", namnd="9 mars 2016\n" + "13 april 2016\n" * 400)
    assert page.errors("namnd") == ["Ni har skrivit 401 datum. Planen tar hänsyn till de 30 första."]
    assert page.days["decision"] == date(2016, 3, 9)


def test_two_hundred_dates_that_are_none_are_told_in_short():
    assert len(PlanPage(ERASMUS, namnd=",".join(["x"] * 200)).errors("namnd")) <= 7


@pytest.mark.parametrize("days", ["-1", "91", "1.5", "9" * 5000, "två"])
def test_days_for_the_papers_that_are_none_are_told(days):
    page = PlanPage(ERASMUS, datum="2015-10-30", handlingar=days)
    assert page.errors("handlingar") == ["Skriv ett helt antal dagar, från 0 till 90."]
    assert page.typed("handlingar") == days
    assert page.days["papers"] == date(2016, 3, 22)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("2016-03-22", "har passerat"), ("2016-03-23", "Det är i dag"), ("24 mars 2016", "Det är i morgon")],
)
def test_last_day_that_leaves_no_time_is_told_and_planned_for(typed, told):
    page = PlanPage(AMIF, datum="2016-03-23", sista_dag=typed)
    assert told in page.errors("sista_dag")[0]
    assert page.typed("sista_dag") == typed
    assert page.days["deadline"] == date(2016, 3, int(re.search(r"2[234]", typed)[0]))
    assert page.notice


@pytest.mark.parametrize("wanted", ["pdf", "\x00", "ICS"])
def test_format_that_there_is_not_is_not_found(wanted):
    assert Client().get(ERASMUS, {"format": wanted}).status_code == 404


# --- In English -----------------------------------------------------------------------------------------------


def test_page_in_english_says_the_same():
    page = PlanPage(f"/en{ERASMUS}", datum="2015-10-30", namnd="13 April 2016")
    assert page.root.one("h1").text.startswith("Plan backwards")
    assert "Tuesday 26 April 2016" in page.root.one("p", "lead").text
    assert "Read up on Erasmus+" in page.root.one("li", id="advice-1").text
    assert "decision by delegation" in page.trouble("decision")


def test_page_asks_few_queries_however_many_steps(django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        Client().get(ERASMUS)
