"""The terms of the money of a call or a programme: what each says, and which of the two says it."""

from dataclasses import dataclass
from typing import Any

from .models import Call, Programme


@dataclass(frozen=True)
class Term:
    """A fact and the record that says it; without a value it is unknown, and nobody says it."""

    value: Any = None
    said_by: Programme | Call | None = None

    @property
    def is_known(self) -> bool:
        return self.said_by is not None


UNKNOWN = Term()


@dataclass(frozen=True)
class Terms:
    """What is known of the money of a record.

    ``rate`` and ``highest_rate`` are per cent of the cost, ``limits`` grant limits by length (one for any length first,
    then the shortest), ``budget`` what the record itself has to give, ``minimum_countries`` counts the applicant's own,
    ``minimum_partners`` does not count the applicant, ``advance_percent`` is of the grant. Times are months.
    """

    rate: Term
    highest_rate: Term
    rate_note: Term
    time_counts: Term
    limits: Term
    budget: Term
    minimum_partners: Term
    minimum_countries: Term
    partners_note: Term
    applicant_kinds: Term
    advance_percent: Term
    claim_months: Term
    payment_months: Term
    payment_note: Term

    @property
    def own_share(self) -> int | None:
        """The share of the cost, in per cent, that the applicant bears."""
        return 100 - self.rate.value if self.rate.is_known else None

    @property
    def is_payment_known(self) -> bool:
        payment = (self.advance_percent, self.claim_months, self.payment_months, self.payment_note)
        return any(term.is_known for term in payment)


def terms_of(record) -> Terms:
    """Return the terms of a call or a programme.

    What a call does not say is what its programme says. A strand has nothing from the programme it is a strand of: the
    rate of the national part of a fund is not that of its transnational part. Reads ``ceilings`` and
    ``applicant_kinds`` of both, so have them prefetched.
    """
    sayers = [record, record.programme] if isinstance(record, Call) else [record]

    def first(name, sayers=sayers) -> Term:
        found = ((getattr(sayer, name), sayer) for sayer in sayers)
        return next((Term(value, sayer) for value, sayer in found if value not in (None, "")), UNKNOWN)

    def rows(name) -> Term:
        found = (([*getattr(sayer, name).all()], sayer) for sayer in sayers)
        return next((Term(rows, sayer) for rows, sayer in found if rows), Term([]))

    rate = first("cofinancing_percent")
    # The highest rate and the note belong to the rate: they are of the record that says it.
    of_rate = [rate.said_by] if rate.is_known else sayers
    limits = rows("ceilings")
    return Terms(
        rate=rate,
        highest_rate=first("cofinancing_percent_highest", of_rate),
        rate_note=first("cofinancing_note", of_rate),
        time_counts=first("time_counts"),
        limits=Term(sorted(limits.value, key=lambda limit: limit.months or 0), limits.said_by),
        budget=first("budget", [record]),
        minimum_partners=first("minimum_partners"),
        minimum_countries=first("minimum_countries"),
        partners_note=first("partners_note"),
        applicant_kinds=rows("applicant_kinds"),
        advance_percent=first("advance_percent"),
        claim_months=first("claim_months"),
        payment_months=first("payment_months"),
        payment_note=first("payment_note"),
    )
