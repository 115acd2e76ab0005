"""What the timer does, whenever it comes: looks, tells at once, and what is due since six in the morning."""

import datetime

from django.utils import timezone

from search import changes

from . import actions, reminders
from .enums import Rhythm
from .models import Round
from .news import look
from .telling import Telling

# Swedish time; a mail a week comes on Monday.
HOUR, MONDAY = 6, 0


def go_round(now: datetime.datetime) -> dict[str, int]:
    """Do all that is due at ``now``; return how many mails were written, by what they are.

    However often it is called, and wherever it was killed before, nothing is told twice and nothing left out. What
    should have been done while nothing ran is done now, once.
    """
    through, done = look(now), {}
    seen = f"{changes.current()} {timezone.localdate(now)} {through}"
    if not Round.objects.filter(name=Rhythm.AT_ONCE, seen=seen).exists():
        done["at once"] = Telling(Rhythm.AT_ONCE, through, now).tell()
        _is_done(Rhythm.AT_ONCE, now, seen)
    if _is_due("reminders", now):
        done["reminders"] = reminders.remind(now)
        done["forgotten"] = actions.forget(now)
        _is_done("reminders", now)
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        if _is_due(rhythm, now):
            done[rhythm.value] = Telling(rhythm, through, now).tell()
            _is_done(rhythm, now)
    return done


def _is_due(name, now) -> bool:
    last = Round.objects.filter(name=name).values_list("at", flat=True).first()
    return last is None or last < last_time(now, weekly=name == Rhythm.WEEKLY)


def last_time(now: datetime.datetime, *, weekly: bool) -> datetime.datetime:
    """Return the latest six in the morning, Swedish time, that is not after ``now``; of a Monday if ``weekly``."""
    local = timezone.localtime(now)
    day = local.date() if local.hour >= HOUR else local.date() - datetime.timedelta(days=1)
    if weekly:
        day -= datetime.timedelta(days=(day.weekday() - MONDAY) % 7)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(HOUR)))


def _is_done(name, now, seen=""):
    Round.objects.update_or_create(name=name, defaults={"at": now, "seen": seen})
