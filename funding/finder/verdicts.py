"""What a rule says of a record: met, not met, unknown or not asked, and the sentence that tells why."""

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    UNKNOWN = "unknown", _("unknown")
    NOT_ASKED = "not_asked", _("not answered")


class Verdict(NamedTuple):
    """``says`` with ``values`` is the sentence, None where there is nothing to tell.

    A value may be a function, called when the sentence is read.

    ``half``: met, but less well than by others. ``bars``: what is not met keeps the record from fitting.
    """

    outcome: Outcome
    says: Promise | None = None
    values: dict = {}
    half: bool = False
    bars: bool = True

    @property
    def sentence(self) -> str:
        if not self.values:
            return str(self.says or "")
        return self.says % {name: value() if callable(value) else value for name, value in self.values.items()}

    @property
    def is_bar(self) -> bool:
        return self.outcome == Outcome.NOT_MET and self.bars

    @property
    def points(self) -> int:
        """What the outcome counts of the weight of its rule: from -2 to 2."""
        if self.outcome == Outcome.MET:
            return 1 if self.half else 2
        return -2 if self.outcome == Outcome.NOT_MET else 0


NOT_ASKED = Verdict(Outcome.NOT_ASKED)


def met(says, *, half=False, **values) -> Verdict:
    return Verdict(Outcome.MET, says, values, half=half)


def not_met(says, *, bars=True, **values) -> Verdict:
    return Verdict(Outcome.NOT_MET, says, values, bars=bars)


def unknown(says, **values) -> Verdict:
    return Verdict(Outcome.UNKNOWN, says, values)


def not_answered(says, **values) -> Verdict:
    """Return what a record asks for and the reader has not told: worth knowing, but nothing to judge by."""
    return Verdict(Outcome.NOT_ASKED, says, values)
