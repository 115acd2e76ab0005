"""What forms ask for an organisation number with."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, ValidationError as NoNumber
from stdnum.se import orgnr
from stdnum.util import clean

LONGEST = 40  # characters, with all that people put between the digits


def read_organisation_number(text: str) -> str:
    """Return the Swedish organisation number in ``text`` as NNNNNN-NNNN.

    Hyphen, spaces and the 16 that authorities put before it may be there or not. A ValidationError in words for what
    is none, and for a personal identity number, which is that of a sole trader: the portal keeps none. They are told
    apart by the third digit, at least 2 for organisations (Skatteverket, SKV 709); in the other it begins a month.
    """
    plain = "".join(clean(text[: 2 * LONGEST], "-.").split())
    if re.fullmatch("16[0-9]{10}", plain):
        plain = plain[2:]
    if re.fullmatch("(?:19|20)?[0-9]{2}[01][0-9]{7}|[0-9]{6}\\+[0-9]{4}", plain):
        message = _("This is a personal identity number. The portal keeps none; leave the field empty.")
        raise ValidationError(message, code="personal")
    try:
        return orgnr.format(orgnr.validate(plain))
    except InvalidChecksum:
        message = _("The organisation number is not right: a digit is wrong, or two have changed places.")
        raise ValidationError(message, code="checksum") from None
    except NoNumber:
        message = _("An organisation number has ten digits, for example 212000-0142.")
        raise ValidationError(message, code="digits") from None


class OrganisationNumberField(forms.CharField):
    """A Swedish organisation number. The cleaned value is NNNNNN-NNNN, "" when left empty."""

    def __init__(self, **options):
        options.setdefault("label", _("Organisation number"))
        super().__init__(max_length=options.pop("max_length", LONGEST), **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value):
        text = super().to_python(value)
        return read_organisation_number(text) if text else text
