"""The calculator's page: its state is its address, what was typed stays, and what is wrong is said at its field."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from funding.costs.forms import CostsForm
from funding.models import Call, Programme
from tests.factories import CallFactory, ProgrammeFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

AMIF = "/finansiering/program/amif-nationell/kalkyl/"
ERASMUS = "/finansiering/program/erasmus-plus-strategiska-partnerskap/kalkyl/"


def page(client, path, **asked):
    response = client.get(path, asked)
    assert response.status_code == 200
    return parse(response.content)


def amounts(shown):
    """What stands at each figure, by its label."""
    lines = shown.all("div", "costs__line")
    return {line.one("dt").text: line.one("dd", "costs__amount").text for line in lines}


def wrong(shown):
    """What is said at each field, by its name; the summary says the same."""
    said = {}
    for field in shown.all("input"):
        if field.attrs.get("aria-invalid") == "true":
            said[field.attrs["name"]] = shown.one("ul", id=f"{field.attrs['id']}_error").text
    summary = shown.all("div", "error-summary")
    assert len(summary) == bool(said)
    if said:
        assert [link.attrs["href"] for link in summary[0].all("a")] == [f"#id_{name}" for name in said]
    return said


# --- The sums on the page -------------------------------------------------------------------------------------


def test_page_of_amif_says_each_figure_with_its_rule_and_source(client):
    shown = page(client, AMIF, budget="4 148 664", timmar="1 200", timkostnad="450 kr")
    assert amounts(shown) == {
        "Projektet kostar": "4 148 664 kr",
        "Programmet betalar högst": "3 111 498 kr",
        "Ni betalar själva": "1 037 166 kr",
        "varav i arbetstid": "540 000 kr",
        "varav i pengar": "497 166 kr",
    }
    rule = shown.one("div", "costs__line--grant").one("dd", "costs__rule")
    assert rule.text.startswith("75 % av 4 148 664 kr, avrundat nedåt till hela ören eller cent. Källa:")
    assert rule.one("a").attrs["href"] == "/finansiering/program/amif-nationell/"


def test_page_of_a_call_works_out_by_what_the_call_says(client):
    call = CallFactory(programme=ProgrammeFactory(cofinancing_percent=75), cofinancing_percent=90)
    shown = page(client, reverse("funding:call-costs", args=[call.slug]), budget="1000")
    assert amounts(shown)["Programmet betalar högst"] == "900 kr"
    assert shown.one("div", "costs__line--grant").one("a").attrs["href"] == call.get_absolute_url()


@pytest.mark.parametrize(("length", "most"), [("2 år", "300 000 euro"), ("36", "450 000 euro")])
def test_page_of_erasmus_lets_one_try_a_rate_and_holds_the_ceiling_of_the_length(client, length, most):
    unknown = page(client, ERASMUS, budget="1 000 000", manader=length)
    assert amounts(unknown)["Programmet betalar högst"] == "okänt"
    field = unknown.one("input", id="id_stodniva")
    assert field.attrs.get("value") is None
    assert "open" in next(d for d in unknown.all("details") if d.all("input", id="id_stodniva")).attrs
    shown = page(client, ERASMUS, budget="1 000 000", manader=length, stodniva="80 %")
    assert amounts(shown)["Programmet betalar högst"] == most
    assert "Ert eget antagande" in shown.one("div", "costs__line--by_rate").text


def test_ceiling_in_euro_holds_for_a_budget_in_kronor_by_the_rate_that_is_typed(client):
    asked = {"budget": "5 miljoner kr", "manader": "24", "stodniva": "80"}
    assert amounts(page(client, ERASMUS, **asked))["Högsta bidrag"] == "går inte att jämföra"
    shown = page(client, ERASMUS, **asked, kurs="11,2455", kursdag="2016-01-15")
    assert amounts(shown)["Programmet betalar högst"] == "3 373 650 kr 300 000 euro"


def test_page_never_claims_more_than_a_ceiling_that_cannot_be_compared(client):
    asked = {"budget": "40 000 000 kr", "stodniva": "75", "manader": "24", "start": "mars 2016"}
    shown = page(client, ERASMUS, **asked)
    assert amounts(shown) == {
        "Projektet kostar": "40 000 000 kr",
        "Enligt stödnivån": "30 000 000 kr",
        "Högsta bidrag": "går inte att jämföra",
        "Programmet betalar högst": "okänt",
    }
    assert not shown.all("table", "costs__flow")
    flow = next(one for one in shown.all("section") if one.attrs.get("aria-labelledby") == "flow-heading").text
    assert "Så länge bidraget är okänt" in flow
    assert "Skriv när projektet börjar" not in flow


@pytest.mark.parametrize(
    ("path", "asked", "said"),
    [
        ("/finansiering/program/europa-2020/kalkyl/", {"eget": "100 000"}, "Portalen vet inte"),
        (ERASMUS, {"eget": "100 000 kr", "stodniva": "100"}, "i en annan valuta"),
        (ERASMUS, {"eget": "100 000 kr", "stodniva": "75"}, "i en annan valuta"),
    ],
)
def test_own_money_alone_gets_an_answer_where_something_is_unknown(client, path, asked, said):
    shown = page(client, path, **asked)
    assert amounts(shown)["Programmet betalar högst"] == "okänt"
    assert said in shown.one("div", "costs__line--grant").text
    assert "sätter ingen gräns" not in shown.one("main").text


SPACES = " " * 200


@pytest.mark.parametrize(
    ("asked", "cost"),
    [
        ({"budget": f"1 000{SPACES}000 kr"}, "1 000 000 kr"),
        ({"budget": f"5{SPACES}miljoner"}, "5 000 000 kr"),
    ],
)
def test_space_cuts_nothing_off_an_amount(client, asked, cost):
    assert amounts(page(client, AMIF, **asked))["Projektet kostar"] == cost


@pytest.mark.parametrize("length", [f"24{SPACES}000", "24 " + "x" * 200, "0" * 200 + "24"])
def test_number_that_is_too_long_is_refused_whole(client, length):
    assert list(wrong(page(client, AMIF, budget="1000", manader=length))) == ["manader"]


def test_date_that_is_too_long_is_refused_whole(client):
    shown = page(client, AMIF, budget="1000", manader="12", start=f"2016-03{SPACES}-15")
    assert "gick inte att läsa" in wrong(shown)["start"]
    assert page(client, AMIF, budget="1000", manader="12", start=f"mars{SPACES}2016").all("table", "costs__flow")


def test_nul_is_not_echoed(client):
    response = client.get(AMIF, {"budget": "5\x00 kr", "manader": "2\x004"})
    assert b"\x00" not in response.content
    assert list(wrong(parse(response.content))) == ["budget", "manader"]


def test_cash_flow_is_a_table_and_a_drawing_of_the_same(client):
    shown = page(
        client, AMIF, budget="1200", start="januari 2016", slut="december 2016", forskott="40", rekvisition="6"
    )
    table = shown.one("table", "costs__flow")
    rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")[1:]]
    assert rows[0] == ["kvartal 1 2016", "300 kr", "360 kr", "60 kr", "60 kr"]
    assert rows[2] == ["kvartal 3 2016", "300 kr", "450 kr", "−90 kr", "−540 kr"]
    assert rows[-1] == ["Totalt", "1 200 kr", "900 kr", "", "−540 kr"]
    assert "540 kr , i september 2016" in shown.one("p", "costs__carry").text
    figure = shown.one("figure", "drawing")
    assert len(figure.all("rect", "part--0")) == len(rows) - 1 + 1  # and the one of the legend
    assert not figure.all("table")


def test_without_a_start_it_is_said_what_is_needed_for_the_cash_flow(client):
    assert "Skriv när projektet börjar" in page(client, AMIF, budget="1200").one("main").text


def test_own_money_alone_tells_how_large_the_project_can_be(client):
    assert amounts(page(client, AMIF, eget="500 000"))["Projektet kan kosta högst"] == "2 000 000 kr"


def test_page_in_english_reads_and_writes_as_the_reader_does(client):
    shown = page(client, f"/en{AMIF}", budget="4,148,664.50", start="March 2018", manader="2 years")
    assert amounts(shown)["The programme pays at most"] == "SEK 3,111,498.37"


# --- The address and what is filled in ------------------------------------------------------------------------


@pytest.mark.parametrize("record", ["programme", "call"])
def test_every_programme_and_call_has_a_calculator(client, record):
    records = Programme.objects.published() if record == "programme" else Call.objects.published()
    assert records
    for one in records:
        shown = page(client, reverse(f"funding:{record}-costs", args=[one.slug]))
        assert not shown.all("div", "error-summary")
        assert not shown.all("div", "costs__line")


def test_page_leads_to_the_calculator(client):
    for path in ("program/amif-nationell/", "utlysningar/amif-2016/"):
        links = [link.attrs["href"] for link in page(client, f"/finansiering/{path}").all("a")]
        assert [link for link in links if link.startswith(f"/finansiering/{path}kalkyl/")]


def test_draft_has_no_calculator_for_readers(client):
    draft = CallFactory(draft=True)
    assert client.get(reverse("funding:call-costs", args=[draft.slug])).status_code == 404


def test_form_is_sent_by_get_and_says_what_is_counted_with(client):
    shown = page(client, AMIF, manader="24")
    form = next(form for form in shown.one("main").all("form"))
    assert (form.attrs["method"], form.attrs["action"]) == ("get", f"{AMIF}#svar")
    values = {field.attrs["name"]: field.attrs.get("value") for field in form.all("input")}
    assert values == {
        **dict.fromkeys(["budget", "start", "slut", "eget", "timmar", "timkostnad", "kurs", "kursdag"]),
        "manader": "24",
        "stodniva": "75",
        "forskott": "0",
        "rekvisition": "6",
        "utbetalning": "3",
    }


def test_page_asks_the_database_as_often_whatever_is_asked(client, django_assert_num_queries):
    for path, number in ((AMIF, 3), ("/finansiering/utlysningar/amif-2016/kalkyl/", 5)):
        client.get(path)
        with django_assert_num_queries(number + 1):  # and the version of the content
            client.get(path, {"budget": "1000", "start": "mars 2018", "manader": "12"})


# --- What is wrong --------------------------------------------------------------------------------------------

FINE = {"budget": "1 000 000", "start": "mars 2016"}


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"budget": "fyra miljoner"}, "budget", "Skriv beloppet med siffror."),
        ({"budget": "-5"}, "budget", "Ett belopp kan inte vara negativt."),
        ({"budget": "0"}, "budget", "Beloppet måste vara större än 0."),
        ({"budget": "", "eget": ""}, "budget", "Skriv vad projektet kostar, eller hur mycket egna pengar ni har."),
        ({"budget": "9" * 30}, "budget", "Beloppet är för stort"),
        ({"start": "mars 2016", "slut": "februari 2016"}, "slut", "Slutet ligger före början."),
        ({"start": "2016"}, "start", "Skriv månaden också"),
        ({"start": "snart"}, "start", "gick inte att läsa som ett datum"),
        ({"start": "", "slut": "2017"}, "start", "Skriv början också"),
        ({"slut": "2036"}, "slut", "högst 120 månader"),
        ({"slut": "2016", "manader": "24"}, "manader", "Från början till slut är det 10 månader."),
        ({"manader": "0"}, "manader", "Skriv ett tal från 1 till 120, till exempel 24."),
        ({"manader": "två"}, "manader", "Skriv ett tal från 1 till 120, till exempel 24."),
        ({"manader": "11 år"}, "manader", "Skriv ett tal från 1 till 120, till exempel 24."),
        ({"stodniva": "0"}, "stodniva", "Skriv ett tal från 1 till 100, till exempel 75."),
        ({"stodniva": "101"}, "stodniva", "Skriv ett tal från 1 till 100, till exempel 75."),
        ({"kurs": "0", "kursdag": "2016-01-15"}, "kurs", "Skriv ett tal från 1 till 100, till exempel 11,25."),
        ({"kurs": "0,089", "kursdag": "2016-01-15"}, "kurs", "Skriv ett tal från 1 till 100"),
        ({"kurs": "11,25"}, "kursdag", "Skriv vilken dag växelkursen gällde."),
        ({"kursdag": "2016-01-15"}, "kurs", "Skriv växelkursen den dagen"),
        ({"kurs": "11,25", "kursdag": "januari 2016"}, "kursdag", "Skriv hela datumet"),
        ({"kurs": "11,25", "kursdag": "2099-01-15"}, "kursdag", "Den dagen har inte varit än."),
        ({"timmar": "10"}, "timkostnad", "Skriv vad en timme kostar"),
        ({"timkostnad": "450"}, "timmar", "Skriv hur många timmar"),
        ({"timmar": "1,250", "timkostnad": "450"}, "timmar", "Skriv ett tal från 1 till 999 999, till exempel 1 200."),
        ({"timmar": "9", "timkostnad": "45 euro"}, "timkostnad", "Skriv det i kronor, eller skriv en växelkurs."),
        ({"forskott": "101"}, "forskott", "Skriv ett tal från 0 till 100"),
        ({"rekvisition": "0"}, "rekvisition", "Skriv ett tal från 1 till 120"),
        ({"utbetalning": "-1"}, "utbetalning", "Skriv ett tal från 0 till 36"),
    ],
)
def test_field_says_what_is_wrong_and_keeps_all_that_was_typed(client, asked, field, said):
    asked = FINE | asked
    shown = page(client, AMIF, **asked)
    assert list(wrong(shown)) == [field]
    assert said in wrong(shown)[field]
    assert {name: shown.one("input", id=f"id_{name}").attrs.get("value", "") for name in asked} == asked
    assert not shown.all("div", "costs__line")
    folded = [details for details in shown.all("details") if details.all("input", id=f"id_{field}")]
    assert all("open" in details.attrs for details in folded)


def test_amount_in_another_currency_is_converted_by_the_rate_that_is_typed(client):
    asked = {"budget": "100 000 euro", "timmar": "10", "timkostnad": "450 kr"}
    shown = page(client, AMIF, **asked, kurs="10", kursdag=timezone.localdate().isoformat())
    assert "10 timmar à 45 euro" in shown.one("div", "costs__line--time").text


def test_length_between_two_days_counts_whole_months(client):
    def length(start, end):
        return page(client, AMIF, budget="1000", start=start, slut=end).one("div", "costs__line--span").text

    assert "i 24 månader" in length("15 mars 2016", "14 mars 2018")
    assert "i 25 månader" in length("15 mars 2016", "15 mars 2018")
    assert "i 1 månad." in length("mars 2016", "mars 2016")


# What people nearly write, and the edges of what is allowed: most of it is worked out, none of it is an error.
NEARLY = [
    *[
        "1",
        "0",
        "0,01",
        "999 999 999 999,99",
        "1e9",
        "120",
        "100",
        "99,99",
        "1 kr",
        "1 euro",
        "5 %",
        "10 år",
        "\x00",
        "²",
    ],
    *[
        "2100",
        "december 2100",
        "2016-02-30",
        "1900-01",
        "mars 2016",
        "3 år",
        "0001-01-01",
        "-",
        "k€",
        "0,5 mkr",
        "1,000",
    ],
]


@given(st.dictionaries(st.sampled_from([*CostsForm.base_fields]), st.sampled_from(NEARLY)))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_any_field_is_worked_out_or_told_to_be_wrong(client, asked):
    for path in (AMIF, ERASMUS):
        shown = page(client, path, **asked)
        worked_out = bool(shown.all("div", "costs__line")) or bool(shown.all("div", "notice"))
        assert worked_out != bool(wrong(shown)) or not {"budget", "eget"} & set(asked)
