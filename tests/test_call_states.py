"""The state of a call on any day: worked out from its windows by one rule, never stored.

- open: a window that has opened, or that the source says was open by then, and whose last day has not passed; closing
  soon when that day is at most 30 days away;
- planned: a window still to open; one planned for a month, a season or a year is planned until that is over;
- expected again: every window is over, and the call comes again before its programme ends;
- closed: every window has closed, or none is known and the programme period is over;
- unknown otherwise. Nothing is made more exact than the source.
"""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from funding.models import Call, CallWindow
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


# --- To the hour, in the funder's time zone ---------------------------------------------------------------------


def at(call, text):
    return Call.objects.with_state(datetime.datetime.fromisoformat(text)).get(pk=call.pk)


def hour(text):
    return datetime.time.fromisoformat(text)


TO_THE_HOUR = TO_THE_DAY | {"opens_time": hour("09:00"), "closes_time": hour("17:00")}


@pytest.mark.parametrize(
    ("zone", "moment", "state"),
    [
        ("Europe/Stockholm", "2016-01-10T08:59:59+01:00", "planned"),
        ("Europe/Stockholm", "2016-01-10T09:00+01:00", "open"),
        ("Europe/Stockholm", "2016-03-31T16:59:59+02:00", "closing_soon"),
        ("Europe/Stockholm", "2016-03-31T17:00+02:00", "closed"),
        # An hour earlier in Finland, an hour later in Britain; there as here summer time had begun.
        ("Europe/Helsinki", "2016-01-10T08:00+01:00", "open"),
        ("Europe/Helsinki", "2016-03-31T16:00+02:00", "closed"),
        ("Europe/London", "2016-03-31T17:59+02:00", "closing_soon"),
        ("Europe/London", "2016-03-31T18:00+02:00", "closed"),
        ("UTC", "2016-01-10T09:59+01:00", "planned"),
        ("UTC", "2016-03-31T18:59+02:00", "closing_soon"),
    ],
)
def test_state_to_the_hour_is_that_of_the_funders_clock(zone, moment, state):
    assert at(call_with(TO_THE_HOUR | {"time_zone": zone}), moment).state == state


def test_hour_is_shown_in_swedish_time_with_the_funders_own_beside_it(client):
    call = call_with(TO_THE_HOUR | {"time_zone": "Europe/London"})
    text = " ".join(parse(client.get(f"{LIST}{call.slug}/?datum=2016-03-30").content).one("main").text.split())
    assert "31 mars 2016 kl. 18.00 (17.00, brittisk tid)" in text
    assert "10 januari 2016 kl. 10.00" in text
    assert "1 dag kvar" in text
    english = parse(client.get(f"/en{LIST}{call.slug}/?datum=2016-03-30").content).one("main").text
    assert "31 March 2016 at 18:00 (17:00, British time)" in " ".join(english.split())


def test_deadline_at_midnight_in_britain_is_the_day_after_in_sweden():
    call = call_with(TO_THE_DAY | {"closes_time": hour("23:59"), "time_zone": "Europe/London"})
    found = on(call, "2016-03-31")
    assert (found.next_deadline, found.next_deadline_words) == (day("2016-04-01"), "1 april 2016 kl. 00.59")


@pytest.mark.parametrize(
    ("precision", "closes", "words", "last_open_day"),
    [
        ("month", "2016-02-01", "februari 2016", "2016-02-29"),
        ("season", "2016-03-01", "våren 2016", "2016-05-31"),
        ("season", "2015-12-01", "vintern 2015", "2016-02-29"),
        ("year", "2016-01-01", "2016", "2016-12-31"),
    ],
)
def test_last_day_known_to_a_span_is_told_no_more_exactly_and_holds_until_it_is_over(
    precision, closes, words, last_open_day
):
    call = call_with({"known_open_on": "2015-01-01", "closes_on": closes, "closes_precision": precision})
    found = on(call, last_open_day)
    assert (found.state, found.next_deadline_words) == ("closing_soon", words)
    over = on(call, (day(last_open_day) + datetime.timedelta(days=1)).isoformat())
    assert (over.state, over.last_deadline_words) == ("closed", words)


def test_moments_follow_when_dates_are_written_in_bulk():
    window = CallWindowFactory(call=call_with())
    type(window).objects.filter(pk=window.pk).update(closes_on=day("2016-06-30"), closes_time=hour("12:00"))
    window.refresh_from_db()
    assert timezone.localtime(window.closes_at).isoformat() == "2016-06-30T12:00:00+02:00"
    copy = CallWindow(call=window.call, opens_on=day("2017-01-01"), closes_on=day("2017-02-01"))
    CallWindow.objects.bulk_create([copy])
    assert timezone.localtime(copy.closes_at).isoformat() == "2017-02-02T00:00:00+01:00"


@pytest.mark.parametrize(
    ("window", "field"),
    [
        ({"closes_on": "2016-03-31", "closes_precision": "month"}, "closes_on"),
        ({"opens_on": "2016-01-10", "opens_precision": "year", "closes_on": "2016-03-31"}, "opens_on"),
        (
            {"opens_on": "2016-01-10", "opens_time": "12:00", "closes_on": "2016-01-10", "closes_time": "12:00"},
            "closes_time",
        ),
    ],
)
def test_window_that_contradicts_itself_is_refused_at_its_field(window, field):
    values = {name: hour(v) if name.endswith("time") else v for name, v in window.items()}
    values = {name: day(v) if name.endswith("_on") else v for name, v in values.items()}
    with pytest.raises(ValidationError) as refused:
        CallWindow(call=call_with(), **values).full_clean()
    assert list(refused.value.message_dict) == [field]


# --- Calls that come again ------------------------------------------------------------------------------------


def recurring(*windows, recurs_months=12, **programme):
    call = call_with(*windows, **programme)
    call.recurs_months = recurs_months
    call.save()
    return call


@pytest.mark.parametrize(
    ("date", "state", "words"),
    [
        ("2016-03-31", "closing_soon", ""),
        ("2016-04-01", "expected", "januari 2017"),  # the day after the deadline
        ("2017-01-31", "expected", "januari 2017"),
        ("2017-02-01", "expected", "januari 2018"),  # nobody has registered the round of 2017
        ("2020-01-31", "expected", "januari 2020"),
        ("2020-02-01", "closed", ""),  # the next would come after the programme
    ],
)
def test_recurring_call_is_expected_again_for_as_long_as_its_programme_lasts(date, state, words):
    call = recurring(TO_THE_DAY, ends_on=day("2020-01-01"), ends_precision="year")
    found = on(call, date)
    assert found.state == state
    if words:
        assert found.expected_words == words


@pytest.mark.parametrize(
    ("months", "windows", "year", "words"),
    [
        (6, [TO_THE_DAY], None, "juli 2016"),
        (3, [TO_THE_DAY], None, "juli 2016"),  # April is over: not before the first that is to come
        (12, [ONLY_LAST_DAY], None, "december 2016"),  # when the opening is not known, from the last day
        (24, [PAST, TO_THE_DAY], None, "januari 2018"),
        (12, [], 2015, "2017"),  # a yearly work programme of which only the year is known
    ],
)
def test_recurring_call_is_expected_so_many_months_after_the_latest_round(months, windows, year, words):
    call = recurring(*windows, recurs_months=months)
    Call.objects.filter(pk=call.pk).update(year=year)
    found = on(call, "2016-05-15")
    assert (found.state, found.expected_words) == ("expected", words)


def test_recurring_call_whose_next_round_is_registered_is_planned():
    call = recurring(TO_THE_DAY, {"opens_on": "2017-02-01", "closes_on": "2017-04-01"})
    assert on(call, "2016-05-15").state == "planned"


def test_recurring_call_is_found_among_those_to_come_the_day_after_its_deadline(client):
    call = recurring(TO_THE_DAY)
    page = read_list(client, LIST, [("datum", "2016-04-01"), ("laget", "planned")])
    assert call.get_absolute_url() in "".join(page.links)
    row = next(row for row in page.root.all("li", "row") if call.title in row.text)
    assert "Väntas igen omkring januari 2017" in " ".join(row.text.split())
    assert "Kommande" in page.facets["laget"]["planned"].label


def test_open_calls_are_found_with_those_that_close_soon(client):
    soon = call_with(TO_THE_DAY)
    assert soon.get_absolute_url() in "".join(
        read_list(client, LIST, [("datum", "2016-03-30"), ("laget", "open")]).links
    )


def test_easi_call_of_the_documents_is_open_with_17_days_left_on_30_october_2015(client):
    page = parse(client.get(f"{LIST}easi-2015/?datum=2015-10-30").content)
    assert "17 dagar kvar" in page.one("p", "call-state").text


# --- Pages turn when a state does -------------------------------------------------------------------------------


def test_list_of_today_turns_at_the_hour_at_which_a_call_closes(client, monkeypatch):
    today = timezone.localdate()
    noon = timezone.make_aware(datetime.datetime.combine(today, hour("12:00")))
    call = call_with({"known_open_on": "2015-01-01", "closes_on": today.isoformat(), "closes_time": hour("12:00")})
    seen = []
    for minutes in (-2, -1, 0, 1):
        moment = noon + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr("funding.turns.timezone.now", lambda moment=moment: moment)
        response = client.get(LIST)
        row = next(row for row in parse(response.content).all("li", "row") if call.title in row.text)
        seen.append((response.headers["ETag"], row.all("span", "badge")[0].text))
    (before, still), (same, _), (after, closed), (end, _) = seen
    assert before == same != after == end
    assert (still, closed) == ("Stänger snart", "Stängd")
