"""The facts of a call or a programme for the memo, each with the record that says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from publishing.enums import Status
from publishing.templatetags.content import called, in_language, money

from ..formats import limit_in_words
from ..models import Call
from ..terms import Term, terms_of


@dataclass(frozen=True)
class Fact:
    """``value`` is "" when it is unknown; then nobody says it."""

    label: str
    value: str = ""
    said_by: object = None


def facts_of(record) -> list[Fact]:
    """Return the facts of ``record``, those of its programme where a call says nothing else."""
    terms = terms_of(record)
    programme = record.programme if isinstance(record, Call) else record
    facts = [Fact(_("Programme"), called(programme), programme)] if programme.status == Status.PUBLISHED else []
    if record is not programme:
        facts = [Fact(_("Call"), called(record), record), *facts, *_windows(record)]
    return [*facts, _applicants(record, terms), *_partners(terms)]


def money_of(record) -> list[Fact]:
    """Return what the programme pays, the own share, the ceilings, the budget and when the money comes."""
    terms = terms_of(record)
    own, claims, wait = terms.own_share, terms.claim_months.value or 0, terms.payment_months.value or 0
    apart = ngettext("claims %(counter)s month apart", "claims %(counter)s months apart", claims) % {"counter": claims}
    within = ngettext("paid within %(counter)s month", "paid within %(counter)s months", wait) % {"counter": wait}
    counts = _("working time counts") if terms.time_counts.value else _("working time does not count")
    return [
        _rate(terms),
        _fact(_("Your own share"), terms.rate, "" if own is None else f"{own} %"),
        _fact(_("Working time as own share"), terms.time_counts, counts),
        _fact(_("Grant per project"), terms.limits, "; ".join(map(limit_in_words, terms.limits.value))),
        Fact(_("Budget"), _noted(_budget(record), in_language(record, "budget_note")[0]), record),
        _fact(_("Paid in advance"), terms.advance_percent, _advance(terms.advance_percent.value)),
        _fact(_("Claims"), terms.claim_months, apart),
        _fact(_("Payment"), terms.payment_months, within),
        *_note(_("Note on payment"), terms.payment_note, "payment_note"),
    ]


def _fact(label, term: Term, value) -> Fact:
    """Return the fact of a term; its value in words is heeded when there is one."""
    return Fact(label, value, term.said_by) if term.is_known else Fact(label)


def _noted(value: str, note: str) -> str:
    return f"{value} ({note})" if value and note else value or note


def _note(label, term: Term, name: str) -> list[Fact]:
    """Return the note ``name`` as a fact of its own, for another record may say it; nothing where there is none."""
    return [Fact(label, in_language(term.said_by, name)[0], term.said_by)] if term.is_known else []


def _rate(terms) -> Fact:
    said = []
    if terms.rate.is_known:
        said.append(_("%(percent)s %% of the cost") % {"percent": terms.rate.value})
    if terms.highest_rate.is_known:
        said.append(_("in some cases up to %(percent)s %%") % {"percent": terms.highest_rate.value})
    note = in_language(terms.rate_note.said_by, "cofinancing_note")[0] if terms.rate_note.is_known else ""
    value = _noted(", ".join(said) or _("unknown"), note) if said or note else ""
    return Fact(_("The programme pays"), value, terms.rate.said_by or terms.rate_note.said_by)


def _budget(record) -> str:
    """Return the budget as its page has it (templates/funding/_budget.html)."""
    if record.budget is None:
        return ""
    words = [_("about")] if record.budget_approximate else []
    words.append(money(record.budget, record.budget_currency))
    return " ".join([*words, _("per year")] if record.budget_per_year else words)


def _advance(percent: int | None) -> str:
    return _("%(percent)s %% of the grant") % {"percent": percent} if percent else _("all of it in arrears")


def _windows(call) -> list[Fact]:
    facts = []
    for window in call.windows.all():
        stage = in_language(window, "stage")[0]
        dates = {_("Opens"): window.opens, _("Last day to apply"): window.closes}
        facts += [Fact(label, f"{day} ({stage})" if stage else day, call) for label, day in dates.items() if day]
    return facts or [Fact(_("Last day to apply"))]


def _applicants(record, terms) -> Fact:
    said_by = terms.applicant_kinds.said_by or record
    note = in_language(said_by, "applicants_note")[0]
    names = ", ".join(in_language(kind, "name")[0] for kind in terms.applicant_kinds.value)
    return Fact(_("Who may apply"), _noted(names, note), said_by)


def _partners(terms) -> list[Fact]:
    partners, countries = terms.minimum_partners, terms.minimum_countries
    return [
        _fact(_("Partners besides the applicant, at least"), partners, str(partners.value)),
        _fact(_("Countries, Sweden counted, at least"), countries, str(countries.value)),
        *_note(_("Note on partners"), terms.partners_note, "partners_note"),
    ]
