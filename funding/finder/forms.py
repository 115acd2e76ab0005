"""The five questions as a form. It is sent by GET: what has been answered is the address."""

import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy as _

from publishing.models import Theme
from publishing.written_amounts import read_amount
from search import changes
from search.lists import QUERY_MAX_LENGTH, SearchField
from search.memory import Memory
from search.swedish import swedish_sort_key
from sources.partial_dates import first_day, last_day
from sources.written_dates import read_date

from .answers import Answers, Named
from .applicants import WHO
from .fields import (
    KRONOR,
    Chosen,
    Typed,
    checked_months,
    countries,
    municipality,
    read_budget,
    read_day,
    read_length,
    read_number,
)
from .places import SWEDEN
from .target_groups import TARGET_GROUPS

# All themes; fields as they are shown.
THEMES, SHOWN = Memory(2), Memory(500)


def themes(version: str) -> dict[str, Named]:
    """Return all themes by their slug, in the order of their names in the language of the reader."""

    def read():
        named = [Named(*row) for row in Theme.objects.values_list("slug", "name", "name_en")]
        return {theme.slug: theme for theme in sorted(named, key=lambda theme: swedish_sort_key(str(theme)))}

    return THEMES.get(version, get_language(), read)


class Who(forms.ChoiceField):
    """One of WHO. What is none is said, and nothing is chosen."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is no kind of organisation that can be chosen here.")}

    def __init__(self, **more):
        choices = [("", _("Choose")), *((key, who.label) for key, who in WHO.items())]
        super().__init__(required=False, choices=choices, **more)


class FinderForm(forms.Form):
    """Reads the answers. Each field stands for itself: what is wrong in one takes nothing from the others."""

    vi = Who(label=_("What kind of organisation are you?"))
    kommun = municipality(
        label=_("In which municipality?"), help_text=_("It brings its county. For example Kristianstad.")
    )
    q = SearchField(
        required=False,
        label=_("What do you want to do, in your own words?"),
        help_text=_("A few words, for example: Swedish for parents at home with children."),
        widget=forms.TextInput({"maxlength": QUERY_MAX_LENGTH}),
    )
    tema = Chosen(required=False, label=_("Themes"), help_text=_("Those that have one of them fit."))
    malgrupp = Chosen(
        required=False,
        label=_("For whom is it?"),
        choices=[(key, group.label) for key, group in TARGET_GROUPS.items()],
    )
    start = Typed(
        read_date, size=20, label=_("When would it begin?"), help_text=_("For example autumn 2027 or 2027-09.")
    )
    langd = Typed(
        read_length,
        size=20,
        label=_("How long, or until when?"),
        help_text=_("For example 24 months, 2 years or 2029."),
    )
    budget = Typed(
        read_budget,
        size=20,
        label=_("What would all of it cost?"),
        help_text=_("For example 4 million kronor or 300 000 euro. Kronor if you do not say."),
    )
    egna = Typed(
        read_amount,
        size=20,
        label=_("How much can you pay yourselves?"),
        help_text=_("Money and working time together."),
    )
    partner = Typed(read_number, size=4, label=_("How many partners have you got in Sweden?"))
    utland = Typed(
        read_number, size=4, label=_("How many partners have you got in other countries?"), help_text=_("0 if none.")
    )
    lander = countries(label=_("In which countries?"), help_text=_("For example Finland, Germany."))
    datum = Typed(
        read_day,
        size=20,
        label=_("Show the state on"),
        help_text=_("Today if you leave it empty. For example 2015-10-30."),
    )

    def __init__(self, data, version=None):
        super().__init__(data, label_suffix="")
        self.version = changes.current() if version is None else version
        self.themes = themes(self.version)
        self.fields["tema"].choices = [(theme.slug, capfirst(str(theme))) for theme in self.themes.values()]

    def clean(self):
        cleaned = super().clean()
        length, start = cleaned.get("langd"), cleaned.get("start")
        if isinstance(length, tuple):
            try:
                cleaned["langd"] = self._months(start, length)
            except ValidationError as error:
                self.add_error("langd", error)
        own, budget = cleaned.get("egna"), cleaned.get("budget")
        if own and not own.currency:
            cleaned["egna"] = own._replace(currency=budget.currency if budget else KRONOR)
        if cleaned.get("utland") == 0 and (cleaned.get("lander") or frozenset()) - {SWEDEN}:
            self.add_error("utland", _("You have named countries, so you have a partner abroad. Write how many."))
        return cleaned

    def _months(self, start, end) -> int:
        """Return the months from ``start`` to ``end``, both counted whole, or say what is wrong."""
        if not start:
            if "start" in self.errors:
                return None
            raise ValidationError(_("Write also when it begins, or the length in months."), code="no_start")
        first, last = first_day(*start), last_day(*end)
        if last < first:
            raise ValidationError(_("The end is before the start."), code="end_before_start")
        last += datetime.timedelta(days=1)
        return checked_months(last.year * 12 + last.month - first.year * 12 - first.month + (last.day > first.day))

    @cached_property
    def answers(self) -> Answers:
        """The answers that could be understood."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        place = said.get("kommun")
        return Answers(
            # Who names a municipality and no kind is taken for the municipality itself.
            who=said.get("vi") or ("kommun" if place and not self["vi"].data else ""),
            place=place,
            themes=frozenset(self.themes[slug] for slug in said.get("tema", [])),
            words=said.get("q", ""),
            groups=frozenset(said.get("malgrupp", [])),
            start=said.get("start"),
            months=said.get("langd"),
            budget=said.get("budget"),
            own=said.get("egna"),
            partners=said.get("partner"),
            abroad=said.get("utland"),
            countries=said.get("lander") or frozenset(),
            day=said.get("datum"),
        )

    @cached_property
    def query(self) -> QueryDict:
        """The answers as they were written, as an address has them; nothing that is empty or none of ours."""
        query = QueryDict(mutable=True)
        for name in self.fields:
            if values := [value.strip() for value in self.data.getlist(name) if value.strip()]:
                query.setlist(name, values if isinstance(self.fields[name], Chosen) else values[-1:])
        return query

    def shown(self, name: str) -> SafeString:
        """Return a field with its label and what is wrong with it, made once for the same answer to the question."""
        field = self[name]
        if settings.DEBUG:  # a template may change under the running server
            return field.as_field_group()
        key = (name, get_language(), self.version if name == "tema" else "", tuple(self.query.getlist(name)))
        return SHOWN.get("any", (*key, tuple(field.errors)), field.as_field_group)

    @property
    def left_out(self) -> list[str]:
        """What of the choices was not understood, in words."""
        self.is_valid()
        notes = [note for field in self.fields.values() if isinstance(field, Chosen) for note in field.said]
        return [*notes, *filter(None, [self.fields["q"].ignored])]
