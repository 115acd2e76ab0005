"""What tables and calendars show of dates that are known to the day, the month, the season or only the year."""

import datetime

from django.utils.translation import gettext as _, gettext_lazy

from search.formats.calendar import Entry
from search.formats.cells import Column, called

from .enums import Precision
from .partial_dates import first_day, format_partial, last_day

# A month or a season can stand in a calendar; a bar over a whole year would hide what else is there.
IN_A_CALENDAR = {Precision.DAY, Precision.MONTH, Precision.SEASON}


def date_or_words(date: datetime.date | None, precision: str) -> datetime.date | str | None:
    """Return what a cell holds of a date: the day itself, or in words what is known of it; None where nothing is."""
    return format_partial(date, precision) if date and precision != Precision.DAY else date


def date_column(label, name: str) -> Column:
    """Return the column of the date in ``<name>_on`` and ``<name>_precision``."""
    return Column(
        label, lambda record: date_or_words(getattr(record, f"{name}_on"), getattr(record, f"{name}_precision"))
    )


FACTS_AS_OF = Column(
    gettext_lazy("facts as of"), lambda record: date_or_words(record.facts_as_of, record.facts_as_of_precision)
)


def dated_entry(record, key: str, what: str, date, precision: str, moment=None) -> list[Entry]:
    """Return the entry that says ``what`` happens to ``record`` on ``date``; none where too little is known of it.

    ``moment`` is that of the day at which it happens, where the hour is known.
    """
    if date is None or precision not in IN_A_CALENDAR:
        return []
    first, last, title = first_day(date, precision), last_day(date, precision), f"{what}: {called(record)}"
    if precision == Precision.DAY:
        return [Entry(record, key, title, moment or first)]
    when = format_partial(date, precision)
    return [Entry(record, key, f"{title} ({when})", first, last, note=no_day_known(when))]


def no_day_known(when: str) -> str:
    return _("The source says %(when)s; the day is not known.") % {"when": when}
