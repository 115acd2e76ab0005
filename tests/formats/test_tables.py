"""Tables for spreadsheets: texts that stay texts, days that are days, amounts that are numbers, and their origin."""

import csv
import datetime
import io
from contextlib import closing
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from search.formats.comma_separated import written
from search.formats.workbook import file as workbook_file
from tests.factories import (
    ApplicantKindFactory,
    CallFactory,
    CallWindowFactory,
    ContactFactory,
    EventFactory,
    GrantCeilingFactory,
    NetworkFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
)

from .reading import asked, body, sheet, table, workbook

pytestmark = pytest.mark.django_db

FOUND = [("q", "hittamig")]
FORMULAS = [
    "=1+1",
    "+46 8 123",
    "-2",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example";"x")',
    "  =cmd|' /C calc'!A0",
    "＝1",
]


# --- Formulas -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_text_in_both(text):
    ProjectFactory(title=text, summary="hittamig", short_name=text[:60])
    [row] = table("/projekt/", FOUND)
    assert row["Titel"] == row["Kortnamn"] == f"'{text}"
    [cells] = sheet("/projekt/", FOUND)
    assert (cells["Titel"].value, cells["Titel"].data_type) == (text, "s")
    assert cells["Titel"].quotePrefix


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_white_space_before_a_formula_helps_nobody(text):
    assert written(text, ",") == f"'{text[0]}'=1"


INSIDE = [
    "Text{}=HYPERLINK(1){}x",
    "Text{} =1+1",
    'Text{}"=cmd|1{}x',
    'Text{}" "@SUM(A1)',
    "Text{}-2+3",
    "Text{}+2",
    "Text{}＝1",
    "Text{}{}＠x",
    "Text\n=1",
    'Text\r\n" -1',
    "{}=1",
    "\n=1",
]


@pytest.mark.parametrize(("point", "separator", "other"), [(".", ",", ";"), (",", ";", ",")])
@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("place", [0, 1])
def test_text_read_with_the_separator_of_the_other_language_has_no_formula(inside, place, point, separator, other):
    cells = ["a", "b"]
    cells[place] = inside.replace("{}", other)
    line = io.StringIO()
    csv.writer(line, delimiter=separator).writerow(written(cell, point) for cell in cells)
    for delimiter in (separator, other, "\t"):
        # As a spreadsheet reads lines, after those of a quoted cell.
        read = csv.reader(io.StringIO(line.getvalue(), newline=""), delimiter=delimiter)
        assert [cell for row in read for cell in row if cell.strip(' "').startswith(tuple("=+-@＝＋－＠"))] == []


@pytest.mark.parametrize(
    ("text", "point"),
    [("a, -5 %", "."), ("a; -5 %", ","), ("a; b, c - d = e", "."), ("a, b; c - d = e", ","), ("x@y.se\nrad 2", ",")],
)
def test_ordinary_text_stays_as_it_is(text, point):
    assert written(text, point) == text


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "12", "2016-01-01", "TRUE", "’=1"])
def test_other_text_is_text_and_stays_as_it_is(text):
    ProjectFactory(title=text, summary="hittamig")
    assert table("/projekt/", FOUND)[0]["Titel"] == text
    [cells] = sheet("/projekt/", FOUND)
    assert (cells["Titel"].value, cells["Titel"].data_type) == (text, "s")


def test_text_may_hold_separators_quotes_lines_and_what_is_no_text():
    title = 'Ett "citat"; ett, komma\x0b\x00\ufffe och åäö 🙂'.replace("\x00", "")
    ProjectFactory(title=title, summary="hittamig\r\nandra raden;=1+1")
    expected = 'Ett "citat"; ett, komma och åäö 🙂'
    [row] = table("/projekt/", FOUND)
    assert (row["Titel"], row["Sammanfattning"]) == (expected, "hittamig\r\nandra raden;=1+1")
    [cells] = sheet("/projekt/", FOUND)
    assert cells["Titel"].value == expected


def test_text_that_is_longer_than_a_cell_is_cut():
    ProjectFactory(title="Lång", summary="hittamig " + "å" * 40_000)
    [cells] = sheet("/projekt/", FOUND)
    assert len(cells["Sammanfattning"].value) == 32_767


# --- CSV ------------------------------------------------------------------------------------------------------


def test_csv_is_as_excel_writes_it_in_the_language_of_the_page():
    ProjectFactory(title="Å", title_en="A", summary="hittamig", budget=Decimal("1234.50"), currency="EUR", grant=1000)
    swedish = body(asked("/projekt/", "csv", FOUND))
    english = body(asked("/en/projekt/", "csv", FOUND))
    assert swedish.startswith("\ufeffTitel;Kortnamn;".encode())
    assert b";1234,50;EUR;1000;EUR;" in swedish
    assert english.startswith("\ufeffTitle,Short name,".encode())
    assert b",1234.50,EUR,1000,EUR," in english
    assert swedish.count(b"\r\n") == 2


def test_csv_has_days_as_iso_dates_and_leaves_empty_what_is_not_known():
    ProjectFactory(summary="hittamig", starts_on=datetime.date(2011, 2, 1))
    [row] = table("/projekt/", FOUND)
    assert (row["Börjar"], row["Slutar"], row["Total budget"], row["Total budget, valuta"]) == (
        "2011-02-01",
        "",
        "",
        "",
    )


def test_date_that_is_not_known_to_the_day_is_in_words():
    ProjectFactory(summary="hittamig", starts_on=datetime.date(2016, 1, 1), starts_precision="month",
                   ends_on=datetime.date(2017, 1, 1), ends_precision="year")  # fmt: skip
    [row] = table("/projekt/", FOUND)
    assert (row["Börjar"], row["Slutar"]) == ("januari 2016", "2017")
    [cells] = sheet("/projekt/", FOUND)
    assert (cells["Börjar"].value, cells["Slutar"].value) == ("januari 2016", "2017")


# --- The workbook ---------------------------------------------------------------------------------------------


def test_workbook_has_days_as_days_amounts_as_numbers_and_says_what_is_not_known():
    ProjectFactory(title="A", summary="hittamig", starts_on=datetime.date(2011, 2, 1), budget=Decimal("4148664.50"))
    [cells] = sheet("/projekt/", FOUND)
    assert (cells["Börjar"].value, cells["Börjar"].is_date) == (datetime.datetime(2011, 2, 1), True)
    assert (cells["Total budget"].value, cells["Total budget"].data_type) == (4148664.5, "n")
    assert cells["Total budget"].number_format == "#,##0.00"
    assert (cells["Total budget, valuta"].value, cells["Beviljat stöd"].value) == ("SEK", "okänt")
    assert cells["Beviljat stöd, valuta"].value is None


def test_day_before_excel_counts_days_is_text():
    ProjectFactory(summary="hittamig", starts_on=datetime.date(1899, 12, 31))
    assert sheet("/projekt/", FOUND)[0]["Börjar"].value == "1899-12-31"


def test_workbook_says_where_it_is_from_and_what_was_chosen():
    theme = ThemeFactory(name="hälsa")
    ProjectFactory(summary="hittamig", themes=[theme])
    choices = [*FOUND, ("tema", theme.slug), ("land", "XX"), ("sortera", "start"), ("sida", "7")]
    book = workbook("/projekt/", choices)
    assert book.sheetnames == ["Projekt", "Om listan"]
    about = {row[0].value: row[1].value for row in book["Om listan"].iter_rows()}
    assert about["Adress"] == f"http://testserver/projekt/?q=hittamig&tema={theme.slug}&sortera=start"
    assert about["Hämtad den"].date() == timezone.localdate()
    assert about["Dina val"] == "Sökord: hittamig; Tema: Hälsa"
    assert about["Sorterat efter"] == "Senast startade"
    assert about["Träffar"] == 1
    assert "XX" in about["Utelämnat"]


def test_workbook_of_the_search_is_named_after_it_within_what_excel_allows():
    ProjectFactory(summary="hittamig")
    for path in ("/sok/", "/en/sok/"):
        for name in workbook(path, FOUND).sheetnames:
            assert 0 < len(name) <= 31
            assert not set("[]:*?/\\") & set(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a" * 30 + "'b", "a" * 30), ("a" * 29 + " 'b", "a" * 29), ("][", "Lista"), ("'", "Lista"), ("", "Lista")],
)
def test_sheet_has_a_name_that_excel_takes(name, expected):
    with closing(workbook_file("attachment", name, ["A"], [["b"]], [])) as answer:
        book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    assert book.sheetnames == [expected, "Om listan"]


def test_heading_stays_and_numbers_are_in_a_table_of_their_own():
    first = workbook("/projekt/").worksheets[0]
    assert first.freeze_panes == "B2"
    assert first["A1"].font.bold


# --- What is in them ------------------------------------------------------------------------------------------


def test_terms_of_a_call_are_its_own_or_its_programmes():
    kommuner = ApplicantKindFactory(name="byar")
    programme = ProgrammeFactory(cofinancing_percent=75, applicant_kinds=[kommuner], minimum_partners=2)
    GrantCeilingFactory(programme=programme, months=24, amount=300_000)
    GrantCeilingFactory(programme=programme, months=36, amount=450_000)
    call = CallFactory(programme=programme, summary="hittamig", budget=5_000_000, minimum_partners=3)
    CallWindowFactory(call=call, closes_time=datetime.time(17), time_zone="Europe/Brussels")
    [row] = table("/finansiering/utlysningar/", FOUND)
    assert (row["Stödnivå i procent"], row["Egen insats i procent"], row["Minsta antal partner"]) == ("75", "25", "3")
    assert (row["Bidrag, högst"], row["Bidrag, valuta"], row["Budget"]) == ("450000", "EUR", "5000000")
    assert row["Bidrag per projekt"].replace("\xa0", " ") == (
        "högst 300 000 euro för 2 år; högst 450 000 euro för 3 år"
    )
    assert row["Kan sökas av"] == "byar"
    assert row["Ansökningsperioder"] == "1 januari 2016 – 31 mars 2016 kl. 17.00"


def test_fee_that_is_not_known_is_said_and_one_that_there_is_none_of_is_empty():
    NetworkFactory(title="A", summary="hittamig", fee_kind="free")
    NetworkFactory(title="B", summary="hittamig", fee_kind="paid")
    free, paid = sheet("/natverk/", [*FOUND, ("sortera", "namn")])
    assert (free["Avgift från"].value, paid["Avgift från"].value) == (None, "okänt")


def test_hours_of_an_event_are_hours():
    EventFactory(summary="hittamig", starts_on=datetime.date(2016, 5, 1), starts_at=datetime.time(9, 30))
    [row] = table("/evenemang/", FOUND)
    assert (row["Börjar"], row["Starttid"], row["Slutar"], row["Sluttid"]) == ("2016-05-01", "09:30", "", "")
    assert sheet("/evenemang/", FOUND)[0]["Starttid"].value == datetime.time(9, 30)


def test_people_who_are_named_as_contacts_are_in_no_table_of_organisations():
    organisation = OrganisationFactory(summary="hittamig")
    ContactFactory(organisation=organisation, name="Anna Andersson", email="anna@example.se")
    text = body(asked("/aktorer/", "csv", FOUND)).decode()
    assert "Anna" not in text
    assert "anna@" not in text
