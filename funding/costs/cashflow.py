"""When the money comes: costs and payments of a project by quarter, exact to the öre.

All is worked out in whole öre or cents. Costs are spread evenly over the months; the öre that do not divide fall in
the last. The advance comes before the first costs. A claim is sent at the end of a month, and the money comes at the
end of the month that lies so many months later. As costs are even, claims give as large a part of the
grant as has passed of the project, rounded down. What has been paid in advance is taken off the last of them; the one
at the project's end gives the rest.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class PaymentTerms:
    """``advance_percent`` of the grant first, then a claim every ``claim_months``, paid ``payment_months`` after it."""

    advance_percent: Decimal
    claim_months: int
    payment_months: int


@dataclass(frozen=True)
class Quarter:
    """A quarter of a calendar year: ``balance`` at its end, and the ``lowest`` of its months before money came in."""

    year: int
    number: int
    costs: Decimal
    money_in: Decimal
    balance: Decimal
    lowest: Decimal


@dataclass(frozen=True)
class Payment:
    """Money that comes in ``month`` (its first day); ``kind`` is "advance", "claim" or "balance"."""

    month: datetime.date
    kind: str
    amount: Decimal


@dataclass(frozen=True)
class CashFlow:
    """``lowest`` is the lowest balance of all and ``lowest_in`` its month (its first day): costs come before money."""

    quarters: tuple[Quarter, ...]
    payments: tuple[Payment, ...]
    lowest: Decimal
    lowest_in: datetime.date

    @property
    def to_carry(self) -> Decimal:
        """The liquidity that the applicant must have: what is paid out and not yet come in when it is at its most."""
        return max(-self.lowest, Decimal("0.00"))

    @property
    def never_back(self) -> Decimal:
        """What the applicant has paid when all is paid: the own share."""
        return -self.quarters[-1].balance

    @property
    def costs(self) -> Decimal:
        return sum((quarter.costs for quarter in self.quarters), Decimal("0.00"))

    @property
    def money_in(self) -> Decimal:
        return sum((quarter.money_in for quarter in self.quarters), Decimal("0.00"))


def cash_flow(budget: Decimal, grant: Decimal, start: datetime.date, months: int, terms: PaymentTerms) -> CashFlow:
    """Return the cash flow of a project that begins in the month of ``start`` and goes on for ``months`` (at least 1).

    The costs add up to ``budget`` and the money to ``grant``. Each month of the project is a calendar month.
    """
    costs = _costs(_cents(budget), months)
    payments = _payments(_cents(grant), months, terms)
    first = start.year * 12 + start.month - 1
    balance, rows, lows = 0, {}, []
    for month in range(max(number for number, _kind, _amount in payments) + 1):
        year, of_year = divmod(first + month, 12)
        row = rows.setdefault((year, of_year // 3 + 1), {"costs": 0, "money_in": 0, "lows": []})
        coming = {kind: amount for number, kind, amount in payments if number == month}
        cost, advance = costs[month] if month < months else 0, coming.pop("advance", 0)
        low = balance + advance - cost
        balance = low + sum(coming.values())
        lows.append((low, month))
        row["costs"] += cost
        row["money_in"] += advance + sum(coming.values())
        row["balance"] = balance
        row["lows"].append(low)
    lowest, month = min(lows)
    return CashFlow(
        tuple(_quarter(year, number, row) for (year, number), row in rows.items()),
        tuple(Payment(_month(first + number), kind, _money(amount)) for number, kind, amount in payments if amount),
        _money(lowest),
        _month(first + month),
    )


def _costs(budget: int, months: int) -> list[int]:
    each = budget // months
    return [each] * (months - 1) + [budget - each * (months - 1)]


def _payments(grant: int, months: int, terms: PaymentTerms) -> list[tuple[int, str, int]]:
    """(month of the project, from 0; kind; amount) of each payment; they add up to ``grant``."""
    advance = int(grant * terms.advance_percent / 100)
    paid, payments = advance, [(0, "advance", advance)]
    for closes in [*range(terms.claim_months, months, terms.claim_months), months]:
        due = min(grant, advance + grant * closes // months) - paid
        payments.append((closes - 1 + terms.payment_months, "balance" if closes == months else "claim", due))
        paid += due
    return payments


def _quarter(year, number, row) -> Quarter:
    return Quarter(year, number, *map(_money, (row["costs"], row["money_in"], row["balance"], min(row["lows"]))))


def _month(number: int) -> datetime.date:
    return datetime.date(number // 12, number % 12 + 1, 1)


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
