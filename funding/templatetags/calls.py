"""How the state of a call is told."""

import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from ..enums import CallState
from ..models import Call

register = template.Library()


@register.filter
def state(call: Call, on: datetime.date) -> SafeString:
    """The state from ``with_state()`` as a badge, and what goes with it.

    In Python, for lists show it for each of their rows, and a template takes five times as long.
    """
    badge = format_html('<span class="badge badge--{}">{}</span>', call.state, capfirst(call.state_label))
    return badge + format_html_join("", ' <span class="deadline">{}</span>', ([words] for words in told(call, on)))


def told(call: Call, on: datetime.date) -> list[str]:
    """Return when a call opens or is expected, its last day and the days left of it."""
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
