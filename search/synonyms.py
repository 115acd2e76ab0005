"""The words that editors say mean the same, as a process keeps them; applied to queries, never to the index."""

import threading

from django.apps import apps

from .analysis.dictionary import dictionary
from .analysis.lexemes import english, swedish
from .analysis.stopwords import fold, is_stopword
from .analysis.tokens import normalise, tokens

# "flykting; refugee; asylsökande": what stands between the words of a group.
SEPARATOR = ";"


def phrases_of(words: str) -> list[str]:
    """Return the words or phrases of a group as editors write it, each once."""
    return list(dict.fromkeys(filter(None, (phrase.strip() for phrase in words.split(SEPARATOR)))))


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

    def spans(self, words: list[tuple]) -> dict[int, list[tuple[str, bool]]]:
        """Return what each piece of a query can be replaced by: (phrase, whether that is a translation).

        ``words`` are (piece, token). A phrase of several words is known where they follow one another, stop words
        included. What the Swedish word list does not have is taken for another language.
        """
        found = {}
        own = [_own(token) for _piece, token in words]
        for place in range(len(words)):
            groups = [group for lexeme in sorted(own[place]) for group in self.by_first.get(lexeme, ())]
            for key, others in groups:
                span = words[place : place + len(key)]
                if len(span) == len(key) and all(map(set.intersection, key, own[place : place + len(key)])):
                    foreign = not any(dictionary().lemmas(word.word) for _p, word in span)
                    for piece, _word in span:
                        known = found.setdefault(piece, [])
                        known += [(other, foreign) for other in others if (other, foreign) not in known]
        return found


def _says_itself(phrase):
    """Whether a phrase can be looked for: "utan arbete" would be "arbete" without its stop word."""
    found = tokens(normalise(phrase))
    return len(found) == 1 or sum(not is_stopword(token) for token in found) > 1


def _forms(token):
    """A word as it is and as it is typed without its rings and dots."""
    own = swedish(token.word).own
    return _own(token) | {fold(own), swedish(fold(token.word)).own}


def _own(token):
    """A word in whatever form; what the Swedish word list does not have may be English."""
    lexemes = {swedish(token.word).own}
    return lexemes if dictionary().lemmas(token.word) else lexemes | {english(token.word).own}


class _Kept:
    def __init__(self):
        self.version, self.lock, self.rows, self.synonyms = None, threading.Lock(), [], Synonyms([])

    def current(self, version: str) -> Synonyms:
        """Return the synonyms of the content's ``version``."""
        if version != self.version:
            with self.lock:
                # Most changes of the content are none of theirs, and thousands of groups take tenths of a second.
                rows = list(apps.get_model("search", "Synonym").objects.values_list("words", "one_way"))
                if rows != self.rows:
                    self.synonyms, self.rows = Synonyms([(phrases_of(words), way) for words, way in rows]), rows
                self.version = version
        return self.synonyms


_kept = _Kept()
current = _kept.current
