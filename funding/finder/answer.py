"""The answer: all programmes and calls, best first, each with what every rule says; and what would change it.

The rules are asked once for each part of the records that is alike in what the rule reads, not once for each record;
points are added up by sets. Only what a page shows is looked at one by one (docs/adr/0024).
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy as _, ngettext
from pyroaring import BitMap

from search import registry
from search.memory import Memory

from ..models import Programme
from .answers import Answers
from .catalogue import Catalogue
from .changes import Change, changes_of
from .criteria import RULES, Rule
from .facts import Facts
from .verdicts import Outcome, Verdict

# What rules say to the same answers, of all records: municipalities without a partner abroad are many.
JUDGED = Memory(300)
# So many changes are told, those first that let most fit.
CHANGES_TOLD = 5


@dataclass(frozen=True, eq=False)  # a key of dictionaries: to compare it would translate its heading
class Standing:
    """How far something fits; ``key`` is in the page's classes."""

    key: str
    heading: object

    def counted(self, number: int) -> str:
        """Return "3 fit" and the like."""
        return {
            "fits": lambda: ngettext("%(number)s fits", "%(number)s fit", number),
            "nearly": lambda: ngettext("%(number)s nearly fits", "%(number)s nearly fit", number),
            "not": lambda: ngettext("%(number)s does not fit", "%(number)s do not fit", number),
        }[self.key]() % {"number": number}


FITS, NEARLY, NOT = Standing("fits", _("Fit")), Standing("nearly", _("Nearly fit")), Standing("not", _("Do not fit"))
STANDINGS = (FITS, NEARLY, NOT)


@cache
def _reason(rule: Rule, outcome: Outcome, language: str) -> SafeString:
    """Return what stands before the sentence of a verdict."""
    return format_html(
        '<li class="verdict verdict--{}"><span class="verdict__word">{}</span> <span><strong>{}:</strong> ',
        outcome,
        capfirst(outcome.label),
        rule.label,
    )


@dataclass
class Hit:
    """A programme or a call of the page, and what each rule says of it."""

    number: int
    record: object
    standing: Standing
    verdicts: list[tuple[Rule, Verdict]]

    @property
    def told(self) -> list[tuple[Rule, Verdict]]:
        """What there is to tell: what bars first, then what is met, what is unknown, what has not been answered."""
        order = [Outcome.NOT_MET, Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_ASKED]
        said = [(rule, verdict) for rule, verdict in self.verdicts if verdict.says is not None]
        return sorted(said, key=lambda pair: order.index(pair[1].outcome))

    @property
    def reasons(self) -> SafeString:
        """What is told, as items of a list: more than a hundred on a page, which a template would take long for."""
        language = get_language()
        return format_html_join(
            "", "{}{}</span></li>", ((_reason(rule, v.outcome, language), v.sentence) for rule, v in self.told)
        )

    @property
    def is_programme(self) -> bool:
        return isinstance(self.record, Programme)

    @property
    def is_over(self) -> bool:
        """Whether it takes no more applications on the day, so that what came after it is of use."""
        return any(rule.name == "state" and verdict.is_bar for rule, verdict in self.verdicts)

    @property
    def lacks_partners_abroad(self) -> bool:
        return any(
            rule.name == "countries" and verdict.outcome in (Outcome.NOT_MET, Outcome.NOT_ASKED)
            for rule, verdict in self.told
        )


@dataclass(frozen=True)
class Gain:
    """A change, the records that fit with it and did not before, and the best of them."""

    change: Change
    number: int
    best: int


class Answer:
    """``count()`` and slices make it a sequence of hits for a Paginator, for which ``rows`` loads records by number."""

    def __init__(self, catalogue: Catalogue, rows=None):
        self.catalogue, self.answers, self.rows = catalogue, catalogue.answers, rows

    # --- By sets

    def _judged(self, rule: Rule, answers: Answers) -> list[tuple[Verdict, BitMap]]:
        def judge():
            return [(rule.judge(answers, facts), numbers) for facts, numbers in self.catalogue.parts(rule.reads)]

        if self.catalogue.is_apart(rule.reads):  # by the day or the words, which the next reader has others of
            return judge()
        asked = tuple(getattr(answers, name) for name in rule.asks)
        return JUDGED.get(self.catalogue.version, (rule.name, asked), judge)

    @cached_property
    def judged(self) -> dict[Rule, list[tuple[Verdict, BitMap]]]:
        return {rule: self._judged(rule, self.answers) for rule in RULES}

    @staticmethod
    def _barred(judged) -> BitMap:
        return BitMap.union(BitMap(), *(numbers for verdict, numbers in judged if verdict.is_bar))

    @cached_property
    def barred(self) -> dict[Rule, BitMap]:
        """What each rule keeps from fitting."""
        return {rule: self._barred(judged) for rule, judged in self.judged.items()}

    @cached_property
    def sets(self) -> dict[Standing, BitMap]:
        everything = self.catalogue.everything
        once, twice = BitMap(), BitMap()
        for numbers in self.barred.values():
            twice |= once & numbers
            once |= numbers
        for_good = BitMap.union(*(numbers for rule, numbers in self.barred.items() if not rule.can_change))
        fits, nearly = everything - once, (everything & once) - twice - for_good
        return {FITS: fits, NEARLY: nearly, NOT: everything - fits - nearly}

    @cached_property
    def by_points(self) -> list[BitMap]:
        """All records, parted by their points, the most points first."""
        parts = {0: self.catalogue.everything}
        for rule, judged in self.judged.items():
            counted = defaultdict(list)
            for verdict, numbers in judged:
                if verdict.points:
                    counted[verdict.points * rule.weight].append(numbers)
            for points, sets in counted.items():
                counted[points] = BitMap.union(*sets)
            parts = _added(parts, counted) if counted else parts
        return [numbers for _points, numbers in sorted(parts.items(), reverse=True)]

    # --- A page

    def count(self) -> int:
        return len(self.catalogue.everything)

    def __getitem__(self, part: slice) -> list[Hit]:
        found = self._numbers(part.start, part.stop)
        # What is named as the best that a change lets in is asked for with them.
        self.records = records = self.rows([*(number for _standing, number in found), *(g.best for g in self.gains)])
        return [self._hit(standing, number, records[number]) for standing, number in found if number in records]

    def _numbers(self, start: int, stop: int) -> list[tuple[Standing, int]]:
        """Return the numbers of the hits from ``start`` up to ``stop``; calls before their equals."""
        found, passed = [], 0
        for standing, members in self.sets.items():
            for part in self.by_points:
                alike = part & members
                if passed + len(alike) > start and passed < stop:
                    found += self._in_lists_order(standing, alike, start - passed, stop - passed)
                passed += len(alike)
        return found

    def _in_lists_order(self, standing, alike, start, stop):
        found, passed = [], 0
        for kind, order, ids in self.catalogue.in_order(alike):
            low, high = max(start - passed, 0), min(stop - passed, len(ids))
            if low < high:
                found += [(standing, kind.document_id(pk)) for pk in order.part(ids, low, high)]
            passed += len(ids)
        return found

    def _hit(self, standing, number, record) -> Hit:
        facts: Facts = self.catalogue.whole_facts(number, record)
        return Hit(number, record, standing, [(rule, rule.judge(self.answers, facts)) for rule in RULES])

    # --- What there is to tell of all

    @property
    def counted(self) -> list[tuple[Standing, str]]:
        return [(standing, standing.counted(len(numbers))) for standing, numbers in self.sets.items()]

    @cached_property
    def uncertain(self) -> int:
        """How many of those that fit do so as far as is known: a rule that was asked has no answer."""
        unknown = (numbers for judged in self.judged.values() for v, numbers in judged if v.outcome == Outcome.UNKNOWN)
        return len(self.sets[FITS] & BitMap.union(BitMap(), *unknown))

    @cached_property
    def gains(self) -> list[Gain]:
        """The single changes that let more fit, those first that let most."""
        limits = {limit for facts, _numbers in self.catalogue.parts(("limits",)) for limit in facts.limits}
        rates = {(facts.rate, facts.highest_rate) for facts, _n in self.catalogue.parts(("rate", "highest_rate"))}
        found = []
        for change in changes_of(self.answers, limits, rates):
            if more := self._fits_with(change.answers) - self.sets[FITS]:
                found.append(Gain(change, len(more), self._best(more)))
        return sorted(found, key=lambda gain: -gain.number)[:CHANGES_TOLD]

    def _fits_with(self, answers: Answers) -> BitMap:
        changed = {name for name in vars(answers) if getattr(answers, name) != getattr(self.answers, name)}
        barred = (
            self._barred(self._judged(rule, answers)) if changed.intersection(rule.asks) else numbers
            for rule, numbers in self.barred.items()
        )
        return self.catalogue.everything - BitMap.union(*barred)

    def _best(self, numbers: BitMap) -> int:
        alike = next(part & numbers for part in self.by_points if part & numbers)
        return self._in_lists_order(FITS, alike, 0, 1)[0][1]


def _added(parts: dict[int, BitMap], counted: dict[int, BitMap]) -> dict[int, BitMap]:
    """Return ``parts`` by their points anew, with the points of one more rule."""
    found = defaultdict(BitMap)
    for points, members in parts.items():
        rest = members
        for more, numbers in counted.items():
            if gained := members & numbers:
                found[points + more] |= gained
                rest = rest - gained
        if rest:
            found[points] |= rest
    return found


def kinds_of(numbers) -> dict[registry.Kind, list[int]]:
    """Return the primary keys of the records with these ``numbers``, by kind."""
    found = defaultdict(list)
    for number in numbers:
        kind = registry.kind_of_document(number)
        found[kind].append(number - kind.start)
    return found
