"""Finds what belongs to nothing any more: files that no row names, and rows whose record is gone."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import Storage
from django.utils import timezone

from .models import Attachment

# A file is written before its row, in the same request: none of a request that goes on is as old as this.
SAFE_AGE = timedelta(days=1)
# The names that models.random_name gives. Whatever else lies in the storage is none of ours.
FOLDER, NAME = re.compile(r"[0-9a-f]{2}"), re.compile(r"[0-9a-f]{32}\.\w+")


class WrongDatabase(Exception):
    """The database knows of no file at all, but there are some: it is hardly the one that they belong to."""


def storage() -> Storage:
    """Return where the files of attachments lie."""
    return Attachment._meta.get_field("file").storage


def files_without_row() -> list[str]:
    """Return the names of the files, old enough, that no attachment has; ``WrongDatabase`` where it has none at all."""
    files = list(_old_files())  # before the rows are read: a row that comes after this is of a younger file
    named = {name for names in Attachment.objects.values_list("file", "small") for name in names if name}
    if files and not named:
        raise WrongDatabase
    return [name for name in files if name not in named]


def rows_without_record() -> Iterator[Attachment]:
    """Yield the attachments whose record is gone, as SQL by hand or a kind of content that is no more leaves them."""
    kinds = Attachment.objects.order_by().values_list("content_type", flat=True).distinct()
    for kind in ContentType.objects.filter(pk__in=list(kinds)):
        of_kind = Attachment.objects.filter(content_type=kind)
        if model := kind.model_class():  # None for one that is gone from the code
            of_kind = of_kind.exclude(object_id__in=model._base_manager.values("pk"))
        yield from of_kind


def _old_files():
    kept, young = storage(), timezone.now() - SAFE_AGE
    try:
        folders, _files = kept.listdir("")
    except FileNotFoundError:  # nobody has sent anything in yet
        return
    for folder in filter(FOLDER.fullmatch, folders):
        for name in filter(NAME.fullmatch, kept.listdir(folder)[1]):
            path = f"{folder}/{name}"
            if kept.get_modified_time(path) < young:
                yield path
