"""The figures of a calculation in words: what each is, the rule that made it, and who says the rule."""

from dataclasses import replace
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext as _, ngettext

from publishing.forms import CURRENCIES
from publishing.templatetags.content import money, number
from sources.enums import Precision
from sources.partial_dates import format_partial

from ..terms import Terms
from .assumptions import ASSUMED
from .calculation import Calculation, Inputs, Line, Source, Sums, source_of, sums_of
from .sums import Fit, HeldLimit, grant_by_rate

TYPED = Source("typed")


def calculate(terms: Terms, inputs: Inputs, user) -> Calculation:
    """Return what ``inputs`` cost by ``terms`` (``terms_of``), each figure with its rule, for ``user`` to read."""
    sums = sums_of(terms, inputs)
    lines = [*_budget(sums), *_grant(sums, terms, user), *_own(sums, terms, user), *_means(sums)]
    payment_lines = _payments(sums, terms, user) if sums.flow else []
    return Calculation(inputs.currency, tuple(lines), tuple(payment_lines), tuple(_notes(sums, terms)), sums.flow)


def months(count: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", count) % {"number": number(count)}


def exact(value: Decimal) -> str:
    """A rate with all its decimals but zeros at its end: 75.00 is "75", and 11.2455 is not rounded."""
    return format_decimal(value, locale=get_language() or "sv", format="#,##0.######")


def _line(sums: Sums, name, label, amount, rule, source=None) -> Line:
    """A line, with its amount also in the other currency where an exchange rate was typed."""
    exchange, currency = sums.inputs.exchange, sums.inputs.currency
    other = {"SEK": "EUR", "EUR": "SEK"}.get(currency)
    converted = exchange.convert(amount, currency, other) if exchange and other and amount is not None else None
    return Line(name, label, amount, currency, rule, source, converted, other if converted is not None else "")


# --- The project and the grant --------------------------------------------------------------------------------


def _budget(sums: Sums):
    if sums.inputs.budget:
        yield _line(sums, "budget", _("The project costs"), sums.budget, _("The cost that you have written."), TYPED)
    elif sums.budget:
        label = _("The project can cost at most")
        yield _line(sums, "budget", label, sums.budget, _how_large(sums), TYPED)


def _how_large(sums: Sums) -> str:
    means = {
        "money": money(sums.inputs.own_money, sums.inputs.currency),
        "time": money(sums.time, sums.inputs.currency),
    }
    if sums.time:
        return _("The largest project that %(money)s and working time worth %(time)s are enough for.") % means
    return _("The largest project that %(money)s of your own is enough for.") % means


def _grant(sums: Sums, terms, user):
    label, shared, by_limits = _("The programme pays at most"), sums.shared, list(_limits(sums, terms, user))
    if sums.budget and sums.rate:
        by_rate = _by_rate(sums, terms, user)
        if not by_limits:
            yield replace(by_rate, name="grant", label=label)
            return
        yield by_rate
    yield from by_limits
    if not sums.rate:
        unknown = _("The portal does not know which share of the cost the programme pays. Write a rate to try.")
        yield _line(sums, "grant", label, None, unknown)
        return
    if sums.hides_ceiling:
        unknown = _("The highest grant is in another currency, and the grant cannot be more. Write an exchange rate.")
        yield _line(sums, "grant", label, None, unknown)
        return
    if not shared:
        return
    if shared.stopped:
        rule = _("The highest grant, which is less than the rate gives.")
    elif any(limit.ceiling is not None for limit in sums.held):
        rule = _("What the rate gives, which is no more than the highest grant.")
    else:
        rule = _("What the rate gives.")
    yield _line(sums, "grant", label, shared.grant, rule)


def _by_rate(sums: Sums, terms, user) -> Line:
    term = terms.highest_rate if sums.rate == terms.highest_rate.value else terms.rate
    rule = _("%(percent)s %% of %(budget)s, rounded down to whole öre or cents.") % {
        "percent": exact(sums.rate),
        "budget": money(sums.budget, sums.inputs.currency),
    }
    amount = grant_by_rate(sums.budget, sums.rate)
    return _line(sums, "by_rate", _("By the rate"), amount, rule, source_of(term, sums.rate, user))


def _limits(sums: Sums, terms, user):
    source = source_of(terms.limits, terms.limits.value, user)
    for held in sums.held:
        if held.limit.amount is not None:
            rule = " ".join([_fit(held), _conversion(sums, held, held.limit.amount, _("rounded down"))]).strip()
            yield _line(sums, "ceiling", _("Highest grant"), held.ceiling, rule, source)
        if held.limit.floor is not None:
            rule = " ".join([_least(held), _conversion(sums, held, held.limit.floor, _("rounded up"))]).strip()
            yield _line(sums, "floor", _("Lowest grant"), held.floor, rule, source)


def _fit(held: HeldLimit) -> str:
    """Say for which length the ceiling is, and how that fits the project."""
    said = {
        Fit.ANY_LENGTH: _("For a project of any length."),
        Fit.STATED: _("For a project of %(months)s."),
        Fit.BETWEEN: _("For a project of %(months)s: the next higher is for longer ones than yours."),
        Fit.SHORTER: _("For a project of %(months)s, the shortest that is named. Ask what a shorter one can get."),
        Fit.LONGER: _(
            "For a project of %(months)s, the longest that is named. Ask whether a longer one can get money."
        ),
        Fit.UNKNOWN: _("For a project of %(months)s, the longest that is named. Write how long yours is."),
    }[held.fit]
    return said % {"months": months(held.limit.months or 0)}


def _least(held: HeldLimit) -> str:
    if held.limit.months is None:
        return _("For a project of any length.")
    return _("For a project of %(months)s.") % {"months": months(held.limit.months)}


def _conversion(sums: Sums, held: HeldLimit, amount: Decimal, rounded: str) -> str:
    """Say how the amount of a limit came into the currency of the budget; "" where it was in it."""
    currency, exchange = sums.inputs.currency, sums.inputs.exchange
    if held.limit.currency == currency:
        return ""
    said = {"amount": money(amount, held.limit.currency), "currency": CURRENCIES.get(currency, currency)}
    if not held.comparable:
        return _("%(amount)s cannot be compared with %(currency)s without an exchange rate.") % said
    said |= {"rate": exact(exchange.rate), "day": format_partial(exchange.on), "rounded": rounded}
    return _("%(amount)s, at %(rate)s kronor for one euro on %(day)s, %(rounded)s.") % said


# --- What is left to pay --------------------------------------------------------------------------------------


def _own(sums: Sums, terms, user):
    if not sums.shared:
        return
    of_cost = exact(round(100 * sums.shared.own / sums.budget, 1))
    rule = _("The rest of the cost: %(percent)s %% of it.") % {"percent": of_cost}
    yield _line(sums, "own", _("You pay yourselves"), sums.shared.own, rule)
    if not sums.parts:
        return
    yield _time(sums, terms, user)
    yield _line(sums, "money", _("of which in money"), sums.parts.money, _("The rest of your own share."))


def _time(sums: Sums, terms, user) -> Line:
    label, currency = _("of which in working time"), sums.inputs.currency
    if terms.time_counts.value is False:
        rule = _("The programme does not count working time as an own contribution.")
        return _line(sums, "time", label, sums.parts.time, rule, source_of(terms.time_counts, False, user))
    count = sums.inputs.hours
    hours = ngettext("%(number)s hour", "%(number)s hours", 1 if count == 1 else 2) % {"number": number(count)}
    rule = _("%(hours)s at %(cost)s.") % {"hours": hours, "cost": money(sums.inputs.hourly_cost, currency)}
    if sums.parts.beyond:
        worth = {"worth": money(sums.parts.worth, currency), "beyond": money(sums.parts.beyond, currency)}
        rule += (
            " " + _("It is worth %(worth)s, %(beyond)s more than your own share, and does not count above it.") % worth
        )
    return _line(sums, "time", label, sums.parts.time, rule, TYPED)


def _means(sums: Sums):
    """Whether the own money is enough, and for how much, where a budget was typed too."""
    if not (sums.inputs.budget and sums.inputs.own_money and sums.shared):
        return
    currency, needed = sums.inputs.currency, sums.parts.money if sums.parts else sums.shared.own
    left = sums.inputs.own_money - needed
    label = _("Left of your own money") if left >= 0 else _("Missing in your own money")
    said = {"have": money(sums.inputs.own_money, currency), "needed": money(needed, currency)}
    rule = _("You have %(have)s, and %(needed)s is needed.") % said
    yield _line(sums, "left" if left >= 0 else "missing", label, abs(left), rule, TYPED)
    if sums.largest is not None:
        yield _line(sums, "largest", _("The project can cost at most"), sums.largest, _how_large(sums), TYPED)


# --- When the money comes, and what else there is to know -----------------------------------------------------


def _payments(sums: Sums, terms, user):
    counted = sums.payments
    advance = sum(payment.amount for payment in sums.flow.payments if payment.kind == "advance") or None
    first = _("None: all is paid afterwards.")
    if advance:
        first = _("%(percent)s %% of the grant, when the project starts. It is taken off the last payments.")
    rules = [
        (_("Advance"), first % {"percent": exact(counted.advance_percent)}, advance),
        (_("Claims"), _("With %(months)s between them.") % {"months": months(counted.claim_months)}, None),
        (_("Payment"), _("%(months)s after the claim.") % {"months": months(counted.payment_months)}, None),
    ]
    start = {"start": format_partial(sums.inputs.start, Precision.MONTH), "months": months(sums.inputs.months)}
    yield _line(sums, "span", _("The project"), None, _("From %(start)s, for %(months)s.") % start, TYPED)
    for name, (label, rule, amount) in zip(ASSUMED, rules, strict=True):
        yield _line(sums, name, label, amount, rule, source_of(getattr(terms, name), getattr(counted, name), user))


def _notes(sums: Sums, terms):
    if terms.highest_rate.is_known and sums.rate:
        said = {"highest": exact(Decimal(terms.highest_rate.value))}
        yield _("The programme can pay up to %(highest)s %%, but only in cases that it names.") % said
    if sums.shared and sums.shared.below_floor:
        yield _("The grant is less than the programme gives at the least. The project is too small for it.")
    if sums.parts and terms.time_counts.value is None:
        yield _(
            "The portal does not know whether working time counts as an own contribution. Ask before you count on it."
        )
    if sums.inputs.own_money and sums.rate and sums.largest is None and not sums.hides_ceiling:
        yield _("The programme pays the whole cost, so your own money sets no limit.")
