"""Fields of a form for one record or several, picked with search among thousands.

Without script a field is a plain ``<select>`` (boxes to tick where several may be picked). Where the records are many,
it lists the hits of a search in the same form: docs/adr/0021 says why. With script it is a combobox (static/forms.js)
that asks ``views.options``. Either way the form sends the same.
"""

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from search.suggestions import title_of

from . import finding, pickable

LISTED, ALL = 50, 1000  # hits that a page without script lists; of those that are few
LONGEST = 200  # characters that are looked for


def is_key(value) -> bool:
    """Whether ``value``, from a form or a model, is the key of a record as a database can hold it."""
    return str(value).isdecimal() and len(str(value)) < 20 and int(value) < 2**63


class PickWidget(forms.Widget):
    """Shows what is picked and, when something has been looked for, the hits to pick from.

    Beside its value the form sends what stands in the search field, and what the hits it shows were found by; when
    those differ, ``unanswered`` says what has been looked for and not been shown yet.
    """

    template_name = "entry/_pick.html"
    many = False

    def __init__(self, kind: pickable.Pickable, attrs=None):
        super().__init__(attrs)
        self.kind, self.user, self.known = kind, AnonymousUser(), {}
        self.typed = self.unanswered = ""
        self.answer = None  # the key of what has been looked for by its whole name, and so need not be chosen

    def __deepcopy__(self, memo):
        # Each form has its own: what one user may read is no business of the next.
        copied = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def value_from_datadict(self, data, files, name):
        self.typed = data.get(f"{name}-q", "").strip()[:LONGEST]
        value = data.get(name)
        asked = self.typed == data.get(f"{name}-asked", "") and (value or self.many)
        self.unanswered = "" if asked else self.typed
        return value

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-q" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = self._chosen([*self._keys(value), *([self.answer] if self.answer else [])])
        typed = "" if self.answer else self.typed
        if self.kind.few:
            records = finding.find(self.kind, self.user, "", ALL)
        else:
            found = finding.find(self.kind, self.user, typed, LISTED) if typed else []
            records = [*chosen, *(record for record in found if record not in chosen)]
        context["widget"] |= {
            "many": self.many,
            "few": self.kind.few,
            "typed": typed,
            "url": reverse("entry:options", args=[self.kind.name]),
            "options": [(r.pk, title_of(r), self.kind.beside(r), r in chosen) for r in records],
        }
        return context

    def _chosen(self, keys):
        """The records of ``keys`` as they come from a form or a model; what is no key is passed over."""
        keys = [int(key) for key in keys if is_key(key)]
        if missing := [key for key in keys if key not in self.known]:
            self.known |= self.kind.records(self.user).in_bulk(missing)
        return [self.known[key] for key in dict.fromkeys(keys) if key in self.known]

    def _keys(self, value):
        return [value] if value else []


class PickManyWidget(PickWidget):
    many = True
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        super().value_from_datadict(data, files, name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def _keys(self, value):
        return value or []


class _Picked:
    """What ``PickOne`` and ``PickMany`` share. Until ``for_user`` says by whom, only what is public may be picked."""

    def __init__(self, kind: str, **options):
        self.kind = pickable.kind(kind)
        super().__init__(self.kind.records(AnonymousUser()), widget=self.widget(self.kind), **options)

    def for_user(self, user):
        """Let the field pick what ``user`` may read."""
        self.widget.user = user
        self.queryset = self.kind.records(user)

    def has_changed(self, initial, data):
        return bool(self.widget.unanswered) or super().has_changed(initial, data)

    def prepare_value(self, value):
        # A record at hand need not be asked for again to show its name.
        if isinstance(value, self.kind.model):
            self.widget.known[value.pk] = value
        return super().prepare_value(value)

    def looked_for(self):
        """Return the one record that is called what has been looked for and not yet been picked, or say what to do."""
        typed = self.widget.unanswered
        exact = finding.called_exactly(self.kind, self.widget.user, typed)
        if len(exact) == 1:
            self.widget.answer = exact[0].pk
            return exact[0]
        if finding.find(self.kind, self.widget.user, typed, 1):
            message = _("Choose one of the hits for “%(typed)s”, or empty the search field.")
            raise ValidationError(message, code="choose", params={"typed": typed})
        message = _("There is nothing called “%(typed)s” here. Try another word, or the beginning of it.")
        raise ValidationError(message, code="no_hits", params={"typed": typed})


class PickOne(_Picked, forms.ModelChoiceField):
    """A field for one record of a kind, by the name it is registered by: ``PickOne("aktor")``."""

    widget = PickWidget

    def clean(self, value):
        if self.widget.unanswered:
            value = self.looked_for().pk
        record = super().clean(value)
        if record:
            self.widget.known[record.pk] = record
        return record


class PickMany(_Picked, forms.ModelMultipleChoiceField):
    """A field for several records of a kind: ``PickMany("kommun")``. The cleaned value is a query set."""

    widget = PickManyWidget

    def clean(self, value):
        if self.widget.unanswered:
            value = [*(value or []), str(self.looked_for().pk)]
        if wrong := next((key for key in value or [] if not is_key(key)), None):
            raise ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": wrong}
            )
        return super().clean(value)


class Picking:
    """For forms with such fields; first among the base classes. ``user`` is who picks.

    A record that the form's instance has at hand (``select_related``) is shown without asking for it.
    """

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not isinstance(field, _Picked):
                continue
            field.for_user(user)
            record = getattr(self, "instance", None) and self.instance._state.fields_cache.get(name)
            if record and self.initial.get(name) == record.pk:
                self.initial[name] = record
