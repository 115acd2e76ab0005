"""Amounts of kronor and euro as people write them, read exactly or not at all.

The other way round is ``money``: all that it writes, in either language, is read back to the same value.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy as _

LONGEST = 60  # characters
# What the columns hold: DecimalField(max_digits=14, decimal_places=2).
MAX_DIGITS, DECIMAL_PLACES = 14, 2

_CURRENCIES = {"SEK": "kr kronor krona sek skr :-", "EUR": "€ eur euro euros"}
_CURRENCY_OF = {word: code for code, words in _CURRENCIES.items() for word in words.split()}
# (power of ten, currency or None): what is written after the figures, without full stops.
_UNITS = {
    (3, None): "tusen thousand k",
    (3, "SEK"): "tkr kkr tsek ksek",
    (3, "EUR"): "teur keur k€",
    (6, None): "milj miljon miljoner mn mln million millions m",
    (6, "SEK"): "mkr mnkr msek",
    (6, "EUR"): "meur m€",
    (9, None): "md mdr mrd miljard miljarder billion billions bn",
    (9, "SEK"): "mdkr mdrkr mdsek",
    (9, "EUR"): "mdeur md€",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}


def _one_of(words):
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_AMOUNT = re.compile(
    rf"(?:(?P<before>{_one_of(_CURRENCY_OF)}) ?)?"
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<group>[ .,])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?P<point>[.,])(?P<part>[0-9]+))?"
    rf"(?: ?(?P<unit>{_one_of(_UNIT_OF)}))?"
    rf"(?: ?(?P<after>{_one_of(_CURRENCY_OF)}))?"
)
_EXAMPLES = _("Write for example 4 148 664, 4.1 million kronor or 300 000 euro.")
# Why a text is no amount, the first that fits: what it looks like, the code and what is said.
_WHY_NOT = [
    (r"[-−–(].*", "negative", _("An amount cannot be negative. Leave the field empty if there is none.")),
    (r".*(?:%|procent|percent|per cent).*", "share", _("Write the amount itself, not a percentage.")),
    (
        r".*\b(?:ca|cirka|circa|omkring|ungefär|runt|drygt|knappt|över|minst|högst|about|around|approx\w*|over|nearly"
        r"|almost|at least|at most)\b.*|.*\?.*",
        "doubt",
        _("Write only the amount, without words such as “about”. What is uncertain about it belongs in the text."),
    ),
    (r".*[0-9].*(?:[-–—]|\btill\b|\bto\b).*[0-9].*", "range", _("Write one amount, not a range.")),
    (
        r".*(?:[$£¥]|\b(?:usd|gbp|chf|nok|dkk|isk|pln|nkr|dkr|dollar\w*|pund|pounds?)\b).*",
        "currency",
        _("Amounts are in kronor or euro here. Write what the amount is in one of them."),
    ),
    (r"[^0-9]*", "words", _("Write the amount in digits. %(examples)s")),
]


class Amount(NamedTuple):
    """A sum with two decimals, and the currency that was written with it ("SEK", "EUR"); None if none was."""

    amount: Decimal
    currency: str | None


def read_amount(text: str) -> Amount:
    """Return what ``text`` says: "4 148 664", "4,1 mkr", "4.1 MSEK", "300 tkr", "300 000 €", "EUR 300 000" …

    A ``ValidationError`` in plain words for what is no amount, more exact than a cent or larger than the columns hold,
    and for "300,000" where that can be 300 thousand or 300: nobody would see an amount that is wrong by a thousand.
    """
    plain = " ".join(text.split())
    if len(plain) > 2 * LONGEST:  # refused whole: what is cut off could be the last three zeros
        raise _why_not(plain, text)
    plain = unicodedata.normalize("NFKC", plain).lower()
    plain = " ".join(re.sub(r"(?<=[a-z])\.", "", plain).split())
    found = _AMOUNT.fullmatch(plain) if len(plain) <= LONGEST else None
    if not found or (found["point"] and found["point"] == found["group"]):
        raise _why_not(plain, text)
    power, currency = _UNIT_OF.get(found["unit"], (0, None))
    written_in = {currency, *(_CURRENCY_OF.get(found[place]) for place in ("before", "after"))} - {None}
    if len(written_in) > 1:
        raise ValidationError(_("Both kronor and euro are written here. Write one of them."), code="contradiction")
    whole, part = re.sub("[^0-9]", "", found["whole"]), found["part"] or ""
    if not found["group"] and len(part) == 3 and len(whole) <= 3 and whole[0] != "0":
        whole, part = _without_doubt(whole, found["point"], part, bool(found["unit"]))
    # In whole numbers, for these are exact however long they are.
    cents, rest = divmod(int(whole + part) * 10 ** (power + DECIMAL_PLACES), 10 ** len(part))
    if rest:
        raise ValidationError(
            _("An amount has at most two decimals. Round it to whole kronor or euro."), code="decimals"
        )
    if cents >= 10**MAX_DIGITS:
        raise ValidationError(_("The amount is too large: it must be less than 1 000 billion."), code="too_large")
    return Amount(Decimal(cents).scaleb(-DECIMAL_PLACES), written_in.pop() if written_in else None)


def _without_doubt(whole, sign, part, scaled):
    """Return the digits before and after the decimal sign of "300,000" or "4,148 mkr", as the reader's language has it.

    In English the comma parts thousands and the full stop is the decimal sign; in Swedish a comma is the decimal sign
    and thousands are parted by spaces. What follows from that is taken only where it also makes sense: thousands of
    millions do not, and neither do thousandths of a krona.
    """
    english = get_language() == "en"
    if scaled and sign == ("." if english else ","):
        return whole, part
    if not scaled and english and sign == ",":
        return whole + part, ""
    shown = {"text": f"{whole}{sign}{part}", "thousands": f"{whole} {part}", "whole": whole}
    if scaled:
        shown["whole"] += f"{'.' if english else ','}{part}"
    message = _("“%(text)s” can be read in two ways. Write %(thousands)s or %(whole)s, whichever you mean.")
    raise ValidationError(message, code="ambiguous", params=shown)


def _why_not(plain, text):
    if len(plain) <= LONGEST:
        for looks, code, message in _WHY_NOT:
            if re.fullmatch(looks, plain):
                return ValidationError(message, code=code, params={"examples": _EXAMPLES})
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    message = _("“%(text)s” could not be read as an amount. %(examples)s")
    return ValidationError(message, code="unread", params={"text": shown, "examples": _EXAMPLES})
