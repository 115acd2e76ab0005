"""What a programme or a call says of money, each term with the record that says it."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

from .sums import Limit

# What is counted with where a programme does not say when it pays. Most pay afterwards; the reader may change it.
ASSUMED = {"advance_percent": 0, "claim_months": 6, "payment_months": 3}


class Term(NamedTuple):
    """What is said (None: unknown) and the record that says it (None when nobody does)."""

    value: Any = None
    said_by: Any = None


def terms_for(record) -> SimpleNamespace:
    """Return the terms of a Programme or Call: what its programme says, else what that is a strand of."""
    programme = getattr(record, "programme", record)
    records = [programme, *([programme.parent] if programme.parent else [])]

    def said(value):
        return next((Term(found, one) for one in records if (found := value(one))), Term())

    limits = said(lambda one: [Limit(row.amount, row.currency, row.months) for row in one.ceilings.all()])
    return SimpleNamespace(
        rate=said(lambda one: one.cofinancing_percent and Decimal(one.cofinancing_percent)),
        highest_rate=Term(),
        limits=limits._replace(value=limits.value or []),
        currency=Term(limits.value[0].currency, limits.said_by) if limits.value else Term("SEK"),
        **dict.fromkeys(ASSUMED, Term()),
        time_counts=Term(),
    )


def payment_term(terms, name: str) -> Term:
    """Return the term ``name`` of ASSUMED; what is assumed, said by nobody, where the programme does not say it."""
    term = getattr(terms, name)
    return Term(ASSUMED[name]) if term.value is None else term
