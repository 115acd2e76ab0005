"""Dates are shown as exactly as they are known, in both languages, and no more exactly.

A date column always has a precision. What is known to the month, the season or the year is stored as its first day
and never shown as a day.
"""

import calendar
import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, strategies as st

from projects.models import Project
from sources.partial_dates import first_day, format_partial, format_period, last_day
from tests.factories import EventFactory, ProjectFactory

D = datetime.date
PRECISIONS = ["day", "month", "season", "year"]
dates = st.dates(D(1900, 1, 1), D(2100, 12, 31))


@pytest.mark.parametrize(
    ("date", "precision", "swedish", "english"),
    [
        (D(2011, 2, 1), "day", "1 februari 2011", "1 February 2011"),
        (D(2011, 12, 31), "day", "31 december 2011", "31 December 2011"),
        (D(2016, 1, 1), "month", "januari 2016", "January 2016"),
        (D(2011, 9, 1), "season", "höst(en)? 2011", "autumn 2011"),
        (D(2011, 3, 1), "season", "vår(en)? 2011", "spring 2011"),
        (D(2011, 6, 1), "season", "sommar(en)? 2011", "summer 2011"),
        (D(2011, 12, 1), "season", "vinter(n)? 2011", "winter 2011"),
        (D(2017, 1, 1), "year", "2017", "2017"),
        (None, "day", "", ""),
        (None, "year", "", ""),
    ],
)
def test_date_is_shown_as_exactly_as_it_is_known(date, precision, swedish, english):
    with translation.override("sv"):
        assert re.fullmatch(swedish, format_partial(date, precision))
    with translation.override("en"):
        assert format_partial(date, precision) == english


@pytest.mark.parametrize(
    ("start", "end", "swedish", "english"),
    [
        ((D(2011, 2, 1), "day"), (D(2012, 8, 1), "day"), "1 februari 2011 – 1 augusti 2012",
         "1 February 2011 – 1 August 2012"),
        ((D(2014, 1, 1), "year"), (D(2020, 1, 1), "year"), "2014–2020", "2014–2020"),
        ((D(2011, 10, 1), "month"), (D(2012, 1, 1), "year"), "oktober 2011 – 2012", "October 2011 – 2012"),
        ((D(2011, 10, 6), "day"), (D(2011, 10, 6), "day"), "6 oktober 2011", "6 October 2011"),
        ((D(2011, 1, 1), "year"), (D(2011, 6, 1), "year"), "2011", "2011"),
        ((D(2010, 1, 1), "year"), (None, "day"), "från 2010", "from 2010"),
        ((None, "day"), (D(2013, 1, 1), "year"), "till 2013|till och med 2013|t.o.m. 2013", "until 2013"),
        ((None, "day"), (None, "day"), "", ""),
    ],
)  # fmt: skip
def test_period_is_shown_as_exactly_as_it_is_known(start, end, swedish, english):
    with translation.override("sv"):
        assert re.fullmatch(swedish, format_period(*start, *end))
    with translation.override("en"):
        assert format_period(*start, *end) == english


@given(dates, st.sampled_from(["month", "season", "year"]), st.sampled_from(["sv", "en"]))
def test_day_of_an_inexact_date_is_never_shown(date, precision, language):
    with translation.override(language):
        shown = format_partial(date, precision)
    assert re.findall(r"\d+", shown) == [str(date.year)]


@given(dates, st.sampled_from(["sv", "en"]))
def test_day_of_an_exact_date_is_shown_with_its_year(date, language):
    with translation.override(language):
        assert re.findall(r"\d+", format_partial(date)) == [str(date.day), str(date.year)]


@pytest.mark.parametrize(
    ("date", "precision", "expected"),
    [
        (D(2016, 2, 10), "day", D(2016, 2, 10)),
        (D(2016, 2, 1), "month", D(2016, 2, 29)),
        (D(2015, 2, 1), "month", D(2015, 2, 28)),
        (D(2015, 12, 1), "month", D(2015, 12, 31)),
        (D(2011, 9, 1), "season", D(2011, 11, 30)),
        (D(2011, 12, 1), "season", D(2012, 2, 29)),
        (D(2010, 12, 1), "season", D(2011, 2, 28)),
        (D(2017, 1, 1), "year", D(2017, 12, 31)),
        (D(9999, 10, 1), "season", D(9999, 12, 31)),
        (D(9999, 11, 1), "season", D(9999, 12, 31)),
        (D(9999, 12, 1), "season", D(9999, 12, 31)),
        (D(9999, 12, 1), "month", D(9999, 12, 31)),
        (D(9999, 1, 1), "year", D(9999, 12, 31)),
    ],
)
def test_last_day_is_the_last_of_what_is_known(date, precision, expected):
    assert last_day(date, precision) == expected


@given(st.dates(), st.sampled_from(PRECISIONS))
def test_first_and_last_day_are_in_the_calendar_whatever_the_date(date, precision):
    assert first_day(date, precision) <= date <= last_day(date, precision)


@given(dates, st.sampled_from(PRECISIONS))
def test_last_day_is_in_the_span_and_the_next_day_is_not(date, precision):
    last = last_day(date, precision)
    assert last >= date
    months_on = (last.year - date.year) * 12 + last.month - date.month
    if precision == "day":
        assert last == date
    elif precision == "year":
        assert (last.year, last.month, last.day) == (date.year, 12, 31)
    else:
        assert months_on == {"month": 0, "season": 2}[precision]
        assert last.day == calendar.monthrange(last.year, last.month)[1]


@pytest.mark.django_db
def test_period_of_an_event_without_an_end_is_its_day_and_not_from_it():
    with translation.override("en"):
        assert EventFactory(starts_on=D(2011, 10, 6)).period == "6 October 2011"
        assert ProjectFactory(starts_on=D(2011, 10, 6)).period == "from 6 October 2011"


@pytest.mark.django_db
def test_period_that_ends_before_it_starts_is_refused_with_words():
    project = Project(title="x", slug="x", summary="x", starts_on=D(2012, 1, 1), ends_on=D(2011, 1, 1))
    with translation.override("en"), pytest.raises(ValidationError, match="The end is before the start"):
        project.full_clean()


@pytest.mark.django_db
def test_season_on_a_page_is_in_the_language_of_the_page(client):
    project = ProjectFactory(starts_on=D(2011, 9, 1), starts_precision="season")
    assert "autumn 2011" in client.get(f"/en/projekt/{project.slug}/").content.decode()
    swedish = client.get(f"/projekt/{project.slug}/").content.decode()
    assert "höst" in swedish
    assert "autumn" not in swedish
