"""What a project costs, figure by figure: each with its rule in words and the source of the rule.

The result is plain dataclasses of texts, amounts and dates, in the reader's language, so that it can be exported as it
is.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from publishing.drawings import words

from ..terms import Term, Terms
from .assumptions import ASSUMED, payment_term
from .cashflow import CashFlow, PaymentTerms, cash_flow
from .sums import (
    Contribution,
    Exchange,
    HeldLimit,
    Limit,
    Share,
    contribution,
    largest_budget,
    limits_that_hold,
    share,
    worth_of_time,
)


@dataclass(frozen=True)
class Inputs:
    """What the reader has typed, amounts in ``currency``; None where nothing was. ``start`` is a day of its month."""

    currency: str
    budget: Decimal | None = None
    own_money: Decimal | None = None
    hours: Decimal | None = None
    hourly_cost: Decimal | None = None
    rate: Decimal | None = None
    exchange: Exchange | None = None
    months: int | None = None
    start: datetime.date | None = None
    advance_percent: Decimal | None = None
    claim_months: Decimal | None = None
    payment_months: Decimal | None = None


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: a record, by its title (in the language ``lang``, where not the reader's) and address.

    ``kind`` is "record", "hidden" (a record that the reader may not read), "typed" (what only the reader knows),
    "assumed" (what the programme could have said and does not) or "changed" (what the record says otherwise).
    """

    kind: str
    title: str = ""
    address: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Line:
    """A figure: what it is, its amount (None: see ``rule``), how it came about, and who says so (None: follows)."""

    name: str
    label: str
    amount: Decimal | None
    currency: str
    rule: str
    source: Source | None = None
    # The same in the other currency, where an exchange rate was typed.
    other_amount: Decimal | None = None
    other_currency: str = ""


@dataclass(frozen=True)
class Calculation:
    """``lines`` are the sums, ``payment_lines`` what the cash flow stands on, ``notes`` what to know of either."""

    currency: str
    lines: tuple[Line, ...]
    payment_lines: tuple[Line, ...]
    notes: tuple[str, ...]
    flow: CashFlow | None

    def amount(self, name: str) -> Decimal | None:
        """Return the amount of the line of this name; None where there is none."""
        return next((line.amount for line in self.lines if line.name == name), None)

    @property
    def is_grant_unknown(self) -> bool:
        return any(line.name == "grant" and line.amount is None for line in self.lines)


@dataclass(frozen=True)
class Sums:
    """All that is worked out from terms and inputs, before it is put into words."""

    inputs: Inputs
    rate: Decimal | None
    held: list[HeldLimit]
    hides_ceiling: bool  # a highest grant that cannot be compared; then only ``budget`` and the rate are known
    time: Decimal  # what working time counts for
    budget: Decimal | None
    shared: Share | None
    largest: Decimal | None  # budget that the own means are enough for
    parts: Contribution | None
    payments: PaymentTerms
    flow: CashFlow | None


def sums_of(terms: Terms, inputs: Inputs) -> Sums:
    """Return what ``inputs`` give by ``terms``: the reader's own rate and payments where typed, else the programme's.

    Without a budget it is the largest that the own means are enough for. As long as the highest grant cannot be
    compared with the budget, neither the grant nor what follows from it is known.
    """
    said = Decimal(terms.rate.value) if terms.rate.is_known else None
    rate = said if inputs.rate is None else inputs.rate
    limits = [Limit(row.amount, row.currency, row.months, row.floor) for row in terms.limits.value]
    held = limits_that_hold(limits, inputs.months, inputs.currency, inputs.exchange)
    hides_ceiling = any(limit.hides_ceiling for limit in held)
    worth = worth_of_time(inputs.hours, inputs.hourly_cost) if inputs.hours and inputs.hourly_cost else None
    counted = worth if worth and terms.time_counts.value is not False else Decimal("0.00")
    largest = None
    if rate and inputs.own_money and not hides_ceiling:
        largest = largest_budget(inputs.own_money + counted, rate, held)
    budget = inputs.budget or largest
    shared = share(budget, rate, held) if budget and rate and not hides_ceiling else None
    payments, flow = PaymentTerms(*(_typed_or_said(inputs, terms, name) for name in ASSUMED)), None
    if shared and inputs.start and inputs.months:
        flow = cash_flow(budget, shared.grant, inputs.start, inputs.months, payments)
    parts = contribution(shared.own, counted) if shared and worth is not None else None
    return Sums(inputs, rate, held, hides_ceiling, counted, budget, shared, largest, parts, payments, flow)


def _typed_or_said(inputs, terms, name):
    typed = getattr(inputs, name)
    value = payment_term(terms, name).value if typed is None else typed
    return Decimal(value) if name == "advance_percent" else int(value)


def source_of(term: Term, typed, user) -> Source:
    """Return who says ``typed``: the record of ``term`` where that says the same, else the reader.

    A record that ``user`` may not read is not named.
    """
    record = term.said_by
    if record is None:
        return Source("assumed")
    if not record.is_visible_to(user):
        return Source("hidden" if typed == term.value else "assumed")
    title, lang = words(record)
    return Source("record" if typed == term.value else "changed", title, record.get_absolute_url(), lang)
