"""The day that a page of calls is about: chosen in its address, else today."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from search import changes

from .turns import moment_of


def chosen_day(request) -> tuple[datetime.date, list[str]]:
    """Return the day asked for in ``datum`` and what to tell of it; today when there is none or it is no date."""
    asked = request.GET.get("datum", "")
    if not asked:
        return timezone.localdate(), []
    try:
        return datetime.date.fromisoformat(asked), []
    except ValueError:
        return timezone.localdate(), [_("“%(value)s” is no date; the state is that of today.") % {"value": asked[:60]}]


def state_moment(request, on: datetime.date) -> datetime.datetime:
    """Return the moment that the states of a page about the day ``on`` are about."""
    return moment_of(on, changes.current(request))
