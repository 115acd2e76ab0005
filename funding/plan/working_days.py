"""Working days of Swedish municipalities, by the ``holidays`` library.

Not worked on: Saturdays, Sundays, public holidays (lag 1989:253) and the three eves that the holiday act (1977:480,
7 §) holds equal to Sundays: Midsummer, Christmas and New Year. Days on which many offices close early (Maundy Thursday,
Walpurgis) or that many take off (the Friday after Ascension Day) are worked on: municipalities differ.
"""

import datetime
from functools import cache

from holidays import DE_FACTO, PUBLIC, Sweden

DAY = datetime.timedelta(days=1)


@cache  # whole years: the library fills its own in while it is asked, which threads cannot share
def _holidays(year: int) -> frozenset:
    return frozenset(Sweden(years=year, categories=(PUBLIC, DE_FACTO)))


def is_working_day(day: datetime.date) -> bool:
    """Return whether municipal offices are usually open on ``day``."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def last_working_day(day: datetime.date) -> datetime.date:
    """Return ``day`` when it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= DAY
    return day


def working_days_before(day: datetime.date, number: int) -> datetime.date:
    """Return the working day that leaves ``number`` working days until ``day``, itself among them.

    From a Monday with 1 that is the Friday before; with 0 it is the last working day on or before ``day``.
    """
    for _day in range(number):
        day = last_working_day(day - DAY)
    return last_working_day(day)
