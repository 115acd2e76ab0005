"""The plan as a calendar and as a memo, read back by the libraries that made them."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from docx import Document
from icalendar import Calendar

from funding.enums import TimeZone
from funding.models import Call
from tests.factories import CallFactory, CallWindowFactory, GrantCeilingFactory, ProgrammeFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

ERASMUS = "/finansiering/utlysningar/erasmus-strategiska-partnerskap-2016/plan/"
# What a text that was pasted may hold, and neither XML nor a calendar does.
PASTED = "Inne\x0bhåll \x1f\ufffe;,\\\r\nBEGIN:VEVENT"


def plan_file(path, wanted, **choices):
    choices = {"datum": "2015-10-30", "namnd": "9 mars 2016"} | choices
    response = Client().get(path, {**choices, "format": wanted})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{wanted}"')
    return response


def events(path=ERASMUS, **choices):
    response = plan_file(path, "ics", **choices)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert not calendar.errors
    assert calendar["METHOD"] == "PUBLISH"
    return {event.uid.partition("@")[0].removeprefix("plan-"): event for event in calendar.events}


def memo(path=ERASMUS, **choices):
    return Document(BytesIO(plan_file(path, "docx", **choices).content))


def texts(document):
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document):
    """The rows of all tables by their first cell."""
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for table in document.tables for row in table.rows}


# --- The calendar ---------------------------------------------------------------------------------------------


def test_calendar_holds_each_step_as_a_day_and_the_deadline():
    found = events()
    name = "call-erasmus-strategiska-partnerskap-2016"
    assert list(found) == [
        *[f"{name}-advice-{n}" for n in range(1, 7)],
        *[f"{name}-{key}" for key in ("partners", "papers", "decision", "signatory", "translation", "upload")],
        f"{name}-deadline",
    ]
    decision = found[f"{name}-decision"]
    assert (decision.start, decision.end) == (date(2016, 3, 9), date(2016, 3, 10))
    assert decision["SUMMARY"] == "Det politiska beslutet är fattat – Erasmus+ 2016: strategiska partnerskap"
    assert decision["URL"].endswith(ERASMUS)
    assert found[f"{name}-deadline"].start == date(2016, 4, 26)
    # Of a day that nobody knows the hour of, nothing is said that would be one.
    assert "klockslaget" in found[f"{name}-deadline"]["DESCRIPTION"]


def test_calendar_names_its_days_the_same_each_time_and_says_which_is_newer():
    call = Call.objects.get(slug="erasmus-strategiska-partnerskap-2016")
    before = events()
    call.version += 1
    call.save()
    after = events(namnd="10 februari 2016")
    assert list(before) == list(after)
    for key, event in before.items():
        assert after[key]["SEQUENCE"] > event["SEQUENCE"]
        assert after[key].DTSTAMP >= event.DTSTAMP
        assert datetime.now(UTC) >= event.DTSTAMP
    calendar = Calendar.from_ical(plan_file(ERASMUS, "ics").content)
    assert calendar["UID"] == Calendar.from_ical(plan_file(ERASMUS, "ics").content)["UID"]


def test_deadline_has_its_hour_in_the_time_zone_of_the_funder():
    call = CallFactory()
    CallWindowFactory(
        call=call,
        opens_on=None,
        closes_on=date(2016, 4, 27),
        closes_time=time(0, 30),
        time_zone=TimeZone.HELSINKI,
    )
    path = f"/finansiering/utlysningar/{call.slug}/plan/"
    content = plan_file(path, "ics").content
    assert b"BEGIN:VTIMEZONE" in content
    assert b"DTSTART;TZID=Europe/Helsinki:20160427T003000" in content
    deadline = events(path)[f"call-{call.slug}-deadline"]
    assert deadline.start.utcoffset() == timedelta(hours=3)
    assert deadline["DESCRIPTION"].startswith("26 april 2016 kl. 23.30 (00.30, finsk tid)")
    # In Sweden it is over on the day before, and the days are counted from that one.
    assert events(path)[f"call-{call.slug}-upload"].start == date(2016, 4, 22)
    assert rows(memo(path))["26 april 2016"] == ["Sista ansökningsdag", "26 april 2016 kl. 23.30 (00.30, finsk tid)"]


def test_calendar_in_english():
    found = events(f"/en{ERASMUS}")
    decision = found["call-erasmus-strategiska-partnerskap-2016-decision"]
    assert decision["SUMMARY"] == "The political decision is made – Erasmus+ 2016: strategic partnerships"
    assert "/en/" in decision["URL"]


def test_calendar_of_a_programme_with_a_typed_last_day():
    found = events("/finansiering/program/amif-nationell/plan/", sista_dag="24 mars 2027", datum="", namnd="")
    assert found["programme-amif-nationell-deadline"].start == date(2027, 3, 24)


def test_calendar_without_a_last_day_is_the_page_that_asks_for_it():
    response = Client().get("/finansiering/program/amif-nationell/plan/?format=ics")
    assert response.headers["Content-Type"].startswith("text/html")


# --- The memo -------------------------------------------------------------------------------------------------


def test_memo_has_the_headings_of_a_decision_memo_in_styles_of_word():
    document = memo()
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings == [
        ("Title", "Tjänsteskrivelse, utkast"),
        ("Heading 1", "Ärende"),
        ("Heading 1", "Förslag till beslut"),
        ("Heading 1", "Sammanfattning av ärendet"),
        ("Heading 1", "Bakgrund"),
        ("Heading 2", "Utlysningen och programmet"),
        ("Heading 2", "Kommunens behov och idé"),
        ("Heading 1", "Ekonomiska konsekvenser"),
        ("Heading 1", "Tidplan"),
        ("Heading 1", "Risker"),
        ("Heading 1", "Konsekvenser för barn"),
        ("Heading 1", "Beslutsunderlag"),
        ("Heading 1", "Beslutet skickas till"),
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "List Number"]
    assert "Sammanträde: 9 mars 2016" in texts(document)
    assert "Diarienummer: [fyll i]" in texts(document)
    for table in document.tables:
        assert table.style.name == "Table Grid"
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_memo_is_a_sheet_of_a4_whose_tables_fit_between_the_margins():
    document = memo()
    (section,) = document.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21, 29.7)
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.001)


def test_memo_tells_each_fact_with_source_and_date():
    found = rows(memo())
    report = "Rapport om Integration och EU, Erasmus +, rad"
    assert found["Sista ansökningsdag"] == ["26 april 2016", f"{report} 189–191 och 200", "hösten 2015"]
    ceilings, source, as_of = found["Bidrag per projekt"]
    assert ceilings.replace("\N{NO-BREAK SPACE}", " ") == "högst 300 000 euro för 2 år; högst 450 000 euro för 3 år"
    assert (source, as_of) == (f"{report} 183–200", "hösten 2015")
    assert found["Programmet betalar"] == found["Egen insats"] == ["okänt", "–", "–"]
    assert f"{report} 183–200" in [p.text for p in memo().paragraphs if p.style.name == "List Bullet"]


def test_memo_tells_rate_and_own_share_that_are_known():
    programme = ProgrammeFactory(cofinancing_percent=75)
    GrantCeilingFactory(programme=programme, months=18, amount=1_000_000, currency="SEK")
    path = f"/finansiering/program/{programme.slug}/plan/"
    found = rows(memo(path, sista_dag="24 mars 2027"))
    assert found["Programmet betalar"][0] == "75 % av kostnaden"
    assert found["Egen insats"][0] == "25 %"
    assert found["Bidrag per projekt"][0].replace("\N{NO-BREAK SPACE}", " ") == "högst 1 000 000 kr för 18 månader"
    assert found["Bidrag per projekt"][1:] == ["okänt", "okänt"]


def test_memo_has_the_days_of_the_plan():
    found = rows(memo())
    assert found["9 mars 2016"][0] == "Det politiska beslutet är fattat"
    assert found["22 april 2016"][0] == "Ansökan är uppladdad"


@pytest.mark.parametrize(
    ("path", "tag", "title"),
    [
        (ERASMUS, "sv-SE", "Ansökan om medel: Erasmus+ 2016: strategiska partnerskap"),
        (f"/en{ERASMUS}", "en-GB", "Application for funds: Erasmus+ 2016: strategic partnerships"),
    ],
)
def test_memo_says_its_language_and_title_and_names_nobody(path, tag, title):
    document = memo(path)
    properties = document.core_properties
    assert (properties.title, properties.language) == (title, tag)
    assert {properties.author, properties.last_modified_by} == {"Integrationsportalen"}
    assert not properties.comments
    assert f'w:lang w:val="{tag}"' in document.styles.element.xml


def test_memo_is_the_same_for_the_same_plan():
    content = plan_file(ERASMUS, "docx").content
    assert content == plan_file(ERASMUS, "docx").content
    assert ZipFile(BytesIO(content)).testzip() is None


def test_memo_of_a_call_says_nothing_of_a_programme_that_is_a_draft():
    call = CallFactory(programme=ProgrammeFactory(draft=True, title="Hemligt program"))
    CallWindowFactory(call=call, opens_on=None, closes_on=date(2016, 4, 26))
    found = rows(memo(f"/finansiering/utlysningar/{call.slug}/plan/"))
    assert "Hemligt program" not in str(found)
    assert "Utlysning" in found


# --- Both -----------------------------------------------------------------------------------------------------


def test_files_of_a_text_that_was_pasted_can_be_read():
    call = CallFactory(title=f"Titel {PASTED}", summary=PASTED, editor_note=PASTED)
    CallWindowFactory(call=call, opens_on=None, closes_on=date(2016, 4, 26), stage=PASTED)
    path = f"/finansiering/utlysningar/{call.slug}/plan/"
    assert len(events(path)) == 12
    assert any("Innehåll" in text for text in texts(memo(path)))


# --- What the page says, the memo says ------------------------------------------------------------------------


def facts_told(**said):
    programme = ProgrammeFactory(**said)
    found = rows(memo(f"/finansiering/program/{programme.slug}/plan/", sista_dag="24 mars 2027"))
    return {label: values[0].replace("\N{NO-BREAK SPACE}", " ") for label, values in found.items()}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"budget": 100}, "100 kr"),
        ({"budget": 100, "budget_approximate": True, "budget_per_year": True}, "cirka 100 kr per år"),
        ({"budget": 100, "budget_note": "För hela EU."}, "100 kr (För hela EU.)"),
        ({"budget": 0}, "0 kr"),
        ({"budget_note": "Inte fastställd."}, "Inte fastställd."),
        ({}, "okänt"),
    ],
)
def test_memo_tells_the_budget_as_the_page_does(said, told):
    assert facts_told(budget_currency="SEK", **{"budget": None} | said)["Budget"] == told


def test_memo_tells_the_budget_of_amif_with_what_qualifies_it():
    found = rows(memo("/finansiering/program/amif-nationell/plan/", sista_dag="24 mars 2027"))
    budget = found["Budget"][0].replace("\N{NO-BREAK SPACE}", " ")
    assert "100 000 000 kr per år (" in budget


def test_memo_tells_when_the_money_comes_and_what_is_noted_of_it_and_of_partners():
    told = facts_told(
        advance_percent=0,
        claim_months=6,
        payment_months=1,
        payment_note="Via portalen.",
        partners_note="Minst en skola.",
    )
    assert told["Betalas i förskott"] == "allt i efterskott"
    assert told["Ansökningar om utbetalning"] == "ansökan om utbetalning med 6 månaders mellanrum"
    assert told["Utbetalning"] == "betalas inom 1 månad"
    assert told["Anmärkning om utbetalningen"] == "Via portalen."
    assert told["Anmärkning om partner"] == "Minst en skola."


def test_memo_tells_no_note_where_there_is_none_and_the_unknown_as_unknown():
    told = facts_told()
    assert not [label for label in told if label.startswith("Anmärkning")]
    assert told["Betalas i förskott"] == told["Ansökningar om utbetalning"] == told["Utbetalning"] == "okänt"
    assert facts_told(advance_percent=40)["Betalas i förskott"] == "40 % av bidraget"


def test_memo_keeps_the_note_on_a_rate_that_is_unknown():
    told = facts_told(cofinancing_percent=None, cofinancing_note="Skiljer sig mellan åren.")
    assert told["Programmet betalar"] == "okänt (Skiljer sig mellan åren.)"


# --- A last day that was typed --------------------------------------------------------------------------------


@pytest.fixture
def with_hour():
    """The path of the plan of a call whose first last day has an hour and whose second has none."""
    call = CallFactory()
    CallWindowFactory(call=call, opens_on=None, closes_on=date(2031, 3, 3), closes_time=time(12))
    CallWindowFactory(call=call, opens_on=None, closes_on=date(2031, 9, 1))
    return f"/finansiering/utlysningar/{call.slug}/plan/"


def deadline_told(path, day):
    """What the page, the calendar and the memo say of the last day ``day``."""
    [event] = [event for key, event in events(path, sista_dag=day).items() if key.endswith("-deadline")]
    page = parse(Client().get(path, {"sista_dag": day}).content).one("li", id="deadline").one("p", "fact-note").text
    [told] = [cells[1] for label, cells in rows(memo(path, sista_dag=day)).items() if cells[0] == "Sista ansökningsdag"]
    return page, str(event["DESCRIPTION"]), told


def test_last_day_that_is_typed_as_it_is_known_keeps_its_hour(with_hour):
    assert set(deadline_told(with_hour, "3 mars 2031")) == {"3 mars 2031 kl. 12.00"}
    assert set(deadline_told(with_hour, "1 september 2031")) == {"Portalen känner inte till klockslaget."}


def test_another_last_day_is_told_to_be_typed(with_hour):
    page, calendar, told = deadline_told(with_hour, "4 mars 2031")
    assert page == calendar == "Ni har själva skrivit dagen. Klockslaget är inte känt."
    assert told == "Kommunens eget antagande, inte hämtat ur någon källa. Klockslaget är inte känt."
