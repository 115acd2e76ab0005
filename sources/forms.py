"""What forms ask for dates with: one field of text, "hösten 2018", in place of a date and its precision."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from .partial_dates import last_day
from .written_dates import LONGEST, PartialDate, read_date


class PartialDateField(forms.CharField):
    """A date as people write it. The cleaned value is a ``PartialDate`` (date, precision), None when left empty.

    ``initial`` may be a ``PartialDate`` or (date, precision); it is shown as ``format_partial`` writes it.
    """

    def __init__(self, **options):
        options.setdefault("help_text", _("As exactly as you know: 2018, autumn 2018, March 2018 or 5 March 2018."))
        super().__init__(max_length=options.pop("max_length", 2 * LONGEST), **options)
        self.widget.attrs = {"autocomplete": "off", "size": 24} | self.widget.attrs

    def prepare_value(self, value):
        return str(PartialDate(*value)) if isinstance(value, tuple) else value

    def to_python(self, value):
        text = super().to_python(value)
        return read_date(text) if text else None

    def run_validators(self, value):
        """Those of ``CharField`` are for texts; ``read_date`` has checked this one."""

    def has_changed(self, initial, data):
        # As it is shown: a date that is stored in another way than it would be read stays as it is.
        return (self.prepare_value(initial) or "").strip() != (data or "").strip()


class PeriodForm(forms.ModelForm):
    """A form for a model with a ``Period``: ``starts_on`` and ``ends_on`` are each one text with its precision.

    Name both in ``Meta.fields``, the precisions in none; they are set on the instance with the dates.
    """

    starts_on = PartialDateField(label=_("Starts"), required=False)
    ends_on = PartialDateField(label=_("Ends"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            date = self.initial.get(name)
            if isinstance(date, datetime.date):
                precision = _precision_of(name)
                self.initial[name] = PartialDate(date, self.initial.get(precision, getattr(self.instance, precision)))

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        start, end = (self._taken(name) for name in ("starts_on", "ends_on"))
        if start and end and end.date < start.date:
            self.add_error("ends_on", _why_not(start, end))
        for name in cleaned.keys() & {"starts_on", "ends_on"}:
            value = self._taken(name)
            cleaned[name] = value and value.date
            if value:
                setattr(self.instance, _precision_of(name), value.precision)
        return cleaned

    def _taken(self, name):
        """The date as it was written, or as it is stored where nothing else was written."""
        value = self.cleaned_data.get(name)
        if value and name not in self.changed_data:
            return PartialDate(*self.get_initial_for_field(self.fields[name], name))
        return value


def _precision_of(name):
    return name.replace("_on", "_precision")


def _why_not(start, end):
    if last_day(*end) < start.date:
        return _("The end is before the start.")
    return _("Write the end as exactly as the start, or the start less exactly.")
