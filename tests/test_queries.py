"""The number of queries of each page is fixed, whatever the number of rows: a list at most 6, a detail at most 8.

Every count is written out here. A page that needs one more than it did fails, and so does one that needs less: then the
number here is lowered.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.following import gathered
from tests.factories import (
    ApplicantKindFactory,
    ApplicationStepFactory,
    AttendanceFigureFactory,
    CallCeilingFactory,
    CallCitationFactory,
    CallFactory,
    CallWindowFactory,
    ContactFactory,
    CountryFactory,
    DocumentContributionFactory,
    EventCitationFactory,
    EventFactory,
    EventOrganisationFactory,
    EventProjectFactory,
    EventSeriesFactory,
    FindingFactory,
    GrantCeilingFactory,
    IndicatorValueFactory,
    KnowledgeCitationFactory,
    KnowledgeEntryFactory,
    KnowledgeOrganisationFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkCitationFactory,
    NetworkFactory,
    OrganisationCitationFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeCitationFactory,
    ProgrammeFactory,
    ProgrammeItemFactory,
    ProgrammeOrganisationFactory,
    ProjectCitationFactory,
    ProjectFactory,
    ProjectFundingFactory,
    ProjectNetworkFactory,
    RegionFactory,
    SourceDocumentFactory,
    ThemeFactory,
)
from tests.reading import read_list

pytestmark = pytest.mark.django_db

LIST_LIMIT, DETAIL_LIMIT = 6, 8
LISTS = {
    "programmes": 5,
    "calls": 5,
    "projects": 4,
    "networks": 4,
    "events": 4,
    "knowledge": 4,
    "organisations": 3,
}
DETAILS = {
    "programme": 3,
    "call": 3,
    "project": 3,
    "network": 3,
    "event": 4,
    "knowledge": 3,
    "organisation": 8,
    "municipality": 3,
    "source": 3,
}
# Each asks for the version of the content, too.
OTHER = {"start": 11, "finder": 2, "search": 24, "search of one kind": 7, "municipalities": 3, "sources": 2}


class World:
    """What rows are linked to: the same for all rows, so that every filter finds them all."""

    def __init__(self):
        self.theme, self.applicant = ThemeFactory(), ApplicantKindFactory()
        self.country = CountryFactory(code="SE")
        self.region = RegionFactory()
        self.municipality = MunicipalityFactory(region=self.region)
        self.organisation = OrganisationFactory(country=self.country)
        self.programme = ProgrammeFactory(applicant_kinds=[self.applicant])
        self.network, self.project = NetworkFactory(), ProjectFactory()
        self.series = EventSeriesFactory(network=self.network)


# --- Lists: one row of each, with all that a row shows, and every filter chosen -------------------------------


def programme_row(world):
    programme = ProgrammeFactory(
        summary="hittamig",
        themes=[world.theme],
        applicant_kinds=[world.applicant],
        cofinancing_percent=80,
        starts_on=date(2007, 1, 1),
        ends_on=date(2013, 1, 1),
        parent=world.programme,
        succeeded_by=[world.programme],
    )
    choices = [("sokande", world.applicant.slug), ("tema", world.theme.slug), ("laget", "avslutat")]
    return programme, "/finansiering/", [*choices, ("stodniva", "75-100"), ("typ", "fund"), ("sortera", "stodniva")]


def call_row(world):
    call = CallFactory(
        summary="hittamig", themes=[world.theme], applicant_kinds=[world.applicant], programme=world.programme
    )
    CallWindowFactory(call=call)
    choices = [("laget", "open"), ("sokande", world.applicant.slug), ("program", world.programme.slug)]
    choices += [("tema", world.theme.slug), ("datum", "2016-02-01"), ("sortera", "namn")]
    return call, "/finansiering/utlysningar/", choices


def project_row(world):
    project = ProjectFactory(
        summary="hittamig",
        themes=[world.theme],
        countries=[world.country],
        regions=[world.region],
        municipalities=[world.municipality],
        starts_on=date(2011, 1, 1),
        ends_on=date(2012, 1, 1),
        results="Det gick.",
        grant=100,
    )
    ParticipationFactory(project=project, organisation=world.organisation)
    ProjectFundingFactory(project=project, programme=world.programme)
    choices = [("tema", world.theme.slug), ("program", world.programme.slug), ("land", "SE")]
    choices += [("lan", world.region.slug), ("kommun", world.municipality.slug), ("period", "2007-2013")]
    choices += [("aktor", world.organisation.slug), ("roll", "owner"), ("resultat", "ja"), ("sortera", "budget")]
    return project, "/projekt/", choices


def network_row(world):
    network = NetworkFactory(summary="hittamig", themes=[world.theme], country=world.country, fee_kind="free")
    MembershipFactory(network=network, organisation=world.organisation)
    choices = [("avgift", "free"), ("tema", world.theme.slug), ("svenska", "ja"), ("land", "SE")]
    return network, "/natverk/", [*choices, ("sortera", "avgift")]


def event_row(world):
    event = EventFactory(
        summary="hittamig",
        themes=[world.theme],
        country=world.country,
        series=world.series,
        place="Provstad",
        starts_on=date(2011, 1, 1),
    )
    choices = [("nar", "tidigare"), ("typ", "conference"), ("plats", "Provstad"), ("land", "SE")]
    return event, "/evenemang/", [*choices, ("serie", world.series.slug), ("tema", world.theme.slug)]


def knowledge_row(world):
    entry = KnowledgeEntryFactory(summary="hittamig", themes=[world.theme], countries=[world.country])
    return entry, "/kunskap/", [("typ", "practice"), ("tema", world.theme.slug), ("land", "SE"), ("sortera", "senast")]


def organisation_row(world):
    organisation = OrganisationFactory(
        summary="hittamig", country=world.country, region=world.region, municipality=world.municipality
    )
    choices = [("typ", "civil_society"), ("sektor", "civil_society"), ("land", "SE"), ("lan", world.region.slug)]
    return organisation, "/aktorer/", choices


ROWS = {
    "programmes": programme_row,
    "calls": call_row,
    "projects": project_row,
    "networks": network_row,
    "events": event_row,
    "knowledge": knowledge_row,
    "organisations": organisation_row,
}


def queries_of(client, address):
    client.get(address)  # what is kept in memory from the first request on is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


@pytest.mark.parametrize("kind", LISTS)
def test_queries_of_a_list_with_every_filter_chosen_are_few_and_as_many_for_1_row_as_for_30(client, kind):
    world = World()

    def count():
        # Sets of bits, words and synonyms are read at the first search after a change.
        read_list(client, path, [*choices, ("q", "hittamig")])
        with CaptureQueriesContext(connection) as queries:
            page = read_list(client, path, [*choices, ("q", "hittamig")])
        return page.total, len(queries)

    _record, path, choices = ROWS[kind](world)
    counted = {1: count()}
    with gathered():
        for _ in range(29):
            ROWS[kind](world)
    counted[30] = count()
    assert counted == {1: (1, LISTS[kind]), 30: (30, LISTS[kind])}
    assert LISTS[kind] <= LIST_LIMIT


# --- Details: one record, and what it is linked to once or 10 times -------------------------------------------


def programme_link(programme, world):
    ApplicationStepFactory(programme=programme)
    GrantCeilingFactory(programme=programme, months=1 + programme.ceilings.count())
    ProgrammeCitationFactory(programme=programme)
    ProgrammeOrganisationFactory(programme=programme)
    ProjectFundingFactory(programme=programme)
    ProgrammeFactory(parent=programme, kind="strand")
    programme.themes.add(ThemeFactory())
    programme.applicant_kinds.add(ApplicantKindFactory())
    programme.contacts.add(ContactFactory(organisation=OrganisationFactory()))
    programme.succeeded_by.add(ProgrammeFactory())
    programme.complements.add(ProgrammeFactory())
    programme.contributing_projects.add(ProjectFactory())
    programme.funded_networks.add(NetworkFactory())
    programme.knowledge.add(KnowledgeEntryFactory())
    CallWindowFactory(call=CallFactory(programme=programme))


def call_link(call, world):
    CallWindowFactory(call=call)
    CallCitationFactory(call=call)
    GrantCeilingFactory(programme=call.programme, months=1 + call.programme.ceilings.count())
    CallCeilingFactory(call=call)
    call.themes.add(ThemeFactory())
    call.applicant_kinds.add(ApplicantKindFactory())
    call.contacts.add(ContactFactory(organisation=OrganisationFactory()))
    call.other_programmes.add(ProgrammeFactory())
    call.programme.succeeded_by.add(ProgrammeFactory())


def project_link(project, world):
    ProjectCitationFactory(project=project)
    ParticipationFactory(project=project)
    ProjectFundingFactory(project=project)
    ProjectNetworkFactory(project=project)
    EventProjectFactory(project=project)
    EventFactory(project=project)
    ProjectFactory(predecessor=project)
    project.themes.add(ThemeFactory())
    project.countries.add(CountryFactory())
    project.regions.add(RegionFactory())
    project.municipalities.add(MunicipalityFactory())
    project.contacts.add(ContactFactory(organisation=OrganisationFactory()))
    project.contributes_to.add(ProgrammeFactory())
    project.knowledge.add(KnowledgeEntryFactory())


def network_link(network, world):
    NetworkCitationFactory(network=network)
    MembershipFactory(network=network, organisation=OrganisationFactory(country=CountryFactory()))
    ProjectNetworkFactory(network=network)
    EventFactory(series=EventSeriesFactory(network=network))
    NetworkFactory(succeeded_by=network)
    network.themes.add(ThemeFactory())
    network.regions.add(RegionFactory())
    network.municipalities.add(MunicipalityFactory())
    network.contacts.add(ContactFactory(organisation=OrganisationFactory()))
    network.funded_by.add(ProgrammeFactory())
    network.knowledge.add(KnowledgeEntryFactory())


def event_link(event, world):
    EventCitationFactory(event=event)
    EventOrganisationFactory(event=event)
    EventProjectFactory(event=event)
    FindingFactory(event=event)
    session = EventFactory(parent=event)
    ProgrammeItemFactory(event=event, session=session, speakers=[ContactFactory(organisation=OrganisationFactory())])
    EventFactory(follows=event)
    event.themes.add(ThemeFactory())
    event.municipalities.add(MunicipalityFactory())
    event.knowledge.add(KnowledgeEntryFactory())


def knowledge_link(entry, world):
    KnowledgeCitationFactory(entry=entry)
    KnowledgeOrganisationFactory(entry=entry)
    IndicatorValueFactory(entry=entry)
    KnowledgeEntryFactory(parent=entry)
    entry.themes.add(ThemeFactory())
    entry.countries.add(CountryFactory())
    entry.municipalities.add(MunicipalityFactory())
    entry.contacts.add(ContactFactory(organisation=OrganisationFactory()))
    entry.related.add(KnowledgeEntryFactory())
    entry.projects.add(ProjectFactory())
    entry.events.add(EventFactory())
    entry.networks.add(NetworkFactory())
    entry.programmes.add(ProgrammeFactory())


def organisation_link(organisation, world):
    OrganisationCitationFactory(organisation=organisation)
    DocumentContributionFactory(organisation=organisation)
    ParticipationFactory(organisation=organisation)
    ProgrammeOrganisationFactory(organisation=organisation)
    MembershipFactory(organisation=organisation)
    EventOrganisationFactory(organisation=organisation)
    KnowledgeOrganisationFactory(organisation=organisation)
    contact = ContactFactory(organisation=organisation)
    contact.projects.add(ProjectFactory())
    contact.networks.add(NetworkFactory())
    contact.programmes.add(ProgrammeFactory())
    contact.knowledge.add(KnowledgeEntryFactory())
    ProgrammeItemFactory(speakers=[contact])
    DocumentContributionFactory(organisation=None, contact=contact)
    OrganisationFactory(parent=organisation)
    organisation.collaborates_with.add(OrganisationFactory())


def municipality_link(municipality, world):
    OrganisationFactory(municipality=municipality)
    MunicipalityFactory(region=municipality.region)
    for factory in (ProjectFactory, EventFactory, NetworkFactory, KnowledgeEntryFactory):
        factory(municipalities=[municipality])


def source_link(document, world):
    DocumentContributionFactory(document=document)
    DocumentContributionFactory(
        document=document, organisation=None, contact=ContactFactory(organisation=OrganisationFactory())
    )
    OrganisationCitationFactory(document=document)
    for factory in (ProgrammeCitationFactory, CallCitationFactory, NetworkCitationFactory, ProjectCitationFactory):
        factory(document=document)
    EventCitationFactory(document=document)
    KnowledgeCitationFactory(document=document)


def made(kind, world):
    """Return a record of the kind, with what it can have only one of."""
    place = {"country": world.country, "municipality": world.municipality, "region": world.region}
    match kind:
        case "programme":
            return ProgrammeFactory(parent=world.programme, cofinancing_percent=75, ends_on=date(2013, 1, 1))
        case "call":
            return CallFactory(programme=world.programme)
        case "project":
            return ProjectFactory(predecessor=world.project)
        case "network":
            return NetworkFactory(country=world.country, succeeded_by=world.network)
        case "event":
            one_of_each = {"series": world.series, "project": world.project, "country": world.country}
            event = EventFactory(parent=EventFactory(), follows=EventFactory(), **one_of_each)
            AttendanceFigureFactory(event=event)
            return event
        case "knowledge":
            return KnowledgeEntryFactory(parent=KnowledgeEntryFactory())
        case "organisation":
            return OrganisationFactory(parent=world.organisation, **place)
        case "municipality":
            return world.municipality
        case "source":
            return SourceDocumentFactory()


LINKS = {
    "programme": programme_link,
    "call": call_link,
    "project": project_link,
    "network": network_link,
    "event": event_link,
    "knowledge": knowledge_link,
    "organisation": organisation_link,
    "municipality": municipality_link,
    "source": source_link,
}


@pytest.mark.parametrize("kind", DETAILS)
def test_queries_of_a_detail_page_are_few_and_as_many_for_1_link_of_each_sort_as_for_10(client, kind):
    world = World()
    record = made(kind, world)
    LINKS[kind](record, world)
    counted = {1: queries_of(client, record.get_absolute_url())}
    with gathered():
        for _ in range(9):
            LINKS[kind](record, world)
    counted[10] = queries_of(client, record.get_absolute_url())
    assert counted == {1: DETAILS[kind], 10: DETAILS[kind]}
    assert DETAILS[kind] <= DETAIL_LIMIT


# --- The other pages ------------------------------------------------------------------------------------------


def test_queries_of_other_pages_are_as_many_for_1_row_as_for_30(client):
    world = World()
    today = timezone.localdate()
    addresses = {
        "start": "/",
        "search": "/sok/?q=hittamig",
        "search of one kind": "/sok/?q=hittamig&typ=projekt",
        "finder": f"/finansiering/hitta/?vi=kommun&utland=0&tema={world.theme.slug}&q=hittamig",
        "municipalities": "/kommuner/",
        "sources": "/om/kallor/",
    }

    def add():
        for row in ROWS.values():
            row(world)
        CallWindowFactory(call=CallFactory(), opens_on=today, closes_on=today)
        EventFactory(starts_on=today)
        SourceDocumentFactory()
        MunicipalityFactory()

    def count():
        for address in addresses.values():
            client.get(address)  # sets of bits, words and synonyms are read at the first search after a change
        return {name: queries_of(client, address) for name, address in addresses.items()}

    add()
    counted = {1: count()}
    with gathered():
        for _ in range(29):
            add()
    counted[30] = count()
    assert counted[1] == OTHER
    # Of many hits a page shows fewer kinds, and each kind is asked for once; which, the engines choose.
    assert counted[30].pop("search") <= OTHER["search"]
    assert counted[30] == {name: number for name, number in OTHER.items() if name != "search"}


@pytest.mark.parametrize("address", ["/om/", "/om/tillganglighet/", "/om/personuppgifter/", "/robots.txt"])
def test_queries_of_pages_that_show_no_records_are_at_most_two(client, address):
    assert queries_of(client, address) <= 2


def test_queries_of_an_empty_list_do_not_grow_with_the_choices(client):
    """For each choice, up to six, it is tried what letting it go gives: in memory."""
    theme = ThemeFactory()
    client.get("/projekt/?q=finnsinte")
    base = queries_of(client, "/projekt/?q=finnsinte")
    more = queries_of(client, f"/projekt/?q=finnsinte&tema={theme.slug}&resultat=ja")
    assert base == more == 1
