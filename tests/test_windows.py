"""Application windows at the edges of the calendar, and those whose last day is known only to a span."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from funding.models import Call, CallWindow
from tests.factories import CallFactory, CallWindowFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

LIST = "/finansiering/utlysningar/"


def day(text):
    return datetime.date.fromisoformat(text)


def values_of(window):
    read = {"on": day, "time": datetime.time.fromisoformat}
    return {name: read.get(name.rpartition("_")[2], str)(value) for name, value in window.items()}


# --- The edges of the calendar --------------------------------------------------------------------------------

BEYOND = [
    {"closes_on": "9999-12-31", "closes_time": "23:30", "time_zone": "UTC"},
    {"closes_on": "9999-12-31", "closes_time": "12:00"},
    {"closes_on": "9999-12-31"},
    {"closes_on": "9999-12-01", "closes_precision": "month"},
    {"closes_on": "9999-12-01", "closes_precision": "season"},
    {"closes_on": "9999-01-01", "closes_precision": "year"},
    {"opens_on": "9999-12-31", "opens_time": "23:30", "time_zone": "Europe/London"},
    {"opens_on": "9999-12-01", "opens_precision": "season"},
    {"opens_on": "0001-01-01", "opens_time": "00:30", "time_zone": "Europe/Helsinki"},
    {"closes_on": "0001-01-01", "closes_time": "00:30", "time_zone": "Europe/Helsinki"},
    {"closes_on": "0001-01-01", "closes_precision": "season"},
    {"known_open_on": "0001-01-01", "closes_on": "2016-03-31"},
]


@pytest.mark.parametrize("window", BEYOND)
def test_year_that_is_a_slip_of_the_hand_is_refused_at_its_field(window):
    [field] = [name for name, value in window.items() if name.endswith("_on") and value[:4] in ("9999", "0001")]
    with pytest.raises(ValidationError) as refused:
        CallWindow(call=CallFactory(), **values_of(window)).full_clean()
    assert refused.value.message_dict == {field: ["Året måste vara mellan 1900 och 2100."]}


@pytest.mark.parametrize("window", BEYOND)
def test_window_loaded_past_the_forms_breaks_no_page(client, window):
    call = CallFactory()
    CallWindowFactory(call=call, **{"opens_on": None, "closes_on": None} | values_of(window))
    page = call.get_absolute_url()
    for path in (LIST, f"{LIST}?datum=9999-12-31", page, f"{page}?datum=9999-12-31", f"{page}plan/", "/"):
        assert client.get(path).status_code == 200


# --- A last day that is known to a span -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "state_on"),
    [
        (
            {"opens_on": "2016-01-15", "closes_on": "2016-01-01", "closes_precision": "month"},
            {"2016-01-14": "planned", "2016-01-15": "closing_soon", "2016-02-01": "closed"},
        ),
        (
            {"opens_on": "2016-03-01", "closes_on": "2016-01-01", "closes_precision": "year"},
            {"2016-02-29": "planned", "2016-03-01": "open", "2017-01-01": "closed"},
        ),
        (
            {
                "opens_on": "2016-09-01",
                "opens_precision": "season",
                "closes_on": "2016-01-01",
                "closes_precision": "year",
            },
            {"2016-11-30": "planned", "2017-01-01": "closed"},
        ),
    ],
)
def test_window_may_open_within_the_span_in_which_it_closes(window, state_on):
    made = CallWindow(call=CallFactory(), **values_of(window))
    made.full_clean()
    made.save()
    for on, state in state_on.items():
        assert Call.objects.with_state(day(on)).get(pk=made.call_id).state == state


@pytest.mark.parametrize(
    "window",
    [
        {"opens_on": "2016-01-15", "closes_on": "2016-01-14"},
        {"opens_on": "2016-02-01", "closes_on": "2016-01-01", "closes_precision": "month"},
        {"opens_on": "2016-06-01", "closes_on": "2016-03-01", "closes_precision": "season"},
        {"opens_on": "2017-01-01", "closes_on": "2016-01-01", "closes_precision": "year"},
        {"opens_on": "2016-02-01", "opens_precision": "month", "closes_on": "2016-01-31"},
    ],
)
def test_window_that_closes_before_it_opens_is_refused_at_the_last_day(window):
    with pytest.raises(ValidationError) as refused:
        CallWindow(call=CallFactory(), **values_of(window)).full_clean()
    assert refused.value.message_dict == {"closes_on": ["Sista ansökningsdag ligger före öppningsdagen."]}


def test_database_refuses_a_last_day_before_the_opening():
    with pytest.raises(IntegrityError), transaction.atomic():
        CallWindowFactory(call=CallFactory(), opens_on=day("2016-01-15"), closes_on=day("2016-01-14"))


def test_page_of_a_call_tells_a_vague_last_day_after_the_opening(client):
    window = {"opens_on": "2016-01-15", "closes_on": "2016-01-01", "closes_precision": "month"}
    call = CallFactory()
    CallWindowFactory(call=call, **values_of(window))
    assert "sista ansökningsdag var januari 2016" in parse(client.get(call.get_absolute_url()).content).one("main").text
    assert timezone.localtime(call.windows.get().closes_at).isoformat() == "2016-02-01T00:00:00+01:00"
