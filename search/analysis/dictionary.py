"""The Swedish word list: which words there are, what they are forms of, and how they join.

The list is hunspell's for Swedish, as PyPI's ``hunspell-sv`` puts it into the environment (LGPL data: read from there,
not copied). Its ``.aff`` file has rules such as "flag H: strip nothing, add *erna*, after anything but a"; its ``.dic``
file has the words with their flags. Of hunspell's many flags the portal reads the suffixes and those on compounds.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache
from importlib.metadata import files
from typing import NamedTuple

PACKAGE, NAME = "hunspell-sv", "sv_SE"
# What the .aff file calls the flags of words that may begin a compound, stand inside it and end it, and be only there.
BEGIN, MIDDLE, END, ONLY_INSIDE = "XUYZ"
# Flags whose words are no words of their own accord: misspellings (!, %) are listed to be refused.
REFUSED = "!%"


class Rule(NamedTuple):
    """A suffix for words that have ``flag`` and match ``condition``; ``more`` are the flags of what comes of it."""

    flag: str
    condition: re.Pattern
    more: str


class Dictionary:
    """The words with their flags, in lower case; those that are names alone; the suffix rules."""

    def __init__(self, words: dict[str, str], names: set[str], rules: dict[str, dict[str, list[Rule]]]):
        """``rules`` are by the ending that they add, and then by what they take away first."""
        self.words, self.names, self.rules = words, names, rules
        self.longest_ending = max(map(len, rules))
        # To take one compound apart asks for each of its parts several times.
        self.readings = lru_cache(maxsize=50_000)(self._readings)

    def _readings(self, word: str) -> list[tuple[str, str]]:
        """Return the ways to read ``word``: (the word it is a form of, the flags that this form has)."""
        found = [(word, self.words[word])] if word in self.words else []
        for cut in range(len(word), max(len(word) - self.longest_ending, 1) - 1, -1):
            stem = word[:cut]
            for strip, rules in self.rules.get(word[cut:], {}).items():
                flags = self.words.get(stem + strip)
                for rule in rules if flags else ():
                    if rule.flag in flags and rule.condition.search(stem + strip):
                        found.append((stem + strip, rule.more or flags))
        return found

    def lemmas(self, word: str) -> list[str]:
        """Return what ``word`` may be a form of, the likeliest first; nothing for a word that is not in the list.

        What is listed as a word is itself first, and only of what it begins with (nätverket is of nätverk, lärare is
        not of lära). Of what only stands inside compounds (``arbets``) that is told which has no other reading.
        """
        # A form that is listed without flags is less of a word than what it is a form of.
        readings = sorted(self.readings(word), key=lambda reading: not self.words[reading[0]])
        if self.words.get(word) and ONLY_INSIDE not in self.words[word]:
            readings = [(base, flags) for base, flags in readings if word.startswith(base) and word != f"{base}re"]
        whole = [base for base, flags in readings if ONLY_INSIDE not in flags]
        return list(dict.fromkeys(whole or (base for base, _flags in readings)))

    def may_begin(self, word: str) -> bool:
        """Whether ``word``, with what links it to the next, may stand first or inside a compound."""
        return any(BEGIN in flags or MIDDLE in flags for _base, flags in self.readings(word))

    def may_end(self, word: str) -> bool:
        """Whether ``word`` may be the last part of a compound."""
        return any(END in self.words[base] for base, _flags in self.readings(word))


@cache
def dictionary() -> Dictionary:
    """Return the word list, read once in each process (a few tenths of a second)."""
    paths = {path.suffix: path.locate() for path in files(PACKAGE) if path.stem == NAME}
    with open(paths[".aff"], encoding="utf-8") as lines:
        rules = _rules(lines)
    with open(paths[".dic"], encoding="utf-8") as lines:
        words, names = _words(lines)
    return Dictionary(words, names, rules)


def _rules(lines) -> dict[str, dict[str, list[Rule]]]:
    rules = defaultdict(lambda: defaultdict(list))
    for line in lines:
        fields = line.split()
        if len(fields) < 5 or fields[0] != "SFX":
            continue
        _kind, flag, strip, ending, condition = fields[:5]
        ending, _slash, more = ending.partition("/")
        strip, ending = ("" if text == "0" else text for text in (strip, ending))
        pattern = re.compile(("" if condition == "." else condition) + "$")
        rules[ending][strip].append(Rule(flag, pattern, more))
    return rules


def _words(lines) -> tuple[dict[str, str], set[str]]:
    words, names = {}, {}
    for line in lines:
        word, _slash, flags = line.strip().partition("/")
        if word.isalpha() and not any(sign in flags for sign in REFUSED):
            of_kind = words if word.islower() else names
            of_kind[word.lower()] = of_kind.get(word.lower(), "") + flags
    only_names = names.keys() - words.keys()
    return words | {name: names[name] for name in only_names}, only_names
