"""The single changes of the answers that are tried: would more fit then?

A small table: each entry looks at the answers and at what the records ask for, and yields what would be said instead.
Each change is an address of its own, and is looked at by following a link.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_UP

from django.http import QueryDict
from django.utils.translation import gettext as _

from publishing.templatetags.content import money
from publishing.written_amounts import Amount

from ..costs.sums import CENT, share
from .answers import Answers
from .applicants import WHO
from .money_criteria import length_in_words

# So many amounts of one kind are tried, the least first.
AMOUNTS_TRIED = 3


@dataclass(frozen=True)
class Change:
    """Other answers than those given: in words, as ``Answers`` and as a field of the address with its value."""

    label: str
    answers: Answers
    field: str
    value: str

    def query(self, query: QueryDict) -> str:
        """Return the query of the address with the change made."""
        changed = query.copy()
        changed[self.field] = self.value
        return changed.urlencode()


def _partner_abroad(answers, limits, rates) -> Iterator[Change]:
    abroad = answers.partners_abroad
    if abroad is not None:
        label = _("With one more partner abroad, in another country") if abroad else _("With one partner abroad")
        yield Change(label, replace(answers, abroad=abroad + 1), "utland", str(abroad + 1))


def _partner_in_sweden(answers, limits, rates) -> Iterator[Change]:
    if answers.partners is not None:
        number = answers.partners + 1
        yield Change(_("With one more partner in Sweden"), replace(answers, partners=number), "partner", str(number))


def _shorter(answers, limits, rates) -> Iterator[Change]:
    if answers.months:
        for months in sorted({limit.months for limit in limits if limit.months and limit.months < answers.months})[-1:]:
            label = _("With a project of %(length)s") % {"length": length_in_words(months)}
            yield Change(label, replace(answers, months=months), "langd", str(months))


def _more_own_money(answers, limits, rates) -> Iterator[Change]:
    budget, own = answers.budget, answers.own
    if budget and own and budget.currency == own.currency:
        needed = {share(budget.amount, rate).own for pair in rates for rate in pair if rate}
        ceilings = {one.amount for one in limits if one.currency == budget.currency and one.amount is not None}
        needed |= {budget.amount - ceiling for ceiling in ceilings}
        for amount in sorted(amount for amount in needed if amount > own.amount)[:AMOUNTS_TRIED]:
            written = money(amount, own.currency)
            label = _("With %(amount)s of your own") % {"amount": written}
            yield Change(label, replace(answers, own=Amount(amount, own.currency)), "egna", written)


def _larger_budget(answers, limits, rates) -> Iterator[Change]:
    """Budgets that give the least grants, at the rates that are known."""
    if not (asked := answers.budget):
        return
    floors = {limit.floor for limit in limits if limit.floor is not None and limit.currency == asked.currency}
    wanted = {(floor * 100 / (rate or 100)).quantize(CENT, ROUND_UP) for floor in floors for rate, _most in rates}
    for amount in sorted(amount for amount in wanted if amount > asked.amount)[:AMOUNTS_TRIED]:
        written = money(amount, asked.currency)
        label = _("With a budget of %(amount)s") % {"amount": written}
        yield Change(label, replace(answers, budget=Amount(amount, asked.currency)), "budget", written)


def _another_applicant(answers, limits, rates) -> Iterator[Change]:
    """Who cannot apply may take part in what another applies for: a school, an association."""
    if answers.who:
        for key, who in WHO.items():
            if key != answers.who:
                label = _("If another applies: %(who)s") % {"who": str(who.label)}
                yield Change(label, replace(answers, who=key), "vi", key)


# In the order in which they are told where they bring as much.
CHANGES = (_partner_abroad, _partner_in_sweden, _shorter, _more_own_money, _larger_budget, _another_applicant)


def changes_of(answers: Answers, limits, rates) -> list[Change]:
    """Return all changes to try; ``limits`` and ``rates`` are those that any record has, rates with the highest."""
    return [change for entry in CHANGES for change in entry(answers, limits, rates)]
