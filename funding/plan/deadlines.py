"""The last day that a plan is worked out from."""

import datetime
from dataclasses import dataclass

from sources.enums import Precision
from sources.written_dates import FIRST_YEAR

from .. import moments


@dataclass(frozen=True)
class Deadline:
    """The last day to apply, in Sweden.

    ``moment`` (aware, in the funder's own time zone) and ``words`` ("26 april 2016 kl. 12.00", Swedish time) are there
    when the hour is known. ``is_typed`` when the reader has written the day, and no window that is known ends on it.
    """

    day: datetime.date
    moment: datetime.datetime | None = None
    words: str = ""
    is_typed: bool = False

    @property
    def ends_at(self) -> datetime.datetime:
        return self.moment or moments.start_of(moments.day_after(self.day))


def deadline_of(call, at: datetime.datetime, day: datetime.date | None = None) -> Deadline | None:
    """Return the first deadline of ``call`` that is not over at the moment ``at``, else its last; None: none is known.

    With ``day`` it is one of that day. What is known to the month only is no day to plan from; nor is a year that
    nobody could type.
    """
    windows = [window for window in call.windows.all() if window.closes_at and window.closes_precision == Precision.DAY]
    deadlines = sorted(map(_deadline, windows), key=lambda deadline: deadline.ends_at)
    known = [one for one in deadlines if one.day.year >= FIRST_YEAR and day in (None, one.day)]
    return next((deadline for deadline in known if deadline.ends_at > at), known[-1] if known else None)


def _deadline(window) -> Deadline:
    day = moments.last_day_before(window.closes_at)
    if not window.closes_time:
        return Deadline(day)
    words = f"{window.closes} ({window.closes_there}, {window.get_time_zone_display()})"
    moment = moments.at_hour(window.closes_on, window.closes_time, window.time_zone)
    return Deadline(day, moment, words if window.closes_there else window.closes)
