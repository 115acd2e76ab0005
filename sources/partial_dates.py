"""Dates that are known to the day, the month, the season or only the year.

Nothing is made more exact than its source: a date column always comes with a
precision, and everything that shows a date goes through this module.
"""

import calendar
import datetime
from functools import lru_cache

from babel.dates import format_date
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy as _, pgettext

from .enums import Precision


def _season(month: int) -> str:
    """Return the season that begins with or contains ``month`` (Swedish calendar seasons)."""
    if month in (12, 1, 2):
        return pgettext("season with year", "winter")
    if month <= 5:
        return pgettext("season with year", "spring")
    if month <= 8:
        return pgettext("season with year", "summer")
    return pgettext("season with year", "autumn")


@lru_cache(maxsize=10_000)  # a list of calls writes a hundred dates
def _formatted(date: datetime.date, pattern: str, locale: str) -> str:
    return format_date(date, pattern, locale=locale)


def format_partial(date: datetime.date | None, precision: str = Precision.DAY) -> str:
    """Return ``date`` in the active language, no more exact than ``precision``; "" for none."""
    if date is None:
        return ""
    if precision == Precision.DAY:
        return _formatted(date, "d MMMM y", get_language() or "sv")
    if precision == Precision.MONTH:
        return _formatted(date, "LLLL y", get_language() or "sv")
    if precision == Precision.SEASON:
        return f"{_season(date.month)} {date.year}"
    return str(date.year)


def format_moment(moment: datetime.datetime) -> str:
    """Return the Swedish day and hour of ``moment`` in the active language: "16 november 2015 kl. 17.00"."""
    local = timezone.localtime(moment)
    words = {"day": format_partial(local.date()), "time": format_hour(local)}
    return pgettext("day and hour", "%(day)s at %(time)s") % words


def format_hour(hour: datetime.datetime | datetime.time) -> str:
    """Return an hour as it is written in the active language: 17.00, 17:00."""
    return f"{hour:%H:%M}" if get_language() == "en" else f"{hour:%H.%M}"


def format_period(start, start_precision, end, end_precision) -> str:
    """Return a span such as "1 februari 2011–1 augusti 2012", "2016–2017" or "från 2010"."""
    first = format_partial(start, start_precision)
    last = format_partial(end, end_precision)
    if first and last:
        if first == last:
            return first
        # Between phrases that contain spaces the dash has spaces round it (Svenska skrivregler).
        return f"{first} – {last}" if " " in first + last else f"{first}–{last}"
    if first:
        return pgettext("period", "from %(date)s") % {"date": first}
    if last:
        return pgettext("period", "until %(date)s") % {"date": last}
    return ""


def first_day(date: datetime.date, precision: str) -> datetime.date:
    """Return the day that stands for ``date`` when it is known to ``precision``: the first of the month or year."""
    if precision == Precision.DAY:
        return date
    return date.replace(month=1, day=1) if precision == Precision.YEAR else date.replace(day=1)


def last_day(date: datetime.date, precision: str) -> datetime.date:
    """Return the last day of the span that starts on ``date`` and has ``precision``."""
    if precision == Precision.YEAR:
        return date.replace(month=12, day=31)
    if precision in (Precision.MONTH, Precision.SEASON):
        months = 0 if precision == Precision.MONTH else 2
        year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
        if year > datetime.MAXYEAR:  # a season that goes on after the calendar
            return datetime.date.max
        return datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    return date


def earliest_unfinished(on: datetime.date, precision: str) -> datetime.date:
    """Return the earliest first day of a span of this precision that is not over on the day ``on``.

    So a span is over when its first day is before this one: a comparison that a database can make.
    """
    if precision == Precision.DAY:
        return on
    if precision == Precision.YEAR:
        return on.replace(month=1, day=1)
    months = on.year * 12 + on.month - 1 - (0 if precision == Precision.MONTH else 2)
    year, month = divmod(max(months, 12), 12)  # not before the first month of the calendar
    return datetime.date(year, month + 1, 1)


def over(field: str, on: datetime.date) -> models.Q:
    """Return the condition that the span in ``<field>_on`` and ``<field>_precision`` is over on the day ``on``."""
    condition = models.Q()
    for precision in Precision:
        condition |= models.Q(
            **{f"{field}_precision": precision, f"{field}_on__lt": earliest_unfinished(on, precision)}
        )
    return condition


# A span of more years than this is a slip of the hand, not something to be found under each of them.
LONGEST_SPAN = 50


class Period(models.Model):
    """A span of time, each end with its own precision; either end may be unknown.

    An end is stored as the first day of what is known: the year 2017 as
    2017-01-01 with year precision.
    """

    starts_on = models.DateField(_("starts"), null=True, blank=True)
    starts_precision = models.CharField(
        _("precision of the start"), max_length=6, choices=Precision, default=Precision.DAY
    )
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    ends_precision = models.CharField(_("precision of the end"), max_length=6, choices=Precision, default=Precision.DAY)
    period_note = models.CharField(
        _("note on the period"),
        max_length=300,
        blank=True,
        help_text=_("What the source says in words when the dates do not say it all."),
    )
    period_note_en = models.CharField(_("note on the period, English"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("The end is before the start."),
            )
        ]

    @property
    def years(self) -> list[int]:
        """The years that the span touches, as far as they are known; an unknown end is the year of the start."""
        known = [day.year for day in (self.starts_on, self.ends_on) if day]
        return list(range(min(known), min(max(known), min(known) + LONGEST_SPAN) + 1)) if known else []

    def clean(self):
        """Refuse a day that is more exact than its precision says: it would be shown as something else."""
        super().clean()
        errors = {}
        for end in ("starts", "ends"):
            date, precision = getattr(self, f"{end}_on"), getattr(self, f"{end}_precision")
            if date and date != first_day(date, precision):
                errors[f"{end}_on"] = _("With this precision, give the first day of the month or year.")
        if errors:
            raise ValidationError(errors)

    @property
    def period(self) -> str:
        return format_period(self.starts_on, self.starts_precision, self.ends_on, self.ends_precision)
