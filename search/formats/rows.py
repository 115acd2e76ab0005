"""The rows of a list's tables, a part at a time, whatever they are written to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .cells import Cell
from .taken import Taken


def headings(taken: Taken) -> list[str]:
    return [*(column.heading for column in taken.contents.columns), _("Address")]


def rows(taken: Taken) -> Iterator[list[list[Cell]]]:
    """Yield the rows of some hundred records at a time, the address of each record last."""
    columns = taken.contents.columns

    def written(records):
        return [
            [*(column.value(record) for column in columns), taken.absolute(record.get_absolute_url())]
            for record in records
        ]

    return taken.parts(written)
