"""What the rules need to know of a programme or a call, read once for each version of the content.

Programmes come by the hundred and are read as records, with their terms. Calls come by the ten thousand: each is a row
that points to what its programme says, and only those that say something themselves get terms of their own.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import get_language
from pyroaring import BitMap

from search import registry
from sources.partial_dates import first_day, format_period, last_day

from ..models import ApplicantKind, Call, Programme
from . import target_groups
from .answers import Named


class Line(NamedTuple):
    """A line of text, in Swedish and, where there is one, in English."""

    text: str = ""
    text_en: str = ""

    def __str__(self):
        return self.text_en if self.text_en and get_language() == "en" else self.text


class ProgrammeState(StrEnum):
    """A programme on a day, by its period."""

    RUNNING = "running"
    COMING = "coming"
    ENDED = "ended"
    UNKNOWN = "period_unknown"


class Limit(NamedTuple):
    """What one project may get, at least and at most, if it is ``months`` long; None is not said, or any length."""

    months: int | None
    floor: object
    amount: object
    currency: str


class Period(NamedTuple):
    """The period of a programme as it is stored; either end may be None."""

    starts_on: datetime.date | None = None
    starts_precision: str = "day"
    ends_on: datetime.date | None = None
    ends_precision: str = "day"

    def __str__(self):
        return format_period(*self)

    @property
    def first(self) -> datetime.date | None:
        return self.starts_on and first_day(self.starts_on, self.starts_precision)

    @property
    def last(self) -> datetime.date | None:
        return self.ends_on and last_day(self.ends_on, self.ends_precision)

    def state(self, on: datetime.date) -> ProgrammeState:
        """Return where a programme of this period is on the day ``on``."""
        if self.last and self.last < on:
            return ProgrammeState.ENDED
        if self.first and self.first > on:
            return ProgrammeState.COMING
        return ProgrammeState.RUNNING if self.first and self.last else ProgrammeState.UNKNOWN


@dataclass(frozen=True, eq=False)  # thousands of calls share one, which is told from others by what it is
class Facts:
    """One record, or all that have these facts in common. Empty and None is what the portal does not know."""

    gives_money: bool = True
    period: Period = Period()
    applicant_kinds: frozenset[Named] = frozenset()
    minimum_partners: int | None = None
    minimum_countries: int | None = None
    limits: tuple[Limit, ...] = ()
    rate: int | None = None
    highest_rate: int | None = None
    # Target groups, by their key, and the line that tells of them, in both languages.
    served: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    target_group: Line = Line()
    area: str = ""
    # What depends on the day and on what is asked for: a CallState or a ProgrammeState, the last day to apply, slugs of
    # themes, and whether the search finds the record.
    state: str = ""
    deadline: datetime.date | None = None
    themes: frozenset[str] = frozenset()
    found: bool = False


def _terms(record: Programme) -> dict:
    """Return the terms of ``record`` as fields of ``Facts``. The only place that knows where they are stored."""
    return {
        "applicant_kinds": frozenset(Named(k.slug, k.name, k.name_en) for k in record.applicant_kinds.all()),
        "minimum_partners": record.minimum_partners,
        "minimum_countries": record.minimum_countries,
        "limits": tuple(Limit(row.months, None, row.amount, row.currency) for row in record.ceilings.all()),
        "rate": record.cofinancing_percent,
    }


def _of_programme(programme: Programme) -> Facts:
    line = programme.target_group
    return Facts(
        gives_money=programme.gives_money,
        period=Period(programme.starts_on, programme.starts_precision, programme.ends_on, programme.ends_precision),
        target_group=Line(line, programme.target_group_en),
        ruled_out=target_groups.ruled_out(line),
        served=target_groups.served(line, {theme.slug for theme in programme.themes.all()}),
        area=programme.area,
        **_terms(programme),
    )


def read() -> dict[Facts, BitMap]:
    """Return all programmes and calls, as numbers of their documents, by their facts."""
    programmes = Programme.objects.order_by().prefetch_related("applicant_kinds", "ceilings", "themes")
    of_programme = {programme.pk: _of_programme(programme) for programme in programmes}
    kind, found = registry.kind_of(Programme), defaultdict(list)
    for pk, facts in of_programme.items():
        found[facts].append(kind.document_id(pk))
    _read_calls(of_programme, found)
    return {facts: BitMap(numbers) for facts, numbers in found.items()}


def _read_calls(of_programme, found):
    """Put the number of each call to its facts in ``found``: its programme's, but for what it says itself."""
    kinds = {k.pk: Named(k.slug, k.name, k.name_en) for k in ApplicantKind.objects.all()}
    may_apply, groups = defaultdict(set), defaultdict(set)
    for call, applicant in Call.applicant_kinds.through.objects.values_list("call", "applicantkind").iterator():
        may_apply[call].add(kinds[applicant])
    themes = Call.themes.through.objects.filter(theme__slug__in=target_groups.THEMES)
    for call, theme in themes.values_list("call", "theme__slug").iterator():
        groups[call].add(theme)
    kind, shared = registry.kind_of(Call), {}
    for pk, programme in Call.objects.order_by().values_list("pk", "programme").iterator(chunk_size=10_000):
        key = (programme, frozenset(may_apply.get(pk, ())), frozenset(groups.get(pk, ())))
        if key not in shared:
            shared[key] = _of_call(of_programme[programme], *key[1:])
        found[shared[key]].append(kind.document_id(pk))


def _of_call(programme: Facts, applicants, themes) -> Facts:
    own = {"applicant_kinds": applicants} if applicants else {}
    return replace(programme, served=target_groups.served(programme.target_group.text, themes), **own)
