"""A list as CSV: a line a record, for spreadsheets and other programs.

As Excel writes it in the language of the page: semicolons and decimal commas in Swedish, commas and points in English.
The mark at the beginning says UTF-8, which Excel would not guess. What is not known is empty, so that a column of
numbers is one; the workbook says it in words.
"""

import csv
import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils.translation import override

from .cells import Cell, looks_like_a_formula, plain, yes_or_no
from .rows import headings, rows
from .taken import Taken, disposition

MEDIA_TYPE = "text/csv"
BYTE_ORDER_MARK = "\ufeff"
# Where a formula would begin inside a text, by the decimal sign of the file: the Excel of the other language separates
# by the other sign and heeds no quotes within a cell. After the file's own separator a text is safe, for it is quoted.
_FORMULA_INSIDE = {
    point: re.compile(rf'([{separator}\t\r\n][ "]*)(?=[=+\-@＝＋－＠])')
    for point, separator in ((".", ";"), (",", ","))
}


class _Line:
    """Where the csv module writes to: it hands back each line."""

    def write(self, line: str) -> str:
        return line


def response(taken: Taken) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines(taken), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = disposition(taken.request, "csv")
    return answer


def lines(taken: Taken) -> Iterator[str]:
    """Yield the table, some hundred lines at a time."""
    english = taken.language == "en"
    writer = csv.writer(_Line(), delimiter="," if english else ";")
    point = "." if english else ","
    with override(taken.language):
        yield BYTE_ORDER_MARK + writer.writerow(written(heading, point) for heading in headings(taken))
    for part in rows(taken):
        with override(taken.language):
            yield "".join(writer.writerow(written(cell, point) for cell in row) for row in part)


def written(cell: Cell, point: str) -> str:
    """Return a cell as text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes_or_no(cell)
    if isinstance(cell, Decimal):
        whole = cell.to_integral_value()
        return f"{whole:f}" if cell == whole else f"{cell:f}".replace(".", point)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    text = _FORMULA_INSIDE[point].sub(r"\1'", plain(cell))
    return f"'{text}" if looks_like_a_formula(text) else text
