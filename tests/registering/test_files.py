"""Pictures and PDFs: added to a draft, seen by its writers, published and taken over with the record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Project
from publishing.actions import change_status, propose_changes
from publishing.enums import Status
from tests.attachments.samples import HTML, PDF, picture
from tests.factories import ProjectFactory, UserFactory
from tests.reading import parse

from .filling import address, problems, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


@pytest.fixture
def writer():
    return UserFactory()


def send(client, record, content, name="bild.png", **fields):
    data = {"title": "Kursstart", "alternative_text": "Åtta personer runt ett bord"} | fields
    return client.post(address(record, "filer"), data | {"checked": SimpleUploadedFile(name, content)})


def test_picture_is_seen_by_its_writers_and_by_readers_when_it_is_published(client, writer):
    draft, mine = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    assert send(mine, draft, picture("PNG")).status_code == 302
    [attachment] = draft.attachments.all()
    small = attachment.small_url
    assert mine.get(small).getvalue()
    assert client.get(small).status_code == 404
    change_status(draft, to=Status.PUBLISHED, by=UserFactory(staff=True))
    assert client.get(small).getvalue()
    page = client.get(draft.get_absolute_url()).content.decode()
    assert f'src="{small}" alt="Åtta personer runt ett bord"' in page


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (HTML, {}),
        (picture("PNG"), {"alternative_text": ""}),
        (b"", {}),
        (PDF[:20], {}),
        (picture("PNG"), {"title": ""}),
    ],
)
def test_what_will_not_do_is_said_and_the_texts_are_kept(writer, content, fields):
    draft = ProjectFactory(draft=True, owner=writer)
    response = send(signed_in(writer), draft, content, **{"title": "Min rubrik"} | fields)
    assert problems(response)
    assert fields.get("title", "Min rubrik") in response.content.decode()
    assert not draft.attachments.exists()


def test_pdf_is_listed_and_downloaded(client, writer):
    project = ProjectFactory(draft=True, owner=writer)
    send(signed_in(writer), project, PDF, "program.pdf", title="Programmet", alternative_text="")
    change_status(project, to=Status.PUBLISHED, by=UserFactory(staff=True))
    assert "Programmet" in client.get(project.get_absolute_url()).content.decode()
    response = client.get(project.attachments.get().get_absolute_url())
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.getvalue() == PDF


def test_files_of_a_proposal_go_over_to_the_record_with_it(client, writer):
    project, mine = ProjectFactory(owner=writer), signed_in(writer)
    proposal = propose_changes(project, by=writer)
    send(mine, proposal, picture("PNG"))
    [attachment] = proposal.attachments.all()
    assert mine.get(attachment.small_url).getvalue()
    assert "<img" not in client.get(project.get_absolute_url()).content.decode()
    change_status(proposal, to=Status.PUBLISHED, by=UserFactory(staff=True))
    assert client.get(attachment.small_url).getvalue()
    assert [one.title for one in Project.objects.get(pk=project.pk).attachments.all()] == ["Kursstart"]


def test_file_is_removed_and_stays_so(writer):
    draft, mine = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    send(mine, draft, picture("PNG"))
    gone = address(draft, f"filer/{draft.attachments.get().pk}/ta-bort")
    for _ in range(2):
        assert mine.post(gone).status_code == 302
    assert not draft.attachments.exists()


def test_nobody_else_adds_or_removes(writer):
    draft = ProjectFactory(draft=True, owner=writer)
    send(signed_in(writer), draft, picture("PNG"))
    other = signed_in(UserFactory())
    assert send(other, draft, picture("PNG")).status_code == 404
    assert other.post(address(draft, f"filer/{draft.attachments.get().pk}/ta-bort")).status_code == 404
    assert draft.attachments.count() == 1


def test_what_the_editors_have_gets_no_more_files(writer):
    waiting = ProjectFactory(in_review=True, owner=writer)
    assert send(signed_in(writer), waiting, picture("PNG")).status_code == 302
    assert not waiting.attachments.exists()


def test_texts_that_are_sent_when_the_session_has_ended_are_there_after_signing_in_again(writer):
    draft, mine = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    path = address(draft, "filer")
    page = parse(mine.get(path).content)
    [sign] = [field.attrs["value"] for field in page.all("input") if field.attrs.get("name") == "writer"]
    mine.logout()
    assert send(mine, draft, PDF, title="Min rubrik", writer=sign).status_code == 302
    assert not draft.attachments.exists()
    mine.force_login(writer)
    again = mine.get(path).content.decode()
    assert 'value="Min rubrik"' in again
    assert "Välj filen en gång till" in again
    assert send(mine, draft, PDF, title="Min rubrik").status_code == 302
    assert "Min rubrik</a>" in mine.get(path).content.decode()
