"""When the state of a call has turned last: until the next turn pages and lists say the same."""

import datetime
from bisect import bisect_right

from django.utils import timezone

from search.memory import Memory

from . import moments
from .models import CallWindow

# Of one version of the content and of one day, as long as both last.
TURNS = Memory(1)


def last_turn(version: str) -> datetime.datetime:
    """Return the latest moment until now at which a call can have got another state; ``version`` is the content's.

    States turn at midnight, and at the hours at which windows open and close. What is worked out for this moment
    holds now, and can be kept until the next.
    """
    turns = TURNS.get(version, (), _turns_of_today)
    return turns[bisect_right(turns, timezone.now()) - 1]


def moment_of(day: datetime.date, version: str) -> datetime.datetime:
    """Return the moment that "the state on ``day``" is about: of today the last turn, else the start of the day."""
    return last_turn(version) if day == timezone.localdate() else moments.start_of(day)


def _turns_of_today() -> list[datetime.datetime]:
    today = timezone.localdate()
    midnight = moments.start_of(today)
    span = (midnight, moments.start_of(moments.day_after(today)))
    of_field = [
        CallWindow.objects.filter(**{f"{field}__range": span}).order_by().values_list(field)
        for field in ("opens_at", "planned_until", "closes_at")
    ]
    return sorted({midnight, *(moment for (moment,) in of_field[0].union(*of_field[1:]))})
