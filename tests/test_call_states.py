"""The state of a call on any day: worked out from its windows by one rule, never stored.

- open: a window that has opened, or that the source says was open by then, and whose last day has not passed; closing
  soon when that day is at most 30 days away;
- planned: a window still to open; one planned for a month, a season or a year is planned until that is over;
- closed: every window has closed, or none is known and the programme period is over;
- unknown otherwise. Nothing is made more exact than the source.
"""

import datetime

import pytest
from django.utils import timezone

from funding.models import Call
from tests.factories import CallFactory, CallWindowFactory, ProgrammeFactory
from tests.reading import parse, read_list

pytestmark = pytest.mark.django_db

LIST = "/finansiering/utlysningar/"


def day(text):
    return datetime.date.fromisoformat(text)


def call_with(*windows, **programme):
    call = CallFactory(programme=ProgrammeFactory(**programme))
    for window in windows:
        dates = {name: day(value) if name.endswith("_on") else value for name, value in window.items()}
        CallWindowFactory(call=call, **{"opens_on": None, "closes_on": None, **dates})
    return call


def on(call, date):
    return Call.objects.with_state(day(date)).get(pk=call.pk)


TO_THE_DAY = {"opens_on": "2016-01-10", "closes_on": "2016-03-31"}
OPEN_WHEN_SEEN = {"known_open_on": "2015-10-20", "closes_on": "2015-12-31"}
ONLY_LAST_DAY = {"closes_on": "2015-12-01"}
ONLY_OPENING = {"opens_on": "2016-01-10"}


@pytest.mark.parametrize(
    ("window", "date", "state"),
    [
        (TO_THE_DAY, "2016-01-09", "planned"),
        (TO_THE_DAY, "2016-01-10", "open"),
        (TO_THE_DAY, "2016-02-29", "open"),  # 31 days left
        (TO_THE_DAY, "2016-03-01", "closing_soon"),  # 30 days left
        (TO_THE_DAY, "2016-03-31", "closing_soon"),
        (TO_THE_DAY, "2016-04-01", "closed"),
        (OPEN_WHEN_SEEN, "2015-10-19", "unknown"),
        (OPEN_WHEN_SEEN, "2015-10-20", "open"),
        (OPEN_WHEN_SEEN, "2015-11-30", "open"),
        (OPEN_WHEN_SEEN, "2015-12-01", "closing_soon"),
        (OPEN_WHEN_SEEN, "2015-12-31", "closing_soon"),
        (OPEN_WHEN_SEEN, "2016-01-01", "closed"),
        (ONLY_LAST_DAY, "2015-11-30", "unknown"),  # whether it has opened is not known
        (ONLY_LAST_DAY, "2015-12-01", "unknown"),
        (ONLY_LAST_DAY, "2015-12-02", "closed"),
        (ONLY_OPENING, "2016-01-09", "planned"),
        (ONLY_OPENING, "2016-01-10", "unknown"),  # when it closes is not known
    ],
)
def test_state_of_a_window_known_to_the_day(window, date, state):
    assert on(call_with(window), date).state == state


@pytest.mark.parametrize(
    ("precision", "opens", "last_day_of_it"),
    [
        ("month", "2016-01-01", "2016-01-31"),
        ("month", "2016-02-01", "2016-02-29"),
        ("month", "2015-02-01", "2015-02-28"),
        ("month", "2015-04-01", "2015-04-30"),
        ("season", "2016-03-01", "2016-05-31"),
        ("season", "2015-09-01", "2015-11-30"),
        ("season", "2015-12-01", "2016-02-29"),
        ("year", "2015-01-01", "2015-12-31"),
        ("year", "2016-01-01", "2016-12-31"),
    ],
)
def test_state_of_a_window_planned_for_a_span_is_planned_until_the_span_is_over(precision, opens, last_day_of_it):
    call = call_with({"opens_on": opens, "opens_precision": precision})
    over = day(last_day_of_it) + datetime.timedelta(days=1)
    assert on(call, "2010-06-01").state == "planned"
    assert on(call, opens).state == "planned"
    assert on(call, last_day_of_it).state == "planned"
    assert on(call, over.isoformat()).state == "unknown"


def test_state_of_a_window_planned_for_a_month_is_never_open_though_its_last_day_is_known():
    call = call_with({"opens_on": "2016-01-01", "opens_precision": "month", "closes_on": "2016-03-31"})
    dates = ("2015-12-31", "2016-01-31", "2016-02-01", "2016-03-31", "2016-04-01")
    assert [on(call, date).state for date in dates] == ["planned", "planned", "unknown", "unknown", "closed"]


PAST = {"opens_on": "2014-01-01", "closes_on": "2014-03-31"}
LONG = {"opens_on": "2015-01-01", "closes_on": "2015-12-31"}
SHORT = {"opens_on": "2015-01-01", "closes_on": "2015-06-10"}
LATER = {"opens_on": "2016-01-01", "closes_on": "2016-06-01"}


@pytest.mark.parametrize(
    ("windows", "state"),
    [
        ([PAST, LATER], "planned"),
        ([PAST, LONG], "open"),
        ([LONG, LATER], "open"),
        ([LONG, SHORT], "closing_soon"),
        ([SHORT, LATER], "closing_soon"),
        ([PAST, PAST], "closed"),
        ([PAST, {"known_open_on": "2016-01-01", "closes_on": "2016-06-01"}], "unknown"),
    ],
)
def test_state_with_several_windows_is_that_of_the_most_urgent(windows, state):
    assert on(call_with(*windows), "2015-06-01").state == state


@pytest.mark.parametrize(
    ("programme", "date", "state"),
    [
        ({"ends_on": day("2013-06-30")}, "2013-06-30", "unknown"),
        ({"ends_on": day("2013-06-30")}, "2013-07-01", "closed"),
        ({"ends_on": day("2013-06-01"), "ends_precision": "month"}, "2013-06-30", "unknown"),
        ({"ends_on": day("2013-06-01"), "ends_precision": "month"}, "2013-07-01", "closed"),
        ({"ends_on": day("2013-01-01"), "ends_precision": "year"}, "2013-12-31", "unknown"),
        ({"ends_on": day("2013-01-01"), "ends_precision": "year"}, "2014-01-01", "closed"),
        ({}, "2099-01-01", "unknown"),
    ],
)
def test_state_without_windows_is_closed_once_the_programme_is_over(programme, date, state):
    assert on(call_with(**programme), date).state == state


def test_state_of_a_window_counts_although_the_programme_is_over():
    call = call_with(TO_THE_DAY, ends_on=day("2013-12-31"))
    assert on(call, "2016-02-01").state == "open"


def test_state_of_an_open_ended_window_is_closed_once_the_programme_is_over():
    call = call_with({"opens_on": "2015-01-01"}, ends_on=day("2020-01-01"), ends_precision="year")
    assert [on(call, date).state for date in ("2020-12-31", "2021-01-01")] == ["unknown", "closed"]


def test_deadlines_are_the_next_from_the_day_and_the_last_of_all():
    call = call_with(PAST, SHORT, LATER)
    expected = {
        "2014-03-31": ("2014-03-31", "2016-06-01"),
        "2014-04-01": ("2015-06-10", "2016-06-01"),
        "2016-06-01": ("2016-06-01", "2016-06-01"),
        "2016-06-02": (None, "2016-06-01"),
    }
    for date, (following, last) in expected.items():
        found = on(call, date)
        assert (found.next_deadline, found.last_deadline) == (following and day(following), day(last)), date


# --- The three dated calls of the documents -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "states"),
    [
        # As the documents had it in October 2015: last day 16 November 2015, 26 April 2016, "January 2016".
        ("easi-2015", ["closing_soon", "closed", "closed", "closed", "closed"]),
        ("erasmus-strategiska-partnerskap-2016", ["open", "open", "closing_soon", "closed", "closed"]),
        ("amif-2016", ["planned", "planned", "unknown", "unknown", "closed"]),
    ],
)
def test_state_of_the_calls_of_the_documents(client, slug, states):
    dates = ["2015-10-20", "2015-12-01", "2016-04-26", "2016-04-27", "2026-11-22"]
    for date, state in zip(dates, states, strict=True):
        assert Call.objects.with_state(day(date)).get(slug=slug).state == state, date
        # And so say both pages.
        assert f"{LIST}{slug}/" in read_list(client, LIST, [("datum", date), ("laget", state)]).links
        page = parse(client.get(f"{LIST}{slug}/?datum={date}").content)
        assert page.one("p", "call-state").all("span", f"badge--{state}")


# --- datum= ---------------------------------------------------------------------------------------------------


def test_list_on_a_day_links_to_the_calls_on_that_day(client):
    call = call_with(TO_THE_DAY)
    page = read_list(client, "/en" + LIST, [("datum", "2016-03-30")])
    row = next(row for row in page.root.all("li", "row") if call.title in row.text)
    assert "1 day left" in row.text
    address = row.all("h3")[0].one("a").attrs["href"]
    detail = parse(client.get(address).content)
    assert "30 March 2016" in detail.one("p", "call-state").text
    assert "1 day left" in detail.one("p", "call-state").text


def test_list_counts_the_days_left_from_the_day(client):
    call_with(TO_THE_DAY)
    for date, words in {"2016-03-31": "0 days left", "2016-03-30": "1 day left", "2016-03-29": "2 days left"}.items():
        page = read_list(client, "/en" + LIST, [("datum", date)])
        assert any(words in row.text for row in page.root.all("li", "row")), date


def test_list_without_a_day_is_about_today(client):
    today = timezone.localdate()
    call = call_with({"opens_on": today.isoformat(), "closes_on": today.isoformat()})
    address = f"{LIST}{call.slug}/"
    assert address in read_list(client, LIST, [("laget", "closing_soon")]).links
    page = parse(client.get(address).content)
    assert page.one("p", "call-state").all("span", "badge--closing_soon")


@pytest.mark.parametrize("path", [LIST, f"{LIST}easi-2015/"])
@pytest.mark.parametrize("value", ["2015-02-30", "igår", "20-10-2015", "2015-10", "0", "\x00", "9" * 5000])
def test_day_that_is_none_is_said_and_today_is_used(client, path, value):
    response = client.get(path, {"datum": value})
    assert response.status_code == 200
    page = parse(response.content)
    assert page.all("div", "notice--warning"), "the page does not say that the day was ignored"
    assert [b.classes for b in page.all("span", "badge")] == [
        b.classes for b in parse(client.get(path).content).all("span", "badge")
    ]


@pytest.mark.parametrize("path", [LIST, f"{LIST}easi-2015/"])
@pytest.mark.parametrize("value", ["0001-01-01", "0001-12-31", "1000-01-01", "9998-12-31", "9999-12-31"])
def test_day_at_the_end_of_the_calendar_is_no_error(client, path, value):
    assert client.get(path, {"datum": value}).status_code == 200
