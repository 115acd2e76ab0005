"""What a visitor types, taken apart: words, "phrases in quotes", -without, OR."""

import re
from typing import NamedTuple

from ..analysis.tokens import Token, normalise, tokens

PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-\u2212\u2013])?(?:["\u201c\u201d\u201e](?P<phrase>[^"\u201c\u201d\u201e]*)["\u201c\u201d\u201e]?|(?P<word>[^\s"\u201c\u201d\u201e]+))"""
)
# In capitals only, as in other searches; "eller" in a sentence is a word like others.
OR = {"OR", "ELLER"}


class Piece(NamedTuple):
    """Words that belong together: those of a phrase, or those between which there was no blank."""

    text: str
    tokens: list[Token]
    quoted: bool = False
    without: bool = False
    either: bool = False  # this piece or the one before it


def pieces(text: str) -> list[Piece]:
    """Return the pieces of a query in their order. Signs alone are no piece; "Erasmus +" is one."""
    found, either = [], False
    text = re.sub(r"(?<=\w) \+(?!\w)", "+", normalise(text))
    for match in PIECE.finditer(text):
        if match["word"] in OR and not match["minus"]:
            either = bool(found) and not found[-1].without
            continue
        quoted = match["phrase"] is not None
        written = match["phrase"] if quoted else match["word"]
        if words := tokens(written):
            without = bool(match["minus"])
            found.append(Piece(written.strip(), words, quoted, without, either and not without))
            either = False
    return found
