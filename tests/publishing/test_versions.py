"""The content of a record as data: whole, compared in words, put back; no version and no change is lost."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from events.enums import EventKind, FindingKind
from events.models import Event
from organisations.models import Organisation
from projects.models import Project
from publishing.actions import begin, restore, save_content
from publishing.models import Publishable
from sources.differences import differences
from sources.models import SourceDocument
from sources.versions import content_of, put_content, written_as_a_version
from tests.factories import (
    EventFactory,
    FindingFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    ProjectFactory,
    ThemeFactory,
    UserFactory,
)
from tests.test_admin import FACTORIES, filled, form_data

pytestmark = pytest.mark.django_db

KINDS = [*(model for model in Publishable.__subclasses__() if not model._meta.abstract), Organisation, SourceDocument]
each_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)


@pytest.fixture
def editor(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


# --- There and back -------------------------------------------------------------------------------------------


@each_kind
def test_content_put_back_changes_nothing(model):
    for record in model.objects.order_by("pk")[:12]:
        before = content_of(record)
        assert put_content(record, before) == []
        assert content_of(model.objects.get(pk=record.pk)) == before


@each_kind
def test_content_holds_every_link_and_row_and_makes_an_equal_record(model):
    record = filled(model, rows=3)
    content = content_of(record)
    assert all(len(content[name]) >= 1 for name in model.rows)
    empty = FACTORIES[model]()
    put_content(empty, content)
    assert content_of(model.objects.get(pk=empty.pk)) == content


def test_restored_record_has_the_content_of_the_version_after_any_change(editor):
    project = filled(Project, rows=2)
    first = content_of(project)
    steps = [
        {"title": "Annat", "budget": None, "starts_on": "2015-03-01", "starts_precision": "month"},
        {"participations": [], "themes": [], "citations": []},
        {"participations": [{"organisation": OrganisationFactory().pk, "role": "partner", "note": "", "note_en": ""}]},
    ]
    for content in steps:
        project = save_content(project, content, by=editor, seen_version=project.version)
    versions = list(project.history.order_by("history_id"))
    assert [version.content for version in versions][0] == first
    for version in versions:
        project, left_out = restore(project, version, by=editor)
        assert left_out == []
        assert content_of(Project.objects.get(pk=project.pk)) == version.content
    assert project.history.count() == 2 * len(versions)


def test_links_that_are_gone_are_left_out_and_said(client, editor):
    theme, organisation = ThemeFactory(), OrganisationFactory()
    project = ProjectFactory(themes=[theme, ThemeFactory()])
    ParticipationFactory(project=project, organisation=organisation)
    project = save_content(project, {"themes": [], "participations": []}, by=editor, seen_version=1)
    theme.delete()
    organisation.delete()
    version = project.history.order_by("history_id").first()

    page = client.post(reverse("admin:projects_project_simple_history", args=[project.pk, version.pk]), follow=True)

    said = " ".join(str(message) for message in page.context["messages"])
    assert "Medverkan" in said or "Teman" in said
    assert project.themes.count() == 1
    assert not project.participations.exists()


def test_only_editors_restore(client):
    project = ProjectFactory(owner=UserFactory())
    project = save_content(project, {"title": "Två"}, by=UserFactory(staff=True), seen_version=1)
    version = project.history.order_by("history_id").first()
    with pytest.raises(PermissionDenied):
        restore(project, version, by=project.owner)
    viewer = UserFactory(staff=True, user_permissions=[Permission.objects.get(codename="view_project")])
    viewer.groups.clear()  # of the editors, whom an account among the staff belongs to
    path = reverse("admin:projects_project_simple_history", args=[project.pk, version.pk])
    for user, answers in ((None, {302}), (project.owner, {302, 403}), (viewer, {403})):
        client.logout()
        if user:
            client.force_login(user)
        assert client.post(path).status_code in answers
    project.refresh_from_db()
    assert project.title == "Två"


def test_version_of_another_record_is_not_there(client, editor):
    one, other = ProjectFactory(), ProjectFactory()
    save_content(other, {"title": "Två"}, by=editor, seen_version=1)
    version = other.history.first()
    assert client.get(reverse("admin:projects_project_simple_history", args=[one.pk, version.pk])).status_code == 404


# --- In words -------------------------------------------------------------------------------------------------


def changed(record, **content):
    before = content_of(record)
    return {found.name: found for found in differences(type(record), before, before | content)}


def test_differences_are_said_in_words():
    theme, other = ThemeFactory(name="Arbete"), ThemeFactory(name="Hälsa")
    event = EventFactory(themes=[theme], starts_on=datetime.date(2018, 9, 1), starts_precision="month")
    found = changed(
        event, kind=EventKind.TRAINING, themes=[theme.pk, other.pk], starts_precision="day", capacity=350, body=""
    )
    assert found.keys() == {"kind", "themes", "starts_on", "capacity"}
    assert (found["kind"].before, found["kind"].after) == (EventKind.CONFERENCE.label, EventKind.TRAINING.label)
    assert found["themes"].after == "Arbete\nHälsa"
    assert (found["starts_on"].before, found["starts_on"].after) == ("september 2018", "1 september 2018")
    assert (found["capacity"].label, found["capacity"].before, found["capacity"].after) == ("Antal platser", "", "350")


def test_rows_are_compared_line_by_line():
    event = EventFactory()
    ProgrammeItemFactory(event=event, title="Välkommen", position=0)
    FindingFactory(event=event, kind=FindingKind.LESSON, text="Börja i tid.")
    rows = content_of(event)["programme_items"]
    found = changed(event, programme_items=[*rows, rows[0] | {"title": "Kaffe", "position": 1}])
    assert found.keys() == {"programme_items"}
    assert found["programme_items"].before.splitlines() == ["Välkommen"]
    assert found["programme_items"].after.splitlines() == ["Välkommen", "Kaffe"]


def test_long_texts_show_what_is_new_and_gone_word_by_word():
    project = ProjectFactory(body="Ett projekt om arbete och språk.")
    (found,) = changed(project, body="Ett projekt om arbete, hälsa och språk.").values()
    pieces = found.marked
    assert ("same", "Ett projekt om ") in pieces
    assert "".join(text for how, text in pieces if how != "new") == found.before
    assert "".join(text for how, text in pieces if how != "gone") == found.after
    (huge,) = changed(project, body="ord " * 5000).values()
    assert [how for how, _text in huge.marked] == ["gone", "new"]


def test_what_is_gone_since_has_its_number():
    project = ProjectFactory()
    (found,) = changed(project, themes=[999_999]).values()
    assert "999999" in found.after.replace("\xa0", "")


def test_field_that_a_version_does_not_have_is_no_difference():
    project = ProjectFactory()
    older = {name: value for name, value in content_of(project).items() if name != "body"}
    assert differences(Project, older, content_of(project)) == []


# --- In the admin ---------------------------------------------------------------------------------------------


@each_kind
def test_pages_of_versions_and_review_ask_few_queries_however_many_rows(
    model, client, editor, django_assert_max_num_queries
):
    record = filled(model, rows=10)
    for number in range(25):
        with written_as_a_version(record, by=UserFactory()):
            put_content(record, {"summary": f"Text {number}"} | ({"citations": []} if number == 20 else {}))
    opts = model._meta
    addresses = [
        reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[record.pk]),
        reverse(f"admin:{opts.app_label}_{opts.model_name}_simple_history", args=[record.pk, record.history.last().pk]),
    ]
    if issubclass(model, Publishable):
        addresses.append(reverse(f"admin:{opts.app_label}_{opts.model_name}_review", args=[record.pk]))
    for address in addresses:
        with django_assert_max_num_queries(22):  # one for each table that belongs to the record, and the account’s
            response = client.get(address)
        assert response.status_code == 200


def test_history_says_who_when_and_what(client):
    rut = UserFactory(admin=True, name="Rut Redaktör")
    client.force_login(rut)
    project = save_content(ProjectFactory(title="Ett"), {"title": "Två"}, by=rut, seen_version=1, reason="Nytt namn")
    page = client.get(reverse("admin:projects_project_history", args=[project.pk])).content.decode()
    assert "Rut Redaktör" in page
    assert "Nytt namn" in page
    assert "<del>" in page
    assert "Två" in page


def test_history_of_what_cannot_be_a_record_is_not_there(client):
    client.force_login(UserFactory(admin=True))
    assert client.get("/admin/projects/project/slump/history/").status_code == 404


def test_two_editors_in_one_form_the_second_is_told_and_loses_nothing(client, editor):
    project = ProjectFactory(title="Ett", summary="Från början.")
    path = reverse("admin:projects_project_change", args=[project.pk])
    data = form_data(client.get(path))
    save_content(project, {"summary": "Av den första."}, by=UserFactory(staff=True, name="Första"), seen_version=1)

    response = client.post(path, data | {"title": "Av den andra"})

    assert response.status_code == 200
    page = response.content.decode()
    assert "Första" in page
    assert "Av den andra" in page
    project.refresh_from_db()
    assert (project.title, project.summary) == ("Ett", "Av den första.")
    again = form_data(response)
    assert client.post(path, again).status_code == 302
    project.refresh_from_db()
    assert project.title == "Av den andra"


def test_draft_keeps_no_versions_when_nobody_has_read_it():
    owner = UserFactory()
    draft = begin(Event, {"title": "Ett möte"}, by=owner)
    draft = save_content(draft, {"title": "Ett annat möte"}, by=owner, seen_version=1, keep_version=False)
    assert not draft.history.exists()
    draft = save_content(draft, {"title": "Ett tredje"}, by=owner, seen_version=2)
    assert draft.history.count() == 2
    pk = draft.pk
    draft.delete()
    assert not Event.history.filter(id=pk).exists()


def test_published_record_that_is_deleted_leaves_its_last_version():
    project = ProjectFactory(title="Det sista")
    pk = project.pk
    project.delete()
    assert Project.history.get(id=pk).content["title"] == "Det sista"
