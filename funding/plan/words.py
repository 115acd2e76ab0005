"""What is said of a plan in the same words on the page, in the calendar and in the memo."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from sources.partial_dates import format_partial

from ..enums import Milestone

# What neither a calendar nor the XML of a document may hold; a text that was pasted into a record may.
_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def plan_address(record) -> str:
    return reverse(f"funding:{record._meta.model_name}-plan", args=[record.slug])


def hour(deadline) -> str:
    """Return the day and hour of ``deadline``; where the hour is not known that, and who gave the day."""
    if deadline.is_typed:
        return _("You have written this day yourselves. Its hour is not known.")
    return deadline.words or _("The hour is not known to the portal.")


def reason(planned, plan) -> str:
    """Return why the step is there, if that is not the step itself."""
    said = [str(planned.step.why)] if planned.step.why else []
    if planned.step.key == Milestone.PAPERS:
        text = ngettext("%(days)s day before the meeting.", "%(days)s days before the meeting.", plan.papers_days)
        said.append(text % {"days": plan.papers_days})
    return " ".join(said)


def trouble(planned, plan) -> str:
    """Return what is wrong with the day of the step, and what is the next way; "" when nothing is."""
    if plan.is_over or not planned.is_in_trouble:
        return ""
    told = _("That day has passed.")
    if planned.is_unmet:
        when = {"day": format_partial(planned.day), "next": format_partial(planned.missed)}
        told = _("It is needed by %(day)s, and the first date that you have written is %(next)s.") % when
    return f"{told} {planned.step.late}"
