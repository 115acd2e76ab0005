"""Pictures and files as people send them, and the disk that they come to lie on."""

import io
import struct
import zlib
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from attachments.actions import add_attachment
from attachments.checking import check

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"


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


def _png(width, height, *more):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    chunks = [(b"IHDR", header), *more, (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def png_of(width, height):
    """A PNG that says it has this many pixels, and little more."""
    return _png(width, height)


def png_with_text_of(size):
    """A small PNG with a text that is packed, and unpacked is as long as that."""
    return _png(10, 10, (b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * size)))


def files():
    return sorted(path.name for path in Path(default_storage.path("")).rglob("*.*"))


def add(record, content=None, by=None, title="Ett program", alternative_text="Ett bord"):
    return add_attachment(
        record=record, checked=check(sent(content or picture())), title=title, alternative_text=alternative_text, by=by
    )
