"""The words of the content as they are written: what a misspelt word may have meant, and what half a word may become.

Kept in each process, and read on when the content has changed. A word that only stands in what a reader may not see
must never be shown to that reader: who uses this asks the index for hits that the reader may see (search/finding.py).
"""

import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from django.apps import apps
from django.db import transaction
from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from . import changes
from .analysis.compounds import SHORTEST_PART
from .analysis.lexemes import base_form
from .analysis.stopwords import fold
from .engines import engine

SHORTEST, LONGEST = 3, 60
# One error in a word of up to five letters, two in longer ones.
SHORT_WORD = 5


def worth_keeping(words: Iterable[str]) -> set[str]:
    """Return those of ``words`` that are worth a place in the vocabulary, and what they are forms of."""
    kept = _fit(words)
    return kept | _base_forms(kept)


def _fit(words):
    return {word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()}


def _base_forms(words):
    return {base for word in words if (base := base_form(word))}


def _words():
    return apps.get_model("search", "Word").objects


class _Committed:
    """Words that this process knows to be in the vocabulary: they were told to it by transactions that were committed.

    All are forgotten when a rebuild, in whatever process, has taken words away.
    """

    def __init__(self):
        self.token, self.words = None, set()

    def since(self, token):
        if token != self.token or not token:
            self.token, self.words = token, set()
        return self.words


_committed = _Committed()


def add(words: set[str]) -> None:
    """Add those of ``words`` that are worth it to the vocabulary, in the transaction that writes them to the index."""
    known = _committed.since(changes.current_words())
    if new := _fit(words - known):
        # What a word is a form of came with the word.
        if bases := _base_forms(engine().add_words(new)):
            engine().add_words(bases)
        transaction.on_commit(lambda: known.update(new))


def newest() -> int:
    """Return the number of the word that came last."""
    return _words().aggregate(last=Max("pk"))["last"] or 0


def count_anew(counts: Counter, until: int) -> None:
    """Write in how many documents each word is; forget those that are in none, but none that came after ``until``."""
    rows = [_words().model(word=word, documents=number) for word, number in counts.items()]
    _words().bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["word"], update_fields=["documents"]
    )
    there = _words().filter(pk__lte=until).values_list("pk", "word")
    gone = [pk for pk, word in there.iterator() if word not in counts]
    with transaction.atomic():
        for start in range(0, len(gone), 500):
            _words().filter(pk__in=gone[start : start + 500]).delete()
        changes.move_words()


def sound(folded: str) -> str:
    """Return a word as it is heard, where Swedes hear no difference: Daphne and Dafne, Zaragoza and Saragosa."""
    return folded.replace("ph", "f").replace("w", "v").replace("z", "s")


class Vocabulary:
    """The words as one process knows them, with the number of documents of each."""

    def __init__(self):
        self.version, self.token, self.lock, self.last = None, None, threading.Lock(), (0, "")
        self.numbers, self.by_fold, self.folded, self.sounds = {}, [], [], []

    @property
    def known(self):
        return self.numbers.keys()

    def fresh(self, version: str) -> "Vocabulary":
        """Return the vocabulary of the content's ``version``, after reading the words that have come since."""
        if version != self.version or not version:
            with self.lock:
                self._read_on()
                self.version = version
        return self

    def _read_on(self):
        rows, token = _words().order_by("pk").values_list("pk", "word", "documents"), changes.current_words()
        last, *new = rows.filter(pk__gte=self.last[0]) or [(0, "")]
        # A rebuild has counted anew and taken words away; or after a rollback the last one is another.
        if token != self.token or not token or last[:2] != self.last:
            new, self.numbers, self.token = list(rows), {}, token
        elif not new:
            return
        self.last = new[-1][:2] if new else (0, "")
        numbers = self.numbers | {word: documents for _pk, word, documents in new}
        self.by_fold = sorted((fold(word), word) for word in numbers)
        self.folded = [folded for folded, _word in self.by_fold]
        self.sounds = [sound(folded) for folded in self.folded]
        self.numbers = numbers

    def as_written(self, word: str) -> str:
        """Return the word that ``word`` is when its rings and dots are left out ("malmo" is malmö); itself else.

        Of several such words that of most documents. A word that the content has is that word.
        """
        if word in self.numbers:
            return word
        first, last = bisect_left(self.folded, word), bisect_right(self.folded, word)
        written = [other for _folded, other in self.by_fold[first:last]]
        return max(written, key=lambda other: (self.numbers[other], other), default=word)

    def like(self, word: str, limit: int = 8) -> list[str]:
        """Return the words that ``word`` may be a misspelling of, the likeliest first.

        Compared without rings and dots and as they sound, so that these are no errors. Of equally near ones that comes
        first which begins with the same letter and is in more documents.
        """
        folded = fold(word)
        if len(folded) < SHORTEST:
            return []
        errors = 1 if len(folded) <= SHORT_WORD else 2
        found = process.extract(
            sound(folded), self.sounds, scorer=OSA.distance, score_cutoff=errors, limit=40, processor=None
        )
        ranked = []
        for _sound, distance, place in found:
            other = self.by_fold[place][1]
            same_start = other[:1] == word[:1] or fold(other[:1]) == folded[:1]
            ranked.append((distance, not same_start, OSA.distance(word, other), -self.numbers[other], other))
        return [other for *_rank, other in sorted(ranked) if other != word][:limit]

    def beginning_with(self, start: str, limit: int = 30) -> list[str]:
        """Return words that begin with ``start`` (rings and dots or not), those of most documents first."""
        folded = fold(start)
        first, last = bisect_left(self.folded, folded), bisect_left(self.folded, folded + "\uffff")
        words = [word for _folded, word in self.by_fold[first:last]]
        exact = [word for word in words if word.startswith(start)]
        return sorted(exact or words, key=lambda word: (-self.numbers[word], word))[:limit]

    def containing(self, part: str, limit: int = 30) -> list[str]:
        """Return longer words that ``part`` (of four letters or more) is in, rings and dots or not."""
        folded = fold(part)
        if len(folded) < SHORTEST_PART:
            return []
        words = [word for other, word in self.by_fold if folded in other and len(other) > len(folded)]
        return sorted(words, key=lambda word: (-self.numbers[word], word))[:limit]


vocabulary = Vocabulary()
