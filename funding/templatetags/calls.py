"""How the state of a call is told (templates/funding/_state.html)."""

import datetime

from django import template
from django.utils.translation import gettext as _, ngettext

from ..enums import CallState
from ..models import Call

register = template.Library()


@register.filter
def told(call: Call, on: datetime.date) -> list[str]:
    """What goes with the state from ``with_state()``: when it opens or is expected, the last day, the days left of it.

    In Python, for lists show it for each of their rows, and a template takes five times as long.
    """
    found = []
    if call.state == CallState.EXPECTED:
        found.append(_("around %(when)s") % {"when": call.expected_words})
    elif call.state == CallState.PLANNED:
        found.append(_("opens %(when)s") % {"when": call.next_opening_words})
    if call.next_deadline and call.state != CallState.PLANNED:
        days = (call.next_deadline - on).days
        left = ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}
        last_day = _("last day %(day)s") % {"day": call.next_deadline_words}
        found.append(f"{last_day}, {left}")
    elif call.last_deadline:
        found.append(_("last day was %(day)s") % {"day": call.last_deadline_words})
    return found
