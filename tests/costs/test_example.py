"""The money of a call worked out for a budget, as readers write it, on the call's own page."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from funding.costs.example import worked_example
from funding.models import Call
from funding.terms import terms_of
from tests.factories import CallFactory, ProgrammeFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db


def example(record, typed=""):
    return worked_example(terms_of(record), AnonymousUser(), typed)


def test_grant_is_the_rate_of_the_budget_and_the_rest_is_ones_own():
    shown = example(Call.objects.get(slug="amif-2016"), "4 148 664")
    assert (shown.grant, shown.own) == (Decimal("3111498.00"), Decimal("1037166.00"))


def test_grant_stops_at_the_ceiling():
    programme = ProgrammeFactory(cofinancing_percent=80)
    programme.ceilings.create(months=24, amount=300_000, currency="EUR")
    programme.ceilings.create(months=36, amount=450_000, currency="EUR")
    shown = example(programme, "1 000 000")
    assert (shown.grant, shown.own, shown.calculation.currency) == (450_000, 550_000, "EUR")
    in_kronor = example(programme, "1 000 000 kr")
    assert (in_kronor.grant, in_kronor.own, in_kronor.calculation.amount("by_rate")) == (None, None, 800_000)


def test_page_says_that_a_ceiling_in_another_currency_leaves_the_grant_unknown(client):
    call = CallFactory(programme=ProgrammeFactory(cofinancing_percent=80))
    call.ceilings.create(amount=300_000, currency="EUR")
    page = parse(client.get(call.get_absolute_url(), {"budget": "40 000 000 kr"}).content)
    section = page.one("section", "example")
    assert [dd.text for dd in section.all("dd")] == ["okänt", "okänt"]
    assert "i en annan valuta" in section.text
    assert section.one("input", id="budget").attrs["value"] == "40 000 000 kr"
    [lead] = [link for link in section.all("a") if "kalkyl" in link.attrs["href"]]
    assert lead.attrs["href"].endswith("?budget=40%20000%20000%20kr")


def test_nothing_is_worked_out_without_a_rate():
    assert example(ProgrammeFactory(cofinancing_percent=None), "1000").grant is None


def test_page_works_out_what_is_typed_and_leads_on_to_the_calculator_with_it(client):
    page = parse(client.get("/finansiering/utlysningar/amif-2016/", {"budget": "4148664"}).content)
    section = page.one("section", "example")
    assert [dd.text for dd in section.all("dd")] == ["3 111 498 kr", "1 037 166 kr"]
    assert "75 % av 4 148 664 kr" in section.text
    [lead] = [link for link in section.all("a") if "kalkyl" in link.attrs["href"]]
    assert lead.attrs["href"] == "/finansiering/utlysningar/amif-2016/kalkyl/?budget=4148664"


@pytest.mark.parametrize("typed", ["mycket", "-5", "0", "\x00", "9" * 60, "1e400"])
def test_page_keeps_what_was_typed_and_says_what_is_wrong(client, typed):
    call = CallFactory(programme=ProgrammeFactory(cofinancing_percent=75))
    page = parse(client.get(call.get_absolute_url(), {"budget": typed, "datum": "2015-10-30"}).content)
    field = page.one("input", id="budget")
    assert field.attrs["value"] == typed.replace("\0", "\ufffd")
    assert page.one("p", id=field.attrs["aria-describedby"]).text
    assert page.one("input", type="hidden", name="datum").attrs["value"] == "2015-10-30"
    assert page.one("section", "example").all("dd")[0].text == "750 000 kr"
