"""Fields of the calculator: numbers and amounts as people write them."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing.forms import AmountField
from publishing.templatetags.content import number

LONGEST = 60  # characters
_NUMBER = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,9})(?:[.,]([0-9]{1,9}))? ?([^0-9.,]*)")


class NumberField(forms.CharField):
    """A number as people write it: "24", "62,5 %", "3 år". The cleaned value is a ``Decimal``, None when left empty.

    ``units`` are the words that may follow it, and what each multiplies it by. What cannot be read, has more than
    ``decimals`` or is not from ``least`` to ``most`` is answered with those and the ``example``.
    """

    def __init__(self, *, least, most, example, units, decimals=0, **options):
        self.limits = {"least": least, "most": most, "example": Decimal(example)}
        self.units, self.decimals = {"": 1} | units, decimals
        super().__init__(required=False, **options)
        self.widget.attrs = {"autocomplete": "off", "size": 10} | self.widget.attrs

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        plain = " ".join(unicodedata.normalize("NFKC", text).lower().split()).removesuffix(".")
        found = _NUMBER.fullmatch(plain) if len(plain) <= LONGEST else None
        whole, part, unit = found.groups() if found else ("", "", None)
        # "1,250 hours" is 1.25 to some and 1,250 to others: more decimals than make sense are asked for again.
        if unit in self.units and len(part or "") <= (self.decimals or 1):
            read = Decimal(f"{whole.replace(' ', '')}.{part or 0}") * self.units[unit]
            if self.limits["least"] <= read <= self.limits["most"] and read == round(read, self.decimals):
                return read
        message = _("Write a number from %(least)s to %(most)s, for example %(example)s.")
        raise ValidationError(message, code="number", params={name: number(n) for name, n in self.limits.items()})

    def run_validators(self, value):
        """Those of ``CharField`` are for texts."""


class PositiveAmountField(AmountField):
    """An amount as people write it, more than nothing. The cleaned value is an ``Amount``, None when left empty."""

    def __init__(self, **options):
        super().__init__(required=False, **{"help_text": ""} | options)

    def to_python(self, value):
        amount = super().to_python(value)
        if amount and not amount.amount:
            raise ValidationError(_("The amount must be more than 0."), code="nothing")
        return amount
