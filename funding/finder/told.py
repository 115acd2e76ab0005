"""The answers in a few words each, as the page says what it goes by: to be read, printed and mailed."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from organisations.models.place import country_name
from publishing.templatetags.content import money
from search.swedish import swedish_sort_key
from sources.partial_dates import format_partial

from .applicants import WHO
from .forms import FinderForm
from .money_criteria import length_in_words
from .questions import QUESTIONS, Question
from .target_groups import TARGET_GROUPS


@dataclass(frozen=True)
class Told:
    """A question and what has been answered to it; "" where it has been skipped."""

    question: Question
    text: str


def told(form: FinderForm) -> list[Told]:
    """Return what has been answered to each of the questions, as far as it was understood."""
    return [
        Told(question, "; ".join(filter(None, of(form.answers))))
        for question, of in zip(QUESTIONS, _PARTS, strict=True)
    ]


def _listed(names) -> str:
    return ", ".join(sorted(map(str, names), key=swedish_sort_key))


def _who(answers):
    if answers.place and answers.who == "kommun":
        return [answers.place.full_name, answers.place.region]
    return [answers.who and str(WHO[answers.who].label), answers.place and answers.place.full_name]


def _what(answers):
    return [answers.words, _listed(answers.themes)]


def _for_whom(answers):
    return [capfirst(_listed(TARGET_GROUPS[key].label for key in answers.groups))]


def _when(answers):
    return [
        answers.start and _("from %(start)s") % {"start": answers.start},
        answers.months and length_in_words(answers.months),
        answers.day and _("the state on %(day)s") % {"day": format_partial(answers.day)},
    ]


def _with_what(answers):
    number = answers.partners
    abroad = answers.partners_abroad
    in_sweden = ngettext("%(number)s partner in Sweden", "%(number)s partners in Sweden", number or 0)
    elsewhere = ngettext("%(number)s partner abroad", "%(number)s partners abroad", abroad or 0)
    return [
        answers.budget and _("budget %(amount)s") % {"amount": money(*answers.budget)},
        answers.own and _("%(amount)s of your own") % {"amount": money(*answers.own)},
        number is not None and in_sweden % {"number": number},
        abroad is not None and elsewhere % {"number": abroad},
        _listed(country_name(code) for code in answers.countries),
    ]


_PARTS = (_who, _what, _for_whom, _when, _with_what)
