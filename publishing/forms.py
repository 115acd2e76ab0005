"""What forms ask for amounts with: one field of text, "4,1 mkr", beside a choice of currency."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from .templatetags.content import number
from .written_amounts import LONGEST, Amount, read_amount

CURRENCIES = {"SEK": _("kronor"), "EUR": _("euro")}


class AmountField(forms.CharField):
    """An amount as people write it. The cleaned value is an ``Amount`` (amount, currency), None when left empty.

    In a form with ``Amounts`` it is the amount alone, as the column holds it. ``initial`` is a number.
    """

    def __init__(self, **options):
        options.setdefault("help_text", _("As you would write it: 4 148 664, 4.1 million kronor, 300 000 euro."))
        super().__init__(max_length=options.pop("max_length", 2 * LONGEST), **options)
        self.widget.attrs = {"autocomplete": "off", "size": 24} | self.widget.attrs

    def prepare_value(self, value):
        return number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value):
        text = super().to_python(value)
        return read_amount(text) if text else None

    def run_validators(self, value):
        """Those of ``CharField`` are for texts; ``read_amount`` has checked this one."""

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "").strip() != (data or "").strip()


class Amounts:
    """For forms with amounts in one currency, chosen in the field ``currency_field``; first among the base classes.

    A currency that is written with an amount wins over the one that the field stands at. Where the writer has chosen
    another one there, or writes another one with the next amount, it is said and nothing is guessed.
    """

    currency_field = "currency"

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        amounts = {name: value for name, value in cleaned.items() if isinstance(value, Amount)}
        stands_at = cleaned.get(self.currency_field)
        chosen = stands_at if self.currency_field in self.changed_data else None
        written = [amount.currency for amount in amounts.values() if amount.currency]
        currency = chosen or (written[0] if written else stands_at)
        for name, amount in amounts.items():
            if amount.currency and amount.currency != currency:
                message = _("You have written this in %(written)s, and chosen or written %(other)s elsewhere.")
                self._say(name, message, written=amount.currency, other=currency)
            elif not amount.currency and currency not in (chosen, stands_at):
                # Its meaning would change without a word being written.
                message = _("Write the currency of this amount too; another one here is in %(other)s.")
                self._say(name, message, other=currency)
            else:
                cleaned[name] = amount.amount
        if currency and self.currency_field in self.fields:
            cleaned[self.currency_field] = currency
        return cleaned

    def _say(self, name, message, **currencies):
        params = {key: CURRENCIES.get(code, code) for key, code in currencies.items()}
        self.add_error(name, forms.ValidationError(message, code="currency", params=params))
