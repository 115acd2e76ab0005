"""The rules on length and money: what a project may get by its length, what it costs those who apply."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _, ngettext

from publishing.templatetags.content import money
from publishing.written_amounts import Amount

from ..costs.sums import Limit, largest_budget, limits_that_hold, share
from .answers import Answers
from .facts import Facts
from .verdicts import NOT_ASKED, Verdict, met, not_met, unknown


def length_in_words(months: int) -> str:
    """Return "2 years" or "18 months"."""
    if months % 12:
        return ngettext("%(number)s month", "%(number)s months", months) % {"number": months}
    return ngettext("%(number)s year", "%(number)s years", months // 12) % {"number": months // 12}


def limit_for(limits, months: int | None, currency: str) -> Limit | None:
    """Return the limit that the calculator would reckon with: that of the length before one for any length."""
    held = limits_that_hold(limits, months, currency)
    return held[-1].limit if held else None


def length(answers: Answers, record: Facts) -> Verdict:
    months = answers.months
    if months is None:
        return NOT_ASKED
    lengths = sorted(limit.months for limit in record.limits if limit.months)
    if not lengths or any(not limit.months for limit in record.limits):
        return unknown(_("The sources do not say how long a project may be."))
    yours = {"yours": lambda: length_in_words(months)}
    if months > lengths[-1]:
        return not_met(
            _("The longest project that the sources give an amount for is %(most)s; yours is %(yours)s."),
            most=lambda: length_in_words(lengths[-1]),
            **yours,
        )
    if months < lengths[0]:
        return unknown(
            _("The shortest project that the sources give an amount for is %(least)s; yours is %(yours)s."),
            least=lambda: length_in_words(lengths[0]),
            **yours,
        )
    return met(
        _("A project may be %(most)s long; yours is %(yours)s."), most=lambda: length_in_words(lengths[-1]), **yours
    )


def _for(months):
    if months % 12:
        return ngettext("for %(counter)s month", "for %(counter)s months", months) % {"counter": months}
    return ngettext("for %(counter)s year", "for %(counter)s years", months // 12) % {"counter": months // 12}


def _most(limit):
    """ "300 000 euro for 2 years", as a function: the language is that of the reader."""
    amount = limit.amount if limit.amount is not None else limit.floor

    def written():
        if not limit.months:
            return money(amount, limit.currency)
        return f"{money(amount, limit.currency)} {_for(limit.months)}"

    return written


def budget(answers: Answers, record: Facts) -> Verdict:
    """The limits are of the grant. Where the rate is not known, it may be all that the project costs."""
    asked = answers.budget
    if asked is None:
        return NOT_ASKED
    limit = limit_for(record.limits, answers.months, asked.currency)
    if limit is None:
        return unknown(_("The sources give no least or highest amount."))
    said = {"most": _most(limit), "budget": lambda: money(*asked)}
    if limit.currency != asked.currency:
        if limit.amount is None:
            return unknown(_("The grant is at least %(most)s; your budget is in another currency."), **said)
        return unknown(_("The grant is at most %(most)s; your budget is in another currency."), **said)
    grant = share(asked.amount, record.rate or 100).grant
    if limit.floor is not None and grant < limit.floor:
        least = {"floor": lambda: money(limit.floor, limit.currency), "grant": lambda: money(grant, asked.currency)}
        return not_met(_("The grant is at least %(floor)s; your budget gives %(grant)s at most."), **least)
    if limit.amount is None:
        return met(_("Your budget gives more than the least grant, %(most)s."), most=said["most"])
    if grant > limit.amount:
        # No bar: one may apply all the same.
        return met(
            _("The grant is at most %(most)s; your budget is %(budget)s. What is above it you pay yourselves."),
            half=True,
            **said,
        )
    return met(_("The grant is at most %(most)s; your budget of %(budget)s is within it."), **said)


def _needed(answers, record, rate) -> Decimal:
    """Return what is left to pay of the budget at ``rate`` and with the highest grant, where that is comparable."""
    amount, currency = answers.budget
    return share(amount, rate, limits_that_hold(record.limits, answers.months, currency)).own


def own_share(answers: Answers, record: Facts) -> Verdict:
    own, rate = answers.own, record.rate
    if own is None:
        return NOT_ASKED
    if rate is None:
        return _without_rate(answers, record)
    if answers.budget is None:
        return _without_budget(own, rate, record.limits, answers.months)
    if own.currency != answers.budget.currency:
        return unknown(_("Your budget and your own money are in different currencies."))
    needed = _needed(answers, record, rate)
    said = {
        "rate": rate,
        "needed": lambda: money(needed, own.currency),
        "budget": lambda: money(*answers.budget),
        "own": lambda: money(*own),
    }
    if own.amount >= needed:
        return met(_("It pays %(rate)s per cent. You need %(needed)s of your %(budget)s, and have %(own)s."), **said)
    highest = record.highest_rate
    if highest and own.amount >= _needed(answers, record, highest):
        message = _(
            "It pays %(rate)s per cent, in some cases %(highest)s. You need %(needed)s of your %(budget)s, and have "
            "%(own)s: enough only at the higher rate."
        )
        return unknown(message, highest=highest, **said)
    return not_met(_("It pays %(rate)s per cent. You need %(needed)s of your %(budget)s, and have %(own)s."), **said)


def _without_rate(answers, record) -> Verdict:
    """What is above the highest grant has to be paid at any rate, the whole cost included."""
    own, budget = answers.own, answers.budget
    if budget and budget.currency == own.currency and own.amount < (above := _needed(answers, record, 100)):
        return not_met(
            _("You need at least %(needed)s, which is above the highest grant, and have %(own)s."),
            needed=lambda: money(above, own.currency),
            own=lambda: money(*own),
        )
    return unknown(_("The sources do not say which share of the cost is paid."))


def _without_budget(own: Amount, rate: int, limits, months: int | None) -> Verdict:
    if rate >= 100:
        return met(_("It pays the whole cost."))
    most = largest_budget(own.amount, rate, limits_that_hold(limits, months, own.currency))
    return met(
        _("It pays %(rate)s per cent. With %(own)s of your own you reach a budget of %(most)s."),
        rate=rate,
        own=lambda: money(*own),
        most=lambda: money(most, own.currency),
    )
