"""The keys by which names are suggested: a name from each of its words on, in letters and digits that sort alike
everywhere ("Europeiska socialfonden" is europeiskasocialfonden and socialfonden)."""

from .analysis.stopwords import fold
from .analysis.tokens import normalise, tokens
from .documents import English

LONGEST = 60


def key_of(text: str) -> str:
    """Return ``text`` as a key: its words without blanks, rings and dots."""
    return "".join(_words(text))[:LONGEST]


def keys_of(names: list[str]) -> set[tuple[str, bool, str]]:
    """Return (key, whether it is the beginning, language) for each word of ``names``, a title and other names.

    The language is that of the readers who are shown it: "" for all, which is what a name without translation is.
    """
    translated = any(isinstance(name, English) and name for name in names)
    found = set()
    for number, name in enumerate(names):
        words = _words(name) if name else []
        language = "en" if isinstance(name, English) else "sv" if translated and not number else ""
        found |= {("".join(words[place:])[:LONGEST], place == 0, language) for place in range(len(words))}
    return {(key, first, language) for key, first, language in found if key}


def after(key: str) -> str:
    """Return the first key after all that begin with ``key``."""
    stem = key.rstrip("z")
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem and stem[-1] != "9" else f"{key}{'z' * LONGEST}"


def _words(text):
    words = ("".join(sign for sign in fold(token.word) if sign.isascii()) for token in tokens(normalise(text)))
    return [word for word in words if word]
