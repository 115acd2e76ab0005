"""Amounts are read as people write them, to the cent or not at all, and what is unclear is refused with a way out."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, strategies as st

from projects.models import Project
from publishing.forms import AmountField, Amounts
from publishing.templatetags.content import money, money_range, number
from publishing.written_amounts import DECIMAL_PLACES, MAX_DIGITS, read_amount
from tests.factories import ProjectFactory

amounts = st.decimals(0, Decimal(10) ** (MAX_DIGITS - DECIMAL_PLACES) - Decimal("0.01"), places=DECIMAL_PLACES)


@given(amounts | st.integers(0, 2_000_000).map(Decimal), st.sampled_from(["SEK", "EUR"]), st.sampled_from(["sv", "en"]))
def test_amount_as_it_is_shown_is_read_back_to_the_same(amount, currency, language):
    with translation.override(language):
        assert read_amount(money(amount, currency)) == (amount, currency)
        assert read_amount(number(amount)) == (amount, None)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("4 148 664", "4148664", None),
        ("4\u00a0148\u00a0664", "4148664", None),
        ("4\u202f148\u202f664 kr", "4148664", "SEK"),
        ("4148664,50", "4148664.50", None),
        ("4148664.5", "4148664.50", None),
        ("4.148.664", "4148664", None),
        ("4,148,664", "4148664", None),
        ("4.148.664,50 kr", "4148664.50", "SEK"),
        ("4,148,664.50", "4148664.50", None),
        ("4.148,50", "4148.50", None),
        ("500:-", "500", "SEK"),
        ("500 kr.", "500", "SEK"),
        ("4,1 mkr", "4100000", "SEK"),
        ("4,1 Mkr", "4100000", "SEK"),
        ("4,148664 mkr", "4148664", "SEK"),
        ("4,148 mkr", "4148000", "SEK"),
        ("0,500 mkr", "500000", "SEK"),
        ("4,1 miljoner kronor", "4100000", "SEK"),
        ("4.1 MSEK", "4100000", "SEK"),
        ("300 tkr", "300000", "SEK"),
        ("300 tusen kronor", "300000", "SEK"),
        ("300 000 €", "300000", "EUR"),
        ("€300000", "300000", "EUR"),
        ("EUR 300 000", "300000", "EUR"),
        ("1,2 milj. euro", "1200000", "EUR"),
        ("€1.2m", "1200000", "EUR"),
        ("1,2 M€", "1200000", "EUR"),
        ("2 mdkr", "2000000000", "SEK"),
        ("2 miljarder", "2000000000", None),
        ("0", "0", None),
        ("999 999 999 999,99", "999999999999.99", None),
    ],
)
def test_amount_is_read_as_people_write_it(text, amount, currency):
    assert read_amount(text) == (Decimal(amount), currency)


def test_comma_before_three_digits_parts_thousands_in_english_and_is_refused_in_swedish():
    with pytest.raises(ValidationError, match="300 000 eller 300") as refused:
        read_amount("300,000 EUR")
    assert refused.value.code == "ambiguous"
    with pytest.raises(ValidationError, match="4 148 eller 4,148"):
        read_amount("4.148 mkr")
    with translation.override("en"):
        assert read_amount("300,000 EUR") == (Decimal("300000"), "EUR")
        assert read_amount("4.148 million") == (Decimal("4148000"), None)
        with pytest.raises(ValidationError, match="4 148 or 4.148"):
            read_amount("4,148 million")
        with pytest.raises(ValidationError, match="300 000 or 300"):
            read_amount("300.000")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-500", "negative"),
        ("−500 kr", "negative"),
        ("(500)", "negative"),
        ("fyra miljoner", "words"),
        ("mycket", "words"),
        ("75 %", "share"),
        ("75 procent av kostnaden", "share"),
        ("3–4 mkr", "range"),
        ("3 till 4 mkr", "range"),
        ("300 000-400 000", "range"),
        ("ca 350 000", "doubt"),
        ("drygt 4 mkr", "doubt"),
        ("350 000?", "doubt"),
        ("300 000 USD", "currency"),
        ("$300", "currency"),
        ("300,505", "ambiguous"),
        ("1234,567", "decimals"),
        ("0,005", "decimals"),
        ("4,123456789 mkr", "decimals"),
        ("1 000 000 000 000", "too_large"),
        ("1000 miljarder", "too_large"),
        ("9" * 60, "too_large"),
        ("EUR 300 000 kr", "contradiction"),
        ("41 48 664", "unread"),
        ("4148 664", "unread"),
        ("4.148.66", "unread"),
        ("4 mkr 500", "unread"),
        ("٣٠٠", "words"),
        ("1" * 100_000, "unread"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_amount_that_is_unclear_is_refused_in_words_that_say_what_to_write(text, code, language):
    if (text, language) == ("300,505", "en"):
        return
    with translation.override(language), pytest.raises(ValidationError) as refused:
        read_amount(text)
    assert refused.value.code == code
    assert 20 < len(refused.value.messages[0]) < 250


def test_range_as_it_is_shown_is_refused():
    with pytest.raises(ValidationError, match="inte ett intervall"):
        read_amount(money_range(50, 1000, "EUR"))


@given(st.text(max_size=80) | st.text("0123456789 .,-mkreu€", max_size=30))
def test_any_text_is_an_amount_or_is_refused(text):
    try:
        amount, currency = read_amount(text)
    except ValidationError:
        return
    assert 0 <= amount < Decimal(10) ** (MAX_DIGITS - DECIMAL_PLACES)
    assert amount == round(amount, DECIMAL_PLACES)
    assert currency in ("SEK", "EUR", None)


class BudgetForm(Amounts, forms.ModelForm):
    budget = AmountField(required=False)
    grant = AmountField(required=False)
    currency = forms.ChoiceField(choices=[("SEK", "kronor"), ("EUR", "euro")])

    class Meta:
        model = Project
        fields = ["budget", "grant", "currency"]


def filled_in(project=None, **data):
    return BudgetForm({"currency": "SEK", **data}, instance=project or Project())


def test_form_keeps_what_was_written_and_shows_what_is_stored():
    assert 'value="mycket"' in str(filled_in(budget="mycket")["budget"])
    project = ProjectFactory.build(budget=Decimal("4148664.50"))
    shown = BudgetForm(instance=project)["budget"].value()
    assert shown == "4\u00a0148\u00a0664,5"
    assert filled_in(project, budget=shown, grant="").changed_data == []


@pytest.mark.django_db
def test_currency_that_is_written_wins_over_the_one_the_field_stands_at():
    form = filled_in(ProjectFactory(), budget="1,2 milj. euro", grant="EUR 900 000")
    assert form.is_valid(), form.errors
    project = Project.objects.get(pk=form.save().pk)
    assert (project.budget, project.grant, project.currency) == (1_200_000, 900_000, "EUR")


@pytest.mark.django_db
def test_currency_of_the_field_holds_where_none_is_written():
    form = filled_in(budget="1 200 000", grant="", currency="EUR")
    form.full_clean()
    assert not {"budget", "grant", "currency"} & form.errors.keys()
    assert (form.cleaned_data["budget"], form.cleaned_data["grant"]) == (Decimal(1_200_000), None)
    assert form.cleaned_data["currency"] == "EUR"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "at", "said"),
    [
        # The writer has chosen euro, for the field stood at kronor.
        ({"budget": "4 mkr", "currency": "EUR"}, "budget", "Du har skrivit det här i kronor"),
        ({"budget": "4 mkr", "grant": "300 000 €"}, "grant", "Du har skrivit det här i euro"),
        ({"budget": "500 000 €", "grant": "300 000"}, "grant", "Skriv valutan även för det här beloppet"),
    ],
)
def test_currencies_that_contradict_one_another_are_said_at_the_amount(data, at, said):
    form = filled_in(**data)
    assert said in form.errors[at][0]
