"""The rules: each takes the answers and what is known of a record, and says whether the two go together, and why.

A rule reads no database and knows one record at a time; ``RULES`` at the end is the table of all of them. Those on
money are in ``money_criteria``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from organisations.models.place import country_name
from search.swedish import swedish_sort_key
from sources.partial_dates import first_day, format_partial, last_day

from ..enums import CallState
from . import money_criteria
from .answers import Answers
from .applicants import WHO
from .facts import Facts, Found, ProgrammeState
from .places import EU_MEMBERS, SWEDEN, countries_named
from .target_groups import TARGET_GROUPS
from .verdicts import NOT_ASKED, Verdict, met, not_answered, not_met, unknown

# What an area is called that has all of Sweden in it.
_WITH_SWEDEN = ("sverige", "hela landet", "eu", "europa", "sweden", "europe", "norden")


def _listed(named) -> str:
    return get_text_list(sorted((str(one) for one in named), key=swedish_sort_key), _("and"))


def _within(label: str) -> str:
    """The label as it stands within a sentence: "EU-medborgare" keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def applicant(answers: Answers, record: Facts) -> Verdict:
    if not answers.who:
        return NOT_ASKED
    kinds = record.applicant_kinds
    if not kinds:
        return unknown(_("The sources do not say who may apply."))
    who = WHO[answers.who]

    def among(slugs):
        return [kind for kind in kinds if kind.slug in slugs]

    if own := among(who.own):
        return met(_("%(kinds)s may apply."), kinds=lambda: capfirst(_listed(own)))
    if wider := among(who.counts_as):
        return met(_("%(kinds)s may apply, and you are counted among them."), kinds=lambda: capfirst(_listed(wider)))
    if perhaps := among(who.perhaps):
        return unknown(
            _("%(kinds)s may apply. Whether you are counted among them is decided by those who give the money."),
            kinds=lambda: capfirst(_listed(perhaps)),
        )
    return not_met(_("The sources name %(kinds)s, not you."), kinds=lambda: _listed(kinds))


# What is said of each state, how it counts, and whether the record is thereby open to applications now.
_STATES = {
    CallState.OPEN: lambda record: _open(record.deadline),
    CallState.PLANNED: lambda record: met(_("Planned, but not open yet."), half=True),
    CallState.EXPECTED: lambda record: met(_("Closed, but expected again."), half=True),
    CallState.CLOSED: lambda record: not_met(_("Closed for applications.")),
    CallState.UNKNOWN: lambda record: unknown(_("The portal knows no dates of it.")),
    ProgrammeState.RUNNING: lambda record: met(
        _("The programme runs %(period)s."), half=True, period=lambda: record.period
    ),
    ProgrammeState.COMING: lambda record: not_met(
        _("The programme has not begun: it runs %(period)s."), period=lambda: record.period
    ),
    ProgrammeState.ENDED: lambda record: not_met(
        _("The programme has ended: it ran %(period)s."), period=lambda: record.period
    ),
    ProgrammeState.UNKNOWN: lambda record: unknown(_("The sources do not say when the programme runs.")),
}
_STATES[CallState.CLOSING_SOON] = _STATES[CallState.OPEN]


def _open(deadline):
    if not deadline:
        return met(_("Open for applications."))
    return met(_("Open for applications until %(day)s."), day=lambda: format_partial(deadline))


def state(answers: Answers, record: Facts) -> Verdict:
    """Whether money can be applied for on the chosen day: always asked."""
    return _STATES[record.state](record)


def gives_money(answers: Answers, record: Facts) -> Verdict:
    """Strategies and initiatives stand in the list, too; of those that give money nothing needs to be said."""
    if record.gives_money:
        return NOT_ASKED
    return not_met(_("A strategy or an initiative, with no money of its own to apply for."))


def start(answers: Answers, record: Facts) -> Verdict:
    if not answers.start:
        return NOT_ASKED
    first, last = first_day(*answers.start), last_day(*answers.start)
    period = record.period
    if period.last and first > period.last:
        message = _("The period of the programme is %(period)s; you begin later, %(start)s.")
        return not_met(message, period=lambda: period, start=answers.start)
    if period.first and last < period.first:
        return not_met(
            _("The period of the programme is %(period)s; you begin earlier, %(start)s."),
            period=lambda: period,
            start=answers.start,
        )
    if not (period.first and period.last):
        return unknown(_("The sources do not say whether the programme runs when you begin."))
    return met(_("The programme runs when you begin, %(start)s."), start=answers.start)


def theme(answers: Answers, record: Facts) -> Verdict:
    if not answers.themes:
        return NOT_ASKED
    if not record.themes:
        return unknown(_("The portal has given it no themes."))
    if shared := [theme for theme in answers.themes if theme.slug in record.themes]:
        message = ngettext_lazy("Theme in common: %(themes)s.", "Themes in common: %(themes)s.", len(shared))
        return met(message, themes=lambda: _listed(shared))
    return not_met(_("It has none of your themes."))


def words(answers: Answers, record: Facts) -> Verdict:
    """A text that lacks a word may still be about it.

    So the words bar only where nothing else says what it is about, and where another record has all of them.
    """
    if not answers.words:
        return NOT_ASKED
    if record.found == Found.ALL:
        return met(_("What you wrote is found in its text."))
    if record.found == Found.SOME:
        return met(_("Some of what you wrote is found in its text."), half=True)
    bars = record.found == Found.NONE and not answers.themes
    return not_met(_("What you wrote is not found in its text."), bars=bars)


def target_group(answers: Answers, record: Facts) -> Verdict:
    if not answers.groups:
        return NOT_ASKED
    line = record.target_group

    def labels(keys):
        return lambda: _listed(_within(str(TARGET_GROUPS[key].label)) for key in keys)

    served, out = answers.groups & record.served, answers.groups & record.ruled_out
    if served and out:
        return met(_("It is for %(groups)s, but not for %(out)s."), half=True, groups=labels(served), out=labels(out))
    if served:
        return met(_("It is for %(groups)s."), groups=labels(served))
    if answers.groups <= record.ruled_out:
        return not_met(_("It is for %(line)s."), line=lambda: line)
    if line.text:
        return unknown(_("It is for %(line)s. Whether that is your group is for you to judge."), line=lambda: line)
    return unknown(_("The sources name no target group."))


def partners(answers: Answers, record: Facts) -> Verdict:
    needed = record.minimum_partners
    abroad = answers.partners_abroad
    told = answers.partners is not None or abroad is not None
    if needed is None:
        return unknown(_("The sources do not say how many partners are needed.")) if told else NOT_ASKED
    message = ngettext_lazy("Needs at least %(needed)s partner", "Needs at least %(needed)s partners", needed)
    if not told:
        return not_answered(_("%(needs)s."), needs=lambda: message % {"needed": needed})
    number = (answers.partners or 0) + (abroad or 0)
    sentence = {"needs": lambda: message % {"needed": needed}, "number": number}
    if number >= needed:
        return met(_("%(needs)s; you have %(number)s."), **sentence)
    return not_met(_("%(needs)s; you have %(number)s."), **sentence)


_IN_COUNTRIES = _("Needs partners in at least %(needed)s countries, your own counted")


def countries(answers: Answers, record: Facts) -> Verdict:
    """Partners abroad of whom no country is told are in one at least, and in as many as they are at most."""
    needed, abroad = record.minimum_countries, answers.partners_abroad
    if needed is None:
        if abroad is None:
            return NOT_ASKED
        return unknown(_("The sources do not say whether partners in other countries are needed."))
    if needed <= 1:
        return met(_("Needs no partner in another country."))
    sentence = {"needs": lambda: _IN_COUNTRIES % {"needed": needed}}
    if abroad is None:
        return not_answered(_("%(needs)s."), **sentence)
    if not abroad:
        return not_met(_("%(needs)s; you have no partner abroad."), **sentence)
    foreign = answers.countries - {SWEDEN}
    most = 1 + abroad
    least = 1 + max(len(foreign), 1)
    sentence["number"] = abroad
    if least >= needed:
        if foreign:
            named = {"countries": lambda: _listed(country_name(code) for code in foreign)}
            if 1 + len(foreign & EU_MEMBERS) < needed:
                message = _("%(needs)s; you have partners in %(countries)s. Ask whether they count: EU members do.")
                return unknown(message, needs=sentence["needs"], **named)
            return met(_("%(needs)s; you have partners in %(countries)s."), needs=sentence["needs"], **named)
        return met(_counted(abroad), **sentence)
    if most < needed:
        return not_met(_counted(abroad), **sentence)
    return unknown(
        _("%(needs)s; you have %(number)s partners abroad, and have not said in which countries."), **sentence
    )


def _counted(abroad):
    return ngettext_lazy(
        "%(needs)s; you have %(number)s partner abroad.", "%(needs)s; you have %(number)s partners abroad.", abroad
    )


def area(answers: Answers, record: Facts) -> Verdict:
    """Where the money may be used, as far as the portal's line on the area says it."""
    if not record.area:
        return NOT_ASKED
    text, said = record.area.lower(), {"area": record.area}
    if any(word in text.replace(",", " ").split() or (" " in word and word in text) for word in _WITH_SWEDEN):
        return met(_("For %(area)s."), **said)
    if answers.place and any(name.lower() in text for name in answers.place.names):
        return met(_("For %(area)s, where you are."), **said)
    if countries_named(text) and SWEDEN not in countries_named(text):
        return not_met(_("For %(area)s, not for Sweden."), **said)
    if not answers.place:
        return not_answered(_("For %(area)s."), **said)
    return unknown(
        _("For %(area)s. The portal does not know whether %(place)s is in it."), place=answers.place.name, **said
    )


@dataclass(frozen=True, eq=False)  # a key of dictionaries: to compare it would translate its label
class Rule:
    """A rule with its name, what it reads of ``Facts`` and asks of ``Answers``, and its weight.

    ``can_change``: whether those who ask can do something about it. A record that one such thing keeps from fitting
    nearly fits.
    """

    label: str | Promise
    judge: Callable[[Answers, Facts], Verdict]
    reads: tuple
    asks: tuple
    weight: int
    can_change: bool = False

    @property
    def name(self) -> str:
        return self.judge.__name__


def _rule(label, judge, reads, asks, weight, **more):
    return Rule(label, judge, tuple(reads.split()), tuple(asks.split()), weight, **more)


# What it is about weighs most, then who may apply and when; what can be arranged weighs least.
RULES = (
    _rule(_("Time"), state, "state", "day", 4),
    _rule(_("Money of its own"), gives_money, "gives_money", "", 4),
    _rule(_("Who may apply"), applicant, "applicant_kinds", "who", 4),
    _rule(_("Theme"), theme, "themes", "themes", 5),
    _rule(_("Your words"), words, "found", "words themes", 5),
    _rule(_("Target group"), target_group, "served ruled_out target_group", "groups", 3),
    _rule(_("Countries"), countries, "minimum_countries", "abroad countries", 2, can_change=True),
    _rule(_("Partners"), partners, "minimum_partners", "partners abroad countries", 2, can_change=True),
    _rule(_("Your start"), start, "period", "start", 2, can_change=True),
    _rule(_("Length"), money_criteria.length, "limits", "months", 2, can_change=True),
    _rule(_("Budget"), money_criteria.budget, "limits rate", "budget months", 2, can_change=True),
    _rule(
        _("Your own share"),
        money_criteria.own_share,
        "limits rate highest_rate",
        "own budget months",
        2,
        can_change=True,
    ),
    _rule(_("Area"), area, "area", "place", 3),
)
