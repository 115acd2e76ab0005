"""The calendar of a list: dates that are no more exact than their source, under names that outlive a move."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

from funding.models import CallWindow
from publishing.actions import change_status, restore, save_content
from sources.versions import content_of, written_as_a_version
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    CountryFactory,
    EventFactory,
    EventSeriesFactory,
    NetworkFactory,
    ProgrammeFactory,
    ProjectFactory,
    UserFactory,
)

from .reading import asked, body, calendar, events

pytestmark = pytest.mark.django_db

LISTS = ["/finansiering/", "/finansiering/utlysningar/", "/projekt/", "/natverk/", "/evenemang/", "/kunskap/"]
LISTS += ["/aktorer/", "/sok/"]
CALLS, FOUND = "/finansiering/utlysningar/", [("q", "hittamig")]
OPENS, CLOSES = "Ansökan öppnar: Prov", "Sista ansökningsdag: Prov"


def day(*parts):
    return datetime.date(*parts)


def call_with(**window):
    call = CallFactory(title="Prov", summary="hittamig")
    return call, CallWindowFactory(call=call, **window)


def editor():
    return UserFactory(staff=True)


# --- The calendar itself --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, *(f"/en{path}" for path in LISTS)])
def test_calendar_of_every_list_is_valid_also_with_nothing_in_it(path):
    for choices in ([], [("q", "integration")], [("q", "xyzzyplugh")]):
        raw = body(asked(path, "ics", choices))
        found = calendar(path, choices)
        assert str(found["prodid"]) == "-//Integrationsportalen//Listor//SV"
        assert str(found["version"]) == "2.0"
        assert found.calendar_name
        assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
        assert raw.endswith(b"END:VCALENDAR\r\n")
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert b"\n" not in raw.replace(b"\r\n", b"")
        uids = [str(event["uid"]) for event in found.events]
        assert len(set(uids)) == len(uids)
        for event in found.events:
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "URL"} <= set(event)
            assert event["dtstamp"].dt.utcoffset() == datetime.timedelta()
        used = {event["dtstart"].params.get("TZID") for event in found.events} - {None}
        assert used <= {str(zone["tzid"]) for zone in found.timezones}


def test_calendar_tells_its_name_where_it_is_from_and_how_often_to_look():
    call_with()
    raw = body(asked(CALLS, "ics", FOUND)).replace(b"\r\n ", b"").decode()
    lines = set(raw.split("\r\n"))
    assert {"NAME:Utlysningar", "X-WR-CALNAME:Utlysningar", "DESCRIPTION:Sökord: hittamig"} <= lines
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT12H", "X-PUBLISHED-TTL:PT12H"} <= lines
    assert f"SOURCE;VALUE=URI:http://testserver{CALLS}?q=hittamig&format=ics" in lines
    assert f"URL:http://testserver{CALLS}?q=hittamig" in lines


def test_long_text_in_swedish_survives_the_folding_of_its_lines():
    title = "Åtgärder för nyanländas egenförsörjning; en, två \\ tre " * 4
    EventFactory(title=title, summary="hittamig åäö\nrad två", starts_on=day(2016, 5, 1), starts_precision="day")
    [event] = calendar("/evenemang/", FOUND).events
    assert str(event["summary"]) == title
    assert "hittamig åäö\nrad två" in str(event["description"])
    assert icalendar.Calendar.from_ical(body(asked("/evenemang/", "ics", FOUND))).to_ical()


# --- Calls ----------------------------------------------------------------------------------------------------


def test_day_without_an_hour_is_a_whole_day():
    call_with(opens_on=day(2016, 1, 11), closes_on=day(2016, 3, 31))
    found = events(CALLS, FOUND)
    assert set(found) == {OPENS, CLOSES}
    assert (found[OPENS]["dtstart"].dt, found[OPENS]["dtend"].dt) == (day(2016, 1, 11), day(2016, 1, 12))
    assert (found[CLOSES]["dtstart"].dt, found[CLOSES]["dtend"].dt) == (day(2016, 3, 31), day(2016, 4, 1))
    assert str(found[CLOSES]["transp"]) == "TRANSPARENT"


def test_hour_is_that_of_the_funder_in_the_funders_zone():
    call_with(closes_on=day(2016, 3, 31), closes_time=datetime.time(17), time_zone="Europe/London")
    closes = events(CALLS, FOUND)[CLOSES]
    assert closes["dtstart"].params["TZID"] == "Europe/London"
    assert closes["dtstart"].dt == datetime.datetime(2016, 3, 31, 17, tzinfo=ZoneInfo("Europe/London"))
    assert "dtend" not in closes
    found = calendar(CALLS, FOUND)
    assert {str(zone["tzid"]) for zone in found.timezones} == {"Europe/Stockholm", "Europe/London"}


def test_hour_in_universal_time_needs_no_zone_explained():
    call_with(closes_on=day(2016, 3, 31), closes_time=datetime.time(17), time_zone="UTC")
    assert events(CALLS, FOUND)[CLOSES]["dtstart"].dt == datetime.datetime(2016, 3, 31, 17, tzinfo=datetime.UTC)
    assert len(calendar(CALLS, FOUND).timezones) == 1


@pytest.mark.parametrize(
    ("precision", "first", "after", "words"),
    [
        ("month", day(2016, 1, 1), day(2016, 2, 1), "januari 2016"),
        ("season", day(2016, 9, 1), day(2016, 12, 1), "hösten 2016"),
    ],
)
def test_month_is_a_span_of_days_that_says_that_the_day_is_not_known(precision, first, after, words):
    call_with(opens_on=first, opens_precision=precision, closes_on=None)
    [(title, event)] = events(CALLS, FOUND).items()
    assert title == f"{OPENS} ({words})"
    assert (event["dtstart"].dt, event["dtend"].dt) == (first, after)
    assert f"Källan anger {words}; vilken dag är okänt." in str(event["description"])


def test_year_is_in_no_calendar():
    call_with(opens_on=day(2016, 1, 1), opens_precision="year", closes_on=None)
    assert events(CALLS, FOUND) == {}


def test_opening_that_only_is_known_to_have_been_is_in_no_calendar():
    call_with(opens_on=None, known_open_on=day(2016, 1, 20), closes_on=day(2016, 3, 31))
    assert set(events(CALLS, FOUND)) == {CLOSES}


def test_last_day_of_the_calendar_breaks_nothing():
    call_with(closes_on=day(9999, 12, 31))
    assert events(CALLS, FOUND)[CLOSES]["dtstart"].dt == day(9999, 12, 31)


def test_stage_of_a_window_is_said_in_the_language_of_the_address():
    call_with(stage="skiss", stage_en="outline")
    assert "Sista ansökningsdag (skiss): Prov" in events(CALLS, FOUND)
    assert "Last day to apply (outline): Prov" in events(f"/en{CALLS}", FOUND)


def test_programme_has_the_dates_of_its_calls_under_the_same_names():
    programme = ProgrammeFactory(title="Programmet", summary="hittamig")
    CallWindowFactory(call=CallFactory(title="Prov", programme=programme, summary="hittamig"))
    by_call, by_programme = events(CALLS, FOUND), events("/finansiering/", FOUND)
    assert set(by_programme) == {OPENS, CLOSES}
    assert {title: e["uid"] for title, e in by_call.items()} == {t: e["uid"] for t, e in by_programme.items()}
    # Together in one calendar they are there once.
    assert len(calendar("/sok/", FOUND).events) == 2


def test_season_that_goes_on_after_the_calendar_ends_with_it():
    call_with(
        opens_on=day(9999, 11, 1), opens_precision="season", closes_on=day(9999, 12, 1), closes_precision="season"
    )
    found = calendar(CALLS, FOUND).events
    assert [event["dtstart"].dt for event in found] == [day(9999, 11, 1), day(9999, 12, 1)]


@pytest.mark.parametrize("control", ["\x01", "\x1f", "\x7f", "\x80", "\x9f"])
def test_control_is_in_no_line(control):
    event_with(title=f"Mö{control}tet", summary="hittamig\x85och mer")
    [event] = calendar("/evenemang/", FOUND).events
    assert str(event["summary"]) == "Mötet"
    assert "hittamig\x85och mer" in str(event["description"])


# --- Moved and changed ----------------------------------------------------------------------------------------


def save(call, **windows):
    """Write the windows of ``call`` as an editor does, and return it."""
    content = content_of(call)
    for row in content["windows"]:
        row.update(windows)
    return save_content(call, content, by=editor(), seen_version=call.version)


def test_moved_deadline_keeps_its_name_and_raises_its_number():
    call, _window = call_with(closes_on=day(2016, 3, 31))
    before = events(CALLS, FOUND)
    save(call, closes_on="2016-04-15")
    after = events(CALLS, FOUND)
    assert after[CLOSES]["dtstart"].dt == day(2016, 4, 15)
    for title in (OPENS, CLOSES):
        assert after[title]["uid"] == before[title]["uid"]
        assert after[title]["sequence"] > before[title]["sequence"]
        assert after[title]["last-modified"].dt > before[title]["last-modified"].dt
        assert after[title]["dtstamp"].dt == after[title]["last-modified"].dt


def test_deadline_that_becomes_known_to_the_hour_is_the_same_entry():
    call, _window = call_with()
    before = events(CALLS, FOUND)[CLOSES]
    save(call, closes_time="17:00:00")
    after = events(CALLS, FOUND)[CLOSES]
    assert after["uid"] == before["uid"]
    assert isinstance(after["dtstart"].dt, datetime.datetime)


def test_deadline_moved_in_the_administration_raises_its_number():
    call, window = call_with()
    before = events(CALLS, FOUND)[CLOSES]
    client = Client()
    client.force_login(UserFactory(admin=True))
    path = f"/admin/funding/call/{call.pk}/change/"
    form = client.get(path).context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items() if not isinstance(value, list)}
    data = {name: value for name, value in data.items() if value is not False}
    for formset in client.get(path).context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        rows = len(formset.formset.initial_forms)
        data |= {f"{prefix}-TOTAL_FORMS": rows, f"{prefix}-INITIAL_FORMS": rows}
        for number, row in enumerate(formset.formset.initial_forms):
            data |= {f"{prefix}-{number}-{n}": v for n, v in row.initial.items() if v not in (None, False)}
            data |= {f"{prefix}-{number}-id": row.instance.pk}
    [name] = [n for n in data if n.endswith("-closes_on")]
    response = client.post(path, data | {name: "2016-04-15"})
    assert response.status_code == 302, response.context["errors"]
    after = events(CALLS, FOUND)[CLOSES]
    assert CallWindow.objects.get(pk=window.pk).closes_on == day(2016, 4, 15)
    assert (after["uid"], after["dtstart"].dt) == (before["uid"], day(2016, 4, 15))
    assert after["sequence"] > before["sequence"]


def test_new_window_takes_no_other_ones_name():
    call, _first = call_with(closes_on=day(2016, 3, 31))
    before = events(CALLS, FOUND)[CLOSES]
    with written_as_a_version(call, by=editor()):
        CallWindowFactory(call=call, opens_on=day(2015, 1, 1), closes_on=day(2015, 3, 31))
    found = {event["dtstart"].dt: event["uid"] for event in calendar(CALLS, FOUND).events}
    assert len(set(found.values())) == 4
    assert found[day(2016, 3, 31)] == before["uid"]


def names_by_day():
    return {event["dtstart"].dt: event["uid"] for event in calendar(CALLS, FOUND).events}


@pytest.mark.parametrize("changed", [0, 1])
def test_edit_after_a_new_earlier_window_leaves_the_names(changed):
    call, _first = call_with(opens_on=day(2016, 1, 1), closes_on=day(2016, 3, 31))
    with written_as_a_version(call, by=editor()):
        CallWindowFactory(call=call, opens_on=day(2015, 1, 1), closes_on=day(2015, 3, 31))
    before = names_by_day()
    call.refresh_from_db()
    content = content_of(call)
    content["windows"][changed]["stage"] = "skiss"
    save_content(call, content, by=editor(), seen_version=call.version)
    assert names_by_day() == before


def test_deadline_moved_past_another_and_an_edit_leave_the_names():
    call, _first = call_with(opens_on=day(2016, 1, 1), closes_on=day(2016, 3, 31))
    with written_as_a_version(call, by=editor()):
        CallWindowFactory(call=call, opens_on=day(2016, 5, 1), closes_on=day(2016, 6, 30))
    before = names_by_day()
    call.refresh_from_db()
    content = content_of(call)
    content["windows"][0] |= {"opens_on": "2016-08-01", "closes_on": "2016-09-30"}
    call = save_content(call, content, by=editor(), seen_version=call.version)
    moved = names_by_day()
    assert moved == {
        day(2016, 8, 1): before[day(2016, 1, 1)],
        day(2016, 9, 30): before[day(2016, 3, 31)],
        day(2016, 5, 1): before[day(2016, 5, 1)],
        day(2016, 6, 30): before[day(2016, 6, 30)],
    }
    save(call, stage="skiss")
    assert names_by_day() == moved


def test_restored_version_keeps_the_names_and_raises_the_number():
    call, _window = call_with()
    call = save(call, closes_on="2016-04-15")
    moved = events(CALLS, FOUND)[CLOSES]
    restore(call, call.history.earliest("history_date"), by=editor())
    back = events(CALLS, FOUND)[CLOSES]
    assert (back["uid"], back["dtstart"].dt) == (moved["uid"], day(2016, 3, 31))
    assert back["sequence"] > moved["sequence"]


def test_call_that_is_taken_back_and_published_again_has_a_higher_number():
    call, _window = call_with()
    before = events(CALLS, FOUND)[CLOSES]
    call = change_status(call, to="archived", by=editor())
    assert events(CALLS, FOUND) == {}
    change_status(call, to="published", by=editor())
    assert events(CALLS, FOUND)[CLOSES]["sequence"] > before["sequence"]


# --- Events, networks, projects -------------------------------------------------------------------------------


def event_with(**fields):
    return EventFactory(**{"title": "Mötet", "summary": "hittamig", "starts_on": day(2016, 5, 2)} | fields)


def test_event_in_sweden_has_its_hours_in_swedish_time():
    event_with(starts_at=datetime.time(9), ends_at=datetime.time(16, 30), place="Lund", venue="Stadshallen")
    [event] = calendar("/evenemang/", FOUND).events
    zone = ZoneInfo("Europe/Stockholm")
    assert event["dtstart"].dt == datetime.datetime(2016, 5, 2, 9, tzinfo=zone)
    assert event["dtend"].dt == datetime.datetime(2016, 5, 2, 16, 30, tzinfo=zone)
    assert str(event["location"]) == "Stadshallen, Lund"


def test_event_abroad_has_the_hours_of_the_place_in_no_zone():
    event_with(starts_at=datetime.time(9), country=CountryFactory(code="PT"))
    [event] = calendar("/evenemang/", FOUND).events
    assert event["dtstart"].dt == datetime.datetime(2016, 5, 2, 9)
    assert "TZID" not in event["dtstart"].params


@pytest.mark.parametrize(
    ("fields", "start", "after"),
    [
        ({}, day(2016, 5, 2), day(2016, 5, 3)),
        ({"ends_on": day(2016, 5, 4)}, day(2016, 5, 2), day(2016, 5, 5)),
        ({"ends_on": day(2016, 5, 4), "starts_at": datetime.time(9)}, day(2016, 5, 2), day(2016, 5, 5)),
        ({"starts_on": day(2016, 5, 1), "starts_precision": "month"}, day(2016, 5, 1), day(2016, 6, 1)),
    ],
)
def test_event_without_hours_is_of_whole_days(fields, start, after):
    event_with(**fields)
    [event] = calendar("/evenemang/", FOUND).events
    assert (event["dtstart"].dt, event["dtend"].dt) == (start, after)


def test_event_that_is_known_to_the_month_says_so_and_one_known_to_the_year_is_left_out():
    event_with(starts_on=day(2016, 5, 1), starts_precision="month")
    event_with(title="Året", starts_on=day(2016, 1, 1), starts_precision="year")
    event_with(title="Aldrig", starts_on=None)
    assert set(events("/evenemang/", FOUND)) == {"Mötet (maj 2016)"}


def test_event_has_the_last_day_to_register_besides():
    event_with(registration_closes_on=day(2016, 4, 20))
    found = events("/evenemang/", FOUND)
    assert found["Sista anmälningsdag: Mötet"]["dtstart"].dt == day(2016, 4, 20)
    assert found["Sista anmälningsdag: Mötet"]["uid"] != found["Mötet"]["uid"]


def test_network_has_the_events_of_its_series():
    network = NetworkFactory(summary="hittamig")
    series = EventSeriesFactory(network=network)
    event_with(series=series, summary="annat")
    event_with(series=series, title="Utkast", draft=True)
    assert set(events("/natverk/", FOUND)) == {"Mötet"}


def test_project_has_its_beginning_and_its_end():
    ProjectFactory(title="P", summary="hittamig", starts_on=day(2011, 2, 1), ends_on=day(2012, 8, 1),
                   ends_precision="month")  # fmt: skip
    found = events("/projekt/", FOUND)
    assert found["Projektet börjar: P"]["dtstart"].dt == day(2011, 2, 1)
    ends = found["Projektet slutar: P (augusti 2012)"]
    assert (ends["dtstart"].dt, ends["dtend"].dt) == (day(2012, 8, 1), day(2012, 9, 1))
