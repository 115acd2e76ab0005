"""Pictures and files: known by what is in them, stripped of what is not seen, served to who may read the record."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import translation
from PIL import Image

from attachments import checking
from attachments.actions import MOST, add_attachment, delete_attachment, describe_attachment
from attachments.checking import MEGABYTE, check
from attachments.enums import AttachmentKind
from attachments.forms import AttachmentForm
from attachments.models import Attachment
from tests.factories import OrganisationFactory, ProjectFactory, UserFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own_in_swedish(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("sv"):
        yield


def picture(format="JPEG", mode="RGB", size=(60, 40), color=None, **more):
    file = io.BytesIO()
    Image.new(mode, size, color or (10 if mode in ("L", "P", "I;16", "1") else tuple([10] * len(mode)))).save(
        file, format, **more
    )
    return file.getvalue()


def sent(content, name="bild.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, content, content_type)


def opened(content):
    return Image.open(io.BytesIO(content))


def png_of(width, height):
    """A PNG that says it has this many pixels, and little more."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def files():
    return sorted(path.name for path in Path(default_storage.path("")).rglob("*.*"))


# --- What is in a file ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", ["bild.jpg", "bild.exe", "..\\..\\x.html", "å" * 90])
def test_picture_is_known_by_what_is_in_it_whatever_it_is_called(format, name):
    checked = check(sent(picture(format), name, "text/html"))
    assert (checked.kind, checked.media_type) == (AttachmentKind.PICTURE, "image/webp")
    assert (checked.width, checked.height) == opened(checked.content).size == (60, 40)
    assert opened(checked.content).format == opened(checked.small).format == "WEBP"


@pytest.mark.parametrize("kind", ["JPEG-CMYK", "JPEG-L", "PNG-P", "PNG-1", "PNG-I;16", "PNG-LA", "PNG-RGBA"])
def test_picture_of_every_colour_mode_is_taken(kind):
    format, mode = kind.split("-")
    checked = check(sent(picture(format, mode)))
    assert opened(checked.content).mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_place_and_camera_and_all_else_that_is_not_seen_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "Kamerafabriken"
    exif.get_ifd(GPS)[2] = (59.0, 19.0, 48.0)
    content = picture(exif=exif, comment=b"hemligt", icc_profile=b"x" * 200, xmp=b"<x>hemligt</x>")
    assert b"Kamerafabriken" in content
    checked = check(sent(content + b"PK\x03\x04" + HTML))
    for kept in (checked.content, checked.small):
        for secret in (b"Kamerafabriken", b"hemligt", b"script", b"PK\x03\x04", b"EXIF", b"ICCP", b"XMP "):
            assert secret not in kept
        assert not opened(kept).getexif()


def test_picture_that_lies_on_its_side_is_turned():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    checked = check(sent(picture(size=(60, 40), exif=exif)))
    assert (checked.width, checked.height) == (40, 60)


def test_large_picture_is_made_smaller_and_small_one_is_not_made_larger():
    checked = check(sent(picture(size=(3000, 1500))))
    assert (checked.width, checked.height) == (2000, 1000)
    assert opened(checked.small).size == (480, 240)
    assert opened(check(sent(picture(size=(1, 1)))).small).size == (1, 1)


def test_pdf_is_known_by_its_signature_and_kept_as_it_is():
    checked = check(sent(PDF, "program.png", "image/png"))
    assert (checked.kind, checked.media_type, checked.content) == (AttachmentKind.DOCUMENT, "application/pdf", PDF)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (HTML, "unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        (picture("GIF"), "unknown"),
        (picture("TIFF"), "unknown"),
        (picture("BMP"), "unknown"),
        (b"PK\x03\x04 a word processor's file", "unknown"),
        (b"MZ\x90\x00", "unknown"),
        (HTML + PDF, "unknown"),
        (b"\x89PNG\r\n\x1a\n", "unknown"),
        (b"GIF89a/*" + HTML, "unknown"),
        (PDF[:30], "broken"),
        (picture(size=(400, 400))[:700], "broken"),
        (picture("PNG", size=(400, 400))[:-40], "broken"),
        (picture("WEBP", size=(400, 400), color=(1, 200, 3))[:60], "unknown"),
        (png_of(60_000, 60_000), "too_many_pixels"),
        (png_of(12_000, 9_000), "too_many_pixels"),
        (png_of(8_000, 8_000), "too_many_pixels"),
        (b"%PDF-1.7" + b" " * 20 * MEGABYTE + b"%%EOF", "too_large"),
        (picture() + b"\0" * 20 * MEGABYTE, "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[:12]!r}",
)
def test_file_that_is_none_of_these_or_broken_or_too_large_is_refused_in_plain_words(content, code):
    with pytest.raises(ValidationError) as refused:
        check(sent(content))
    assert refused.value.code == code
    assert len(refused.value.messages[0]) > 10


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_picture_that_moves_is_refused(format):
    frames = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 250)]
    content = io.BytesIO()
    frames[0].save(content, format, save_all=True, append_images=frames[1:])
    with pytest.raises(ValidationError) as refused:
        check(sent(content.getvalue()))
    assert refused.value.code == "animated"


def test_second_picture_that_a_telephone_adds_does_not_count_as_moving():
    content = io.BytesIO()
    Image.new("RGB", (20, 20)).save(content, "MPO", save_all=True, append_images=[Image.new("RGB", (20, 20))])
    assert check(sent(content.getvalue())).width == 20


# --- The form -------------------------------------------------------------------------------------------------


def form(content, **data):
    return AttachmentForm(data, {"checked": sent(content)} if content is not None else {})


def test_picture_without_words_for_what_it_shows_is_refused_at_that_field():
    wrong = form(picture(), title="Bild")
    assert list(wrong.errors) == ["alternative_text"]
    assert form(picture(), title="Bild", alternative_text="Tre personer vid ett bord").is_valid()
    assert form(PDF, title="Program").is_valid()


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "Filen är tom."), (HTML, "kan inte läsa filen"), (None, "måste fyllas i")]
)
def test_form_says_at_the_file_what_is_wrong_with_it_and_keeps_the_rest(content, said):
    wrong = form(content, title="Bild")
    assert list(wrong.errors) == ["checked"]
    assert said in wrong.errors["checked"][0]
    assert 'value="Bild"' in str(wrong["title"])


# --- Kept and taken away --------------------------------------------------------------------------------------


def add(record, content=None, by=None, title="Ett program", alternative_text="Ett bord"):
    return add_attachment(
        record=record, checked=check(sent(content or picture())), title=title, alternative_text=alternative_text, by=by
    )


@pytest.mark.django_db
def test_files_are_kept_under_random_names():
    user = UserFactory()
    attachment = add(ProjectFactory(), by=user, title="Hemlig titel")
    assert (attachment.uploaded_by, attachment.size) == (user, attachment.file.size)
    assert attachment.file.name != attachment.small.name
    assert len(attachment.file.name) == 2 + 1 + 32 + len(".webp")
    assert files() == sorted(name.name[3:] for name in (attachment.file, attachment.small))


@pytest.mark.django_db
def test_database_refuses_a_picture_without_alternative_text():
    attachment = add(ProjectFactory())
    with pytest.raises(ValidationError, match="Beskriv bilden"):
        describe_attachment(attachment=attachment, title="x", alternative_text="", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(alternative_text="")
    assert describe_attachment(attachment=attachment, title="y", alternative_text="z", by=None).title == "y"


@pytest.mark.django_db
def test_record_has_room_for_so_many_and_what_is_refused_leaves_no_file():
    record = ProjectFactory()
    for _number in range(MOST):
        add(record, PDF)
    with pytest.raises(ValidationError, match="plats för 20"):
        add(record, PDF)
    with pytest.raises(ValidationError):
        add(ProjectFactory(), title="")
    assert len(files()) == MOST
    assert record.attachments.count() == MOST


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["action", "record"])
def test_files_are_deleted_when_the_transaction_that_deletes_the_row_commits(how):
    record = ProjectFactory()
    attachment = add(record)
    with TestCase.captureOnCommitCallbacks() as at_commit:
        delete_attachment(attachment=attachment, by=None) if how == "action" else record.delete()
    assert not Attachment.objects.exists()
    assert len(files()) == 2
    for callback in at_commit:
        callback()
    assert files() == []


@pytest.mark.django_db
def test_file_stays_when_the_row_cannot_be_deleted_after_all():
    attachment = add(ProjectFactory())
    with TestCase.captureOnCommitCallbacks(execute=True) as at_commit, transaction.atomic():
        delete_attachment(attachment=attachment, by=None)
        transaction.set_rollback(True)
    assert at_commit == []
    assert len(files()) == 2
    assert Attachment.objects.exists()


# --- Served ---------------------------------------------------------------------------------------------------


def get(client, address, **more):
    """The answer with all that is in it, read: until then its file is open."""
    response = client.get(address, **more)
    response.body = response.getvalue()
    return response


@pytest.mark.django_db
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


@pytest.mark.django_db
def test_pdf_is_downloaded_and_has_no_small_picture(client):
    attachment = add(ProjectFactory(), PDF, title='\r\nSet-Cookie: x=y; "Program" åäö')
    response = get(client, attachment.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="set-cookie-xy-program-aao.pdf"'
    assert response.body == PDF
    assert get(client, attachment.small_url).status_code == 404


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(client):
    attachment = add(ProjectFactory())
    tag = get(client, attachment.get_absolute_url())["ETag"]
    assert get(client, attachment.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 304
    assert get(client, attachment.small_url, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_file_of_a_draft_is_there_for_who_may_read_the_draft_alone(client):
    owner = UserFactory()
    address = add(ProjectFactory(draft=True, owner=owner)).get_absolute_url()
    tag = '"anything"'
    assert get(client, address, headers={"If-None-Match": tag}).status_code == 404
    for user, status in ((UserFactory(), 404), (owner, 200), (UserFactory(staff=True), 200)):
        client.force_login(user)
        assert get(client, address).status_code == status


@pytest.mark.django_db
def test_file_of_a_record_without_a_rule_is_shown_to_nobody(client):
    address = add(OrganisationFactory()).get_absolute_url()
    client.force_login(UserFactory(staff=True))
    assert get(client, address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/filer/1/", f"/filer/{'9' * 30}/", "/filer/0/liten/", "/filer/x/"])
def test_file_that_is_not_there_is_not_found(client, address):
    assert get(client, address).status_code == 404


@pytest.mark.django_db
def test_file_that_has_gone_from_the_disk_is_not_found(client):
    attachment = add(ProjectFactory())
    attachment.file.storage.delete(attachment.file.name)
    assert get(client, attachment.get_absolute_url()).status_code == 404
    assert client.post(attachment.get_absolute_url()).status_code == 405


def test_limits_are_those_that_the_help_promises():
    help_text = AttachmentForm.base_fields["checked"].help_text
    for limit in checking.MAX_BYTES.values():
        assert f"{limit // MEGABYTE} MB" in help_text
