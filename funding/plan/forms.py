"""What a plan is made from: a GET form whose every state is an address."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, ngettext

from sources.enums import Precision
from sources.partial_dates import format_partial
from sources.written_dates import LONGEST, read_date

from .backwards import PAPERS_DAYS
from .working_days import is_working_day

# More dates than a committee has in two years are a slip of the hand; so many complaints are told.
MOST_DATES, MOST_COMPLAINTS = 30, 5
LONGEST_DAYS = 90
# A comma parts two dates unless it stands before the year of one: "March 9, 2016".
_BETWEEN = re.compile(r"[\n;]|,(?!\s*[0-9]{4}\s*(?:[,;\n]|\b(?:och|and)\b|$))|\b(?:och|and)\b")


def read_day(text: str) -> datetime.date:
    """Return the day that ``text`` says; a ValidationError in plain words when it says none, or less than that."""
    try:
        date = read_date(text)
    except ValidationError as error:
        if error.code != "unread":
            raise
        # The examples there are of what a year or a season may be, too.
        message = _("“%(text)s” could not be read as a day. Write it with its year, for example 9 March 2016.")
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        raise ValidationError(message, code="unread", params={"text": shown}) from None
    if date.precision != Precision.DAY:
        message = _("“%(date)s” says no day. Write it too, for example 9 March 2016.")
        raise ValidationError(message, code="no_day", params={"date": date})
    return date.date


class DayField(forms.CharField):
    """A day as people write it; the cleaned value is a date, None when left empty."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "off", "size": 24})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, value):
        text = super().clean(value)
        return read_day(text) if text else None


class PlanForm(forms.Form):
    """``datum`` is the day that the plan is looked at, ``today`` by default.

    What was right is in ``deadline_day`` (None: none typed), ``on``, ``committees`` and ``papers_days`` after
    ``is_valid()``, also when the answer was no: what the plan is shown from.
    """

    sista_dag = DayField(label=_("Last day to apply"), help_text=_("For example 26 April 2016 or 2016-04-26."))
    namnd = forms.CharField(
        label=_("When your committee meets"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("The dates that could come into question, one to a line or with commas between."),
    )
    handlingar = forms.IntegerField(
        label=_("Days before the meeting that papers are handed in"),
        required=False,
        min_value=0,
        max_value=LONGEST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], _("Write a whole number of days, from 0 to 90.")
        ),
    )
    datum = DayField(label=_("The plan as of the day"), help_text=_("Left empty: today."))

    def __init__(self, data, *, today: datetime.date):
        # NUL is nothing that a page may hold; a date with one is told as any other that cannot be read.
        data = {name: text.replace("\0", "\ufffd") for name, text in data.items()}
        super().__init__(data or None, auto_id="%s")
        self.on = today
        self.deadline_day, self.committees, self.papers_days = None, [], PAPERS_DAYS
        self.fields["handlingar"].help_text = _("Left empty: %(days)s days.") % {"days": PAPERS_DAYS}

    def clean_namnd(self):
        """Read the dates one by one, so that one that is wrong does not take the others with it."""
        written = [part.strip() for part in _BETWEEN.split(self.cleaned_data["namnd"]) if part.strip()]
        wrong = []
        for text in written[:MOST_DATES]:
            try:
                self.committees.append(_meeting(text))
            except ValidationError as error:
                wrong += error.messages
        unsaid = len(wrong) - MOST_COMPLAINTS
        if unsaid > 0:
            more = ngettext("and %(count)s more like it.", "and %(count)s more like them.", unsaid)
            wrong = [*wrong[:MOST_COMPLAINTS], more % {"count": unsaid}]
        if len(written) > MOST_DATES:
            message = _("You have written %(count)s dates. The plan heeds the first %(most)s.")
            wrong.insert(0, message % {"count": len(written), "most": MOST_DATES})
        if wrong:
            raise ValidationError(wrong)
        return self.cleaned_data["namnd"]

    def clean(self):
        """Keep what was right, and say when nobody could keep to a plan for the last day that was typed."""
        cleaned = super().clean()
        self.on = cleaned.get("datum") or self.on
        if cleaned.get("handlingar") is not None:
            self.papers_days = cleaned["handlingar"]
        self.deadline_day = cleaned.get("sista_dag")
        left = (self.deadline_day - self.on).days if self.deadline_day else None
        if left is not None and left < 0:
            message = _("%(day)s has passed. The plan shows when each step would have had to be done.")
            self.add_error("sista_dag", message % {"day": format_partial(self.deadline_day)})
        elif left is not None and left < 2:
            tells = _("That is tomorrow.") if left else _("That is today.")
            self.add_error("sista_dag", [tells, _("See at each step what can still be done.")])
        return cleaned


def _meeting(text: str) -> datetime.date:
    day = read_day(text)
    if not is_working_day(day):
        message = _("%(day)s is no working day. Is the date right?")
        raise ValidationError(message, code="no_working_day", params={"day": format_partial(day)})
    return day
