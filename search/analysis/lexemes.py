"""From a word to what it is found by: its own lexeme, other forms of it, and the parts of a compound.

``konferensernas`` is ``konferens``; ``böcker`` is ``böck`` and ``bok``; ``göteborg`` is also ``goteborg`` for those who
type it so; ``språkkurserna`` has the parts ``språk`` and ``kurs``. A lexeme holds letters and digits only.
"""

import threading
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from .compounds import OWN, parts
from .dictionary import dictionary
from .stopwords import fold


class _Stemmers(threading.local):
    """Snowball's stemmers, of each thread its own: a stemmer keeps the word it is at work on in itself."""

    def __init__(self):
        self.swedish, self.english = snowballstemmer.stemmer("swedish"), snowballstemmer.stemmer("english")


_stemmers = _Stemmers()
# The word list has the plurals and the pasts that change their vowel as words of their own.
IRREGULAR = {
    "böcker": "bok", "städer": "stad", "länder": "land", "män": "man", "händer": "hand", "nätter": "natt",
    "rötter": "rot", "fötter": "fot", "söner": "son", "döttrar": "dotter", "mödrar": "moder", "fäder": "fader",
    "bröder": "bror", "ledamöter": "ledamot", "bönder": "bonde", "stränder": "strand", "tänder": "tand",
    "tog": "taga", "togs": "taga", "höll": "hålla", "hölls": "hålla", "gavs": "giva", "bjöd": "bjuda", "bjöds": "bjuda",
    "drev": "driva", "drevs": "driva", "skrev": "skriva", "skrevs": "skriva", "beslöt": "besluta", "stod": "stå",
}  # fmt: skip
LONGEST = 60
# Snowball makes "kur" of kurs; from this length on its stems part what is different.
SHORTEST_STEM = 5
# The flag of verbs that have a participle (lidande of lida).
VERB = "B"


class Lexemes(NamedTuple):
    """What a word is found by: ``own`` for phrases too, ``others`` for forms of it, ``parts`` for what it is made of.

    ``folded`` is what own and others are without rings and dots, where that is another thing.
    """

    own: str
    others: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def swedish(word: str) -> Lexemes:
    """Return the lexemes of a Swedish ``word`` in lower case."""
    word = word[:LONGEST]
    own, *others = stems_of(word)
    pieces = [stem for part in parts(word) for stem in stems_of(part) if stem != own]
    return Lexemes(own, tuple(others), _folded([own, *others]), (*dict.fromkeys(pieces), *_folded(pieces)))


def _folded(stems):
    return tuple(dict.fromkeys(folded for stem in stems if (folded := fold(stem)) != stem))


@lru_cache(maxsize=50_000)
def english(word: str) -> Lexemes:
    """Return the lexeme of an English ``word`` in lower case."""
    return Lexemes(_stemmers.english.stemWord(word[:LONGEST]))


@lru_cache(maxsize=100_000)
def base_form(word: str) -> str:
    """Return the likeliest word of the list that ``word`` is a form of; "" for a word that it does not have."""
    return next(iter(dictionary().lemmas(word)), "")


def stems_of(word: str) -> list[str]:
    """Return the stems of ``word``: of its likeliest dictionary form, of other forms of it, and Snowball's own."""
    lemmas = [word] if word in OWN else dictionary().lemmas(word)
    if not lemmas and (last := _last_part(word)):
        # A compound that the list does not have is a form of what its last part is a form of.
        lemmas = [word[: -len(last)] + lemma for lemma in ([last] if last in OWN else dictionary().lemmas(last))]
    lemmas = [regular for lemma in [*lemmas, word] if (regular := _regular(lemma))] + _agents(word) + lemmas
    lemmas += _verbs(lemmas)
    snowball = [
        stem for stem in map(_stemmers.swedish.stemWord, [*lemmas, word]) if len(stem) >= SHORTEST_STEM or not lemmas
    ]
    return list(dict.fromkeys([*map(_without_vowel, lemmas), *snowball]))


def _last_part(word):
    ends = [part for part in parts(word) if word.endswith(part)]
    return max(ends, key=len, default="")


def _without_vowel(lemma):
    """arbete, arbeta and arbets- are arbet; kvinna and kvinno- are kvinn."""
    if lemma.endswith("ets") and len(lemma) > SHORTEST_STEM:
        return lemma[:-1]
    return lemma[:-1] if len(lemma) > 3 and lemma[-1] in "aeou" else lemma


def _regular(word):
    for ending, base in IRREGULAR.items():
        if word.endswith(ending):
            return word[: -len(ending)] + base
    return ""


def _agents(word):
    """Return what läraren, lärarens, lärarna and lärarnas are forms of: the list says lära of them, not lärare."""
    stem = next(
        (word.removesuffix(ending) for ending in ("en", "ens", "na", "nas") if word.endswith(f"ar{ending}")), ""
    )
    return [f"{stem}e"] if stem and f"{stem}e" in dictionary().words else []


def _verbs(lemmas):
    """Return verbs of the list: mottagning and mottagande are of mottaga, mätning of mäta, etablering of etablera."""
    verbs = [
        lemma[: -len(ending)] + "a"
        for lemma in lemmas
        for ending in ("ning", "ande", "ing")
        if lemma.endswith(ending) and len(lemma) > len(ending) + 2
    ]
    return [verb for verb in verbs if VERB in dictionary().words.get(verb, "")]
