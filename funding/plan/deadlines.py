"""The last day that a plan is worked out from."""

import datetime
from dataclasses import dataclass

from sources.written_dates import FIRST_YEAR


@dataclass(frozen=True, order=True)
class Deadline:
    """The last day to apply, in Sweden, and the moment (aware, in the funder's own time zone) when it is known."""

    day: datetime.date
    moment: datetime.datetime | None = None


def deadline_of(call, on: datetime.date) -> Deadline | None:
    """Return the first deadline of ``call`` that has not passed on the day ``on``, else its last; None: none is known.

    A year that nobody could type is none: there would be no days before it to plan in.
    """
    known = [window.closes_on for window in call.windows.all() if window.closes_on]
    known = sorted(Deadline(day) for day in known if day.year >= FIRST_YEAR)
    return next((deadline for deadline in known if deadline.day >= on), known[-1] if known else None)
