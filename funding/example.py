"""The money of a call worked out for an example budget."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from django.utils.translation import get_language, gettext as _, pgettext

EXAMPLE_BUDGET = Decimal(1_000_000)
LARGEST_BUDGET = Decimal(10) ** 12
CENT = Decimal("0.01")


@dataclass
class Example:
    """A budget and what the programme pays of it; ``grant`` and ``own`` are None when the rate is not known."""

    budget: Decimal
    currency: str
    typed: str
    error: str = ""
    grant: Decimal | None = None
    own: Decimal | None = None

    @property
    def unit(self) -> str:
        known = {"SEK": pgettext("unit of an amount", "SEK"), "EUR": pgettext("unit of an amount", "EUR")}
        return known.get(self.currency, self.currency)


def read_amount(text: str) -> Decimal | None:
    """Return an amount as people write it ("4 148 664", "4 148 664,50 kr", "1,000,000"); None for what is none."""
    digits = re.sub(r"(kr|kronor|euro|sek|eur|€)\.?$", "", text.strip().lower()).strip()
    digits = re.sub(r"\s", "", digits)
    if get_language() == "en" and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        digits = digits.replace(".", "")
    try:
        amount = Decimal(digits.replace(",", ".")).quantize(CENT)
        return amount if 0 < amount < LARGEST_BUDGET else None
    except InvalidOperation:  # no number, one too long to have hundredths, or NaN, which has no order
        return None


def worked_example(terms, typed: str = "") -> Example:
    """Return what is paid by ``terms`` of the budget ``typed`` by a reader, of a million where nothing was typed.

    The grant is the rate of the budget (and at most the largest ceiling in the same currency), rounded
    down to hundredths, so that it never promises more than the rate gives; the own share is the rest.
    """
    ceilings = [limit for limit in terms.limits.value if limit.amount is not None]
    currency = next((ceiling.currency for ceiling in ceilings), "SEK")
    budget = read_amount(typed) if typed else EXAMPLE_BUDGET
    error = ""
    if budget is None:
        error = _("“%(value)s” is no amount. Write it in digits, such as 1 000 000.") % {"value": typed[:30]}
        budget = EXAMPLE_BUDGET
    example = Example(budget, currency, typed or f"{budget:,.0f}".replace(",", "\N{NO-BREAK SPACE}"), error)
    if terms.rate.is_known:
        grant = (budget * terms.rate.value / 100).quantize(CENT, ROUND_DOWN)
        example.grant = min([grant, *sorted((ceiling.amount for ceiling in ceilings), reverse=True)[:1]])
        example.own = budget - example.grant
    return example
