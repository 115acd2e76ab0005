"""What a project costs: the sums promise that nothing is lost to rounding and nothing promised above what is given."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given, strategies as st

from funding.costs.cashflow import PaymentTerms, cash_flow
from funding.costs.sums import (
    CENT,
    Exchange,
    Fit,
    HeldLimit,
    Limit,
    contribution,
    largest_budget,
    limits_that_hold,
    share,
    worth_of_time,
)

D = Decimal
ERASMUS = [Limit(D(300_000), "EUR", 24), Limit(D(450_000), "EUR", 36)]


def money(least="0.01", most="999999999999.99"):
    return st.decimals(D(least), D(most), places=2)


rates = st.one_of(st.integers(1, 100).map(D), st.decimals(1, 100, places=2))
exchanges = st.decimals(1, 100, places=6).map(lambda rate: Exchange(rate, datetime.date(2016, 1, 15)))


def ceiling(amount):
    return [] if amount is None else [HeldLimit(Limit(amount, "SEK"), Fit.ANY_LENGTH, amount)]


# --- Worked examples ------------------------------------------------------------------------------------------


def test_grant_of_amif_is_three_quarters_and_the_rest_is_ones_own():
    amif = share(D("4148664"), D(75))
    assert (amif.grant, amif.own) == (D("3111498.00"), D("1037166.00"))


@pytest.mark.parametrize(
    ("months", "ceiling", "fit"),
    [
        (24, 300_000, Fit.STATED),
        (36, 450_000, Fit.STATED),
        (30, 300_000, Fit.BETWEEN),
        (35, 300_000, Fit.BETWEEN),
        (48, 450_000, Fit.LONGER),
        (12, 300_000, Fit.SHORTER),
        (None, 450_000, Fit.UNKNOWN),
    ],
)
def test_ceiling_is_that_of_the_longest_length_that_the_project_reaches(months, ceiling, fit):
    [held] = limits_that_hold(ERASMUS, months, "EUR")
    assert (held.ceiling, held.fit) == (ceiling, fit)
    assert share(D(1_000_000), D(80), [held]).grant == ceiling
    assert share(D(100_000), D(80), [held]).grant == 80_000


def test_limit_without_a_length_holds_beside_the_one_of_the_length():
    held = limits_that_hold([*ERASMUS, Limit(D(200_000), "EUR")], 36, "EUR")
    assert [limit.ceiling for limit in held] == [200_000, 450_000]
    assert share(D(1_000_000), D(80), held).grant == 200_000


def test_ceiling_in_another_currency_is_converted_down_and_a_floor_up():
    rate = Exchange(D("11.1111"), datetime.date(2016, 1, 15))
    [held] = limits_that_hold([Limit(D("0.10"), "EUR", floor=D("0.10"))], 24, "SEK", rate)
    assert (held.ceiling, held.floor, held.comparable) == (D("1.11"), D("1.12"), True)


@pytest.mark.parametrize(("currency", "rate"), [("EUR", None), ("PLN", Exchange(D(11), datetime.date(2016, 1, 15)))])
def test_ceiling_that_cannot_be_converted_is_told_and_stops_nothing(currency, rate):
    [held] = limits_that_hold([Limit(D(1), currency)], 24, "SEK", rate)
    assert (held.comparable, held.ceiling) == (False, None)
    assert share(D(100), D(75), [held]).grant == 75


def test_grant_below_the_least_that_is_given_is_told():
    held = limits_that_hold([Limit(None, "EUR", floor=D(100_000))], 24, "EUR")
    assert [share(budget, D(50), held).below_floor for budget in (D(199_999), D(200_000))] == [True, False]


def test_grant_is_rounded_down_to_the_ore():
    assert (share(D("0.99"), D(75)).grant, share(D("0.99"), D(75)).own) == (D("0.74"), D("0.25"))


# --- What holds for every budget ------------------------------------------------------------------------------


@given(money(), rates, st.none() | money())
def test_grant_and_own_share_make_the_budget_and_the_grant_no_more_than_the_rate_and_the_ceiling(budget, rate, most):
    parted = share(budget, rate, ceiling(most))
    assert parted.grant + parted.own == budget
    assert 0 <= parted.grant <= budget * rate / 100
    assert most is None or parted.grant <= most
    assert parted.grant == parted.grant.quantize(CENT)
    assert parted.stopped or budget * rate / 100 - parted.grant < CENT


@given(money(), money(), rates, st.none() | money())
def test_larger_budget_never_gives_a_smaller_grant_nor_a_smaller_own_share(one, other, rate, most):
    smaller, larger = (share(budget, rate, ceiling(most)) for budget in sorted([one, other]))
    assert smaller.grant <= larger.grant
    assert smaller.own <= larger.own


@given(money(), rates, st.integers(1, 120), st.integers(1, 120), exchanges)
def test_longer_project_never_has_a_lower_ceiling_nor_a_grant_above_it(budget, rate, one, other, exchange):
    shorter, longer = (limits_that_hold(ERASMUS, months, "SEK", exchange) for months in sorted([one, other]))
    assert shorter[0].ceiling <= longer[0].ceiling
    grant = share(budget, rate, longer).grant
    assert exchange.convert(grant, "SEK", "EUR", "ROUND_DOWN") <= longer[0].limit.amount


@given(money("0"), money("0", "9999999"))
def test_money_and_time_make_the_own_share_and_money_is_never_negative(own, worth):
    parts = contribution(own, worth)
    assert parts.time + parts.money == own
    assert parts.time + parts.beyond == worth
    assert min(parts.time, parts.money, parts.beyond) >= 0


@given(st.decimals(0, 99999, places=2), money("0", "9999"))
def test_working_time_is_worth_its_hours_and_never_more(hours, hourly_cost):
    assert 0 <= hours * hourly_cost - worth_of_time(hours, hourly_cost) < CENT


@given(money(), rates, st.none() | money())
def test_largest_budget_is_the_largest_with_that_own_share(own, rate, most):
    largest = largest_budget(own, rate, ceiling(most))
    if largest is None:
        assert (rate, most) == (100, None)
    else:
        assert share(largest, rate, ceiling(most)).own <= own < share(largest + CENT, rate, ceiling(most)).own


@given(money(), exchanges)
def test_amount_converted_there_and_back_is_the_same_within_rounding(amount, exchange):
    euro = exchange.convert(amount, "SEK", "EUR")
    assert abs(exchange.convert(euro, "EUR", "SEK") - amount) <= CENT / 2 * exchange.rate + CENT / 2
    assert exchange.convert(exchange.convert(amount, "EUR", "SEK"), "SEK", "EUR") - amount <= CENT


# --- Cash flow ------------------------------------------------------------------------------------------------

starts = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))
payments = st.builds(PaymentTerms, st.decimals(0, 100, places=2), st.integers(1, 120), st.integers(0, 36))


@given(money(), rates, starts, st.integers(1, 120), payments)
def test_cash_flow_adds_up_to_the_budget_and_the_grant(budget, rate, start, months, terms):
    grant = share(budget, rate).grant
    flow = cash_flow(budget, grant, start, months, terms)
    assert (flow.costs, flow.money_in) == (budget, grant)
    assert sum(payment.amount for payment in flow.payments) == grant
    assert flow.quarters[-1].balance == grant - budget
    balance = 0
    for quarter in flow.quarters:
        balance += quarter.money_in - quarter.costs
        assert quarter.balance == balance >= quarter.lowest
        assert min(quarter.costs, quarter.money_in) >= 0
    assert flow.lowest == min(quarter.lowest for quarter in flow.quarters)
    assert flow.to_carry >= budget - grant


@given(money(), starts, st.integers(1, 120), payments, st.integers(0, 36))
def test_money_that_comes_later_is_never_less_to_carry(budget, start, months, terms, later):
    assume(later > terms.payment_months)
    grant = share(budget, D(75)).grant
    late = PaymentTerms(terms.advance_percent, terms.claim_months, later)
    assert (
        cash_flow(budget, grant, start, months, terms).to_carry
        <= cash_flow(budget, grant, start, months, late).to_carry
    )


def test_costs_are_even_and_what_does_not_divide_falls_in_the_last_month():
    flow = cash_flow(D("100.00"), D(0), datetime.date(2016, 2, 10), 3, PaymentTerms(D(0), 12, 0))
    assert [(q.year, q.number, q.costs) for q in flow.quarters] == [(2016, 1, D("66.66")), (2016, 2, D("33.34"))]


def test_money_comes_so_many_months_after_a_claim_and_the_advance_is_taken_off_the_last():
    flow = cash_flow(D(1200), D(900), datetime.date(2016, 1, 1), 12, PaymentTerms(D(40), 6, 3))
    assert [(payment.month.month, payment.month.year, payment.kind, payment.amount) for payment in flow.payments] == [
        (1, 2016, "advance", 360),
        (9, 2016, "claim", 450),
        (3, 2017, "balance", 90),
    ]
    assert [(q.costs, q.money_in, q.balance) for q in flow.quarters] == [
        (300, 360, 60),
        (300, 0, -240),
        (300, 450, -90),
        (300, 0, -390),
        (0, 90, -300),
    ]
    # In August eight months are paid and only the advance has come; in September ninth is, before the money comes.
    assert (flow.lowest, flow.lowest_in, flow.quarters[2].lowest) == (-540, datetime.date(2016, 9, 1), -540)


def test_nothing_is_to_be_carried_when_all_is_paid_in_advance():
    flow = cash_flow(D(1200), D(1200), datetime.date(2016, 1, 1), 12, PaymentTerms(D(100), 6, 3))
    assert (flow.to_carry, flow.quarters[-1].balance) == (0, 0)
