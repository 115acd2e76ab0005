"""The five questions: what each is called, and its fields in the form."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Question:
    number: int
    short: str | Promise
    title: str | Promise
    fields: tuple


QUESTIONS = tuple(
    Question(number, short, title, tuple(fields.split()))
    for number, (short, title, fields) in enumerate(
        (
            (_("Who"), _("Who are you?"), "vi kommun"),
            (_("What"), _("What do you want to do?"), "q tema"),
            (_("For whom"), _("For whom?"), "malgrupp"),
            (_("When"), _("When, and for how long?"), "start langd datum"),
            (
                _("Money and partners"),
                _("What money and which partners have you got?"),
                "budget egna partner utland lander",
            ),
        ),
        start=1,
    )
)


def question_of(field: str) -> Question:
    """Return the question that the ``field`` belongs to."""
    return next(question for question in QUESTIONS if field in question.fields)
