"""What tables and calendars show of events."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from publishing.formats import SUMMARY, THEMES, TITLE
from search.formats.calendar import Entry
from search.formats.cells import Column, called, field, labelled, said
from sources.enums import Precision
from sources.formats import FACTS_AS_OF, IN_A_CALENDAR, date_column, dated_entry, no_day_known
from sources.partial_dates import first_day, last_day

EVENT_COLUMNS = [
    TITLE,
    labelled(gettext_lazy("kind"), "kind"),
    date_column(gettext_lazy("starts"), "starts"),
    Column(gettext_lazy("start time"), lambda event: event.starts_at or ""),
    # Without an end an event is over where it starts.
    Column(gettext_lazy("ends"), lambda event: event.ends_on and date_column("", "ends").value(event) or ""),
    Column(gettext_lazy("end time"), lambda event: event.ends_at or ""),
    field(gettext_lazy("place"), "place"),
    field(gettext_lazy("venue"), "venue"),
    Column(gettext_lazy("country"), lambda event: called(event.country)),
    Column(gettext_lazy("series"), lambda event: called(event.series)),
    Column(gettext_lazy("last day to register"), lambda event: event.registration_closes_on or ""),
    Column(gettext_lazy("places"), lambda event: event.capacity or ""),
    THEMES,
    FACTS_AS_OF,
    SUMMARY,
]


def event_entries(event) -> list[Entry]:
    """Return the event itself, as exactly as it is known, and the last day to register."""
    register = _("Last day to register")
    return [
        *_itself(event),
        *dated_entry(event, "register", register, event.registration_closes_on, Precision.DAY),
    ]


def _itself(event) -> list[Entry]:
    if event.starts_on is None or not {event.starts_precision, event.ends_precision} <= IN_A_CALENDAR:
        return []
    place = ", ".join(filter(None, [event.venue, event.place, called(event.country)]))
    exact = event.starts_precision == Precision.DAY and event.ends_precision == Precision.DAY
    title, last = called(event), event.ends_on or event.starts_on
    if exact and (moments := _moments(event, last)):
        return [Entry(event, "event", title, *moments, note=said(event, "summary"), place=place)]
    first, note = first_day(event.starts_on, event.starts_precision), said(event, "summary")
    last = last_day(last, event.ends_precision if event.ends_on else event.starts_precision)
    if not exact:
        title, note = f"{title} ({event.period})", f"{no_day_known(event.period)}\n\n{note}"
    return [Entry(event, "event", title, first, last, note=note, place=place)]


def _moments(event, last: datetime.date) -> tuple | None:
    """Return when the event begins and ends to the minute; None where the hours are not known.

    Its hours are those of the place. Which zone that is the portal knows of Sweden alone; elsewhere they are hours of
    the clock on the wall, in no zone (RFC 5545, 3.3.5, form 1).
    """
    if event.starts_at is None or (event.ends_at is None and last != event.starts_on):
        return None
    abroad = event.country and event.country.code != "SE"
    zone = None if abroad else timezone.get_default_timezone()
    start = datetime.datetime.combine(event.starts_on, event.starts_at, zone)
    end = datetime.datetime.combine(last, event.ends_at, zone) if event.ends_at else None
    return start, end if end and end > start else None
