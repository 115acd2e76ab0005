"""The money of a call worked out for a budget, as readers write it, exact to the öre and never more than is given."""

from decimal import Decimal

import pytest
from django.utils import translation

from funding.example import read_amount, worked_example
from funding.models import Programme
from funding.terms import terms_of
from publishing.enums import Status

from .factories import CallFactory, ProgrammeFactory
from .reading import parse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("4 148 664", "4148664"),
        ("4\N{NO-BREAK SPACE}148\N{NO-BREAK SPACE}664,50 kr", "4148664.50"),
        ("4.148.664,5", "4148664.5"),
        ("1000000", "1000000"),
        ("250 000 euro", "250000"),
        ("€", None),
        ("mycket", None),
        ("-5", None),
        ("0", None),
        ("0,001", None),
        ("NaN", None),
        ("1e400", None),
        ("9" * 60, None),
        ("\x00", None),
    ],
)
def test_amounts_are_read_as_people_write_them(typed, amount):
    assert read_amount(typed) == (amount and Decimal(amount))


def test_english_reader_writes_thousands_with_commas():
    with translation.override("en"):
        assert read_amount("4,148,664.50") == Decimal("4148664.50")


def test_grant_is_the_rate_of_the_budget_and_the_rest_is_ones_own():
    amif = Programme.objects.prefetch_related("ceilings").get(slug="amif-nationell")
    example = worked_example(terms_of(amif), "4 148 664")
    assert (example.grant, example.own) == (Decimal("3111498.00"), Decimal("1037166.00"))


def test_grant_is_rounded_down_to_the_ore():
    example = worked_example(terms_of(ProgrammeFactory(cofinancing_percent=75)), "0,99")
    assert (example.grant, example.own) == (Decimal("0.74"), Decimal("0.25"))


def test_grant_stops_at_the_ceiling():
    programme = ProgrammeFactory(cofinancing_percent=80)
    programme.ceilings.create(months=24, amount=300_000, currency="EUR")
    programme.ceilings.create(months=36, amount=450_000, currency="EUR")
    example = worked_example(terms_of(programme), "1 000 000")
    assert (example.grant, example.own, example.currency) == (450_000, 550_000, "EUR")


def test_nothing_is_worked_out_without_a_rate():
    assert worked_example(terms_of(ProgrammeFactory(cofinancing_percent=None)), "1000").grant is None


def test_page_keeps_what_was_typed_and_says_what_is_wrong(client):
    call = CallFactory(status=Status.PUBLISHED, programme=ProgrammeFactory(cofinancing_percent=75))
    page = parse(client.get(call.get_absolute_url(), {"budget": "mycket", "datum": "2015-10-30"}).content)
    field = page.one("input", id="budget")
    assert field.attrs["value"] == "mycket"
    assert page.one("p", id=field.attrs["aria-describedby"]).text.startswith("”mycket” är inget belopp.")
    assert page.one("input", type="hidden", name="datum").attrs["value"] == "2015-10-30"
