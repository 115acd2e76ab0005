"""The terms of the money: what a call does not say its programme says, and what nobody says is unknown."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from funding.models import Call, GrantCeiling, Programme
from funding.terms import terms_of
from tests.factories import ApplicantKindFactory, CallFactory, GrantCeilingFactory, ProgrammeFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db


def words(client, record):
    """Return the facts of the record's page: what stands under each heading."""
    facts = parse(client.get(record.get_absolute_url()).content).one("dl", "facts")
    names = [" ".join(name.text.split()) for name in facts.all("dt")]
    return dict(zip(names, (" ".join(fact.text.split()) for fact in facts.all("dd")), strict=True))


def test_term_of_a_call_is_its_own_where_it_says_one_and_else_its_programmes():
    programme = ProgrammeFactory(cofinancing_percent=75, minimum_partners=2, advance_percent=0)
    call = CallFactory(programme=programme, cofinancing_percent=90)
    terms = terms_of(call)
    assert (terms.rate.value, terms.rate.said_by, terms.own_share) == (90, call, 10)
    assert (terms.minimum_partners.value, terms.minimum_partners.said_by) == (2, programme)
    # That nothing is paid in advance is known; nothing is known of the claims.
    assert (terms.advance_percent.value, terms.claim_months.is_known) == (0, False)


def test_note_and_highest_rate_are_of_the_record_that_says_the_rate():
    programme = ProgrammeFactory(
        cofinancing_percent=75, cofinancing_percent_highest=90, cofinancing_note="Upp till 90 procent ibland."
    )
    terms = terms_of(CallFactory(programme=programme, cofinancing_percent=60))
    assert not terms.highest_rate.is_known
    assert not terms.rate_note.is_known
    assert terms_of(CallFactory(programme=programme)).highest_rate.value == 90


def test_limits_are_those_of_the_call_if_it_has_any_and_the_shortest_first():
    programme, call = ProgrammeFactory(), CallFactory()
    for months in (36, 24, None):
        GrantCeilingFactory(programme=programme, months=months, amount=months and months * 1000, floor=5)
    call.programme = programme
    assert [limit.months for limit in terms_of(call).limits.value] == [None, 24, 36]
    call.ceilings.create(months=12, amount=Decimal("1000.50"))
    assert [limit.amount for limit in terms_of(call).limits.value] == [Decimal("1000.50")]


def test_applicants_are_those_of_the_call_if_it_names_any():
    programme = ProgrammeFactory()
    programme.applicant_kinds.add(ApplicantKindFactory(slug="alla"))
    call = CallFactory(programme=programme)
    assert [kind.slug for kind in terms_of(call).applicant_kinds.value] == ["alla"]
    call.applicant_kinds.add(ApplicantKindFactory(slug="nagra"))
    assert [kind.slug for kind in terms_of(call).applicant_kinds.value] == ["nagra"]


def test_budget_and_terms_of_a_programme_are_no_others():
    fund = ProgrammeFactory(cofinancing_percent=75, budget=1_000_000)
    strand = ProgrammeFactory(parent=fund)
    assert not terms_of(strand).rate.is_known
    assert not terms_of(CallFactory(programme=fund)).budget.is_known


def test_unknown_money_is_said_to_be_unknown(client):
    call = CallFactory()
    facts = words(client, call)
    for name in ("Programmet betalar", "Bidrag per projekt", "Utlysningens budget", "Partner", "Utbetalning"):
        assert facts[name] == "okänt", name
    assert facts["Egen insats"] == "okänt"
    assert words(client, ProgrammeFactory(kind="fund"))["Budget"] == "okänt"


def test_money_of_a_call_is_shown_with_who_says_it(client):
    programme = ProgrammeFactory(
        cofinancing_percent=75,
        cofinancing_percent_highest=90,
        time_counts=True,
        minimum_countries=2,
        advance_percent=30,
        claim_months=6,
        payment_months=3,
    )
    call = CallFactory(programme=programme, budget=20_000_000, budget_currency="SEK", minimum_partners=3)
    call.ceilings.create(months=24, floor=50_000, amount=300_000)
    facts = words(client, call)
    assert facts["Programmet betalar"] == "75 % av kostnaden, i vissa fall upp till 90 % enligt programmet"
    assert facts["Egen insats"] == "25 % arbetstid räknas"
    assert facts["Bidrag per projekt"] == "minst 50 000 euro, högst 300 000 euro för 2 år"
    assert facts["Utlysningens budget"] == "20 000 000 kr"
    assert facts["Partner"] == "minst 3 utöver er, från minst 2 länder, Sverige inräknat enligt programmet"
    assert facts["Utbetalning"] == (
        "30 % av bidraget i förskott, ansökan om utbetalning med 6 månaders mellanrum, betalas inom 3 månader"
    )


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("cofinancing_percent", {"cofinancing_percent": 0}),
        ("cofinancing_percent", {"cofinancing_percent": 101}),
        ("cofinancing_percent_highest", {"cofinancing_percent": 75, "cofinancing_percent_highest": 75}),
        ("cofinancing_percent_highest", {"cofinancing_percent_highest": 90}),
        ("advance_percent", {"advance_percent": 101}),
        ("claim_months", {"claim_months": 0}),
        ("budget", {"budget": -1}),
    ],
)
@pytest.mark.parametrize("factory", [ProgrammeFactory, CallFactory])
def test_terms_that_cannot_be_are_refused(factory, field, values):
    record = factory()
    for name, value in values.items():
        setattr(record, name, value)
    with pytest.raises(ValidationError):
        record.full_clean()


@pytest.mark.parametrize("limit", [{}, {"floor": 2, "amount": 1}])
def test_limit_without_amount_or_with_the_least_above_the_most_is_refused(limit):
    with pytest.raises(ValidationError):
        GrantCeiling(programme=ProgrammeFactory(), months=12, **limit).full_clean()


def test_limit_is_one_for_each_length():
    programme = ProgrammeFactory()
    for months in (24, None):
        GrantCeilingFactory(programme=programme, months=months)
        with pytest.raises(ValidationError):
            GrantCeiling(programme=programme, months=months, amount=1).full_clean()


def test_terms_of_the_documents():
    amif = terms_of(Programme.objects.get(slug="amif-2021-2027"))
    assert (amif.rate.value, amif.highest_rate.value) == (75, 90)
    partnerships = terms_of(Call.objects.get(slug="erasmus-strategiska-partnerskap-2016"))
    assert [(limit.months, limit.amount) for limit in partnerships.limits.value] == [(24, 300_000), (36, 450_000)]
    assert partnerships.minimum_countries.value == 2
    assert not partnerships.rate.is_known
