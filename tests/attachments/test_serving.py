"""A file is served to who may read its record, and can do nothing in a browser."""

import pytest

from publishing.actions import change_status
from publishing.enums import Status
from tests.attachments.samples import HTML, PDF, add, opened
from tests.factories import (
    CallFactory,
    EventFactory,
    KnowledgeEntryFactory,
    NetworkFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    UserFactory,
)
from tests.reading import parse

pytestmark = pytest.mark.django_db

KINDS = [ProgrammeFactory, CallFactory, NetworkFactory, ProjectFactory, EventFactory, KnowledgeEntryFactory]


def get(client, address, **more):
    """The answer with all that is in it, read: until then its file is open."""
    response = client.get(address, **more)
    response.body = response.getvalue()
    return response


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_picture_is_shown_and_can_do_nothing(client, prefix):
    attachment = add(ProjectFactory())
    for address in (attachment.get_absolute_url(), attachment.small_url):
        response = get(client, f"{prefix}{address}")
        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert response["Content-Disposition"] == 'inline; filename="ett-program.webp"'
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
        assert opened(response.body).size == (60, 40)


def test_pdf_is_downloaded_and_has_no_small_picture(client):
    attachment = add(ProjectFactory(), PDF, title='\r\nSet-Cookie: x=y; "Program" åäö')
    response = get(client, attachment.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="set-cookie-xy-program-aao.pdf"'
    assert response.body == PDF
    assert get(client, attachment.small_url).status_code == 404


def test_what_has_not_changed_is_not_sent_again(client):
    attachment = add(ProjectFactory())
    tag = get(client, attachment.get_absolute_url())["ETag"]
    assert get(client, attachment.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 304
    assert get(client, attachment.small_url, headers={"If-None-Match": tag}).status_code == 200


def test_file_of_a_draft_is_there_for_who_may_read_the_draft_alone(client):
    owner = UserFactory()
    address = add(ProjectFactory(draft=True, owner=owner)).get_absolute_url()
    tag = '"anything"'
    assert get(client, address, headers={"If-None-Match": tag}).status_code == 404
    for user, status in ((UserFactory(), 404), (owner, 200), (UserFactory(staff=True), 200)):
        client.force_login(user)
        assert get(client, address).status_code == status


def test_file_of_a_record_without_a_rule_is_shown_to_nobody(client):
    address = add(OrganisationFactory()).get_absolute_url()
    client.force_login(UserFactory(staff=True))
    assert get(client, address).status_code == 404


@pytest.mark.parametrize("address", ["/filer/1/", f"/filer/{'9' * 30}/", "/filer/0/liten/", "/filer/x/"])
def test_file_that_is_not_there_is_not_found(client, address):
    assert get(client, address).status_code == 404


def test_file_that_has_gone_from_the_disk_is_not_found(client):
    attachment = add(ProjectFactory())
    attachment.file.storage.delete(attachment.file.name)
    assert get(client, attachment.get_absolute_url()).status_code == 404
    assert client.post(attachment.get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
        b"%PDF-1.7\n" + HTML + b"\n%%EOF",
        b"%PDF-1.7\nPK\x03\x04 an archive in it\n%%EOF",
    ],
    ids=["script", "page", "archive"],
)
def test_pdf_with_something_in_it_never_opens_in_the_page(client, content):
    response = get(client, add(ProjectFactory(), content, title="Program").get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="program.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Årsmöte på Öland", "arsmote-pa-oland"),
        ('"citat" och \\ ; filename=x.html', "citat-och-filenamexhtml"),
        ("rad\nrad\r\nSet-Cookie: a=b", "rad-rad-set-cookie-ab"),
        ("../../etc/passwd", "etcpasswd"),
        ("برنامج", "fil"),
        ("å" * 150, "a" * 150),
    ],
)
def test_name_of_a_download_is_harmless_whatever_the_title(client, title, name):
    response = get(client, add(ProjectFactory(), PDF, title=title).get_absolute_url())
    assert response["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    assert "Set-Cookie" not in response


def test_file_of_what_is_taken_back_is_closed_to_readers_at_once_though_they_have_it(client):
    project = ProjectFactory()
    attachment = add(project)
    tag = get(client, attachment.get_absolute_url())["ETag"]
    change_status(project, to=Status.ARCHIVED, by=UserFactory(staff=True))
    assert get(client, attachment.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("factory", KINDS, ids=lambda factory: factory._meta.model.__name__)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_page_of_every_kind_shows_its_pictures_and_files(client, factory, prefix):
    record = factory()
    shown, pdf = add(record, alternative_text='Ett "bord"'), add(record, PDF, title="<b>Program</b>")
    add(factory(), PDF, title="En annan posts")
    page = parse(client.get(prefix + record.get_absolute_url()).content).one("ul", "attachments")
    image = page.one("img")
    assert (image.attrs["alt"], image.attrs["width"], image.attrs["height"]) == ('Ett "bord"', "60", "40")
    assert image.attrs["src"].endswith(f"/filer/{shown.pk}/liten/")
    assert [link.attrs["href"].removeprefix("/en") for link in page.all("a")] == [
        f"/filer/{shown.pk}/", f"/filer/{pdf.pk}/"
    ]  # fmt: skip
    assert "<b>Program</b>" in page.text
    assert "annan" not in page.text
