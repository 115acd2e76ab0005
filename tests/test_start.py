"""The start page: what is open, else what ran last and when calls usually come; the newest; numbers that are true."""

import datetime

import pytest
from django.utils import timezone

from publishing.enums import Status

from .factories import CallFactory, CallWindowFactory, ProgrammeFactory, ProjectFactory
from .reading import parse

pytestmark = pytest.mark.django_db
PUBLISHED = {"status": Status.PUBLISHED}


def section(client, heading_id):
    page = parse(client.get("/").content)
    return next(part for part in page.all("section") if part.attrs.get("aria-labelledby") == heading_id)


def test_open_call_is_shown_in_place_of_what_ran_last(client):
    assert "Stängde senast" in section(client, "calls-heading").text
    today = datetime.date.today()
    call = CallFactory(title="Öppen i dag", **PUBLISHED)
    CallWindowFactory(call=call, opens_on=today, closes_on=today + datetime.timedelta(days=90))
    text = section(client, "calls-heading").text
    assert "Öppen i dag" in text
    assert "90 dagar kvar" in text
    assert "Stängde senast" not in text


def test_usual_times_are_those_of_the_programme_and_of_what_it_replaced(client):
    running = ProgrammeFactory(title="Nya fonden", ends_on=datetime.date(2999, 1, 1), **PUBLISHED)
    ended = ProgrammeFactory(title="Gamla fonden", **PUBLISHED)
    ended.succeeded_by.add(running)
    strand = ProgrammeFactory(parent=ended, **PUBLISHED)
    for programme, day in [(ended, datetime.date(2017, 3, 8)), (strand, datetime.date(2018, 3, 1))]:
        CallWindowFactory(call=CallFactory(programme=programme, **PUBLISHED), opens_on=None, closes_on=day)
    draft = CallFactory(programme=ended, status=Status.DRAFT)
    CallWindowFactory(call=draft, opens_on=None, closes_on=datetime.date(2019, 12, 1))
    text = section(client, "calls-heading").text
    assert "Nya fonden Har stängt i mars 2018." in text


def test_newest_comes_first_and_drafts_never(client):
    ProjectFactory(title="Det allra nyaste", published_at=timezone.now(), **PUBLISHED)
    ProjectFactory(title="Ett utkast", status=Status.DRAFT, published_at=timezone.now())
    text = section(client, "latest-heading").text
    assert text.startswith("Senast tillagt Projekt Det allra nyaste")
    assert "Ett utkast" not in text


def test_numbers_are_counted(client):
    def projects():
        links = section(client, "counts-heading").all("a", href="/projekt/")
        return int(links[0].one("strong").text)

    before = projects()
    ProjectFactory(**PUBLISHED)
    ProjectFactory(status=Status.DRAFT)
    assert projects() == before + 1


def test_calls_to_come_are_in_the_order_in_which_they_concern_readers(client):
    today = timezone.localdate()
    days = [today + datetime.timedelta(days=number) for number in (-400, -300, 10, 20, 90)]
    expected = CallFactory(title="Väntas igen", recurs_months=12)
    CallWindowFactory(call=expected, opens_on=days[0], closes_on=days[1])
    later = CallFactory(title="Öppnar sedan")
    CallWindowFactory(call=later, opens_on=days[3], closes_on=None)
    soon = CallFactory(title="Stänger snart")
    CallWindowFactory(call=soon, opens_on=days[1], closes_on=days[2])
    open_long = CallFactory(title="Öppen länge")
    CallWindowFactory(call=open_long, opens_on=days[1], closes_on=days[4])
    section = parse(client.get("/").content).one("section", "start-calls")
    assert [item.all("a")[0].text for item in section.all("li")] == [
        "Stänger snart", "Öppen länge", "Öppnar sedan", "Väntas igen",
    ]  # fmt: skip
