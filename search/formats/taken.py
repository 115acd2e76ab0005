"""What all formats know of the list that is taken along, and the names by which the world knows its records."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override

from .. import registry

PARAMETER = "format"
# The year since which the portal has its name: what a tag: address is made of (RFC 4151).
SINCE = 2026
# What a feed and a calendar must say and nobody knows: so long ago that nothing takes the record for new.
LONG_AGO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass
class Taken:
    """A list with its choices, as it is taken along. ``contents`` is its filter (a ``contents.Contents``)."""

    request: object
    contents: object
    title: str

    def __post_init__(self):
        # A response that is streamed is written after the request: not in the language of a thread, but in its own.
        self.language = get_language() or settings.LANGUAGE_CODE
        # Worked out now, so that what cannot be found out is an error page and no half list.
        self.number = len(self.contents.hits)

    @cached_property
    def address(self) -> str:
        """The address of the page of the list, with the choices in force."""
        query = self.contents.valid_query().urlencode()
        return self.absolute(self.request.path + (f"?{query}" if query else ""))

    def address_as(self, name: str) -> str:
        """Return the address of the list in the format called ``name``."""
        query = self.contents.valid_query()
        query[PARAMETER] = name
        return self.absolute(f"{self.request.path}?{query.urlencode()}")

    def absolute(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def parts(self, work: Callable[[list], object]) -> Iterator:
        """Yield what ``work`` makes of some hundred records at a time, in the language of the list whoever asks."""
        chunks = self.contents.chunks()
        while True:
            with override(self.language):
                if (records := next(chunks, None)) is None:
                    return
                part = work(records)
            yield part

    @property
    def choices(self) -> list[str]:
        """The choices in force, in words."""
        return [chip.label for chip in self.contents.chips]


def disposition(request, ending: str, *, attachment: bool = True) -> str:
    """Return the header that says what a file of a list is called where it is saved: the list and the day."""
    name = slugify(request.path.rstrip("/").rpartition("/")[2]) or "portalen"
    name = f"{name}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return f'{"attachment" if attachment else "inline"}; filename="{name}"'


def tag_of(record) -> str:
    """Return the name of ``record`` that never changes: not with the host that is asked, the language or the list."""
    host = urlsplit(settings.PORTAL_URL).hostname
    kind = registry.kind_of(type(record)).name
    return f"tag:{host},{SINCE}:{kind}/{record.slug}"


def changed_at(record) -> datetime.datetime:
    """Return when ``record`` last changed for its readers, as ``Contents.records()`` has found it.

    Of what came with the portal and has no time, the day that its facts hold for, else a day long ago.
    """
    if at := getattr(record, "changed_at", None):
        return at
    day = getattr(record, "facts_as_of", None)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time())) if day else LONG_AGO
