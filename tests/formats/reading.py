"""Reads what a list is taken along as, so that a test speaks of rows, entries and dates and not of markup."""

import csv
import io
from urllib.parse import urlencode
from xml.etree import ElementTree

import icalendar
import openpyxl
from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"


def asked(path, name, choices=(), client=None, **headers):
    query = urlencode([*choices, ("format", name)])
    response = (client or Client()).get(f"{path}?{query}", headers=headers)
    assert response.status_code == 200, path
    if name == "xlsx":
        response.file = b"".join(response.streaming_content)  # which closes the file that it comes from
    return response


def body(response) -> bytes:
    if hasattr(response, "file"):
        return response.file
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(path, choices=(), client=None) -> list[dict]:
    """The rows of a list's CSV by their headings."""
    text = body(asked(path, "csv", choices, client)).decode()
    assert text.startswith("\ufeff")
    delimiter = "," if path.startswith("/en/") else ";"
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


def workbook(path, choices=(), client=None):
    response = asked(path, "xlsx", choices, client)
    return openpyxl.load_workbook(io.BytesIO(body(response)))


def sheet(path, choices=(), client=None) -> list[dict]:
    """The rows of a list's workbook by their headings, each cell as openpyxl reads it."""
    first, *rows = list(workbook(path, choices, client).worksheets[0].iter_rows())
    return [dict(zip([cell.value for cell in first], row, strict=True)) for row in rows]


def calendar(path, choices=(), client=None) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(body(asked(path, "ics", choices, client)))
    found.validate()
    assert found.errors == []
    return found


def events(path, choices=(), client=None) -> dict[str, icalendar.Event]:
    """The entries of a list's calendar by their titles."""
    found = calendar(path, choices, client).events
    return {str(event["summary"]): event for event in found}


def feed(path, choices=(), client=None) -> ElementTree.Element:
    return ElementTree.fromstring(body(asked(path, "atom", choices, client)))


def entries(path, choices=(), client=None) -> list[dict]:
    """The entries of a list's feed: each a dictionary of the texts of its elements, and its link."""
    return [
        {child.tag.removeprefix(ATOM): child.text for child in entry}
        | {"link": entry.find(f"{ATOM}link").attrib["href"]}
        for entry in feed(path, choices, client).findall(f"{ATOM}entry")
    ]
