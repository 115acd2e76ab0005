"""What people send is known by what is in it, and stripped of what is not seen; the form says what is wrong."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from attachments import checking
from attachments.checking import MEGABYTE, check
from attachments.enums import AttachmentKind
from attachments.forms import AttachmentForm
from tests.attachments.samples import HTML, PDF, opened, picture, png_of, png_with_text_of, sent

ORIENTATION, GPS = 0x0112, 0x8825


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
        (b"\xef\xbb\xbf<html>" + picture("PNG"), "unknown"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "unknown"),
        (picture("ICO"), "unknown"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "unknown"),
        (b"\x89PNG\r\n\x1a\n", "unknown"),
        (b"GIF89a/*" + HTML, "unknown"),
        (PDF[:30], "broken"),
        (picture(size=(400, 400))[:700], "broken"),
        (picture("PNG", size=(400, 400))[:-40], "broken"),
        (picture("WEBP", size=(400, 400), color=(1, 200, 3))[:60], "unknown"),
        (png_of(60_000, 60_000), "too_many_pixels"),
        (png_of(2**31 - 1, 2**31 - 1), "too_many_pixels"),
        (png_of(0, 10), "unknown"),
        (png_with_text_of(64 * MEGABYTE), "unknown"),
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
    assert wrong.errors["alternative_text"] == ["Beskriv bilden för den som inte kan se den."]
    assert "en gång till" in wrong.errors["checked"][0], "browsers do not give a file back"
    assert form(picture(), title="Bild", alternative_text="Tre personer vid ett bord").is_valid()
    assert form(PDF, title="Program").is_valid()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen är tom. Välj en annan"),
        (HTML, "kan inte läsa filen. Spara en bild som JPEG, PNG eller WebP"),
        (None, "måste fyllas i"),
        (PDF[:30], "Spara den på nytt"),
        (png_of(60_000, 60_000), "Gör den mindre"),
        (b"%PDF-1.7" + b" " * 16 * MEGABYTE, "en bild får vara högst 10,0\xa0MB, en pdf högst 15,0\xa0MB. Gör"),
    ],
    ids=["empty", "page", "none", "broken", "pixels", "large"],
)
def test_form_says_at_the_file_what_is_wrong_with_it_and_keeps_the_rest(content, said):
    wrong = form(content, title="Bild")
    assert list(wrong.errors) == ["checked"]
    assert said in wrong.errors["checked"][0]
    assert 'value="Bild"' in str(wrong["title"])


def test_limits_are_those_that_the_help_promises():
    help_text = AttachmentForm.base_fields["checked"].help_text
    for limit in checking.MAX_BYTES.values():
        assert f"{limit // MEGABYTE} MB" in help_text


# --- Received -------------------------------------------------------------------------------------------------


@pytest.fixture
def received(rf):
    """Returns the form that has been sent with ``data``, by the way of the upload handlers."""
    requests = []

    def receive(**data):
        requests.append(rf.post("/", data))
        return AttachmentForm(requests[-1].POST, requests[-1].FILES)

    yield receive
    for request in requests:
        request.close()


NAMES = ["bild.jpg", "å" * 300 + ".jpg", 'a"b\r\n.png', "../../etc/passwd", "<b>.jpg", "\u202egpj.exe", "a\0b.jpg"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_of_the_file_makes_no_difference(received, name):
    taken = received(checked=sent(picture(), name), title="Bild", alternative_text="Ett bord")
    assert taken.is_valid(), taken.errors
    assert taken.cleaned_data["checked"].width == 60


@pytest.mark.parametrize(("field", "length"), [("title", 150), ("alternative_text", 300)])
def test_texts_are_as_long_as_there_is_room_for_and_come_back_whole_when_they_are_longer(field, length):
    given = {"title": "Bild", "alternative_text": "Ett bord"}
    assert form(picture(), **given | {field: "å" * length}).is_valid()
    wrong = form(picture(), **given | {field: "å" * (length + 1)})
    assert field in wrong.errors
    assert "å" * (length + 1) in str(wrong[field])


def test_no_more_of_a_file_is_kept_than_shows_that_it_is_too_large(received):
    """Forty megabytes are sent, fifteen and a byte are kept, and what was written besides comes back."""
    much = SimpleUploadedFile("x.pdf", b"%PDF-1.7" + b" " * 40 * MEGABYTE + b"%%EOF")
    wrong = received(checked=much, title="Programmet", alternative_text="åäö")
    assert wrong.errors.keys() == {"checked"}
    assert "för stor" in wrong.errors["checked"][0]
    assert wrong.files["checked"].size == max(checking.MAX_BYTES.values()) + 1
    assert 'value="Programmet"' in str(wrong["title"])
    assert 'value="åäö"' in str(wrong["alternative_text"])


@pytest.mark.parametrize("size", [10, 3 * MEGABYTE, 15 * MEGABYTE], ids=["in memory", "on disk", "the largest"])
def test_file_of_a_size_that_is_taken_is_received_whole(received, size):
    content = b"%PDF-1.7" + b" " * (size - 13) + b"%%EOF"
    taken = received(checked=SimpleUploadedFile("x.pdf", content), title="Programmet")
    assert taken.is_valid(), taken.errors
    assert taken.cleaned_data["checked"].content == content
