"""Rows of a form that are added, moved and removed: Django's formsets with the portal's buttons.

Without script each button sends the form, which comes back with the row added, moved or gone and all that was typed
(``pressed``, ``unjudged``); with script it happens in place (static/forms.js). Either way the form sends the same.
"""

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.translation import ngettext_lazy

# So many rows are read and given back with a message, however few are allowed. Nobody writes more by hand.
MOST_READ = 600


class _Order(forms.IntegerField):
    """The place of a row. It says nothing about whether anything has been written in it."""

    def has_changed(self, initial, data):
        return False


class Rows:
    """For formsets with rows to add, move and remove; first among the base classes. Shown by ``entry/_rows.html``.

    Make one with ``formset_factory`` or ``inlineformset_factory`` and ``**rows_at_most(50)``. What is left in it, in
    order, is ``kept_forms``; rows in which nothing was written are not among them. (A choice in a row has an empty
    option or an ``initial``, or it would always be written.)
    """

    deletion_widget = forms.HiddenInput
    ordering_widget = forms.HiddenInput
    default_error_messages = {
        "too_many_forms": ngettext_lazy(
            "There is room for at most %(num)d row. Remove some.",
            "There is room for at most %(num)d rows. Remove some.",
            "num",
        )
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        order = form.fields[ORDERING_FIELD_NAME]
        form.fields[ORDERING_FIELD_NAME] = _Order(required=False, initial=order.initial, widget=order.widget)
        form.row_number, form.is_removed = "__prefix__" if index is None else index, _is_removed(form)

    @property
    def rows(self) -> list:
        """The forms as they are shown, in their order; those that have been removed last, for they are sent too."""
        return sorted(self.forms, key=lambda form: (form.is_removed, _place(form)))

    @property
    def kept_forms(self) -> list:
        """The forms that hold something, in their order; only after ``is_valid()``."""
        written = (form for form in self.forms if form.has_changed() or form.initial)
        return sorted((form for form in written if not form.is_removed), key=_place)

    @property
    def is_full(self) -> bool:
        return sum(not form.is_removed for form in self.forms) >= self.max_num


def rows_at_most(number: int) -> dict:
    """Return the options of a formset factory for ``Rows`` of which there may be ``number``."""
    return {
        "can_order": True,
        "can_delete": True,
        "extra": 0,
        "max_num": number,
        "validate_max": True,
        "absolute_max": max(number, MOST_READ),
    }


def pressed(data: QueryDict, *prefixes: str) -> QueryDict | None:
    """Return ``data`` as it is after the button that was pressed, or None if that is one that sends the form.

    The others are those of the rows with one of ``prefixes``, and the search of a field to pick in. Forms made of what
    is returned are shown again, not judged and not saved: see ``unjudged``.
    """
    shown = data.copy()
    for prefix in prefixes:
        if f"add-{prefix}" in data:
            return _with_one_more(shown, prefix)
        for press, change in (("remove", _without), ("up", _up), ("down", _down)):
            if (number := _number(data.get(f"{press}-{prefix}"))) is not None:
                return change(shown, prefix, number)
    return shown if "search" in data else None


def unjudged(*forms_and_rows) -> None:
    """Let forms and formsets show what was typed without a word about what is missing: nobody has sent them yet."""
    for part in forms_and_rows:
        if isinstance(part, forms.BaseFormSet):
            unjudged(*part.forms)
            for form in part.forms:
                # A row that has just been added stands at what is usual, not at what nobody has sent.
                names = form.fields.keys() - {ORDERING_FIELD_NAME}
                form.is_bound = any(form.add_prefix(name) in form.data for name in names)
            part._errors, part._non_form_errors = [{} for _form in part.forms], part.error_class()
        else:
            part._errors, part.cleaned_data = forms.utils.ErrorDict(), {}


def _value(form, name):
    return form[name].value() if name in form.fields else None


def _is_removed(form):
    return _value(form, DELETION_FIELD_NAME) in (True, "on", "1", "True", "true")


def _place(form):
    """The place of a form in the order; those without one are last, as they come."""
    place = _number(str(_value(form, ORDERING_FIELD_NAME)))
    return MOST_READ if place is None else place


def _number(text):
    """The number that ``text`` is, or None. More digits than a row can have are none: they take long to read."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


def _total(data, prefix):
    return min(_number(data.get(f"{prefix}-{TOTAL_FORM_COUNT}")) or 0, MOST_READ)


def _order(data, prefix):
    """The numbers of the rows that are not removed, in their order."""

    def place(number):
        written = _number(data.get(f"{prefix}-{number}-{ORDERING_FIELD_NAME}"))
        return MOST_READ if written is None else written

    there = (n for n in range(_total(data, prefix)) if not data.get(f"{prefix}-{n}-{DELETION_FIELD_NAME}"))
    return sorted(there, key=place)


def _in_order(data, prefix, numbers):
    for place, number in enumerate(numbers, start=1):
        data[f"{prefix}-{number}-{ORDERING_FIELD_NAME}"] = str(place)
    return data


def _with_one_more(data, prefix):
    total = _total(data, prefix)
    data[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(total + 1)
    return _in_order(data, prefix, [*(n for n in _order(data, prefix) if n != total), total])


def _without(data, prefix, number):
    if number < _total(data, prefix):
        data[f"{prefix}-{number}-{DELETION_FIELD_NAME}"] = "on"
    return data


def _up(data, prefix, number, step=-1):
    order = _order(data, prefix)
    if number in order:
        at = order.index(number)
        to = min(max(at + step, 0), len(order) - 1)
        order[at], order[to] = order[to], order[at]
    return _in_order(data, prefix, order)


def _down(data, prefix, number):
    return _up(data, prefix, number, step=1)
