"""Takes Swedish compounds apart: "flyktingmottagningens" is flykting and mottagning.

What may be joined, and by which letter (arbet-s-marknad, kvinn-o-nätverk, gat-u-), the word list says with its flags on
compounds. Rules of our own keep nonsense out: a particle is no part (under + visning), a short word is one only where
it is in ``SHORT``, and some ends are words in the list but nothing that a reader looks for (``FALSE_ENDS``).
"""

from functools import lru_cache

from .dictionary import dictionary

_PARTICLES = """
an av be bi bort efter emot er fram från för före förbi genom igen ihop in inne kvar med mellan miss mot ned ner nere om
på runt sam sär till tillbaka um undan under upp uppe ur ut ute van vid åter å över sönder isär hop tvär själv all bak
fort fel
"""
_SHORT = "ung lag råd län bok mat bo by eu hem ort tid år hus mål vux stad land fond barn lön hot hat liv"
# What begins compounds in this field although the word list says of none of them that it may.
_BEGINNINGS = "andra del fokus gles lika runda tak tolk tysk års"
_FALSE_ENDS = """
ande ende ning ingen tion ration ation isation skap skapet skapen het heten bar bara lig ligt liga ort orten sam samma
samt rande ling lingar are arna aren erna else elsen nad nader visning ställning tagning tagande komst komna tagit tagna
tioner gång gången läng rik rika ring ringen ringar erat erad dom nation ökning ständig ständiga läggning läggare
tagare tids
"""
# What this field joins with other words and the word list does not know.
_OWN = "sfi esf eu amif sva vux komvux gymnasie kit"
# Particles and prefixes: what they begin is a word of its own, not a compound of two that one would look for.
PARTICLES = frozenset(_PARTICLES.split())
# Short words that do begin or end compounds in this field; among those of two or three letters there is too much else.
SHORT, BEGINNINGS = frozenset(_SHORT.split()), frozenset(_BEGINNINGS.split())
FALSE_ENDS = frozenset(_FALSE_ENDS.split())
OWN = frozenset(_OWN.split())
LONGEST, SHORTEST_PART = 60, 4


@lru_cache(maxsize=100_000)
def split(word: str) -> tuple[str, ...]:
    """Return the two parts of the compound ``word`` (lower case), linking letters included; () if it is none.

    Of several ways that with the longest last part is taken: the last part of a Swedish compound is what it is a kind
    of, and is taken apart in its turn (``parts()``).
    """
    if not (2 * SHORTEST_PART - 2 <= len(word) <= LONGEST) or not word.isalpha() or _is_name(word):
        return ()
    known = word in dictionary().words
    for cut in range(2, len(word) - 1):
        first, last = word[:cut], word[cut:]
        if known and len(word) < 2 * SHORTEST_PART:
            continue
        if _may_end(last) and _may_begin(first):
            return (first, last)
    return ()


def parts(word: str) -> list[str]:
    """Return all parts of ``word``, those of its parts included: arbets, marknadsutbildning, marknads, utbildning."""
    return [part for _start, part in placed_parts(word)]


def placed_parts(word: str) -> list[tuple[int, str]]:
    """Return all parts of ``word`` with the place where each begins, the larger ones first."""
    found, waiting = [], [(0, word)]
    while waiting:
        start, whole = waiting.pop(0)
        for part in split(whole):
            found.append((start, part))
            waiting.append((start, part))
            start += len(part)
    return found


def _is_name(word):
    return any(lemma in dictionary().names for lemma in dictionary().lemmas(word))


def _may_begin(part):
    if part in OWN or part in BEGINNINGS:
        return True
    if part in PARTICLES or (len(part) < SHORTEST_PART and part not in SHORT):
        return False
    return dictionary().may_begin(part) or _ends_as_a_beginning(part)


def _ends_as_a_beginning(part):
    """A compound begins another one as its last part does: flyktingmottagnings + enhet."""
    return any(
        dictionary().may_begin(part[cut:]) and _may_begin(part[:cut])
        for cut in range(SHORTEST_PART, len(part) - SHORTEST_PART + 1)
    )


def _may_end(part):
    if part in OWN:
        return True
    if part in PARTICLES or part in FALSE_ENDS or (len(part) < SHORTEST_PART and part not in SHORT):
        return False
    if any(lemma in FALSE_ENDS or lemma in dictionary().names for lemma in dictionary().lemmas(part)):
        return False
    return dictionary().may_end(part) or bool(split(part))
