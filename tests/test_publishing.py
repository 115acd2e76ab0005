"""The way from draft to page and back: only along the table, always logged, never twice at once.

What is not published is for its owner and for staff alone: it shows in no list, number, page or search of others.
"""

import re
import threading
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event
from funding.models import Call, Programme
from knowledge.models import KnowledgeEntry
from networks.models import Network
from projects.models import Project
from publishing.actions import TransitionNotAllowed, change_status
from publishing.enums import Status
from publishing.models import Publishable, Transition
from tests.factories import (
    CallFactory,
    CountryFactory,
    EventFactory,
    EventOrganisationFactory,
    EventProjectFactory,
    EventSeriesFactory,
    KnowledgeEntryFactory,
    KnowledgeOrganisationFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProgrammeItemFactory,
    ProgrammeOrganisationFactory,
    ProjectFactory,
    ProjectFundingFactory,
    ProjectNetworkFactory,
    RegionFactory,
    SourceDocumentFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reading import parse

FACTORIES = {
    Programme: ProgrammeFactory,
    Call: CallFactory,
    Project: ProjectFactory,
    Network: NetworkFactory,
    Event: EventFactory,
    KnowledgeEntry: KnowledgeEntryFactory,
}
each_kind = pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
each_hidden = pytest.mark.parametrize("status", ["draft", "in_review", "returned", "archived"])

ALLOWED = {
    ("draft", "in_review"),
    ("draft", "published"),
    ("in_review", "draft"),
    ("in_review", "returned"),
    ("in_review", "published"),
    ("returned", "in_review"),
    ("returned", "published"),
    ("published", "archived"),
    ("published", "returned"),
    ("archived", "published"),
    ("archived", "returned"),
}


def in_status(factory, status, **fields):
    return factory(**{status: True}, **fields) if status != "published" else factory(**fields)


# --- The table ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("came_from", Status.values)
@pytest.mark.parametrize("to", Status.values)
def test_status_moves_only_as_the_table_allows(came_from, to):
    editor, record = UserFactory(staff=True), in_status(ProjectFactory, came_from)
    if (came_from, to) in ALLOWED:
        moved = change_status(record, to=to, by=editor, comment="Så här")
        assert moved.status == to
        record.refresh_from_db()
        assert (record.status, record.version) == (to, 2)
    else:
        with pytest.raises(TransitionNotAllowed):
            change_status(record, to=to, by=editor, comment="Så här")
        record.refresh_from_db()
        assert (record.status, record.version) == (came_from, 1)
        assert not Transition.objects.filter(object_id=record.pk).exists()


@pytest.mark.django_db
@each_kind
def test_status_change_of_each_kind_is_logged_and_stamped(model):
    editor, record = UserFactory(staff=True), FACTORIES[model](draft=True)
    before = timezone.now()
    change_status(record, to=Status.PUBLISHED, by=editor, comment="Klart")
    record.refresh_from_db()
    assert before <= record.published_at <= timezone.now()
    assert record.published_by == editor

    (change,) = [t for t in Transition.objects.filter(object_id=record.pk) if t.record == record]
    assert (change.from_status, change.to_status, change.by, change.comment) == ("draft", "published", editor, "Klart")
    assert before <= change.at <= timezone.now()


@pytest.mark.django_db
def test_status_change_goes_by_the_database_and_not_by_an_old_copy():
    editor, record = UserFactory(staff=True), ProjectFactory(draft=True)
    old_copy = Project.objects.get(pk=record.pk)
    change_status(record, to=Status.PUBLISHED, by=editor)
    with pytest.raises(TransitionNotAllowed):
        change_status(old_copy, to=Status.PUBLISHED, by=editor)
    assert Transition.objects.filter(object_id=record.pk, to_status="published").count() == 1


@pytest.mark.django_db
def test_status_change_writes_nothing_but_the_status():
    editor, record = UserFactory(staff=True), ProjectFactory(draft=True, title="Som sparad")
    record.title = "Ändrad men inte sparad"
    change_status(record, to=Status.PUBLISHED, by=editor)
    record.refresh_from_db()
    assert record.title == "Som sparad"


@pytest.mark.django_db
def test_time_of_publication_stays_when_a_record_is_archived():
    editor, record = UserFactory(staff=True), ProjectFactory()
    published_at = record.published_at
    archived = change_status(record, to=Status.ARCHIVED, by=editor)
    assert archived.published_at == published_at
    assert change_status(archived, to=Status.PUBLISHED, by=editor).published_at > published_at


@pytest.mark.django_db
def test_published_record_without_a_time_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectFactory(published_at=None)


@pytest.mark.django_db
def test_status_change_locks_the_row_where_the_database_can():
    record = ProjectFactory(draft=True)
    with CaptureQueriesContext(connection) as queries:
        change_status(record, to=Status.PUBLISHED, by=UserFactory(staff=True))
    locked = any("FOR UPDATE" in query["sql"] and "projects_project" in query["sql"] for query in queries)
    # SQLite has no row locks; there the whole transaction takes the write lock at its start.
    assert locked == connection.features.has_select_for_update


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_cannot_both_move_a_record():
    first, second, record = UserFactory(staff=True), UserFactory(staff=True), ProjectFactory(draft=True)
    moved, outcome = threading.Event(), []

    def move_second():
        moved.wait(10)
        try:
            change_status(Project.objects.get(pk=record.pk), to=Status.PUBLISHED, by=second)
            outcome.append("moved too")
        except TransitionNotAllowed:
            outcome.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=move_second)
    other.start()
    with transaction.atomic():
        change_status(record, to=Status.PUBLISHED, by=first)
        moved.set()
        other.join(0.5)  # it is waiting for us, or has already overtaken us
    other.join(30)
    assert outcome == ["refused"]
    assert Transition.objects.count() == 1


# --- Who may see what -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@each_kind
def test_visible_to_readers_is_what_is_published_to_owners_their_own_and_to_staff_all(model):
    owner, other, editor = UserFactory(), UserFactory(), UserFactory(staff=True)
    records = {status: in_status(FACTORIES[model], status, owner=owner) for status in Status.values}

    def seen_by(user):
        visible = model.objects.visible_to(user)
        return {status for status, record in records.items() if visible.filter(pk=record.pk).exists()}

    assert seen_by(AnonymousUser()) == {"published"}
    assert seen_by(other) == {"published"}
    assert seen_by(owner) == set(Status.values)
    assert seen_by(editor) == set(Status.values)
    assert set(model.objects.published()) & set(records.values()) == {records["published"]}


@pytest.mark.django_db
@each_kind
@each_hidden
def test_page_of_an_unpublished_record_is_for_its_owner_and_staff(model, status):
    owner = UserFactory()
    address = in_status(FACTORIES[model], status, owner=owner).get_absolute_url()
    for user, answer in ((None, 404), (UserFactory(), 404), (owner, 200), (UserFactory(staff=True), 200)):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(address).status_code == answer


# --- Nothing leaks --------------------------------------------------------------------------------------------

SECRET = "Smygtitel"
WORD = "smygord"


def hidden_of_each_kind(status, organisation, **places):
    """One unpublished record of each kind with a title that must be seen nowhere, like the published in all else."""
    common = {"summary": WORD, "themes": places["themes"], f"{status}": True}
    programme = ProgrammeFactory(title=f"{SECRET} program", applicant_kinds=[], **common)
    network = NetworkFactory(title=f"{SECRET} nätverk", municipalities=places["municipalities"], **common)
    project = ProjectFactory(
        title=f"{SECRET} projekt",
        municipalities=places["municipalities"],
        regions=places["regions"],
        countries=places["countries"],
        starts_on=date(2012, 1, 1),
        **common,
    )
    ParticipationFactory(project=project, organisation=organisation)
    MembershipFactory(network=network, organisation=organisation)
    ProgrammeOrganisationFactory(programme=programme, organisation=organisation)
    event = EventFactory(
        title=f"{SECRET} möte",
        place=f"{SECRET} ort",
        municipalities=places["municipalities"],
        country=places["countries"][0],
        starts_on=date(2100, 1, 1),
        **common,
    )
    EventOrganisationFactory(event=event, organisation=organisation)
    entry = KnowledgeEntryFactory(
        title=f"{SECRET} kunskap", municipalities=places["municipalities"], countries=places["countries"], **common
    )
    KnowledgeOrganisationFactory(entry=entry, organisation=organisation)
    call = CallFactory(title=f"{SECRET} utlysning", programme=programme, year=2030, **common)
    return {type(record): record for record in (programme, network, project, event, entry, call)}


def link(one, other):
    """Link a record of each kind to each other in every field that leads from ``one`` to ``other``."""
    for record in one.values():
        for field in record._meta.get_fields():
            leads_to = field.related_model if field.is_relation and field.concrete else None
            if field.name == "proposal_for":  # says what the record is, and does not link it to another
                continue
            if not leads_to or not isinstance(leads_to, type) or not issubclass(leads_to, Publishable):
                continue
            if field.many_to_many:
                if field.remote_field.through._meta.auto_created:
                    getattr(record, field.name).add(other[leads_to])
            elif field.null:  # the programme of a call is not to be left out; it has a test of its own
                setattr(record, field.name, other[leads_to])
        record.save()
    ProjectFundingFactory(project=one[Project], programme=other[Programme])
    ProjectNetworkFactory(project=one[Project], network=other[Network])
    EventProjectFactory(event=one[Event], project=other[Project])
    one[Event].programme_items.update(session=other[Event])


def public_pages(records, organisation, municipality, document):
    """Every public address that could tell of one of these records."""
    lists = ["/finansiering/", "/finansiering/utlysningar/", "/projekt/", "/natverk/", "/evenemang/", "/kunskap/"]
    details = [record.get_absolute_url() for record in [*records, organisation, municipality, document]]
    pages = ["/", "/aktorer/", "/sitemap.xml", "/om/kallor/", *lists, *details]
    pages += ["/projekt/?sortera=start", "/evenemang/?sortera=tidigast", "/kunskap/?sortera=senast"]
    pages += [f"/projekt/?aktor={organisation.slug}&roll=owner", f"/kunskap/?q={WORD}", f"/sok/?q={WORD}"]
    return [*pages, f"/sok/?q={WORD}&typ=utlysning", "/en/", *(f"/en{path}" for path in details)]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "archived"])
def test_unpublished_records_change_no_public_page(client, status):
    """The pages before and after are the same to the letter: no title, no link, no number, no date, no option."""
    region = RegionFactory()
    municipality = MunicipalityFactory(region=region)
    places = {
        "themes": [ThemeFactory()],
        "regions": [region],
        "municipalities": [municipality],
        "countries": [CountryFactory(code="LV")],
    }
    organisation, document = OrganisationFactory(municipality=municipality), SourceDocumentFactory()
    series = EventSeriesFactory()
    shown = {model: factory(summary="En sak.") for model, factory in FACTORIES.items()}
    Event.objects.filter(pk=shown[Event].pk).update(series=series)
    shown[Event].refresh_from_db()
    ProgrammeItemFactory(event=shown[Event], title="Programpunkt")
    for record in shown.values():
        record.themes.set(places["themes"])
        record.citations.create(document=document)
    addresses = public_pages(shown.values(), organisation, municipality, document)
    before = {address: client.get(address).content.decode() for address in addresses}

    hidden = hidden_of_each_kind(status, organisation, **places)
    for record in hidden.values():
        record.citations.create(document=document)
    link(shown, hidden)
    link(hidden, shown)
    series.network, series.project = hidden[Network], hidden[Project]
    series.save()

    changed = {}
    for address in addresses:
        now = client.get(address).content.decode()
        if now != before[address]:
            old = set(before[address].splitlines())
            changed[address] = [line.strip() for line in now.splitlines() if line not in old][:3]
    assert changed == {}


@pytest.mark.django_db
@each_hidden
def test_unpublished_programme_of_a_published_call_is_not_shown(client, status):
    programme = in_status(ProgrammeFactory, status, title=f"{SECRET} program", short_name=f"{SECRET}s")
    call = CallFactory(programme=programme)
    lists = ["/finansiering/utlysningar/", "/finansiering/utlysningar/?sortera=namn"]
    for address in [*lists, f"/finansiering/utlysningar/?program={programme.slug}", call.get_absolute_url(), "/"]:
        assert SECRET not in client.get(address).content.decode(), address
    rows = parse(client.get(f"/sok/?q={SECRET}").content).all("li", "row")
    assert not any(SECRET in row.text for row in rows)


@pytest.mark.django_db
@each_hidden
@pytest.mark.parametrize(
    ("path", "facet", "model", "fields"),
    [
        ("/projekt/", "program", Programme, {"title": SECRET}),
        ("/finansiering/utlysningar/", "program", Programme, {"title": SECRET}),
        ("/evenemang/", "plats", Event, {"title": "Ett möte", "place": SECRET}),
    ],
)
def test_unpublished_option_is_as_unknown_as_one_that_never_was(client, status, path, facet, model, fields):
    """Who guesses the address of a draft learns neither its name nor that it is there."""
    record = in_status(FACTORIES[model], status, **fields)
    value = SECRET if facet == "plats" else record.slug

    def shown(value):
        return client.get(path, {facet: value}).content.decode().replace(value, "…")

    guessed, invented = shown(value), shown("finns-inte-alls")
    assert re.sub(r'value="…"', "", guessed) == re.sub(r'value="…"', "", invented)


@pytest.mark.django_db
@each_kind
@each_hidden
def test_search_does_not_find_what_is_unpublished(client, model, status):
    owner = UserFactory()
    record = in_status(FACTORIES[model], status, title="Kalasfint", owner=owner)
    for address in ("/sok/?q=kalasfint", "/en/sok/?q=kalasfint"):
        assert not parse(client.get(address).content).all("li", "row")
    client.force_login(owner)
    rows = parse(client.get("/sok/?q=kalasfint").content).all("li", "row")
    assert [row.all("a")[0].attrs["href"] for row in rows] == [record.get_absolute_url()]
