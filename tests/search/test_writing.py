"""Whatever writes the content writes the index, in the same transaction: forms, actions, links, names of what is
linked to, bulk writes, deletions. What goes past all of it, SQL by hand, the check finds and the repair mends.

And what is not published is found by its owner and by staff alone, whatever the search shows of it.
"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from projects.models import Participation, Project
from publishing.actions import change_status
from publishing.enums import Status
from publishing.models import Theme
from search import changes, index, registry, vocabulary
from search.documents import columns
from search.models import Document, Word
from tests.factories import (
    ApplicationStepFactory,
    ContactFactory,
    CountryFactory,
    EventFactory,
    EventOrganisationFactory,
    GrantCeilingFactory,
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
    ThemeFactory,
    UserFactory,
)
from tests.reading import parse
from tests.search.asking import found, search
from tests.test_admin import address, form_data

pytestmark = pytest.mark.django_db

# Xarvoken, Quimbelen and Zandorfen are no Swedish and no compounds: where they do not stand, nothing near them does.


def number_of(record) -> int:
    return registry.kind_of(type(record)).document_id(record.pk)


def drift_among(numbers) -> list:
    """Return those of the documents ``numbers`` whose record says something else than the index."""
    there = {row.pop("id"): row for row in Document.objects.filter(pk__in=numbers).values("id", *index.COLUMNS)}
    wanted = {}
    for number in numbers:
        kind = registry.kind_of_document(number)
        wanted[number] = columns(kind.model.objects.get(pk=number - kind.start).search_document())
    return [number for number in numbers if there.get(number) != wanted[number]]


# --- The record itself ----------------------------------------------------------------------------------------


def test_saved_record_is_found_by_what_it_says_now_and_a_deleted_one_is_not():
    project = ProjectFactory(title="Xylofonen")
    assert found("xylofon") == ["Xylofonen"]
    project.title, project.keywords = "Annat", "marimbor"
    project.save()
    assert found("xylofon") == []
    assert found("marimba") == ["Annat"]
    project.keywords = ""
    project.save(update_fields=["keywords"])
    assert found("marimba") == []
    number = number_of(project)
    project.delete()
    assert not Document.objects.filter(pk=number).exists()


def test_index_is_as_it_was_when_the_transaction_is_undone():
    project, theme = ProjectFactory(title="Xylofonen"), ThemeFactory(name="Quimbelen")
    with transaction.atomic():
        project.title = "Tubaspelet"
        project.save()
        project.themes.add(theme)
        ProjectFactory(title="Xylofoner till")
        Project.objects.filter(pk=project.pk).update(summary="Med oboeblåsare.")
        assert found("tuba") == found("quimbelen") == found("oboe") == ["Tubaspelet"]
        assert found("xylofon") == ["Xylofoner till"]
        transaction.set_rollback(True)
    assert found("xylofon") == ["Xylofonen"]
    assert found("tubaspelet") == found("quimbelen") == found("oboeblåsare") == []


def test_bulk_writes_are_followed():
    made = Project.objects.bulk_create(
        [
            Project(
                title=f"Xylofonen {n}",
                slug=f"x-{n}",
                summary="–",
                status=Status.PUBLISHED,
                published_at="2016-01-01T12:00Z",
            )
            for n in range(3)
        ]
    )
    assert sorted(found("xylofon")) == ["Xylofonen 0", "Xylofonen 1", "Xylofonen 2"]
    made = list(Project.objects.filter(pk__in=[project.pk for project in made]).order_by("pk"))
    Project.objects.filter(pk=made[0].pk).update(title="Marimban")
    made[1].title = "Marimban till"
    Project.objects.bulk_update(made[1:2], ["title"])
    assert found("xylofon") == ["Xylofonen 2"]
    assert sorted(found("marimba")) == ["Marimban", "Marimban till"]
    Project.objects.filter(pk__in=[project.pk for project in made[1:]]).delete()
    assert found("xylofon") == []
    assert found("marimba") == ["Marimban"]


# --- Status ---------------------------------------------------------------------------------------------------


def test_status_decides_who_finds_the_record():
    owner, staff, other = UserFactory(), UserFactory(staff=True), UserFactory()
    project = ProjectFactory(title="Xylofonen", draft=True, owner=owner)
    for to in (Status.PUBLISHED, Status.RETURNED, Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED):
        project = change_status(project, to=to, by=staff, comment="Så här")
        public = ["Xylofonen"] if to == Status.PUBLISHED else []
        assert found("xylofon") == found("xylofon", other) == public, to
        assert found("xylofon", owner) == found("xylofon", staff) == ["Xylofonen"], to
    Project.objects.filter(pk=project.pk).update(owner=other)
    assert found("xylofon", owner) == []
    assert found("xylofon", other) == ["Xylofonen"]


def test_programme_is_told_of_its_projects_only_while_it_is_published():
    staff, programme = UserFactory(staff=True), ProgrammeFactory(title="Xarvoken", draft=True)
    funding = ProjectFundingFactory(programme=programme, project=ProjectFactory(title="Det som får stöd"))
    assert found("xarvoken") == []
    assert found("xarvoken", staff) == ["Xarvoken"]
    programme = change_status(programme, to=Status.PUBLISHED, by=staff)
    assert found("xarvoken") == ["Xarvoken", "Det som får stöd"]
    programme = change_status(programme, to=Status.ARCHIVED, by=staff)
    assert found("xarvoken") == []
    change_status(programme, to=Status.PUBLISHED, by=staff)
    funding.delete()
    assert found("xarvoken") == ["Xarvoken"]


def test_draft_leaks_to_nobody_in_nothing_that_the_search_shows(client):
    owner, theme = UserFactory(), ThemeFactory(name="Synligt tema")
    country = CountryFactory(code="SE")
    network = NetworkFactory(title="Xylofonhemligheten", summary="Marimbahemlig.", draft=True, owner=owner)
    ProjectFactory(title="Offentligt tubaspel", themes=[theme], countries=[country])
    draft = ProjectFactory(
        title="Tubaspel", summary="Oboehemlig.", draft=True, owner=owner, themes=[theme], countries=[country]
    )
    for query in ("xylofonheml", "xylofonhemlihgeten", "oboehemlig"):
        asked = search(query)
        assert asked.ranked() == asked.query.widenings == asked.nearest == [], query
        page = client.get("/sok/", {"q": query}).content.decode().lower().replace(query, "")
        assert "hemlighet" not in page, query
        assert "hemlig." not in page, query
    for typed in ("xylofonheml", "tubaspel", "oboeh"):
        texts = [one["text"].lower() for one in client.get("/sok/forslag/", {"q": typed}).json()["suggestions"]]
        assert not [text for text in texts if "hemlig" in text], typed

    def counts(html):
        labels = parse(html).all("label", "option")
        return {label.all("span")[0].text: label.one("span", "option__hits").text for label in labels}

    asked = {"q": "tubaspel"}
    anonymous = client.get("/sok/", asked).content
    client.force_login(owner)
    owners = client.get("/sok/", asked).content
    assert "Oboehemlig" not in anonymous.decode()
    assert "Oboehemlig" in owners.decode()
    assert "1" in counts(anonymous)["Synligt tema"]
    assert "2" in counts(owners)["Synligt tema"]
    for user in (owner, UserFactory(staff=True)):
        assert found("xylofonhemlihgeten", user) == [network.title]
        assert set(found("tubaspel", user)) == {draft.title, "Offentligt tubaspel"}
    typed = client.get("/sok/forslag/", {"q": "xylofonheml"}).json()["suggestions"]
    assert typed[0]["text"] == network.title


# --- What a record is linked to -------------------------------------------------------------------------------


def test_links_to_many_are_followed_from_both_sides():
    theme, project = ThemeFactory(name="Xarvoken"), ProjectFactory(title="Ett prov")
    steps = [
        (lambda: project.themes.add(theme), True),
        (lambda: project.themes.remove(theme), False),
        (lambda: theme.project_set.add(project), True),
        (lambda: theme.project_set.remove(project), False),
        (lambda: project.themes.set([theme]), True),
        (lambda: project.themes.clear(), False),
        (lambda: theme.project_set.set([project]), True),
        (lambda: theme.project_set.clear(), False),
        (lambda: project.themes.set([theme]), True),
        (lambda: theme.delete(), False),
    ]
    for number, (write, is_found) in enumerate(steps):
        write()
        assert found("xarvoken") == (["Ett prov"] if is_found else []), number


def test_rows_that_link_a_record_are_followed():
    project, other = ProjectFactory(title="Ett prov"), ProjectFactory(title="Ett annat prov")
    organisation = OrganisationFactory(name="Xarvoken")
    row = ParticipationFactory(project=project, organisation=organisation)
    assert set(found("xarvoken")) == {"Xarvoken", "Ett prov"}
    row.project = other
    row.save()
    assert set(found("xarvoken")) == {"Xarvoken", "Ett annat prov"}
    row.delete()
    assert found("xarvoken") == ["Xarvoken"]
    Participation.objects.bulk_create([Participation(project=project, organisation=organisation, role="partner")])
    assert set(found("xarvoken")) == {"Xarvoken", "Ett prov"}
    organisation.participations.all().update(project=other)
    assert set(found("xarvoken")) == {"Xarvoken", "Ett annat prov"}
    other.participations.all().delete()
    assert found("xarvoken") == ["Xarvoken"]


def test_renamed_funder_is_found_by_its_new_name_wherever_it_is_told_of():
    organisation = OrganisationFactory(name="Xarvoken")
    ParticipationFactory(organisation=organisation, project=ProjectFactory(title="Projektet"), role="funder")
    fund = ProgrammeFactory(title="Fonden")
    ProgrammeFactory(title="Delen", parent=fund)
    ProgrammeOrganisationFactory(organisation=organisation, programme=fund)
    MembershipFactory(organisation=organisation, network=NetworkFactory(title="Nätet"))
    EventOrganisationFactory(organisation=organisation, event=EventFactory(title="Mötet"))
    entry = KnowledgeOrganisationFactory(organisation=organisation, entry__title="Arbetssättet").entry
    others = {"Projektet", "Fonden", "Delen", "Nätet", "Mötet", entry.title}
    assert set(found("xarvoken")) == {"Xarvoken", *others}

    organisation.name = "Quimbelen"
    organisation.save()
    assert found("xarvoken") == []
    assert set(found("quimbelen")) == {"Quimbelen", *others}
    Organisation.objects.filter(pk=organisation.pk).update(name="Zandorfen")
    assert found("quimbelen") == []
    assert set(found("zandorfen")) == {"Zandorfen", *others}
    assert drift_among(search("zandorfen").hits) == []


def test_renamed_theme_place_contact_and_row_are_followed():
    theme, place, contact = ThemeFactory(), MunicipalityFactory(), ContactFactory()
    project = ProjectFactory(title="Ett prov", themes=[theme], municipalities=[place], contacts=[contact])
    item = ProgrammeItemFactory(event=EventFactory(title="Ett möte"))
    Theme.objects.filter(pk=theme.pk).update(name="Xarvoken")
    place.name = "Marimbaköping"
    place.save()
    contact.name = "Tubina Oboedotter"
    contact.save()
    item.title = "Fagottens dag"
    item.save()
    assert found("xarvoken") == found("tubina") == ["Ett prov"]
    assert set(found("marimbaköping")) == {"Ett prov", "Marimbaköping"}
    assert found("fagott") == ["Ett möte"]
    assert drift_among([number_of(project)]) == []


def test_facts_are_found_by_what_they_are_called_as_long_as_they_are_there():
    programme = ProgrammeFactory(title="Fonden")
    network = NetworkFactory(title="Nätet", fee_kind="free")
    step = ApplicationStepFactory(programme=programme, text="Kontakta xarvoken.")
    ceiling = GrantCeilingFactory(programme=programme)
    assert "Fonden" in found("takbelopp")
    assert found("xarvoken") == ["Fonden"]
    assert "Nätet" in found("medlemsavgift")
    ceiling.delete()
    step.text = "Kontakta quimbelen."
    step.save()
    network.fee_kind = "unknown"
    network.save()
    assert "Fonden" not in found("takbelopp")
    assert "Nätet" not in found("medlemsavgift")
    assert found("xarvoken") == []
    assert found("quimbelen") == ["Fonden"]


@pytest.mark.parametrize("by", ["update", "save"])
def test_merged_organisations_leave_their_projects_with_the_one_that_stays(by):
    gone, stays = OrganisationFactory(name="Xarvoken"), OrganisationFactory(name="Quimbelen")
    projects = [ParticipationFactory(organisation=gone).project for _ in range(2)]
    if by == "update":
        Participation.objects.filter(organisation=gone).update(organisation=stays)
    else:
        for row in gone.participations.all():
            row.organisation = stays
            row.save()
    gone.delete()
    assert found("xarvoken") == []
    assert set(found("quimbelen")) == {"Quimbelen", *(project.title for project in projects)}


# --- The admin ------------------------------------------------------------------------------------------------


def test_admin_save_loses_no_hit_and_follows_its_rows(client):
    client.force_login(UserFactory(admin=True))
    words = {
        "xylofonen": {"title": "Xylofonen"},
        "quimbelen": {"themes": [ThemeFactory(name="Quimbelen")]},
        "tubaköping": {"municipalities": [MunicipalityFactory(name="Tubaköping")]},
        "fagott": {"keywords": "fagottblåsare"},
        "klarinetta": {"contacts": [ContactFactory(name="Klarinetta")]},
    }
    project = ProjectFactory(**{name: value for fields in words.values() for name, value in fields.items()})
    ParticipationFactory(project=project, organisation=OrganisationFactory(name="Oboeverket"))
    ProjectFundingFactory(project=project, programme=ProgrammeFactory(title="Cittrafonden"))
    path = address(Project, "change", project.pk)

    data = form_data(client.get(path))
    assert client.post(path, data).status_code == 302
    for word in (*words, "oboeverket", "cittrafonden"):
        assert "Xylofonen" in found(word), word
    assert drift_among([number_of(project)]) == []

    added = {
        "participations-1-organisation": OrganisationFactory(name="Trumverket").pk,
        "participations-1-role": "partner",
        "participations-TOTAL_FORMS": 2,
        "participations-0-DELETE": "on",
    }
    assert client.post(path, form_data(client.get(path)) | added).status_code == 302
    assert "Xylofonen" in found("trumverket")
    assert found("oboeverket") == ["Oboeverket"]

    data = form_data(client.get(path)) | {"title": "Ett nytt namn", "themes": []}
    assert client.post(path, data).status_code == 302
    assert found("xylofonen") == found("quimbelen") == []
    assert "Ett nytt namn" in found("trumverket")
    assert drift_among([number_of(project)]) == []


# --- Rebuild, check and repair --------------------------------------------------------------------------------


def command(*args):
    """Return what a command says."""
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def check():
    """Return what the check finds, by the problem: records of projects."""
    out = StringIO()
    try:
        call_command("search_check", stdout=out)
    except CommandError:
        return [line.split()[0].rstrip(":") for line in out.getvalue().splitlines()]
    return []


def by_hand(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def projects_alone(nothing_indexed, monkeypatch):
    """An index of projects and of nothing else, right as it is: to write all kinds anew takes seconds."""
    monkeypatch.setattr(registry, "_kinds", {Project: registry.kind_of(Project)})
    call_command("search_rebuild", stdout=StringIO())


def test_index_of_the_loaded_content_says_what_the_content_says():
    assert "says what the content says" in command("search_check")
    assert Document.objects.count() == index.total()


def test_loaded_fixtures_are_found_after_a_rebuild_and_so_is_all_when_the_index_was_emptied(projects_alone, tmp_path):
    ProjectFactory(title="Marimban")
    record = {"title": "Xylofonen", "slug": "xylofonen", "summary": "Kort.", "status": "published"}
    record |= {"published_at": "2016-01-01T12:00:00Z"}
    fixture = tmp_path / "projects.json"
    fixture.write_text(json.dumps([{"model": "projects.project", "fields": record}]))
    call_command("loaddata", fixture, verbosity=0)
    assert found("xylofon") == []
    assert check() == ["missing"]
    Document.objects.all().delete()
    assert found("marimba") == []
    said = command("search_rebuild")
    assert found("xylofon") == ["Xylofonen"]
    assert found("marimba") == ["Marimban"]
    assert str(Document.objects.count()) in said
    assert Document.objects.count() == index.total()
    assert check() == []


def test_rebuild_forgets_words_that_are_gone_and_keeps_those_that_came_meanwhile(projects_alone):
    project = ProjectFactory(title="Xylofonen")
    by_hand("UPDATE projects_project SET title = 'Oboen' WHERE id = %s", project.pk)
    steps = index.rebuild()
    next(steps)
    project.title = "Marimban"
    project.save()
    list(steps)
    assert {"marimban", "marimba"} <= set(Word.objects.values_list("word", flat=True))
    assert not Word.objects.filter(word__startswith="xylofon").exists()


@pytest.fixture
def committed(django_capture_on_commit_callbacks, monkeypatch):
    """Run what waits for a commit at the end of the block, in a process that has met no words before."""
    # What a test writes is rolled back in the end, so no other test may rely on what this one remembers.
    monkeypatch.setattr(vocabulary, "_committed", vocabulary._Committed())
    return lambda: django_capture_on_commit_callbacks(execute=True)


def words_asked_for(work) -> bool:
    with CaptureQueriesContext(connection) as queries:
        work()
    return any("search_word" in query["sql"] for query in queries)


def test_words_that_a_process_has_written_are_not_asked_for_again(projects_alone, committed):
    with committed():
        ProjectFactory(title="Xarvoken", summary="Kort.")
    assert not words_asked_for(lambda: ProjectFactory(title="Xarvoken", summary="Kort."))
    assert words_asked_for(lambda: ProjectFactory(title="Quimbelen", summary="Kort."))


def test_words_of_what_was_rolled_back_are_written_the_next_time(projects_alone, committed):
    with committed():
        with transaction.atomic():
            ProjectFactory(title="Xarvoken")
            transaction.set_rollback(True)
        assert not Word.objects.filter(word="xarvoken").exists()
    ProjectFactory(title="Xarvoken")
    assert Word.objects.filter(word="xarvoken").exists()


def test_words_that_a_rebuild_forgot_come_back_with_the_next_record(projects_alone, committed):
    with committed():
        project = ProjectFactory(title="Xarvoken")
    by_hand("UPDATE projects_project SET title = 'Oboen' WHERE id = %s", project.pk)
    list(index.rebuild())
    assert not Word.objects.filter(word="xarvoken").exists()
    ProjectFactory(title="Xarvoken")
    assert Word.objects.filter(word="xarvoken").exists()


def test_rebuild_tells_a_running_process_in_how_many_documents_a_word_is(projects_alone):
    ProjectFactory(title="Xarvoken")
    assert vocabulary.vocabulary.fresh(changes.current()).numbers["xarvoken"] == 1
    ProjectFactory(title="Xarvoken")
    assert vocabulary.vocabulary.fresh(changes.current()).numbers["xarvoken"] == 1
    list(index.rebuild())
    assert vocabulary.vocabulary.fresh(changes.current()).numbers["xarvoken"] == 2


def test_check_finds_what_was_written_by_hand_and_repair_mends_it(projects_alone):
    differs, missing = ProjectFactory(title="Xylofonen"), ProjectFactory(title="Marimban")
    orphan = ProjectFactory(title="Tuban")
    document = number_of(missing)
    by_hand("UPDATE projects_project SET title = 'Oboen' WHERE id = %s", differs.pk)
    by_hand("DELETE FROM search_name WHERE document_id = %s", document)
    by_hand("DELETE FROM search_document WHERE id = %s", document)
    by_hand("DELETE FROM projects_project WHERE id = %s", orphan.pk)
    assert sorted(check()) == ["differs", "missing", "orphan"]
    with pytest.raises(CommandError, match="3"):
        command("search_check")
    assert found("oboe") == found("marimba") == []

    assert "3" in command("search_check", "--repair")
    assert check() == []
    assert found("oboe") == ["Oboen"]
    assert found("marimba") == ["Marimban"]
    assert found("xylofon") == found("tuban") == []
