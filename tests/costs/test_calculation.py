"""Every figure of a calculation has its rule and its source, and what is not known is said, not guessed."""

import datetime
import json
from dataclasses import asdict
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from funding.costs.calculation import Inputs
from funding.costs.lines import calculate
from funding.costs.sums import Exchange
from funding.models import Call, Programme
from funding.terms import terms_of
from tests.factories import CallFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db

D = Decimal
RATE = Exchange(D("11.2455"), datetime.date(2016, 1, 15))


def calculated(record, budget=None, currency="SEK", **inputs):
    return calculate(terms_of(record), Inputs(currency, budget and D(budget), **inputs), AnonymousUser())


def line(calculation, name):
    [found] = [line for line in (*calculation.lines, *calculation.payment_lines) if line.name == name]
    return found


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def programme():
    return ProgrammeFactory(title="Fonden", cofinancing_percent=75)


@pytest.fixture
def erasmus():
    return Programme.objects.get(slug="erasmus-plus-strategiska-partnerskap")


def test_rule_and_source_of_the_grant_are_those_of_amif():
    amif = Programme.objects.get(slug="amif-nationell")
    calculation = calculated(Call.objects.get(slug="amif-2016"), 4_148_664)
    grant = line(calculation, "grant")
    assert (grant.amount, calculation.amount("own")) == (3_111_498, 1_037_166)
    assert plain(grant.rule) == "75 % av 4 148 664 kr, avrundat nedåt till hela ören eller cent."
    assert (grant.source.kind, grant.source.title, grant.source.address) == (
        "record",
        amif.title,
        amif.get_absolute_url(),
    )
    assert line(calculation, "budget").source.kind == "typed"


@pytest.mark.parametrize(("months", "grant"), [(24, 300_000), (36, 450_000), (30, 300_000), (48, 450_000)])
def test_ceiling_of_erasmus_holds_and_the_unknown_rate_is_the_readers_assumption(erasmus, months, grant):
    calculation = calculated(erasmus, 1_000_000, "EUR", rate=D(80), months=months)
    assert calculation.amount("grant") == grant
    assert line(calculation, "by_rate").source.kind == "assumed"
    assert line(calculation, "ceiling").source.title == erasmus.title


def test_unknown_rate_is_said_and_nothing_is_worked_out(erasmus):
    calculation = calculated(erasmus, 1_000_000, "EUR", months=24)
    grant = line(calculation, "grant")
    assert grant.amount is None
    assert "Portalen vet inte" in grant.rule
    assert calculation.amount("ceiling") == 300_000
    assert calculation.amount("own") is None


def test_ceiling_in_euro_is_converted_by_the_dated_rate_and_the_rule_says_so(erasmus):
    calculation = calculated(erasmus, 5_000_000, rate=D(80), months=24, exchange=RATE)
    assert calculation.amount("grant") == calculation.amount("ceiling") == D("3373650.00")
    assert "300 000 euro, till kursen 11,2455 kronor för en euro den 15 januari 2016" in plain(
        line(calculation, "ceiling").rule
    )
    grant = line(calculation, "grant")
    assert (grant.other_amount, grant.other_currency) == (D("300000.00"), "EUR")


def test_ceiling_in_euro_without_a_rate_is_said_to_be_beyond_comparison(erasmus):
    calculation = calculated(erasmus, 5_000_000, rate=D(80), months=24)
    ceiling = line(calculation, "ceiling")
    assert ceiling.amount is None
    assert "300 000 euro går inte att jämföra med kronor utan växelkurs" in plain(ceiling.rule)
    # The ceiling is less than half of that: nothing above it is promised, and nothing is worked out from it.
    assert calculation.amount("by_rate") == 4_000_000
    grant = line(calculation, "grant")
    assert grant.amount is None
    assert "i en annan valuta" in grant.rule
    assert calculation.amount("own") is None


def test_no_cash_flow_stands_on_a_grant_that_is_unknown(erasmus):
    start = datetime.date(2016, 1, 1)
    calculation = calculated(erasmus, 40_000_000, rate=D(75), months=24, start=start, hours=D(1), hourly_cost=D(1))
    assert calculation.flow is None
    assert calculation.is_grant_unknown
    known = calculated(erasmus, 40_000_000, rate=D(75), months=24, start=start, exchange=RATE)
    assert known.amount("grant") == D("3373650.00")
    assert known.flow.never_back == known.amount("own")


def test_least_in_another_currency_hides_no_grant():
    programme = ProgrammeFactory(cofinancing_percent=50)
    programme.ceilings.create(floor=100_000, currency="EUR")
    calculation = calculated(programme, 1000)
    assert (calculation.amount("grant"), calculation.amount("own"), calculation.notes) == (500, 500, ())


@pytest.mark.parametrize(("rate", "said"), [(None, "Portalen vet inte"), (75, "annan valuta"), (100, "annan valuta")])
def test_own_money_alone_is_told_what_is_missing(erasmus, rate, said):
    calculation = calculated(erasmus, own_money=D(100_000), rate=rate and D(rate))
    grant = line(calculation, "grant")
    assert grant.amount is None
    assert said in grant.rule
    assert calculation.amount("budget") is None
    assert calculation.notes == ()


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (30, "nästa nivå gäller längre projekt än ert"),
        (48, "det längsta som anges"),
        (12, "det kortaste som anges"),
        (None, "Skriv hur långt ert är"),
    ],
)
def test_ceiling_for_a_length_that_is_not_stated_says_which_one_holds(erasmus, months, said):
    assert said in line(calculated(erasmus, 1000, "EUR", rate=D(80), months=months), "ceiling").rule


def test_rate_that_differs_from_the_programmes_is_an_assumption_that_names_where_the_other_stands(programme):
    source = line(calculated(programme, 1000, rate=D(60)), "grant").source
    assert (source.kind, source.title) == ("changed", "Fonden")
    assert line(calculated(programme, 1000, rate=D(75)), "grant").source.kind == "record"


def test_highest_rate_is_the_programmes_own_and_told_to_be_for_some_cases_only():
    programme = ProgrammeFactory(cofinancing_percent=75, cofinancing_percent_highest=90)
    calculation = calculated(programme, 1000, rate=D(90))
    assert line(calculation, "grant").source.kind == "record"
    assert any("upp till 90 %" in note for note in calculation.notes)


def test_term_of_a_programme_that_the_reader_may_not_see_is_not_named():
    call = CallFactory(programme=ProgrammeFactory(draft=True, title="Hemlig", cofinancing_percent=75))
    calculation = calculated(call, 1000)
    assert line(calculation, "grant").source.kind == "hidden"
    assert "Hemlig" not in json.dumps(asdict(calculation), cls=DjangoJSONEncoder)


def test_own_share_is_paid_in_working_time_and_the_rest_in_money(programme):
    calculation = calculated(programme, 4_148_664, hours=D(1200), hourly_cost=D(450))
    assert (calculation.amount("time"), calculation.amount("money")) == (540_000, 497_166)
    assert plain(line(calculation, "time").rule) == "1 200 timmar à 450 kr."
    assert any("vet inte om arbetstid räknas" in note for note in calculation.notes)


def test_working_time_above_the_own_share_is_said_and_leaves_no_negative_money(programme):
    calculation = calculated(programme, 1000, hours=D(10), hourly_cost=D(100))
    assert (calculation.amount("time"), calculation.amount("money")) == (250, 0)
    assert "750 kr mer än er egen andel" in plain(line(calculation, "time").rule)


def test_working_time_that_does_not_count_leaves_all_to_be_paid_in_money():
    calculation = calculated(
        ProgrammeFactory(cofinancing_percent=75, time_counts=False), 1000, hours=D(1), hourly_cost=D(100)
    )
    assert (calculation.amount("time"), calculation.amount("money"), calculation.notes) == (0, 250, ())
    assert line(calculation, "time").source.kind == "record"


def test_own_money_alone_tells_how_large_the_project_can_be(programme):
    calculation = calculated(programme, own_money=D(500_000))
    assert (calculation.amount("budget"), calculation.amount("own")) == (2_000_000, 500_000)
    with_time = calculated(programme, own_money=D(500_000), hours=D(1000), hourly_cost=D(500))
    assert with_time.amount("budget") == 4_000_000
    assert (with_time.amount("time"), with_time.amount("money")) == (500_000, 500_000)


def test_own_money_beside_a_budget_tells_what_is_left_or_missing(programme):
    assert calculated(programme, 1000, own_money=D(300)).amount("left") == 50
    short = calculated(programme, 1000, own_money=D(200))
    assert (short.amount("missing"), short.amount("largest")) == (50, 800)


def test_own_money_sets_no_limit_where_the_programme_pays_all():
    calculation = calculated(ProgrammeFactory(cofinancing_percent=100), own_money=D(200))
    assert calculation.amount("budget") is None
    assert calculation.notes == ("Programmet betalar hela kostnaden, så era egna pengar sätter ingen gräns.",)


def test_grant_below_the_least_is_told():
    programme = ProgrammeFactory(cofinancing_percent=50)
    programme.ceilings.create(floor=100_000, currency="SEK")
    assert calculated(programme, 199_999).notes == (
        "Bidraget blir lägre än det minsta som programmet ger. Projektet är för litet för det.",
    )
    assert not calculated(programme, 200_000).notes


def test_payments_are_as_the_programme_says_and_what_it_does_not_say_is_assumed():
    programme = ProgrammeFactory(cofinancing_percent=75, advance_percent=40, claim_months=12)
    calculation = calculated(programme, 1200, months=12, start=datetime.date(2016, 1, 1))
    kinds = {line.name: line.source.kind for line in calculation.payment_lines}
    assert kinds == {
        "span": "typed",
        "advance_percent": "record",
        "claim_months": "record",
        "payment_months": "assumed",
    }
    assert line(calculation, "advance_percent").amount == 360
    assert [payment.amount for payment in calculation.flow.payments] == [360, 540]
    typed = calculated(programme, 1200, months=12, start=datetime.date(2016, 1, 1), advance_percent=D(0))
    assert line(typed, "advance_percent").source.kind == "changed"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_calculation_can_be_written_as_it_is(programme, language):
    programme.ceilings.create(months=24, amount=300_000, currency="EUR")
    with translation.override(language):
        project = {"months": 12, "start": datetime.date(2016, 1, 1), "exchange": RATE}
        calculation = calculated(programme, 1200, **project, own_money=D(1), hours=D(1), hourly_cost=D(2))
        written = json.loads(json.dumps(asdict(calculation), cls=DjangoJSONEncoder))
    assert written["flow"]["quarters"][0]["costs"] == "300.00"
    assert all(line["rule"] for line in written["lines"])
