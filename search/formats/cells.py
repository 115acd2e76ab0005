"""The cells of a table: what a column is, and texts that are nothing but text."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language, gettext, gettext_lazy as _

# What XML or a line of a calendar may not hold, and other controls; a NEL is a line end, which XML 1.0 leaves be.
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"), also in wide letters.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | Decimal | bool | datetime.date | datetime.time | None


@dataclass(frozen=True)
class Column:
    """A column of a list's tables. ``value(record)`` is None where something is not known, "" where nothing is."""

    label: Promise
    value: Callable[[object], Cell]

    @property
    def heading(self) -> str:
        return capfirst(str(self.label))


def field(label, path: str) -> Column:
    """Return the column of the attribute at ``path``, in the reader's language where it has one."""
    return Column(label, lambda record: said(record, path))


def labelled(label, path: str) -> Column:
    """Return the column of a field with choices: what readers see for its value."""
    return Column(label, lambda record: capfirst(str(getattr(record, f"get_{path}_display")())))


def names(label, path: str) -> Column:
    """Return the column of the names of all records that the relation at ``path`` leads to."""
    related = attrgetter(path)
    return Column(label, lambda record: joined(related(record).all()))


def money(label, amount: str, currency: str) -> list[Column]:
    """Return two columns: an amount as a number, and its currency."""
    return [
        Column(label, attrgetter(amount)),
        Column(
            format_lazy("{}, {}", label, _("currency")),
            lambda record: "" if getattr(record, amount) is None else getattr(record, currency),
        ),
    ]


def joined(records) -> str:
    """Return the names or titles of ``records`` in the reader's language."""
    return ", ".join(called(record) for record in records)


def called(record) -> str:
    """Return the title or name of a record of any kind in the reader's language."""
    return said(record, "title" if hasattr(record, "title") else "name") if record else ""


def said(record, name: str):
    """Return the value of a field: its English one for those who read English, where there is one."""
    english = getattr(record, f"{name}_en", "")
    return english if english and get_language() == "en" else getattr(record, name, "")


def plain(text) -> str:
    """Return ``text`` without what is no text, so that no format breaks of it."""
    return _NO_TEXT.sub("", str(text))


def looks_like_a_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(_FORMULA)


def yes_or_no(value: bool) -> str:
    return gettext("yes") if value else gettext("no")
