"""Dates as people write them, in Swedish and English, read no more exactly than they were written.

The other way round is ``format_partial``: all that it writes is read back to the same value.
"""

import datetime
import re
import unicodedata
from typing import NamedTuple

from babel.dates import get_month_names
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .enums import Precision
from .partial_dates import format_partial

# A year outside of these is a slip of the hand: nothing here is older than the programmes of the EU.
FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST = 60  # characters

# The names and their abbreviations, in both languages: {"mars": 3, "mar": 3, "march": 3 …}.
_MONTHS = {
    name.lower().rstrip("."): number
    for language in ("sv", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=language).items()
} | {"sept": 9}
# The month in which each begins. A term is read as the season that stands for it, which is also what will be shown.
_SEASONS = {
    3: "vår våren vt vårterminen spring",
    6: "sommar sommaren summer",
    9: "höst hösten ht höstterminen autumn fall",
    12: "vinter vintern winter",
}
_MONTH_OF_SEASON = {word: month for month, words in _SEASONS.items() for word in words.split()}


def _one_of(words):
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR = r"(?P<year>[0-9]+)"
_DAY = r"(?P<day>[0-9]{1,2})"
_NUMBER = r"(?P<month>[0-9]{1,2})"
_NAME = rf"(?P<month>{_one_of(_MONTHS)})\.?"
_ORDINAL = "(?::[ea]|st|nd|rd|th)?"
_FORMS = [
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        rf"(?:år )?{_YEAR}",
        rf"(?:the )?(?P<season>{_one_of(_MONTH_OF_SEASON)})[ -]*(?:of )?(?:år )?{_YEAR}",
        # The winter of 2018 begins in December of that year.
        r"(?:the )?(?P<season>vinter|vintern|winter) (?:of )?(?P<year>[0-9]{4}) ?[/–-] ?(?P<next>[0-9]{4}|[0-9]{2})",
        rf"{_NAME}[ -]*(?:of )?{_YEAR}",
        rf"{_YEAR}-{_NUMBER}",
        rf"{_YEAR}-{_NUMBER}-{_DAY}",
        rf"(?:den |the )?{_DAY}{_ORDINAL} ?(?:of )?{_NAME},? ?{_YEAR}",
        rf"{_NAME} {_DAY}{_ORDINAL},? {_YEAR}",
        # Swedish: the day first. "5/3/2018" is another day in English, and so it is not read.
        rf"(?:den )?{_DAY}/{_NUMBER} {_YEAR}",
        rf"{_DAY}\.{_NUMBER}\.{_YEAR}",
    )
]
_SPAN = re.compile(r"[0-9]{4} ?[-–—] ?[0-9]{4}|.*(?: [-–—] |[–—]| till | to ).*")
_DOUBT = re.compile(
    r".*\b(ca|cirka|c|omkring|runt|kring|ungefär|troligen|kanske|prel|preliminärt|circa|about|around|approx\w*|probably"
    r"|perhaps|början|mitten|slutet|tidigt|sent|early|late|mid|end|beginning)\b.*|.*\?.*"
)

_EXAMPLES = _("Write for example 2018, autumn 2018, March 2018 or 5 March 2018.")


class PartialDate(NamedTuple):
    """A date as it is stored: the first day of what is known, and how much that is."""

    date: datetime.date
    precision: str

    def __str__(self):
        return format_partial(*self)


def read_date(text: str) -> PartialDate:
    """Return what ``text`` says: "2018", "hösten 2018", "HT 2018", "mars 2018", "2018-03-05", "5/3 2018" …

    Space, capitals and a full stop at the end do not matter. A ``ValidationError`` in plain words for what carries
    doubt ("ca 2018"), is a span, has a year without its century, or is no day of the calendar.
    """
    plain = " ".join(text.split())
    if len(plain) > 2 * LONGEST:  # refused whole: what is cut off could change the rest
        raise _unread(text)
    plain = " ".join(unicodedata.normalize("NFKC", plain).lower().split()).removesuffix(".")
    if len(plain) > LONGEST:
        raise _unread(text)
    found = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    if _SPAN.fullmatch(plain) and not (found and "next" in found.groupdict()):
        raise ValidationError(_("This is a span. Write its start and its end, each in its own field."), code="span")
    if not found and _DOUBT.fullmatch(plain):
        message = _("Write only what is certain, for example the year alone, without words such as “about”.")
        raise ValidationError(message, code="doubt")
    if not found:
        raise _unread(text)
    return _checked(**found.groupdict())


def _unread(text):
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    message = _("“%(text)s” could not be read as a date. %(examples)s")
    return ValidationError(message, code="unread", params={"text": shown, "examples": _EXAMPLES})


def _checked(year, season=None, month=None, day=None, next=None) -> PartialDate:
    """Return the date of the parts, which are texts; a ValidationError where there is no such day."""
    if len(year) != 4:
        raise ValidationError(_("Write the year with four digits, for example 2018."), code="year")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("The year must be between %(first)s and %(last)s."), code="year", params=limits)
    if next and int(next) not in (int(year) + 1, (int(year) + 1) % 100):
        raise ValidationError(
            _("A winter is in two years that follow on one another, for example 2018/2019."), code="year"
        )
    if season:
        number, precision = _MONTH_OF_SEASON[season], Precision.SEASON
    elif month:
        number = _MONTHS.get(month) or int(month)
        precision = Precision.DAY if day else Precision.MONTH
    else:
        number, precision = 1, Precision.YEAR
    try:
        return PartialDate(datetime.date(int(year), number, int(day or 1)), precision)
    except ValueError:
        message = _("There is no such day in the calendar. %(examples)s")
        raise ValidationError(message, code="no_day", params={"examples": _EXAMPLES}) from None
