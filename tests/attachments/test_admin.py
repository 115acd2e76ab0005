"""Editors see, add, describe and remove the files of every kind of content, and find them in one list."""

import re

import pytest
from django.urls import reverse

from attachments.checking import check
from attachments.models import Attachment
from publishing.actions import propose_changes
from publishing.file_actions import add_file, describe_file, remove_file
from tests.attachments.samples import HTML, PDF, add, files, picture, sent
from tests.attachments.test_serving import KINDS
from tests.factories import AttachmentFactory, EventFactory, ProjectFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

LIST = "/admin/attachments/attachment/"
each_kind = pytest.mark.parametrize("factory", KINDS, ids=lambda factory: factory._meta.model.__name__)


@pytest.fixture
def editor(client):
    """An editor who is no administrator, signed in."""
    user = UserFactory(staff=True, name="Redaktör Ek")
    client.force_login(user)
    return user


def page_of(record):
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_files", args=[record.pk])


def send(client, record, content, name="bild.png", **fields):
    data = {"title": "Kursstart", "alternative_text": "Åtta personer runt ett bord"} | fields
    return client.post(page_of(record), data | {"checked": sent(content, name)})


def fields_of(response):
    form = response.context["adminform"].form
    return {bound.html_name: bound.value() for bound in form}


@each_kind
def test_editor_adds_describes_and_removes_a_file_of_every_kind(
    client, editor, factory, django_capture_on_commit_callbacks
):
    record = factory()
    change = client.get(page_of(record).replace("files", "change")).content.decode()
    assert page_of(record) in change
    assert send(client, record, picture("PNG")).status_code == 302
    [file] = record.attachments.all()
    assert file.uploaded_by == editor
    listed = client.get(page_of(record)).content.decode()
    assert file.small_url in listed
    assert f"{LIST}{file.pk}/change/" in listed

    path = f"{LIST}{file.pk}/change/"
    response = client.post(path, fields_of(client.get(path)) | {"title": "Ny rubrik"})
    assert (response.status_code, response.url) == (302, page_of(record))
    file.refresh_from_db()
    assert (file.title, file.alternative_text) == ("Ny rubrik", "Åtta personer runt ett bord")

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{LIST}{file.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not record.attachments.exists()
    assert files() == []


@pytest.mark.parametrize(
    ("content", "fields", "said"),
    [
        (HTML, {}, "kan inte läsa filen"),
        (picture(), {"alternative_text": ""}, "Beskriv bilden"),
        (picture(), {"title": "å" * 151}, "150"),
    ],
    ids=["page", "not described", "long"],
)
def test_refused_file_is_explained_and_what_was_typed_stays(client, editor, content, fields, said):
    record = ProjectFactory()
    response = send(client, record, content, **{"title": "Min rubrik"} | fields)
    page = response.content.decode()
    assert said in page
    assert fields.get("title", "Min rubrik") in page
    assert not record.attachments.exists()


def test_picture_is_not_left_without_words_and_place_is_changed(client, editor):
    record = ProjectFactory()
    first, second = add(record, title="Ett"), add(record, title="Två")
    path = f"{LIST}{second.pk}/change/"
    before = fields_of(client.get(path))
    assert before["after"] == str(first.pk)
    wrong = client.post(path, before | {"alternative_text": "", "title": "Tre"})
    assert "Beskriv bilden" in wrong.content.decode()
    assert 'value="Tre"' in wrong.content.decode()
    assert client.post(path, before | {"after": "first"}).status_code == 302
    assert list(record.attachments.all()) == [second, first]
    assert client.post(path, before | {"after": "99999"}).status_code == 200


def test_two_editors_describe_the_same_file_and_the_second_is_told(client, editor):
    file = add(ProjectFactory())
    path = f"{LIST}{file.pk}/change/"
    opened = fields_of(client.get(path))
    client.post(path, opened | {"title": "Av den ena"})
    told = client.post(path, opened | {"title": "Av den andra"})
    assert "Nu heter det ”Av den ena”" in told.content.decode()
    file.refresh_from_db()
    assert file.title == "Av den ena"
    assert client.post(path, fields_of(told)).status_code == 302
    file.refresh_from_db()
    assert file.title == "Av den andra"


# --- What is proposed -----------------------------------------------------------------------------------------


def test_editor_sees_what_a_proposal_wants_with_files_and_can_leave_one_undone(client, editor):
    owner = UserFactory()
    project = ProjectFactory(owner=owner)
    kept, gone = add(project, title="Står kvar"), add(project, PDF, title="Tas bort")
    proposal = propose_changes(project, by=owner)
    describe_file(proposal, kept.pk, by=owner, title="Nytt namn", alternative_text="Ett bord", position=1)
    remove_file(proposal, gone.pk, by=owner)
    add_file(proposal, by=owner, checked=check(sent(PDF)), title="Ny fil")

    review = client.get(reverse("admin:projects_project_review", args=[proposal.pk]))
    lines = [re.sub(r"\s+", " ", item.text).strip() for item in parse(review.content).one("ul", "files").all("li")]
    assert lines[0].startswith("Ändras: Står kvar Titel: borttaget: Står kvar nytt: Nytt namn")
    assert lines[1].startswith("Tas bort: Tas bort (pdf")
    assert lines[2].startswith("Ny: Ny fil (pdf")
    assert kept.small_url in review.content.decode()

    client.post(page_of(proposal), {"keep": gone.pk})
    review = client.get(reverse("admin:projects_project_review", args=[proposal.pk]))
    assert "Tas bort:" not in review.content.decode()
    assert [change.attachment for change in proposal.file_changes.all()] == [kept]
    for wrong in ("x", "", "9" * 30, "99999"):
        assert client.post(page_of(proposal), {"keep": wrong}).status_code in (200, 302)


# --- The list -------------------------------------------------------------------------------------------------


def found(client, term):
    return {file.title for file in client.get(LIST, {"q": term}).context["cl"].result_list}


def test_list_finds_by_title_record_words_and_who_sent_it(client, editor):
    project, event = ProjectFactory(title="Östhammars väg"), EventFactory(title="Möte i Åre")
    AttachmentFactory(record=project, title="Årsrapport", uploaded_by=UserFactory(name="Siv Strand"))
    AttachmentFactory(record=event, title="Program", alternative_text="Fem vid ett bord")
    assert found(client, "östhammar") == found(client, "Strand") == found(client, "rapport") == {"Årsrapport"}
    assert found(client, "åre") == found(client, "fem vid") == {"Program"}
    assert found(client, "") == {"Årsrapport", "Program"}
    assert found(client, "finns inte") == set()


def test_list_shows_size_kind_and_who_and_leads_to_the_record(client, editor):
    project = ProjectFactory(title="Vägen in")
    AttachmentFactory(record=project, size=2_500_000, uploaded_by=UserFactory(name="Siv Strand"))
    row = parse(client.get(LIST).content).one("tbody").one("tr")
    for shown in ("Vägen in", "2,4 MB", "PDF", "Siv Strand"):
        assert shown in row.text
    assert page_of(project) in [link.attrs["href"] for link in row.all("a")]


def test_list_and_page_stand_a_row_whose_record_is_gone(client, editor):
    file = AttachmentFactory()
    Attachment.objects.update(object_id=987_654_321)
    assert "#987654321" in client.get(LIST).content.decode()
    path = f"{LIST}{file.pk}/change/"
    assert client.post(path, fields_of(client.get(path)) | {"title": "Ny"}).status_code == 302


def test_files_of_a_record_that_is_gone_lead_back_with_a_word(client, editor):
    assert client.get("/admin/projects/project/999999/files/").status_code == 302
    assert client.get("/admin/projects/project/x/files/").status_code == 302


def test_nothing_is_added_past_the_record(client, editor):
    assert client.get(f"{LIST}add/").status_code == 403
