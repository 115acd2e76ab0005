"""All programmes and calls that a reader may see, as sets to be put together (docs/adr/0024).

Records are numbers of their documents in the index, so that both kinds, and what the search finds, are in one range.
Facts are kept in memory until the content changes; what depends on the day, the themes or the words of a search comes
from the sets that the lists and the search keep as well.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from django.http import QueryDict
from pyroaring import BitMap

from search import registry
from search.finding import Search
from search.memory import Memory
from search.readers import readers_like

from ..enums import CallState
from ..filters import CallFilter, ProgrammeFilter
from ..models import Call, Programme
from . import facts
from .answers import Answers
from .facts import Facts, Found, ProgrammeState

# The facts of all records, and how each set of columns that a rule reads parts them.
FACTS = Memory(30)
# States that the list counts with others as well, but that are something else to those who apply.
_APART_FIRST = [CallState.CLOSING_SOON, CallState.EXPECTED]


class Catalogue:
    """What ``request``'s reader may see, on the day and with the words of ``answers``."""

    def __init__(self, request, answers: Answers):
        self.answers = answers
        day = QueryDict(f"datum={answers.day:%Y-%m-%d}") if answers.day else QueryDict()
        self.calls, self.programmes = CallFilter.of(request, day), ProgrammeFilter.of(request, QueryDict())
        self.lists = {registry.kind_of(one.queryset.model): one for one in (self.calls, self.programmes)}
        self.version, self.user = self.calls.version, request.user

    @cached_property
    def ranges(self) -> dict[registry.Kind, BitMap]:
        """All numbers that records of each kind can have."""
        return {kind: BitMap(range(kind.start, kind.stop)) for kind in self.lists}

    @cached_property
    def everything(self) -> BitMap:
        """All that the reader may see."""
        return BitMap.union(*(kind.documents(one.order.members) for kind, one in self.lists.items()))

    @property
    def reader(self) -> tuple:
        return self.calls.reader

    def remembered(self, *key, work):
        return FACTS.get(self.version, key, work)

    # --- Facts

    @property
    def by_facts(self) -> dict[Facts, BitMap]:
        return self.remembered("facts", work=facts.read)

    @property
    def facts_of(self) -> dict[int, Facts]:
        """The facts of each record by its number."""
        return self.remembered("of", work=lambda: {n: f for f, numbers in self.by_facts.items() for n in numbers})

    def parts(self, reads: tuple) -> Iterator[tuple[Facts, BitMap]]:
        """Yield all records in parts that are alike in what a rule ``reads``: facts that stand for each, and the part.

        What is in none has none of the themes asked for, or no such theme: see ``_by_theme``.
        """
        if self.is_apart(reads):
            yield from {"state": self._by_state, "themes": self._by_theme, "found": self._by_found}[reads[0]]()
        else:
            yield from self.remembered("parts", reads, work=lambda: self._by_columns(reads))

    @staticmethod
    def is_apart(reads: tuple) -> bool:
        """Whether it depends on the day or on what is looked for, and not on the records alone."""
        return reads[0] in ("state", "themes", "found")

    def _by_columns(self, reads):
        found, alike = defaultdict(list), {}
        for one, numbers in self.by_facts.items():
            key = tuple(getattr(one, name) for name in reads)
            alike.setdefault(key, one)
            found[key].append(numbers)
        return [(alike[key], BitMap.union(*numbers)) for key, numbers in found.items()]

    def _sets(self, name):
        """Return the numbers of the records by the values of the facet ``name``, of one list after the other."""
        for kind, one in self.lists.items():
            if name in one.filters:
                for value, ids in one.sets_of(name).items():
                    yield value, kind.documents(ids)

    def _by_state(self):
        for state, numbers in self.by_state.items():
            yield Facts(state=state), numbers

    @cached_property
    def by_state(self) -> dict[str, BitMap]:
        """The state of each record on the day: of a call as the list has it, of a programme by its period."""
        kind, sets, taken, found = registry.kind_of(Call), self.calls.sets_of("laget"), BitMap(), {}
        for state in [*_APART_FIRST, *(state for state in sets if state not in _APART_FIRST)]:
            if numbers := sets.get(state, BitMap()) - taken:
                taken |= numbers
                found[state] = kind.documents(numbers)
        parts, on = defaultdict(BitMap), self.answers.on
        for one, numbers in self.parts(("period",)):
            parts[one.period.state(on)] |= numbers & self.ranges[registry.kind_of(Programme)]
        return found | dict(parts)

    def _by_theme(self):
        """Parts overlap where a record has several of the themes: they are alike all the same, having one."""
        sets = self.by_theme
        chosen = [theme.slug for theme in self.answers.themes]
        having = [sets[slug] for slug in chosen if slug in sets]
        with_one = BitMap.union(BitMap(), *having)
        with_any = BitMap.union(BitMap(), *sets.values())
        yield Facts(themes=frozenset(chosen)), with_one
        yield Facts(themes=frozenset({"another"})), with_any - with_one
        yield Facts(), self.everything - with_any

    @cached_property
    def by_theme(self) -> dict[str, BitMap]:
        return self.remembered("themes", work=self._read_themes)

    def _read_themes(self):
        found = defaultdict(BitMap)
        for slug, numbers in self._sets("tema"):
            found[slug] |= numbers
        return dict(found)

    def _by_found(self):
        for found, numbers in self.found.items():
            yield Facts(found=found), numbers

    @cached_property
    def found(self) -> dict[str, BitMap]:
        """All records by how the search finds them: with all of the words or, where these are few, with some."""
        if not self.answers.words:
            return {Found.NOBODY: self.everything}
        search = Search(self.answers.words, readers_like(self.user), (), self.version)
        whole, hits = search.all_words & self.everything, search.hits & self.everything
        return {
            Found.ALL: whole,
            Found.SOME: hits - whole,
            Found.NONE if whole else Found.NOBODY: self.everything - hits - whole,
        }

    # --- Single records

    def whole_facts(self, number: int, record) -> Facts:
        """Return all facts of one record, with those of the day and of what is asked for."""
        states = (state for state, numbers in self.by_state.items() if number in numbers)
        return replace(
            self.facts_of[number],
            state=next(states, ProgrammeState.UNKNOWN),
            deadline=getattr(record, "next_deadline", None),
            themes=frozenset(slug for slug, numbers in self.by_theme.items() if number in numbers),
            found=next(found for found, numbers in self.found.items() if number in numbers),
        )

    def in_order(self, numbers: BitMap) -> list[tuple]:
        """Return (kind, its order, ids) of some records: calls, by their next deadline, then programmes, by name."""
        parts = ((kind, one.order, numbers & self.ranges[kind]) for kind, one in self.lists.items())
        return [(kind, order, part.shift(-kind.start)) for kind, order, part in parts]
