"""The facts of a call or a programme for the memo, each with the record that says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _, ngettext

from publishing.templatetags.content import called, in_language, money

from ..models import Call


@dataclass(frozen=True)
class Fact:
    """``value`` is "" when it is unknown; then nobody says it, and ``said_by`` is None."""

    label: str
    value: str = ""
    said_by: object = None


def facts_of(record) -> list[Fact]:
    """Return the facts of ``record``, those of its programme where a call says nothing else."""
    is_call = isinstance(record, Call)
    programme = record.programme if is_call else record
    facts = [Fact(_("Programme"), called(programme), programme)]
    if is_call:
        facts = [Fact(_("Call"), called(record), record), *facts, *_windows(record)]
    return [*facts, _applicants(record, programme), _partners(programme)]


def money_of(record) -> list[Fact]:
    """Return what the programme pays, the own share and the ceilings."""
    programme = record.programme if isinstance(record, Call) else record
    rate, own = programme.cofinancing_percent, programme.own_share_percent
    note = in_language(programme, "cofinancing_note")[0]
    pays = [_("%(percent)s %% of the cost") % {"percent": rate}] if rate is not None else []
    return [
        Fact(_("The programme pays"), " ".join([*pays, *([f"({note})"] if note else [])]), programme),
        Fact(_("Your own share"), "" if own is None else f"{own} %", programme),
        Fact(_("At most per project"), "; ".join(map(_ceiling, programme.ceilings.all())), programme),
    ]


def _windows(call) -> list[Fact]:
    facts = []
    for window in call.windows.all():
        stage = in_language(window, "stage")[0]
        dates = {_("Opens"): window.opens, _("Last day to apply"): window.closes}
        facts += [Fact(label, f"{day} ({stage})" if stage else day, call) for label, day in dates.items() if day]
    return facts or [Fact(_("Last day to apply"))]


def _applicants(record, programme) -> Fact:
    kinds = getattr(record, "applicants", None) or list(programme.applicant_kinds.all())
    own = record is not programme and record.applicant_kinds.all()
    note = "" if own else in_language(programme, "applicants_note")[0]
    names = ", ".join(in_language(kind, "name")[0] for kind in kinds)
    value = f"{names} ({note})" if names and note else names or note
    return Fact(_("Who may apply"), value, record if own else programme)


def _partners(programme) -> Fact:
    value = ""
    if programme.minimum_partners:
        value = _("at least %(partners)s") % {"partners": programme.minimum_partners}
        if programme.minimum_countries:
            value += " " + _("from %(countries)s countries") % {"countries": programme.minimum_countries}
    return Fact(_("Partners"), value, programme)


def _ceiling(ceiling) -> str:
    months = ngettext("for %(count)s month", "for %(count)s months", ceiling.months) % {"count": ceiling.months}
    years = ceiling.years
    if years:
        months = ngettext("for %(count)s year", "for %(count)s years", years) % {"count": years}
    return f"{money(ceiling.amount, ceiling.currency)} {months}"
