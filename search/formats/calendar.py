"""A list as a calendar to subscribe to (RFC 5545, RFC 7986).

Nothing is made more exact than its source: a day is a day without an hour, a month or a season a span of whole days
that says so in words.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, override
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration

from .cells import plain
from .taken import Taken, changed_at, disposition, tag_of

MEDIA_TYPE = "text/calendar"
PRODID = "-//Integrationsportalen//Listor//SV"
# How often a calendar that subscribes is asked to look again: deadlines move from one day to the next.
REFRESH = datetime.timedelta(hours=12)
# The summer times that a calendar tells of.
ZONES_FROM, ZONES_UNTIL = datetime.date(2000, 1, 1), datetime.date(2060, 1, 1)
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One date of ``record``; ``key`` names it among them and stays the same when it is moved.

    ``start`` and ``end`` are both days, the last one counted, or both moments that know their zone. Without an end it
    is one day, or one moment.
    """

    record: object
    key: str
    title: str
    start: datetime.date
    end: datetime.date | None = None
    note: str = ""
    place: str = ""

    @property
    def is_moment(self) -> bool:
        return isinstance(self.start, datetime.datetime)

    @property
    def zone(self) -> str:
        """The name of the zone that the calendar must explain; "" for days, and for moments in universal time."""
        return getattr(self.start.tzinfo, "key", "") if self.is_moment else ""

    @cached_property
    def uid(self) -> str:
        """A name that says nothing of any machine, and is the same in every list that the record is in."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{tag_of(self.record)}#{self.key}"))


def response(taken: Taken) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines(taken), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    # Not an attachment: a calendar that is given the address reads it as it comes.
    answer["Content-Disposition"] = disposition(taken.request, "ics", attachment=False)
    return answer


def lines(taken: Taken) -> Iterator[bytes]:
    """Yield the calendar in parts: its head, the entries of some hundred records at a time, its end."""
    with override(taken.language):
        yield _calendar(taken).to_ical().removesuffix(END)
    # A calendar without any component is none by the grammar, so one zone is there also in a list without dates.
    zones, seen = {"", "UTC", timezone.get_default_timezone_name()}, set()
    yield _zone(timezone.get_default_timezone_name())

    def written(records) -> bytes:
        parts = []
        for entry in (entry for record in records for entry in taken.contents.calendar_entries(record)):
            if entry.zone not in zones:
                zones.add(entry.zone)
                parts.append(_zone(entry.zone))
            if entry.uid not in seen:  # a call may be there by itself and by its programme
                seen.add(entry.uid)
                parts.append(_event(taken, entry).to_ical())
        return b"".join(parts)

    yield from taken.parts(written)
    yield END


def _calendar(taken: Taken) -> Calendar:
    name, told = plain(taken.title), "; ".join(map(plain, taken.choices))
    calendar = Calendar.new(
        prodid=PRODID,
        uid=uuid.uuid5(uuid.NAMESPACE_URL, taken.address),
        name=name,
        description=told or None,
        url=taken.address,
    )
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # RFC 7986 wants that said
    calendar.add("source", taken.address_as("ics"), parameters={"VALUE": "URI"})
    # Its older name, which Outlook knows.
    calendar.add("x-published-ttl", vDuration(REFRESH).to_ical().decode())
    return calendar


def _event(taken: Taken, entry: Entry) -> Event:
    record, address, event = entry.record, taken.absolute(entry.record.get_absolute_url()), Event()
    changed = changed_at(record).astimezone(datetime.UTC)
    event.add("uid", entry.uid)
    # Every change of the record raises it, the move of a date among them: more often than need be is allowed.
    event.add("sequence", getattr(record, "version", 0))
    # In a calendar that nobody sends, both say when the record changed (RFC 5545, 3.8.7.2).
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", plain(entry.title))
    event.add("description", "\n\n".join(filter(None, [plain(entry.note), _("More in the portal:"), address])))
    event.add("url", address)
    if entry.place:
        event.add("location", plain(entry.place))
    event.add("dtstart", entry.start)
    if not entry.is_moment:
        last = entry.end or entry.start
        if last < datetime.date.max:
            event.add("dtend", last + datetime.timedelta(days=1))  # the first day after it
        event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    elif entry.end:
        event.add("dtend", entry.end)
    return event


@cache
def _zone(name: str) -> bytes:
    return Timezone.from_tzinfo(ZoneInfo(name), first_date=ZONES_FROM, last_date=ZONES_UNTIL).to_ical()
