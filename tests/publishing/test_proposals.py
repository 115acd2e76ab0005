"""A proposed version is seen by nobody but its writers and editors; taken over, it changes what was proposed alone."""

import pytest
from django.urls import reverse

from projects.models import Project, ProjectCitation
from publishing.actions import (
    ChangedMeanwhile,
    NotWhole,
    TransitionNotAllowed,
    change_status,
    discard,
    propose_changes,
    save_content,
)
from publishing.models import Publishable, Transition
from search import index
from search.suggestions import suggest
from sources.versions import content_of, put_content
from tests.factories import (
    EventFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    SourceDocumentFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

KINDS = [model for model in Publishable.__subclasses__() if not model._meta.abstract]
LISTS = ["/finansiering/", "/finansiering/utlysningar/", "/projekt/", "/natverk/", "/evenemang/", "/kunskap/"]
each_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)


@pytest.fixture
def editor():
    return UserFactory(staff=True)


def proposed(record, *, by, **content):
    proposal = propose_changes(record, by=by)
    return save_content(proposal, content, by=by, seen_version=proposal.version)


def published(proposal, by, **more):
    return change_status(proposal, to="published", by=by, **more)


# --- Taken over -----------------------------------------------------------------------------------------------


def test_only_what_was_proposed_is_changed(editor):
    owner, theme = UserFactory(), ThemeFactory()
    project = ProjectFactory(owner=owner, title="Ett", summary="Från början.", budget="500.00", themes=[theme])
    ParticipationFactory(project=project, organisation=OrganisationFactory(name="Nordkommun"))
    proposal = proposed(project, by=owner, title="Två")
    project.refresh_from_db()
    save_content(project, {"summary": "Av redaktören.", "themes": []}, by=editor, seen_version=project.version)

    record = published(proposal, editor)

    assert record.pk == project.pk
    record = Project.objects.get(pk=project.pk)
    assert (record.title, record.summary, str(record.budget)) == ("Två", "Av redaktören.", "500.00")
    assert not record.themes.exists()
    assert [row.organisation.name for row in record.participations.all()] == ["Nordkommun"]
    assert (record.status, record.slug, record.owner) == ("published", project.slug, owner)


@each_kind
def test_copy_that_was_not_changed_changes_nothing(model, editor):
    """Every record of the loaded content, with all its links and rows, there and back."""
    for record in model.objects.published().order_by("pk")[:4]:
        before = content_of(record)
        proposal = propose_changes(record, by=editor)
        assert content_of(proposal) == before
        published(proposal, editor)
        assert content_of(model.objects.get(pk=record.pk)) == before


def test_log_goes_over_to_the_record_and_the_copy_goes_with_its_rows(editor):
    owner = UserFactory()
    project = ProjectFactory(owner=owner)
    ParticipationFactory(project=project)
    project.citations.create(document=SourceDocumentFactory(), place="Rad 1")
    proposal = proposed(project, by=owner, title="Två")
    change_status(proposal, to="in_review", by=owner)
    counts = ProjectCitation.objects.count(), project.participations.model.objects.count()
    history = Project.history.filter(id=proposal.pk)
    assert history.exists()

    published(proposal, editor, comment="Bra!")

    log = Transition.objects.of(project)
    steps = [(change.from_status, change.to_status, change.by, change.of_proposal) for change in log]
    assert steps == [("in_review", "published", editor, True), ("draft", "in_review", owner, True)]
    assert not Transition.objects.of(proposal).exists()
    assert not Project.objects.filter(pk=proposal.pk).exists()
    assert not history.all().exists()
    assert (ProjectCitation.objects.count(), project.participations.model.objects.count()) == tuple(
        number - 1 for number in counts
    )
    newest = project.history.order_by("-history_id").first()
    assert (newest.history_user, newest.history_change_reason) == (editor, "Bra!")


def test_field_that_both_have_changed_is_contested_until_it_is_settled(editor):
    owner = UserFactory()
    project = ProjectFactory(owner=owner, title="Ett")
    proposal = proposed(project, by=owner, title="Två")
    record = save_content(project, {"title": "Tre"}, by=editor, seen_version=1)

    with pytest.raises(ChangedMeanwhile) as refused:
        published(proposal, editor)
    assert refused.value.fields == ["title"]
    again = save_content(record, {"title": "Fyra"}, by=editor, seen_version=record.version)
    with pytest.raises(ChangedMeanwhile):  # what was seen is not what is there
        published(proposal, editor, settled=record.version)
    assert published(proposal, editor, settled=again.version).title == "Två"


def test_same_change_on_both_sides_is_not_contested(editor):
    project = ProjectFactory(owner=UserFactory(), title="Ett")
    proposal = proposed(project, by=project.owner, title="Två")
    save_content(project, {"title": "Två"}, by=editor, seen_version=1)
    assert published(proposal, editor).title == "Två"


def test_proposal_of_what_has_been_archived_meanwhile_waits(editor):
    project = ProjectFactory(owner=UserFactory())
    proposal = proposed(project, by=project.owner, title="Två")
    change_status(project, to="archived", by=editor)
    with pytest.raises(TransitionNotAllowed):
        published(proposal, editor)
    change_status(project, to="published", by=editor)
    assert published(proposal, editor).title == "Två"


def test_proposal_of_what_has_been_deleted_goes_with_it():
    project = ProjectFactory(owner=UserFactory())
    proposal = proposed(project, by=project.owner, title="Två")
    project.delete()
    assert not Project.objects.filter(pk=proposal.pk).exists()
    with pytest.raises(TransitionNotAllowed):
        change_status(proposal, to="in_review", by=proposal.owner)


def test_proposal_that_would_leave_the_record_without_a_summary_is_not_taken_over(editor):
    project = ProjectFactory(owner=UserFactory(), summary="En mening.")
    proposal = proposed(project, by=project.owner, summary="")
    for to in ("in_review", "published"):
        with pytest.raises(NotWhole):
            change_status(proposal, to=to, by=editor)
    project.refresh_from_db()
    assert project.summary == "En mening."


def test_fields_that_contradict_one_another_once_merged_are_said_and_change_nothing(client):
    editor = UserFactory(admin=True)
    client.force_login(editor)
    project = ProjectFactory(owner=UserFactory(), budget="500.00", grant="100.00")
    proposal = proposed(project, by=project.owner, grant="400.00")
    save_content(project, {"budget": "200.00"}, by=editor, seen_version=1)
    path = reverse("admin:projects_project_review", args=[proposal.pk])
    form = {"to": "published", "seen_version": proposal.version, "comment": "Ser bra ut"}

    response = client.post(path, form)

    assert "Stödet är större än budgeten." in response.content.decode()
    assert "Ser bra ut" in response.content.decode()
    assert str(Project.objects.get(pk=project.pk).grant) == "100.00"
    assert Project.objects.filter(pk=proposal.pk).exists()


def test_link_that_leads_both_ways_shows_no_proposal_and_is_not_lost_by_it(editor):
    other = ProgrammeFactory()
    programme = ProgrammeFactory(complements=[other])
    proposal = propose_changes(programme, by=editor)
    assert content_of(other)["complements"] == [programme.pk]
    put_content(other, content_of(other))
    assert content_of(proposal)["complements"] == [other.pk]
    published(proposal, editor)
    assert content_of(programme)["complements"] == [other.pk]
    assert content_of(other)["complements"] == [programme.pk]


def test_proposal_that_is_discarded_leaves_the_record(editor):
    project = ProjectFactory(owner=UserFactory(), title="Ett")
    proposal = proposed(project, by=project.owner, title="Två")
    discard(proposal, by=project.owner)
    assert list(Project.objects.filter(owner=project.owner)) == [project]
    assert not Project.history.filter(id=proposal.pk).exists()


# --- Seen by nobody -------------------------------------------------------------------------------------------

SECRET = "Smygtitel"


def public_answers(client, details):
    addresses = ["/", "/sitemap.xml", "/sok/?q=smygtitel", "/sok/?q=smygord", "/sok/?q=smyg", *LISTS]
    addresses += [f"{path}?q=smygtitel" for path in LISTS] + [f"/sok/forslag/?q={SECRET.lower()}"]
    addresses += [language + path for path in details for language in ("", "/en")]
    return {address: client.get(address).content.decode() for address in addresses}


@pytest.mark.parametrize("who", ["visitor", "owner", "editor"])
def test_proposed_version_is_in_no_page_list_number_search_or_sitemap(client, who, editor):
    owner = UserFactory()
    records = [model.objects.published().order_by("pk").first() for model in KINDS]
    for record in records:
        record.owner = owner
        record.save()
    details = [record.get_absolute_url() for record in records]
    if who != "visitor":
        client.force_login({"owner": owner, "editor": editor}[who])
    before = public_answers(client, details)
    proposals = [proposed(record, by=owner, title=f"{SECRET} ett", summary="Ett smygord.") for record in records]
    for proposal in proposals:
        change_status(proposal, to="in_review", by=owner)
    now = public_answers(client, details)

    changed = [
        address
        for address in before
        if without_tokens(now[address]) != without_tokens(before[address])
        or (SECRET in now[address] and "smyg" not in address.lower())
    ]
    assert changed == []
    for proposal in proposals:
        assert client.get(proposal.get_absolute_url()).status_code == 404
        for user in (owner, editor):
            assert proposal not in type(proposal).objects.visible_to(user)
        assert proposal in type(proposal).objects.open_to(owner, "write")


def without_tokens(page):
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


def test_proposed_version_is_suggested_to_nobody(editor):
    event = EventFactory(owner=UserFactory(), title="Mötet")
    proposed(event, by=event.owner, title="Smygkonferensen")
    project = ProjectFactory(owner=event.owner, title="Projektet")
    proposed(project, by=event.owner, title="Smygprojektet")
    for readers in (["alla"], ["redaktion"], ["alla", event.owner.pk]):
        assert not [found for found in suggest("smyg", readers) if "smyg" in str(found).lower()]
    assert not list(index.drift())


def test_proposed_version_can_be_chosen_nowhere_in_the_admin(client):
    client.force_login(UserFactory(admin=True))
    project = ProjectFactory(owner=UserFactory(), title="Vägen")
    proposed(project, by=project.owner, title="Vägen, ny")
    asked = {"app_label": "projects", "model_name": "project", "field_name": "predecessor", "term": "Vägen"}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in found] == ["Vägen"]
