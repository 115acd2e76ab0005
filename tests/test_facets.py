"""Facets tell the truth.

Beside every option of every filter of a list stands how many hits it gives within the other choices. Here the records
are read from the database and counted one by one in plain Python, for many combinations of choices, and each number on
the page must be that number. What would give no hits is not offered. Several options of one filter mean either, filters
combine with and, and an organisation and a role together mean that organisation in that role.
"""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from events.models import Event
from funding.models import Call, Programme
from knowledge.models import KnowledgeEntry
from networks.models import Network
from organisations.models import Organisation
from projects.models import Project
from sources.partial_dates import last_day
from tests.factories import (
    ApplicantKindFactory,
    CallFactory,
    EventFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.reading import read_list

pytestmark = pytest.mark.django_db

# A day on which the calls of the documents are in different states.
DAY = datetime.date(2015, 12, 1)


# --- What each record is, facet by facet: the values in the address that it fits ------------------------------


def slugs(links):
    return {linked.slug for linked in links}


def one(value):
    return {value} - {"", None}


def country(record):
    return {record.country.code} if record.country else set()


def of_programme(programme):
    this_year = timezone.localdate().year
    rate = programme.cofinancing_percent
    return {
        "sokande": slugs(programme.applicant_kinds.all()),
        "tema": slugs(programme.themes.all()),
        "laget": {"okant" if not programme.ends_on else "pagar" if programme.ends_on.year >= this_year else "avslutat"},
        "stodniva": {"okand" if rate is None else "75-100" if rate >= 75 else "50-74" if rate >= 50 else "1-49"},
        "typ": {programme.kind},
    }


def of_call(call):
    return {
        # Who looks for open calls wants those that close soon; what is planned and what is expected are both to come.
        "laget": {call.state} | {"closing_soon": {"open"}, "expected": {"planned"}}.get(call.state, set()),
        "sokande": slugs(call.applicant_kinds.all()) or slugs(call.programme.applicant_kinds.all()),
        "program": {call.programme.slug},
        "tema": slugs(call.themes.all()),
    }


def of_project(project):
    first = project.starts_on and project.starts_on.year
    last = project.ends_on.year if project.ends_on else 9999
    periods = ((2000, 2006), (2007, 2013), (2014, 2020), (2021, 2027))
    return {
        "tema": slugs(project.themes.all()),
        "program": {funding.programme.slug for funding in project.funding.all()},
        "land": {c.code for c in project.countries.all()},
        "lan": slugs(project.regions.all()) | slugs(m.region for m in project.municipalities.all()),
        "kommun": slugs(project.municipalities.all()),
        "period": {f"{a}-{b}" for a, b in periods if first <= b and last >= a} if first else {"okand"},
        "aktor": {part.organisation.slug for part in project.participations.all()},
        "roll": {part.role for part in project.participations.all()},
        "resultat": {"ja"} if project.results else set(),
        # Organisation and role are one choice: see fits().
        "_parts": {(part.organisation.slug, part.role) for part in project.participations.all()},
    }


def of_network(network):
    swedish = any(
        membership.role == "member" and membership.organisation.country and membership.organisation.country.code == "SE"
        for membership in network.memberships.all()
    )
    return {
        "avgift": {network.fee_kind},
        "tema": slugs(network.themes.all()),
        "svenska": {"ja" if swedish else "nej"},
        "land": country(network),
    }


def of_event(event):
    if event.starts_on is None and event.ends_on is None:
        time = "odaterat"
    else:
        date, precision = (
            (event.ends_on, event.ends_precision) if event.ends_on else (event.starts_on, event.starts_precision)
        )
        time = "kommande" if last_day(date, precision) >= timezone.localdate() else "tidigare"
    return {
        "nar": {time},
        "typ": {event.kind},
        "plats": one(event.place),
        "land": country(event),
        "serie": slugs(one(event.series)),
        "tema": slugs(event.themes.all()),
    }


def of_entry(entry):
    return {
        "typ": {entry.kind},
        "tema": slugs(entry.themes.all()),
        "land": {c.code for c in entry.countries.all()},
    }


def of_organisation(organisation):
    return {
        "typ": {organisation.kind},
        "sektor": {organisation.sector},
        "land": country(organisation),
        "lan": slugs(one(organisation.region)),
    }


# The seven lists: address, records, what each record is, choices that are always there.
LISTS = {
    "programmes": ("/finansiering/", lambda: Programme.objects.filter(status="published"), of_programme, []),
    "calls": (
        "/finansiering/utlysningar/",
        lambda: Call.objects.filter(status="published").with_state(DAY),
        of_call,
        [("datum", DAY.isoformat())],
    ),
    "projects": ("/projekt/", lambda: Project.objects.filter(status="published"), of_project, []),
    "networks": ("/natverk/", lambda: Network.objects.filter(status="published"), of_network, []),
    "events": ("/evenemang/", lambda: Event.objects.filter(status="published"), of_event, []),
    "knowledge": ("/kunskap/", lambda: KnowledgeEntry.objects.filter(status="published"), of_entry, []),
    "organisations": ("/aktorer/", lambda: Organisation.objects.all(), of_organisation, []),
}
each_list = pytest.mark.parametrize("kind", LISTS)


# --- Counting one by one --------------------------------------------------------------------------------------


def chosen(choices, facet):
    return {value for name, value in choices if name == facet}


def fits(record, choices, without=""):
    """Whether ``record`` fits all choices but those of the facet ``without``."""
    names = {name for name, _value in choices} - {without}
    if not all(record[name] & chosen(choices, name) for name in names):
        return False
    if {"aktor", "roll"} <= names:
        return any(o in chosen(choices, "aktor") and r in chosen(choices, "roll") for o, r in record["_parts"])
    return True


def counted(records, choices, facet):
    """Return the hits of each option of ``facet`` within the choices of the other facets, if there are any."""
    others = [(name, value) for name, value in choices if name != facet]
    options = {value for record in records for value in record[facet]}
    hits = {value: sum(fits(record, [*others, (facet, value)]) for record in records) for value in options}
    return {value: n for value, n in hits.items() if n or value in chosen(choices, facet)}


def check(kind, records, choices):
    path, _records, _values, always = LISTS[kind]
    page = read_list(Client(), path, [*always, *choices])
    assert page.total == sum(fits(record, choices) for record in records)
    facets = [name for name in records[0] if not name.startswith("_")]
    assert page.counts == {name: hits for name in facets if (hits := counted(records, choices, name))}
    for name, options in page.facets.items():
        assert {value for value, option in options.items() if option.chosen} == chosen(choices, name)
    return page


# Read once for the module: the content does not change under these tests, and the examples are many.
_read = {}


def real_records(kind):
    if kind not in _read:
        _path, records, values, _always = LISTS[kind]
        _read[kind] = [values(record) for record in records()]
    return _read[kind]


# --- The tests ------------------------------------------------------------------------------------------------


@each_list
def test_facets_without_choices_offer_every_value_of_every_record(kind):
    records = real_records(kind)
    page = check(kind, records, [])
    assert page.total == len(records)


@each_list
def test_facets_of_a_list_with_one_choice_lead_to_the_number_of_hits_they_promise(kind, client):
    """The same by following: each option that is offered, chosen alone on the page, gives what stood beside it."""
    path, _records, _values, always = LISTS[kind]
    page = read_list(client, path, always)
    offered = [(name, value, option.hits) for name, options in page.facets.items() for value, option in options.items()]
    for name, value, hits in offered[:: max(1, len(offered) // 12)]:
        assert hits > 0
        assert read_list(client, path, [*always, (name, value)]).total == hits, f"{name}={value}"


@each_list
@given(data=st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_facets_with_any_choices_count_what_is_there(kind, data):
    records = real_records(kind)
    every = sorted({(n, v) for record in records for n in record if n[0] != "_" for v in record[n]})
    # Choices of one record, so that there are hits, and some of any kind, so that there are not always.
    record = data.draw(st.sampled_from(records))
    its_own = sorted((n, v) for n in record if n[0] != "_" for v in record[n])
    choices = data.draw(st.lists(st.sampled_from(its_own), max_size=3, unique=True))
    choices += [c for c in data.draw(st.lists(st.sampled_from(every), max_size=2, unique=True)) if c not in choices]
    check(kind, records, choices)


def test_options_of_one_facet_mean_either_and_facets_combine_with_and(client):
    work, school, health = (ThemeFactory() for _ in range(3))
    ProjectFactory(title="Arbete", themes=[work], results="Det gick.")
    ProjectFactory(title="Skola", themes=[school], results="Det gick.")
    ProjectFactory(title="Skola utan resultat", themes=[school])
    ProjectFactory(title="Hälsa", themes=[health], results="Det gick.")

    either = [("tema", work.slug), ("tema", school.slug)]
    assert read_list(client, "/projekt/", either).titles == ["Arbete", "Skola", "Skola utan resultat"]
    assert read_list(client, "/projekt/", [*either, ("resultat", "ja")]).titles == ["Arbete", "Skola"]


def test_organisation_and_role_mean_the_same_participation(client):
    lund, eslov = OrganisationFactory(), OrganisationFactory()
    owned = ProjectFactory(title="Lund äger")
    ParticipationFactory(project=owned, organisation=lund, role="owner")
    ParticipationFactory(project=owned, organisation=eslov, role="partner")
    other = ProjectFactory(title="Eslöv äger")
    ParticipationFactory(project=other, organisation=eslov, role="owner")
    ParticipationFactory(project=other, organisation=lund, role="partner")
    ParticipationFactory(project=other, organisation=lund, role="funder")

    page = read_list(client, "/projekt/", [("aktor", lund.slug), ("roll", "owner")])
    assert page.titles == ["Lund äger"]
    assert page.counts["roll"] == {"owner": 1, "partner": 1, "funder": 1}
    page = read_list(client, "/projekt/", [("aktor", lund.slug), ("roll", "funder")])
    assert page.titles == ["Eslöv äger"]
    assert page.counts["aktor"] == {lund.slug: 1} | {
        slug: n for slug, n in page.counts["aktor"].items() if slug not in (lund.slug, eslov.slug)
    }


def test_applicants_of_a_call_are_its_own_or_else_those_of_its_programme(client):
    town, firm = ApplicantKindFactory(), ApplicantKindFactory()
    programme = ProgrammeFactory(applicant_kinds=[town])
    CallFactory(title="Ärver", programme=programme)
    CallFactory(title="Har egna", programme=programme, applicant_kinds=[firm])
    CallFactory(title="Säger detsamma", programme=programme, applicant_kinds=[town])

    page = read_list(client, "/finansiering/utlysningar/", [("sokande", town.slug)])
    assert sorted(page.titles) == ["Säger detsamma", "Ärver"]
    assert page.counts["sokande"][town.slug] == 2
    assert page.counts["sokande"][firm.slug] == 1


def test_events_known_to_the_month_are_coming_until_the_month_is_over(client):
    today = timezone.localdate()
    EventFactory(title="Denna månad", starts_on=today.replace(day=1), starts_precision="month", place="Månstad")
    EventFactory(title="I år", starts_on=today.replace(month=1, day=1), starts_precision="year", place="Månstad")
    EventFactory(title="I dag", starts_on=today, place="Månstad")
    EventFactory(title="I går", starts_on=today - datetime.timedelta(days=1), place="Månstad")
    EventFactory(title="Någon gång", place="Månstad")

    here = [("plats", "Månstad")]
    assert sorted(read_list(client, "/evenemang/", [*here, ("nar", "kommande")]).titles) == [
        "Denna månad",
        "I dag",
        "I år",
    ]
    assert read_list(client, "/evenemang/", [*here, ("nar", "tidigare")]).titles == ["I går"]
    assert read_list(client, "/evenemang/", [*here, ("nar", "odaterat")]).titles == ["Någon gång"]


def test_choice_without_hits_stays_visible_to_be_unticked(client):
    work, school = ThemeFactory(), ThemeFactory()
    ProjectFactory(themes=[work], results="Det gick.")
    ProjectFactory(themes=[school])
    page = read_list(client, "/projekt/", [("tema", school.slug), ("resultat", "ja")])
    assert page.total == 0
    assert page.facets["tema"][school.slug].chosen
    assert page.facets["tema"][school.slug].hits == 0
    assert page.facets["resultat"]["ja"].chosen
