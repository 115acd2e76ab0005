"""The end of a window as the facts of an Edition hold it: as exact as it is known, and comparable as text."""

import datetime
from typing import NamedTuple

from funding import moments
from funding.models import CallWindow
from sources.enums import Precision

# Of a window, in the order of its list in the facts.
FIELDS = ["stage", "stage_en", "opens_on", "opens_precision", "opens_time", "known_open_on"]
FIELDS += ["closes_on", "closes_precision", "closes_time", "time_zone"]


class Closing(NamedTuple):
    """Day, precision, hour ("" when unknown) and time zone, as texts; the earlier day is the smaller one."""

    on: str
    precision: str
    hour: str
    zone: str

    @property
    def window(self) -> CallWindow:
        hour = datetime.time.fromisoformat(self.hour) if self.hour else None
        day = datetime.date.fromisoformat(self.on)
        made = CallWindow(closes_on=day, closes_precision=self.precision, closes_time=hour, time_zone=self.zone)
        made.work_out_moments()
        return made

    @property
    def is_exact(self) -> bool:
        return self.precision == Precision.DAY

    @property
    def last_day(self) -> datetime.date:
        """The last day in Sweden: until when one can apply, of a month its last one."""
        return moments.last_day_before(self.window.closes_at)

    def is_over(self, now: datetime.datetime) -> bool:
        return self.window.closes_at <= now

    def __str__(self):
        return self.window.closes


def closings(facts: dict) -> list[tuple[Closing, str]]:
    """Return the end of each window of a call that has one, with its stage."""
    return [
        (Closing(window[6], window[7], window[8] or "", window[9]), window[0])
        for window in facts.get("windows", ())
        if window[6]
    ]


def next_closing(facts: dict, now: datetime.datetime) -> Closing | None:
    """Return the end that comes next."""
    return min((closing for closing, _stage in closings(facts) if not closing.is_over(now)), default=None)


def as_text(value):
    """Return a value of a window as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value
