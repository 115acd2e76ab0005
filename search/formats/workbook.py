"""A table as an Excel workbook: the table itself, and a sheet that says what it is, from where and of which day.

Written row by row to a temporary file, so a hundred thousand records take no more memory than a few hundred. A text is
always text, never a formula. What is not known is "unknown" in words: a reader must not take it for nothing.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .cells import Cell, looks_like_a_formula, plain, yes_or_no
from .rows import headings, rows
from .taken import Taken, disposition

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell holds, and what a sheet may be called.
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
# Excel counts its days from here; what is before stays text.
FIRST_YEAR = 1900
# In letters: the first column, that of names, and the others.
WIDTHS = (48, 22)


def response(taken: Taken) -> FileResponse:
    about = [
        (_("List"), taken.title),
        (_("Your choices"), "; ".join(taken.choices) or _("none")),
        (_("Sorted by"), str(taken.contents.order_choices[taken.contents.ordering][0])),
        (_("Hits"), taken.number),
        *((_("Left out"), note) for note in taken.contents.ignored),
        *origin(taken.address),
    ]
    table = (row for part in rows(taken) for row in part)
    return file(disposition(taken.request, "xlsx"), taken.title, headings(taken), table, about)


def origin(address: str) -> list[tuple]:
    """Return what the second sheet says of where a table is from."""
    return [
        (_("Address"), address),
        (_("Taken on"), timezone.localdate()),
        (_("From"), "Integrationsportalen"),
    ]


def file(named: str, name: str, first: list[str], table: Iterable[list[Cell]], about: list[tuple]):
    """Answer with a workbook: the sheet ``name`` with the headings ``first`` and the rows of ``table``, and what it is.

    ``named`` is the header from ``disposition()``, ``about`` the lines of the second sheet.
    """
    book = Workbook(write_only=True)
    _write(book, name, first, table)
    _write(book, _("About the list"), [], ([label, value] for label, value in about))
    written = TemporaryFile()  # noqa: SIM115 (closed with the response)
    book.save(written)
    written.seek(0)
    answer = FileResponse(written, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = named
    return answer


def _write(book: Workbook, name: str, first: list[str], table: Iterable[list[Cell]]) -> None:
    sheet = book.create_sheet(_sheet_name(name))
    columns = max(len(first), 2)
    for number in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[number > 1] if first else WIDTHS[number == 1]
    if first:
        sheet.freeze_panes = "B2"
        sheet.append([_heading(sheet, heading) for heading in first])
    for row in table:
        sheet.append([_cell(sheet, value) for value in row])


def _heading(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, plain(text))
    cell.data_type, cell.font, cell.alignment = "s", Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _sheet_name(name: str) -> str:
    name = "".join(" " if letter in "[]:*?/\\" else letter for letter in plain(name))
    return name.strip("' ")[:LONGEST_NAME].rstrip("' ") or _("List")


def _cell(sheet, value: Cell):
    """Return what openpyxl writes for ``value``: numbers and days as such, all else as text."""
    if value is None:
        return _("unknown")
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "#,##0" if value == value.to_integral_value() else "#,##0.00"
        return cell
    if isinstance(value, int | datetime.time):
        return value
    if isinstance(value, datetime.date):
        return value if value.year >= FIRST_YEAR else value.isoformat()
    text = plain(value)[:LONGEST_TEXT]
    if not (looks_like_a_formula(text) or text in ERROR_CODES):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", True  # stays text also when somebody goes on writing in the cell
    return cell
