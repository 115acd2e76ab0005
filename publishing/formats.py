"""The columns that the tables of all kinds of content share."""

from django.utils.translation import gettext_lazy as _

from search.formats.cells import field, names

from .enums import Status

TITLE, SUMMARY, THEMES = field(_("title"), "title"), field(_("summary"), "summary"), names(_("themes"), "themes")


def published(records) -> list:
    """Return those of ``records`` that every reader may read: for the names of what a record is linked to."""
    return [record for record in records if record and record.status == Status.PUBLISHED]
