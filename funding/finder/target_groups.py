"""For whom: a short vocabulary of target groups, and how the portal's data tells of them.

Programmes tell their target group in a line of text, and some themes are groups of people. So a group is told by words
in that line or by a theme. A line that names others says nothing certain of a group (young people may be third-country
nationals too), but for those that it rules out by its meaning.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class TargetGroup:
    """``words`` are beginnings of words in the programme's line; ``themes`` slugs; ``not_words`` rule the group out."""

    label: str | Promise
    words: tuple = ()
    themes: frozenset = frozenset()
    not_words: tuple = ()


_FROM_OUTSIDE = ("tredjelandsmedborgare", "länder utanför eu", "utländska medborgare", "nyanländ")

TARGET_GROUPS = {
    "nyanlanda": TargetGroup(_("Newly arrived people from countries outside the EU"), _FROM_OUTSIDE),
    # Who asks for asylum is a third-country national: an EU citizen cannot (Protocol 24 to the EU treaties).
    "asylsokande": TargetGroup(
        _("Asylum seekers"), ("asylsökande", *_FROM_OUTSIDE[:2]), frozenset({"asyl-och-mottagande"})
    ),
    # "Tredjelandsmedborgare" are by definition citizens of no EU country.
    "eu-medborgare": TargetGroup(
        _("EU citizens who have moved here"), ("eu-medborgare", "utländska medborgare"), not_words=_FROM_OUTSIDE[:2]
    ),
    "barn-och-unga": TargetGroup(
        _("Children and young people"), ("barn", "unga", "ungdom"), frozenset({"barn-och-unga", "ensamkommande"})
    ),
    "kvinnor": TargetGroup(_("Women"), ("kvinn",), frozenset({"jamstalldhet"})),
    "utan-arbete": TargetGroup(_("People without work"), ("icke-sysselsatt", "arbetslös", "arbetssökande")),
    "anstallda": TargetGroup(_("Employees and staff"), ("anställd",), frozenset({"kompetensutveckling"})),
}
# The themes that tell of a group.
THEMES = frozenset().union(*(group.themes for group in TARGET_GROUPS.values()))


def _says(text, words):
    return any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in words)


@lru_cache(maxsize=10_000)  # thousands of calls of a few programmes
def served(text: str, themes: frozenset) -> frozenset:
    """Return the groups that a programme is for, by its line on the target group and its themes (slugs)."""
    text = text.lower()
    return frozenset(
        key for key, group in TARGET_GROUPS.items() if _says(text, group.words) or group.themes.intersection(themes)
    )


def ruled_out(text: str) -> frozenset:
    """Return the groups that a programme is not for, by its line on the target group."""
    text = text.lower()
    return frozenset(key for key, group in TARGET_GROUPS.items() if _says(text, group.not_words))
