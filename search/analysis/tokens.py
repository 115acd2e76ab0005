"""Cuts text into words, as people in this field write them: "CO.L.O.R.", "Erasmus+", "EU:s", "Yrkes-SFI", "2.0"."""

import re
import unicodedata
from typing import NamedTuple

# The alternatives are tried in this order. A sign alone is no word.
PATTERN = re.compile(
    r"""
    (?P<letters> (?<![^\W_]) [^\W\d_]{1,2} (?: \. [^\W\d_]{1,2} )+ (?![^\W_]) \.? )   # CO.L.O.R., M.I.N, t.ex.
  | (?P<number> \d+ (?: [.,] \d+ )+ )                                                 # 2.0, 1,5
  | (?P<word> [^\W_]+ )
    (?: : (?P<ending> s|n|t|en|et|ens|ets|ns|ar|are|arna|er|erna ) (?![^\W_]) )?      # EU:s, SKL:s
    (?P<plus> \ ?\+ (?! [^\W_] ) )?                                                   # Erasmus+, Erasmus +
    """,
    re.VERBOSE,
)
HYPHENS = "-\u2010\u2011"
LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]{3,}|\d{3,}")


class Token(NamedTuple):
    """A word in lower case, where it stands in the text, and how it is written (M.I.N is dotted, -SFI hyphened)."""

    word: str
    start: int
    end: int
    plus: bool = False
    hyphened: bool = False
    dotted: bool = False


def normalise(text: str) -> str:
    """Return ``text`` composed (å is one sign), without soft hyphens and NUL. Its length may change."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\x00", " ")


def tokens(text: str) -> list[Token]:
    """Return the words of ``text`` (normalised) in their order.

    Letters with dots are one word ("color"), and so is a number with a decimal ("2d0", which holds no sign). A plus
    belongs to the word before it. Long runs of letters and digits are words of their own ("europa", "2020").
    """
    found, last = [], -1
    for match in PATTERN.finditer(text):
        start, end = match.span()
        hyphened = start - last == 1 and text[last] in HYPHENS
        word, plus = match.group("word", "plus")
        if word is None:
            found.append(_of_signs(match, start, end, hyphened))
        elif word.isalpha() or not (runs := _runs(word)):
            found.append(Token(word.lower(), start, end, plus is not None, hyphened))
        else:
            for run in runs:
                found.append(Token(run[0].lower(), start + run.start(), start + run.end(), hyphened=hyphened))
                hyphened = True
        last = end
    return found


def _of_signs(match, start, end, hyphened):
    if match["letters"]:
        return Token(match["letters"].replace(".", "").lower(), start, end, hyphened=hyphened, dotted=True)
    return Token(re.sub("[.,]", "d", match["number"]), start, end, hyphened=hyphened)


def _runs(word):
    """Return the runs of letters and of digits that ``word`` is made of, if they are several long ones."""
    runs = list(LETTERS_AND_DIGITS.finditer(word))
    return runs if len(runs) > 1 and sum(len(run[0]) for run in runs) == len(word) else []
