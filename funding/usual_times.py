"""When calls usually come: the months in which those of the portal have opened and closed."""

from dataclasses import dataclass, field

from babel.dates import get_month_names
from django.db.models import Max
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import get_language

from sources.enums import Precision

from .models import Call, CallWindow, Programme


@dataclass
class UsualTimes:
    """A running programme and when its own calls and those of what it replaced have opened and closed, as text."""

    programme: Programme
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def usual_times(user, today) -> list[UsualTimes]:
    """Return the months that are known, of each programme running on ``today`` that has any."""
    visible = Programme.objects.visible_to(user)
    opened, closed = _months(user, "opens"), _months(user, "closes")
    found = []
    for programme in visible.filter(ends_on__gte=today).prefetch_related("predecessors"):
        kin = {programme.pk, *(earlier.pk for earlier in programme.predecessors.all())}
        times = UsualTimes(programme, _named(opened, kin), _named(closed, kin))
        if times.opened or times.closed:
            found.append(times)
    return found


def _months(user, end: str) -> list[tuple]:
    """Return (programme, its parent, month, latest year) of all windows that know this end ("opens") to the month."""
    date, exact = f"{end}_on", [Precision.DAY, Precision.MONTH]
    windows = CallWindow.objects.filter(**{f"{date}__isnull": False, f"{end}_precision__in": exact})
    windows = windows.filter(call__in=Call.objects.visible_to(user).order_by())
    rows = windows.annotate(month=ExtractMonth(date)).values("call__programme", "call__programme__parent", "month")
    rows = rows.annotate(year=Max(ExtractYear(date))).order_by("month")
    return list(rows.values_list("call__programme", "call__programme__parent", "month", "year"))


def _named(rows, kin: set) -> list[str]:
    """Return "November 2015" for each month of the programmes ``kin`` and of their strands, the latest year of each."""
    names = get_month_names("wide", context="format", locale=get_language() or "sv")
    latest = {}
    for programme, parent, month, year in rows:
        if kin & {programme, parent}:
            latest[month] = max(year, latest.get(month, 0))
    return [f"{names[month]} {year}" for month, year in sorted(latest.items())]
