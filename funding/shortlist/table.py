"""Calls side by side as a workbook: a line for each fact, a column for each call."""

import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from search.formats import workbook
from search.formats.cells import Column, called
from search.formats.taken import disposition

from ..formats import CALL_COLUMNS


def _contacts(call) -> str:
    return "; ".join(
        ", ".join(filter(None, [contact.name, called(contact.organisation), contact.email, contact.phone]))
        for contact in call.contacts.all()
    )


def _sources(call) -> str:
    return "; ".join(", ".join(filter(None, [called(row.document), row.place])) for row in call.citations.all())


COLUMNS = [
    *CALL_COLUMNS[1:],  # the title heads the column
    Column(gettext_lazy("contact"), lambda call: _contacts(call) or None),
    Column(gettext_lazy("sources"), lambda call: _sources(call) or None),
]


def response(request, title: str, calls: list, on: datetime.date):
    """Answer with a workbook of ``calls``, whose terms and states on the day ``on`` are known."""
    table = [[column.heading, *(column.value(call) for call in calls)] for column in COLUMNS]
    table.append([capfirst(_("Address")), *(request.build_absolute_uri(call.get_absolute_url()) for call in calls)])
    about = [(_("List"), title), (_("State on"), on), *workbook.origin(request.build_absolute_uri())]
    answer = workbook.file(
        disposition(request, "xlsx"), title, [_("What"), *(called(call) for call in calls)], table, about
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer
