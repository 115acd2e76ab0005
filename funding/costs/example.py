"""The money of a call for an example budget: what its page shows, before the calculator."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import pgettext

from .assumptions import currency_of
from .calculation import Calculation, Inputs
from .forms import CostsForm
from .lines import calculate

EXAMPLE_BUDGET = "1 000 000"


@dataclass(frozen=True)
class Example:
    """What stands in the field, what is wrong with it, and the calculation: of the example where it is wrong."""

    typed: str
    error: str
    currency: str
    calculation: Calculation

    @property
    def unit(self) -> str:
        known = {"SEK": pgettext("unit of an amount", "SEK"), "EUR": pgettext("unit of an amount", "EUR")}
        return known.get(self.currency, self.currency)

    @property
    def grant(self) -> Decimal | None:
        """What the programme pays of it; None when the rate is not known, or its ceiling cannot be compared."""
        return self.calculation.amount("grant")

    @property
    def own(self) -> Decimal | None:
        return self.calculation.amount("own")


def worked_example(terms, user, typed: str = "") -> Example:
    """Return what is paid by ``terms`` of the budget ``typed``, of a million where nothing was typed or it is wrong."""
    typed = typed.replace("\0", "\ufffd")  # as the calculator shows it
    currency, rate, error = currency_of(terms), terms.rate.value, ""
    inputs = Inputs(currency, budget=Decimal(EXAMPLE_BUDGET.replace(" ", "")), rate=rate and Decimal(rate))
    if typed:
        form = CostsForm({"budget": typed}, terms)
        error = next(iter(form.errors.get("budget", [])), "")
        inputs = inputs if error else form.inputs()
    return Example(typed or EXAMPLE_BUDGET, error, currency, calculate(terms, inputs, user))
