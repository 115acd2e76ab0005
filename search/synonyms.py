"""The words that editors say mean the same, as a process keeps them; applied to queries, never to the index."""

import threading

from django.apps import apps

from . import changes
from .analysis.lexemes import swedish
from .analysis.stopwords import is_stopword
from .analysis.tokens import normalise, tokens


class Synonyms:
    """Finds in the words of a query what can be said otherwise."""

    def __init__(self, groups: list[tuple[list[str], bool]]):
        """``groups`` are (phrases, only the first finds the others)."""
        self.by_first = {}
        for phrases, one_way in groups:
            for phrase in phrases[:1] if one_way else phrases:
                key = tuple(_forms(token) for token in tokens(normalise(phrase)))
                others = [other for other in phrases if other != phrase and _says_itself(other)]
                if key:
                    for lexeme in key[0]:
                        self.by_first.setdefault(lexeme, []).append((key, others))

    def spans(self, words: list[tuple]) -> dict[int, list[str]]:
        """Return the phrases that each piece of a query can be replaced by; ``words`` are (piece, token).

        A phrase of several words is known where they follow one another, stop words included.
        """
        words = [(piece, _forms(token)) for piece, token in words]
        found = {}
        for place, (_piece, forms) in enumerate(words):
            for key, others in {id(entry): entry for form in forms for entry in self.by_first.get(form, ())}.values():
                span = words[place : place + len(key)]
                if len(span) == len(key) and all(mine & theirs for (_p, mine), theirs in zip(span, key, strict=True)):
                    for piece, _forms_here in span:
                        known = found.setdefault(piece, [])
                        known += [other for other in others if other not in known]
        return found


def _says_itself(phrase):
    """Whether a phrase can be looked for: "utan arbete" would be "arbete" without its stop word."""
    found = tokens(normalise(phrase))
    return len(found) == 1 or sum(not is_stopword(token) for token in found) > 1


def _forms(token):
    lexemes = swedish(token.word)
    return frozenset((lexemes.own, *(other for other in lexemes.others)))


class _Kept:
    def __init__(self):
        self.version, self.lock, self.synonyms = None, threading.Lock(), Synonyms([])

    def current(self) -> Synonyms:
        version = changes.current()
        if version != self.version:
            with self.lock:
                rows = apps.get_model("search", "Synonym").objects.all()
                self.synonyms = Synonyms([(row.phrases, row.one_way) for row in rows])
                self.version = version
        return self.synonyms


_kept = _Kept()
current = _kept.current
