"""The sums behind what a project costs its applicant: exact, without models and without words.

Money is ``Decimal`` in whole öre or cents, rates are per cent. Rounding, stated once: what a programme gives, what its
ceiling is in another currency and what working time is worth are rounded down, so that nothing promises more than its
rule gives; the least that a programme gives is rounded up. The own share is the rest: the two always make the budget.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Exchange:
    """What one euro cost in kronor on a day."""

    rate: Decimal
    on: datetime.date

    def convert(self, amount: Decimal, of: str, to: str, rounding: str = ROUND_HALF_UP) -> Decimal | None:
        """Return ``amount`` of one currency in another, in whole öre or cents; None but between kronor and euro."""
        converted = {("EUR", "SEK"): amount * self.rate, ("SEK", "EUR"): amount / self.rate}.get((of, to))
        return converted and converted.quantize(CENT, rounding)


@dataclass(frozen=True)
class Limit:
    """The most (``amount``) and the least (``floor``) that a project of ``months`` gets; None months: of any length."""

    amount: Decimal | None
    currency: str
    months: int | None = None
    floor: Decimal | None = None


class Fit(StrEnum):
    """How the length for which a limit is stated fits that of the project."""

    ANY_LENGTH = "any length"
    STATED = "stated"
    BETWEEN = "between"  # longer than this one, shorter than the next
    SHORTER = "shorter"  # than any that is stated
    LONGER = "longer"  # than any that is stated
    UNKNOWN = "unknown"  # the length of the project


@dataclass(frozen=True)
class HeldLimit:
    """A limit that holds for a project, in the currency of its budget.

    ``comparable`` is False where the limit is in another currency and there is no exchange rate: nothing is known then.
    """

    limit: Limit
    fit: Fit
    ceiling: Decimal | None = None
    floor: Decimal | None = None
    comparable: bool = True

    @property
    def hides_ceiling(self) -> bool:
        """Whether there is a highest grant of which nothing is known in the currency of the budget."""
        return not self.comparable and self.limit.amount is not None


def limits_that_hold(limits, months: int | None, currency: str, exchange: Exchange | None = None) -> list[HeldLimit]:
    """Return those of ``limits`` that hold for a project of ``months`` with a budget in ``currency``.

    A limit without a length always holds. Of those with one, it is those of the longest length that the project
    reaches: 30 months get the ceiling of 24, not that of 36, and 48 months that of 36. A project shorter than any
    length stated gets the limits of the shortest, one of unknown length those of the longest; ``fit`` says which.
    """
    held = [(limit, Fit.ANY_LENGTH) for limit in limits if limit.months is None]
    lengths = sorted({limit.months for limit in limits if limit.months is not None})
    if lengths:
        length, fit = _length_that_holds(lengths, months)
        held += [(limit, fit) for limit in limits if limit.months == length]
    return [_in_currency(limit, fit, currency, exchange) for limit, fit in held]


def _length_that_holds(lengths: list[int], months: int | None) -> tuple[int, Fit]:
    if months is None:
        return lengths[-1], Fit.UNKNOWN
    reached = [length for length in lengths if length <= months]
    if not reached:
        return lengths[0], Fit.SHORTER
    if reached[-1] == months:
        return months, Fit.STATED
    return reached[-1], Fit.LONGER if reached[-1] == lengths[-1] else Fit.BETWEEN


def _in_currency(limit, fit, currency, exchange) -> HeldLimit:
    if limit.currency == currency:
        return HeldLimit(limit, fit, limit.amount, limit.floor)
    if not exchange or {limit.currency, currency} != {"SEK", "EUR"}:
        return HeldLimit(limit, fit, comparable=False)

    def converted(amount, rounding):
        return None if amount is None else exchange.convert(amount, limit.currency, currency, rounding)

    return HeldLimit(limit, fit, converted(limit.amount, ROUND_DOWN), converted(limit.floor, ROUND_UP))


@dataclass(frozen=True)
class Share:
    """A budget parted in what the programme pays and what the applicant pays; ``by_rate`` is before any ceiling."""

    budget: Decimal
    rate: Decimal
    by_rate: Decimal
    grant: Decimal
    own: Decimal
    below_floor: bool = False

    @property
    def stopped(self) -> bool:
        """Whether a ceiling holds the grant below what the rate gives."""
        return self.grant < self.by_rate


def grant_by_rate(budget: Decimal, rate: Decimal) -> Decimal:
    """Return ``rate`` per cent of ``budget``, before any ceiling."""
    return (budget * rate / 100).quantize(CENT, ROUND_DOWN)


def share(budget: Decimal, rate: Decimal, held=()) -> Share:
    """Return how ``budget`` is shared at ``rate`` per cent and under the limits ``held`` (limits_that_hold).

    A grant below the least that the programme gives is told (``below_floor``), and left as the rate makes it.
    """
    by_rate = grant_by_rate(budget, rate)
    grant = min([by_rate, *(limit.ceiling for limit in held if limit.ceiling is not None)])
    below = any(limit.floor is not None and grant < limit.floor for limit in held)
    return Share(budget, rate, by_rate, grant, budget - grant, below)


def largest_budget(own: Decimal, rate: Decimal, held=()) -> Decimal | None:
    """Return the largest budget whose own share is at most ``own``: the inverse of ``share``; None if there is no end.

    The own share is the larger of (100 - rate) per cent of the budget and the budget less a ceiling, and grows with
    the budget; so the budget may be what makes the first of them ``own``, and no more.
    """
    most = [] if rate == 100 else [(own * 100 / (100 - rate)).quantize(CENT, ROUND_DOWN)]
    most += [own + limit.ceiling for limit in held if limit.ceiling is not None]
    return min(most, default=None)


@dataclass(frozen=True)
class Contribution:
    """An own share parted in working time and money; ``beyond`` is what the time is worth above the own share."""

    worth: Decimal
    time: Decimal
    money: Decimal
    beyond: Decimal


def worth_of_time(hours: Decimal, hourly_cost: Decimal) -> Decimal:
    return (hours * hourly_cost).quantize(CENT, ROUND_DOWN)


def contribution(own: Decimal, worth: Decimal) -> Contribution:
    """Return what of ``own`` is paid in working time worth ``worth``, and what is left to pay in money, at least 0."""
    time = min(worth, own)
    return Contribution(worth, time, own - time, worth - time)
