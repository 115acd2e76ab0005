"""From days to moments: when a window opens and is over, and which moment the state of a call is worked out for.

A day is a Swedish one. An hour is the funder's, in the funder's time zone; where a source gives no hour nothing is made
of the zone either: the last day lasts until midnight in Sweden.
"""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from sources.enums import Precision
from sources.partial_dates import format_moment, format_partial, last_day

DAY = datetime.timedelta(days=1)
# The first and the last day of the calendar in one time zone lie outside of it in another. An editor cannot type them;
# what is loaded past the forms counts from the nearest day that is in the calendar everywhere.
FIRST_DAY, LAST_DAY = datetime.date.min + DAY, datetime.date.max - DAY


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which ``day`` begins in Sweden."""
    day = max(day, FIRST_DAY)
    return datetime.datetime.combine(day, datetime.time.min, timezone.get_default_timezone())


def day_after(day: datetime.date) -> datetime.date:
    return day + DAY if day < datetime.date.max else day


def at_hour(day, hour: datetime.time, zone: str) -> datetime.datetime:
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return datetime.datetime.combine(day, hour, ZoneInfo(zone))


def opening(day, precision, hour, zone) -> datetime.datetime | None:
    """Return the moment from which a window is open; None when it is not known to the day."""
    if day is None or precision != Precision.DAY:
        return None
    return at_hour(day, hour, zone) if hour else start_of(day)


def end_of(day, precision, hour, zone) -> datetime.datetime | None:
    """Return the moment at which what lasts until ``day``, known to ``precision``, is over; None without a day."""
    if day is None:
        return None
    if hour and precision == Precision.DAY:
        return at_hour(day, hour, zone)
    return start_of(day_after(last_day(day, precision)))


def last_day_before(end: datetime.datetime | None) -> datetime.date | None:
    """Return the last day, in Sweden, of what is over at the moment ``end``; None without one."""
    return end and timezone.localdate(end - datetime.timedelta(microseconds=1))


def written_end(end: datetime.datetime | None, precision: str) -> str:
    """Return the end of a window in words: with its hour unless that is midnight, no more exact than ``precision``."""
    if end is None:
        return ""
    day = last_day_before(end)
    if precision != Precision.DAY:
        return format_partial(first_of_span(day, precision), precision)
    return format_partial(day) if timezone.localtime(end).time() == datetime.time.min else format_moment(end)


def first_of_span(day: datetime.date, precision: str) -> datetime.date:
    """Return the first day of the month, season or year whose last day is ``day``."""
    months = {Precision.MONTH: 0, Precision.SEASON: 2, Precision.YEAR: 11}[precision]
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return datetime.date(year, month + 1, 1)
