"""What has been answered, as the rules read it. None and "" is what has been skipped."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from publishing.written_amounts import Amount
from sources.written_dates import PartialDate

from .places import SWEDEN, Place


class Named(NamedTuple):
    """A theme or a kind of applicant: what the rules and their sentences need of it."""

    slug: str
    name: str
    name_en: str

    def __str__(self):
        return self.name_en if get_language() == "en" else self.name


@dataclass(frozen=True)
class Answers:
    """The answers to the five questions, and the day that the answer is to hold for."""

    # A key of applicants.WHO, and the municipality.
    who: str = ""
    place: Place | None = None
    themes: frozenset[Named] = frozenset()
    words: str = ""
    # Keys of target_groups.TARGET_GROUPS.
    groups: frozenset[str] = frozenset()
    start: PartialDate | None = None
    months: int | None = None
    budget: Amount | None = None
    own: Amount | None = None
    # Organisations besides one's own: in Sweden, in other countries, and the codes of these countries.
    partners: int | None = None
    abroad: int | None = None
    countries: frozenset[str] = frozenset()
    day: datetime.date | None = None

    @property
    def on(self) -> datetime.date:
        """The day that the answer holds for."""
        return self.day or timezone.localdate()

    @property
    def partners_abroad(self) -> int | None:
        """The number of partners abroad: as many as said, and at least one in each of the countries."""
        foreign = len(self.countries - {SWEDEN})
        return max(self.abroad or 0, foreign) if foreign or self.abroad is not None else None
