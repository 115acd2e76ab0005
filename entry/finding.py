"""Finds what may be picked by what has been typed: among thousands of names in a few milliseconds."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language

from search import changes
from search.analysis.stopwords import fold
from search.analysis.tokens import normalise
from search.memory import Memory
from search.swedish import swedish_sort_key

from .pickable import Pickable

# So many are asked for at a time whether the reader may see them.
LOOKED_AT = 100
WORD, DOT_INSIDE = re.compile(r"[^\W_]+"), re.compile(r"(?<=\w)\.(?=\w)")
# The names of each kind in each language, until the content changes.
_memory = Memory(40)


class _Name(NamedTuple):
    pk: int
    called: str  # in lower case, each word after a blank
    folded: str  # the same without rings and dots


def find(pickable: Pickable, user, typed: str, limit: int) -> list:
    """Return at most ``limit`` records that ``user`` may pick and that are called what is ``typed``, best first.

    All words must be in the name, whole or in part; without rings and dots will do. Those that begin so come first,
    then those with a word that does, each in Swedish order. With nothing typed: the first of all.
    """
    words = _words(typed)
    folded = fold(words)
    each = folded.split()
    ranked = sorted(
        (_rank(name, words, folded, each), place, name.pk)
        for place, name in enumerate(_names(pickable))
        if all(word in name.folded for word in each)
    )
    found, records = [], pickable.records(user).order_by()
    for start in range(0, len(ranked), LOOKED_AT):
        numbers = [pk for _rank, _place, pk in ranked[start : start + LOOKED_AT]]
        seen = {record.pk: record for record in records.filter(pk__in=numbers)}
        found += [seen[pk] for pk in numbers if pk in seen]
        if len(found) >= limit:
            break
    return found[:limit]


def called_exactly(pickable: Pickable, user, typed: str) -> list:
    """Return the records that ``user`` may pick whose name is what is ``typed``, but for case and signs."""
    words = _words(typed)
    numbers = [name.pk for name in _names(pickable) if words and words in name.called.split("\n")]
    return list(pickable.records(user).filter(pk__in=numbers[:LOOKED_AT]))


def _words(text):
    """The words of ``text`` in lower case, each after a blank; M.I.N is one word."""
    return "".join(f" {word}" for word in WORD.findall(DOT_INSIDE.sub("", normalise(text).lower())))


def _rank(name, words, folded, each):
    """How well a name fits that has all the words in it: less is better. Rings and dots that were typed decide."""
    if folded in name.folded:
        return (0 if name.folded.startswith(folded) else 2) + (words not in name.called)
    return 4 if all(f" {word}" in name.folded for word in each) else 5


def _names(pickable):
    key = (pickable.name, get_language())
    return _memory.get(changes.current(), key, lambda: _read_names(pickable))


def _read_names(pickable):
    """All names of a kind, in Swedish order."""
    columns = {field.name for field in pickable.model._meta.concrete_fields}
    titles = [column for column in ("title", "name", "title_en") if column in columns]
    if not titles:  # it is called by what is in no column: a country
        records = pickable.model._base_manager.all()
        rows = sorted(((record.pk, str(record)) for record in records), key=lambda row: swedish_sort_key(row[1]))
    else:
        rows = pickable.model._base_manager.order_by("sort_key", "pk").values_list("pk", *titles, *pickable.names)
    return [_Name(pk, *_lines(";".join(names))) for pk, *names in rows]


@lru_cache(maxsize=50_000)  # the content has changed since, but few of its names
def _lines(names):
    """The words of ``names`` (semicolons between them), a line for each: as they are, and without rings and dots."""
    called = "\n".join(filter(None, map(_words, names.split(";"))))
    return called, fold(called)
