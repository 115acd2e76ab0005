"""Organisation numbers are taken as people write them, and personal identity numbers are not taken at all."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, strategies as st
from stdnum.luhn import calc_check_digit

from organisations.forms import OrganisationNumberField, read_organisation_number


@pytest.mark.parametrize(
    "text",
    [
        "212000-1355",
        "2120001355",
        "212000 1355",
        " 16212000-1355 ",
        "16 21 20 00 - 13 55",
        "212000–1355",
        "212000\u00a01355",
    ],
)
def test_number_is_taken_as_people_write_it(text):
    assert OrganisationNumberField().clean(text) == "212000-1355"


@given(st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True))
def test_number_as_it_is_kept_is_read_back_to_the_same_and_with_one_digit_wrong_it_is_refused(digits):
    number = digits + calc_check_digit(digits)
    kept = read_organisation_number(number)
    assert kept == read_organisation_number(kept) == f"{number[:6]}-{number[6:]}"
    with pytest.raises(ValidationError) as refused:
        read_organisation_number(number[:-1] + str((int(number[-1]) + 1) % 10))
    assert refused.value.code == "checksum"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("811218-9876", "personal"),
        ("19811218-9876", "personal"),
        ("20010203-1234", "personal"),
        ("121212+1212", "personal"),
        ("811278-9873", "personal"),
        ("212000-1356", "checksum"),
        ("122000-1355", "checksum"),
        ("212000-135", "digits"),
        ("SE212000135501", "digits"),
        ("Malmö stad", "digits"),
        ("٢١٢٠٠٠١٣٥٥", "digits"),
        ("2" * 100_000, "digits"),
    ],
)
def test_number_that_is_none_is_refused_with_its_reason(text, code):
    with pytest.raises(ValidationError) as refused:
        OrganisationNumberField().clean(text)
    assert refused.value.code == code


def test_personal_number_is_refused_with_what_to_do_instead():
    with pytest.raises(ValidationError, match="personnummer. Portalen sparar inga sådana; lämna fältet tomt"):
        read_organisation_number("811218-9876")


def test_field_may_be_empty_where_it_is_not_required():
    assert OrganisationNumberField(required=False).clean("  ") == ""


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_refused(text):
    with suppress(ValidationError):
        assert len(read_organisation_number(text)) == 11
