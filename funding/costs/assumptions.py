"""What is counted with where neither the call nor its programme says it; the reader may change all of it."""

from ..terms import Term, Terms

# When the money comes. Most programmes pay afterwards, which is also what costs the most to wait for.
ASSUMED = {"advance_percent": 0, "claim_months": 6, "payment_months": 3}


def payment_term(terms: Terms, name: str) -> Term:
    """Return the term ``name`` of ASSUMED: what is assumed, said by nobody, where it is unknown."""
    term = getattr(terms, name)
    return term if term.is_known else Term(ASSUMED[name])


def currency_of(terms: Terms) -> str:
    """Return the currency of what is written without one: that of the limits, else kronor."""
    return next((limit.currency for limit in terms.limits.value), "SEK")
