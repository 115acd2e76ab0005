"""What the rules need to know of a programme or a call, read once for each version of the content.

Programmes come by the hundred and are read as records, with their terms. Calls come by the ten thousand: each is a row
that points to what its programme says, and only those that say something themselves get terms of their own.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import get_language
from pyroaring import BitMap

from search import registry
from sources.partial_dates import first_day, format_period, last_day

from ..costs.sums import Limit
from ..models import ApplicantKind, Call, Programme
from ..terms import terms_of
from . import target_groups
from .answers import Named


class Line(NamedTuple):
    """A line of text, in Swedish and, where there is one, in English."""

    text: str = ""
    text_en: str = ""

    def __str__(self):
        return self.text_en if self.text_en and get_language() == "en" else self.text


class Found(StrEnum):
    """How a record stands to the words that are looked for."""

    ALL = "all"
    SOME = "some"
    NONE = "none"  # though another has all of them
    NOBODY = "nobody"  # no record has all of them


class ProgrammeState(StrEnum):
    """A programme on a day, by its period."""

    RUNNING = "running"
    COMING = "coming"
    ENDED = "ended"
    UNKNOWN = "period_unknown"


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
    # themes, and how the search finds the record.
    state: str = ""
    deadline: datetime.date | None = None
    themes: frozenset[str] = frozenset()
    found: str = Found.NONE


def _terms(record: Programme | Call) -> dict:
    """Return the terms of ``record`` as fields of ``Facts``."""
    terms = terms_of(record)
    limits = (Limit(row.amount, row.currency, row.months, row.floor) for row in terms.limits.value)
    return {
        "applicant_kinds": frozenset(Named(k.slug, k.name, k.name_en) for k in terms.applicant_kinds.value),
        "minimum_partners": terms.minimum_partners.value,
        "minimum_countries": terms.minimum_countries.value,
        "limits": tuple(limits),
        "rate": terms.rate.value,
        "highest_rate": terms.highest_rate.value,
    }


def _of_programme(programme: Programme) -> Facts:
    line = programme.target_group
    return Facts(
        gives_money=programme.gives_money,
        period=Period(programme.starts_on, programme.starts_precision, programme.ends_on, programme.ends_precision),
        target_group=Line(line, programme.target_group_en),
        ruled_out=target_groups.ruled_out(line),
        served=target_groups.served(line, frozenset(theme.slug for theme in programme.themes.all())),
        area=programme.area,
        **_terms(programme),
    )


def read() -> dict[Facts, BitMap]:
    """Return all programmes and calls, as numbers of their documents, by their facts."""
    records = Programme.objects.order_by().prefetch_related("applicant_kinds", "ceilings", "themes")
    programmes = {programme.pk: programme for programme in records}
    of_programme = {pk: _of_programme(programme) for pk, programme in programmes.items()}
    kind, found = registry.kind_of(Programme), defaultdict(list)
    for pk, facts in of_programme.items():
        found[facts].append(kind.document_id(pk))
    kind = registry.kind_of(Call)
    for pk, facts in _of_calls(of_programme, _own_terms(programmes)):
        found[facts].append(kind.document_id(pk))
    return {facts: BitMap(numbers) for facts, numbers in found.items()}


def _own_terms(programmes) -> dict[int, dict]:
    """Return the terms of the calls that say something of the money themselves, which few do."""
    says = Q(ceilings__isnull=False)
    for name in ("minimum_partners", "minimum_countries", "cofinancing_percent"):
        says |= Q(**{f"{name}__isnull": False})
    calls = Call.objects.filter(pk__in=Call.objects.filter(says).order_by().values("pk")).order_by()
    found = {}
    for call in calls.prefetch_related("ceilings", "applicant_kinds").iterator(chunk_size=1000):
        call.programme = programmes[call.programme_id]  # with its own rows at hand
        found[call.pk] = _terms(call)
    return found


def _of_calls(of_programme, own_terms):
    """Yield each call with its facts: its programme's, but for what it says itself. Alike ones share one."""
    kinds = {k.pk: Named(k.slug, k.name, k.name_en) for k in ApplicantKind.objects.all()}
    may_apply, themes, shared = defaultdict(set), defaultdict(set), {}
    for call, kind in Call.applicant_kinds.through.objects.values_list("call", "applicantkind").iterator():
        may_apply[call].add(kinds[kind])
    telling = Call.themes.through.objects.filter(theme__slug__in=target_groups.THEMES)
    for call, theme in telling.values_list("call", "theme__slug").iterator():
        themes[call].add(theme)
    for pk, programme in Call.objects.order_by().values_list("pk", "programme").iterator(chunk_size=10_000):
        key = (programme, frozenset(may_apply.get(pk, ())), frozenset(themes.get(pk, ())))
        if key not in shared:
            own = {"applicant_kinds": key[1]} if key[1] else {}
            served = target_groups.served(of_programme[programme].target_group.text, key[2])
            shared[key] = replace(of_programme[programme], served=served, **own)
        yield pk, replace(shared[key], **own_terms[pk]) if pk in own_terms else shared[key]
