"""What a reader may be about to type: names of programmes, networks and places, and words of the content.

Names are asked of the database, by an index over the places in a name where a word begins; words of the vocabulary.
"""

from dataclasses import dataclass
from itertools import chain, groupby, islice
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _
from pyroaring import BitMap

from . import registry
from .analysis.lexemes import swedish
from .analysis.tokens import normalise
from .documents import facet_lexeme
from .matching import Index
from .models import Name
from .names import after, key_of
from .vocabulary import vocabulary

SHORTEST = 2
NAMES, ALL = 6, 8
# So many names are looked at for those that the reader may see.
LOOKED_AT = 40


@dataclass
class Suggestion:
    text: str
    kind: str
    url: str


def suggest(typed: str, readers: list) -> list[Suggestion]:
    """Return at most ``ALL`` suggestions for somebody who has typed ``typed`` and may read what ``readers`` may."""
    key = key_of(typed)
    if len(key) < SHORTEST:
        return []
    index = Index()
    visible = BitMap.union(BitMap(), *(index.having(facet_lexeme("las", reader)) for reader in readers))
    found = list(_names(key, visible))[:NAMES]
    return (found + list(_words(typed.split()[-1], typed, index, visible)))[:ALL]


def _names(key, visible):
    """The names that begin so come before those with a word that does."""
    among = Name.objects.filter(key__gte=key, key__lt=after(key), language__in=["", get_language()]).order_by("key")
    numbers = chain.from_iterable(
        among.filter(first=first).values_list("document_id", flat=True)[:LOOKED_AT] for first in (True, False)
    )
    chosen = list(islice((number for number in dict.fromkeys(numbers) if number in visible), NAMES))
    records = {}
    for kind, of_kind in groupby(sorted(chosen), registry.kind_of_document):
        found = kind.model._default_manager.in_bulk([number - kind.start for number in of_kind])
        records |= {kind.document_id(pk): record for pk, record in found.items()}
    for number in chosen:
        if record := records.get(number):
            yield Suggestion(title_of(record), capfirst(str(record._meta.verbose_name)), record.get_absolute_url())


def title_of(record) -> str:
    """Return what a record is called in the reader's language."""
    english = getattr(record, "title_en", "") if get_language() == "en" else ""
    return english or str(record)


def _words(start, typed, index, visible):
    before = typed[: len(typed.rstrip()) - len(start)]
    words = vocabulary.fresh(index.version).beginning_with(normalise(start).lower())
    index.load(swedish(word).own for word in words)
    for word in words:
        if not index.having(swedish(word).own).isdisjoint(visible):
            query = urlencode({"q": before + word})
            yield Suggestion(before + word, _("Word"), f"{reverse('search')}?{query}")
