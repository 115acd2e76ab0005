"""Looks into what people send: pictures and PDFs by what is in them, whatever they are called; all else is refused.

A picture is written anew, so nothing is left of it but what is seen: no place, no camera, no text hidden behind it.
"""

import hashlib
import io
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from .enums import AttachmentKind
from .models import SMALL_SIDE

MEGABYTE = 1024 * 1024
MAX_BYTES = {AttachmentKind.PICTURE: 10 * MEGABYTE, AttachmentKind.DOCUMENT: 15 * MEGABYTE}
# What a picture becomes in memory: 50 million pixels are 200 MB. No telephone takes larger ones unasked.
MAX_PIXELS = 50_000_000
# Pixels of the longest side on a page; in a list: SMALL_SIDE.
LARGEST_SIDE = 2000
QUALITY = 85
FORMATS = ["JPEG", "PNG", "WEBP"]
EMPTY = _("The file is empty. Choose another one, or save it again first.")
# What a browser offers to choose among. It decides nothing.
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


@dataclass
class Checked:
    """What has been sent and found right, ready to be kept by ``actions.add_attachment``."""

    kind: AttachmentKind
    media_type: str
    content: bytes = field(repr=False)
    small: bytes = field(default=b"", repr=False)
    width: int | None = None
    height: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def files(self) -> dict[str, ContentFile]:
        """Return what is to be kept, by the name of its field."""
        contents = {"file": self.content, "small": self.small}
        return {name: ContentFile(content, name="sent") for name, content in contents.items() if content}


def check(sent) -> Checked:
    """Return the picture or PDF in ``sent``, an ``UploadedFile``; a ValidationError in plain words for others."""
    sent.seek(0)
    head = sent.read(16)
    kind = AttachmentKind.DOCUMENT if head.startswith(b"%PDF-") else AttachmentKind.PICTURE
    if not sent.size:
        raise ValidationError(EMPTY, code="empty")
    if sent.size > MAX_BYTES[kind]:
        message = _(
            "The file is too large: a picture may be at most %(picture)s, a PDF at most %(document)s. Make the picture "
            "smaller, or save the PDF with less sharp pictures."
        )
        limits = {limited.value: filesizeformat(most) for limited, most in MAX_BYTES.items()}
        raise ValidationError(message, code="too_large", params=limits)
    sent.seek(0)
    return _document(sent.read()) if kind == AttachmentKind.DOCUMENT else _picture(sent)


def _document(content):
    # Its end says where its table of contents is; software that makes PDFs may add a little after it.
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError(
            _("The PDF is broken: its end is missing. Save it again and send the new file."), code="broken"
        )
    return Checked(AttachmentKind.DOCUMENT, "application/pdf", content)


def _picture(sent):
    try:
        picture = Image.open(sent, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # whatever a reader of pictures trips over, it is none that it can read
        message = _(
            "The portal cannot read this file. Save a picture as JPEG, PNG or WebP, and a document or presentation as "
            "PDF, and send that."
        )
        raise ValidationError(message, code="unknown") from None
    # Its measures stand first in the file; only now is it unpacked.
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_many_pixels()
    # Telephones put a second picture, for bright screens, into a JPEG; its first is the one that is seen.
    if picture.format not in ("JPEG", "MPO") and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(_("The picture moves. Send one that stands still."), code="animated")
    # A JPEG can be unpacked at half or a quarter of its size: the largest in a third of the time and without 400 MB.
    picture.draft(None, (LARGEST_SIDE, LARGEST_SIDE))
    try:
        return _made_anew(picture)
    except Exception:  # as above: a file that is cut short or has been tampered with
        message = _("The picture is broken. Save it again and send the new file.")
        raise ValidationError(message, code="broken") from None


def _made_anew(picture):
    # No copy that is not needed: the largest is 200 MB.
    ImageOps.exif_transpose(picture, in_place=True)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    shown = picture if picture.mode == mode else picture.convert(mode)
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    small = shown.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Checked(AttachmentKind.PICTURE, "image/webp", _packed(shown), _packed(small), *shown.size)


def _packed(picture):
    bare = Image.new(picture.mode, picture.size)  # without what Pillow carries along from the file
    bare.paste(picture)
    packed = io.BytesIO()
    bare.save(packed, "WEBP", quality=QUALITY)
    return packed.getvalue()


def _too_many_pixels():
    message = _("The picture has too many pixels. Make it smaller: 2000 pixels on its longest side are enough.")
    return ValidationError(message, code="too_many_pixels")
