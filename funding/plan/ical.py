"""A plan as a calendar (iCalendar, RFC 5545): a day for each step, and the deadline with its hour."""

import datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext as _
from icalendar import TRANSP, Calendar, Event

from publishing.templatetags.content import called

from .words import hour, legal, plan_address, reason, trouble

# Characters of a step's name that fit into a day of a calendar.
SHORT = 70


def calendar_of(record, plan) -> bytes:
    """Return the file. It is published, not an invitation: who imports it a second time gets the days of then."""
    calendar = Calendar.new(
        method="PUBLISH",
        name=_line(_("Plan: %(title)s") % {"title": called(record)}),
        uid=_identity(record, "calendar"),
        prodid=f"-//Integrationsportalen//plan//{(get_language() or 'sv').upper()}",
    )
    for planned in plan.steps:
        name = planned.step.name
        said = [name if len(name) > SHORT else "", reason(planned, plan), trouble(planned, plan)]
        description = "\n\n".join(filter(None, said))
        calendar.add_component(_event(record, planned.step.key, name, planned.day, description))
    start = plan.deadline.moment or plan.deadline.day
    calendar.add_component(_event(record, "deadline", _("Last day to apply"), start, hour(plan.deadline)))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _identity(record, key) -> str:
    return f"plan-{record._meta.model_name}-{record.slug}-{key}@{urlsplit(settings.PORTAL_URL).hostname}"


def _line(text) -> str:
    return " ".join(legal(text).split())


def _event(record, key, name, start, description) -> Event:
    """Return one event: of the whole day when ``start`` is a date.

    Its identity is that of the record and the step, so that a later file moves it. ``record.version`` counts what has
    been changed in the record; of two files of one version the one made later holds, by its time stamp.
    """
    event = Event.new(
        uid=_identity(record, key),
        stamp=timezone.now().astimezone(datetime.UTC),
        sequence=record.version,
        summary=_line(f"{Truncator(name).chars(SHORT)} – {called(record)}"),
        description=legal(description) or None,
        start=start,
        url=urljoin(settings.PORTAL_URL, plan_address(record)),
        transparency=TRANSP.TRANSPARENT,  # a day to have something done by is no day that is taken
    )
    if not isinstance(start, datetime.datetime):
        event.end = start + datetime.timedelta(days=1)
    return event
