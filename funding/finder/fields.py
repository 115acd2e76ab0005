"""Fields of the finder: text as people write it, read exactly or said in plain words what is wrong with it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, ngettext

from publishing.written_amounts import Amount, read_amount
from sources.enums import Precision
from sources.written_dates import LONGEST, read_date

from .places import read_countries, read_municipality

LONGEST_PROJECT = 120  # months
MOST_PARTNERS = 99
KRONOR = "SEK"
LONGEST_LINE = 200  # characters
# So many unknown options are named.
NAMED_UNKNOWN = 3
_LENGTH = re.compile(
    r"(?P<number>[0-9]{1,4}(?:[.,][0-9])?) ?(?P<unit>år|year|years|månader|månad|mån|months|month|m|)\.?", re.IGNORECASE
)
_WHOLE = re.compile("[-−–]?[0-9]+")


class Typed(forms.CharField):
    """A line of text that ``read`` makes something of; empty is None."""

    def __init__(self, read, *, size=None, **more):
        self.read = read
        widget = forms.TextInput({"size": size} if size else None)
        super().__init__(required=False, max_length=LONGEST_LINE, empty_value="", widget=widget, **more)
        self.validators = []  # what they would say is said below in plain words

    def clean(self, value):
        text = super().clean(value)
        if "\x00" in text:
            raise ValidationError(_("There is a character in it that is no text. Write it again."), code="no_text")
        if len(text) > LONGEST_LINE:
            raise ValidationError(
                _("It is too long. Write at most %(most)s characters."), code="long", params={"most": LONGEST_LINE}
            )
        return self.read(text) if text else None


def read_day(text: str):
    """Return the date of ``text``, which must be a whole one."""
    date, precision = read_date(text)
    if precision != Precision.DAY:
        raise ValidationError(_("Write a whole date, for example 2015-10-30 or 30 October 2015."), code="not_a_day")
    return date


def read_length(text: str):
    """Return months (int) of "24", "24 månader", "2 år", "1,5 år", or the end as a PartialDate; both may be written."""
    plain = " ".join(text.split())
    found = _LENGTH.fullmatch(plain)
    # Four figures without a unit are a year, so an end.
    if not found or (len(found["number"]) == 4 and not found["unit"]):
        if re.match("[-−–]", plain):
            raise _too_short()
        if len(plain) <= LONGEST and re.search("[0-9]{4}", plain):
            return read_date(plain)
        message = _("“%(text)s” could not be read as a length. Write months or years, for example 24 or 2 years.")
        raise ValidationError(message, code="length", params={"text": text[:60]})
    number = float(found["number"].replace(",", "."))
    months = round(number * 12) if found["unit"].lower() in ("år", "year", "years") else int(number)
    return checked_months(months)


def checked_months(months: int) -> int:
    """Return ``months`` if a project can be so long, else raise a ValidationError."""
    if months < 1:
        raise _too_short()
    if months > LONGEST_PROJECT:
        message = _("A project is at most %(most)s months here. Write months, or years with the word after them.")
        raise ValidationError(message, code="too_long", params={"most": LONGEST_PROJECT})
    return months


def _too_short():
    return ValidationError(_("A project is at least one month long."), code="too_short")


def read_budget(text: str) -> Amount:
    """Return an amount above nothing; in kronor where no currency is written."""
    amount, currency = read_amount(text)
    if not amount:
        raise ValidationError(_("The budget is more than 0. Leave the field empty if you do not know it."), code="zero")
    return Amount(amount, currency or KRONOR)


def read_number(text: str) -> int:
    """Return a number of partners."""
    if not _WHOLE.fullmatch(text):
        message = _("“%(text)s” is no number. Write it in figures, for example 1.")
        raise ValidationError(message, code="number", params={"text": text[:60]})
    if not text.isdecimal():
        raise ValidationError(_("A number of partners cannot be negative. Write 0 if you have none."), code="negative")
    if len(text) > 9 or int(text) > MOST_PARTNERS:
        raise ValidationError(
            _("At most %(most)s partners can be told here."), code="too_many", params={"most": MOST_PARTNERS}
        )
    return int(text)


class Boxes(forms.CheckboxSelectMultiple):
    """Boxes to tick in one template: Django's own takes two more for each box."""

    template_name = "funding/_find_boxes.html"


class Chosen(forms.MultipleChoiceField):
    """Boxes to tick. What is none of the choices is left out and named; the rest counts."""

    widget = Boxes

    def clean(self, value):
        known = {key for key, _label in self.choices}
        self.unknown = list(dict.fromkeys(key for key in value or [] if key and key not in known))
        return [key for key in dict.fromkeys(value or []) if key in known]

    @property
    def said(self) -> list[str]:
        """What was left out, in words."""
        unknown, message = getattr(self, "unknown", []), _("“%(value)s” is not an option of %(filter)s.")
        said = [message % {"value": key[:60], "filter": self.label} for key in unknown[:NAMED_UNKNOWN]]
        if more := len(unknown[NAMED_UNKNOWN:]):
            message = ngettext("%(number)s more was left out.", "%(number)s more were left out.", more)
            said.append(message % {"number": more})
        return said


def municipality(**more) -> Typed:
    return Typed(read_municipality, **more)


def countries(**more) -> Typed:
    return Typed(read_countries, **more)
