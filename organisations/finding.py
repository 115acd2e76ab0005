"""Organisations by what people call them: to find one's own, and to see that one is there already.

The search of the portal (search/) answers readers by words. Here a name as a whole is compared with names, for it may
lack an s or a word and still mean the same: "Kristianstad kommun", "Kristianstads kommun", "Kommunen i Kristianstad".
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from search.swedish import swedish_sort_key

from .enums import OrganisationKind
from .models import Organisation

# Of 100. Chosen by the pairs in tests/members/test_finding.py: what is the same is above, what is not below.
LIKE = 80
# Of one in the same municipality less is enough.
LIKE_IN_THE_SAME_PLACE = 65
SHORTEST = 2
_WORD = re.compile(r"\w+")
_SAYS_NOTHING = {"ab", "av", "ekonomisk", "förening", "föreningen", "för", "i", "ideell", "län", "och", "of", "på"}
# What many are called besides their own name, and other words for it.
_KINDS = {"kommun", "region", "länsstyrelsen", "stiftelsen"}
_SAME = {"kommunen": "kommun", "stad": "kommun", "staden": "kommun", "municipality": "kommun", "city": "kommun"}
_PLAIN = str.maketrans("åäöéü", "aaoeu")


@dataclass(frozen=True)
class Alike:
    """An organisation that may be the one that is meant, and why."""

    organisation: Organisation
    why: str | Promise


class _Name(NamedTuple):
    """A name to compare: the kinds it says it is, the words of its own, those as a text and in plain letters."""

    kinds: frozenset
    own: frozenset
    text: str
    plain: str


@lru_cache(maxsize=20_000)  # the same thousands of names with every letter that is typed
def _name(name: str) -> _Name:
    words = [word if len(word) < 4 else word.removesuffix("s") for word in _WORD.findall(name.casefold())]
    words = [_SAME.get(word, word) for word in words if word not in _SAYS_NOTHING]
    own = " ".join(sorted(word for word in words if word not in _KINDS))
    return _Name(frozenset(_KINDS.intersection(words)), frozenset(own.split()), own, own.translate(_PLAIN))


def _score(wanted: _Name, other: _Name) -> float:
    if not wanted.own or not other.own:
        return 0
    # Who writes no rings and dots means the same; who does is believed a little more.
    score = max(fuzz.ratio(wanted.text, other.text), fuzz.ratio(wanted.plain, other.plain) - 5)
    fewer, more = sorted([wanted, other], key=lambda name: len(name.own))
    if len(fewer.text) >= 8 and fewer.own <= more.own:
        score = max(score, 85)  # "Röda Korset" is "Svenska Röda Korset"
    return score - (15 if wanted.kinds != other.kinds else 0)


def likeness(name: str, other: str) -> float:
    """Return how alike two names of organisations are, from 0 to 100; the order of their words says nothing."""
    return _score(_name(name), _name(other))


def alike(name: str, *, number: str = "", municipality: int | None = None, limit: int = 6) -> list[Alike]:
    """Return the organisations that somebody may mean who gives this name, number (NNNNNN-NNNN) and municipality (key).

    The likeliest first: the same number, then names by their likeness. One in the same municipality may be called
    something that is less alike, and a municipality itself is meant whatever it is called there.
    """
    wanted, found = _name(name), []
    rows = Organisation.objects.values_list(
        "pk", "name", "name_en", "short_name", "other_names", "number", "municipality", "kind"
    )
    for pk, own, english, short, others, its_number, place, kind in rows:
        names = [own, english, short, *others.split(";")]
        score = max(_score(wanted, _name(called)) for called in names if called)
        same_place = municipality is not None and place == municipality
        if number and its_number == number:
            found.append((200, pk, _("the same organisation number")))
        elif score >= LIKE:
            found.append((score + same_place, pk, _("a name like it")))
        elif same_place and (
            score >= LIKE_IN_THE_SAME_PLACE
            or (kind == OrganisationKind.MUNICIPALITY and "kommun" in wanted.kinds and "kommun" in _name(own).kinds)
        ):
            found.append((score, pk, _("in the same municipality")))
    return _in_order(found, limit)


def by_name(text: str, *, limit: int = 10) -> list[Organisation]:
    """Return the organisations whose name has all the words of ``text``, begun or whole; then those named alike."""
    words = text.split()
    if len(text.strip()) < SHORTEST:
        return []
    conditions = [Q(sort_key__contains=swedish_sort_key(word)) | Q(short_name__iexact=word) for word in words]
    found = list(Organisation.objects.filter(*conditions).select_related("municipality")[:limit])
    return list(dict.fromkeys([*found, *(one.organisation for one in alike(text))]))[:limit]


def _in_order(found, limit) -> list[Alike]:
    best = sorted(found, key=lambda one: (-one[0], one[1]))[:limit]
    records = Organisation.objects.select_related("municipality").in_bulk([pk for _score, pk, _why in best])
    return [Alike(records[pk], why) for _score, pk, why in best]
