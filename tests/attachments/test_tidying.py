"""What belongs to nothing any more is found, told, and deleted when that is asked for; all else is left alone."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import TestCase

from attachments.models import Attachment
from attachments.tidying import SAFE_AGE
from tests.attachments.samples import PDF, add, files
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

NAME = "ab/" + "ab" * 16 + ".webp"


def lying(name, *, age=2 * SAFE_AGE):
    """Put a file that no row names into the storage, as old as that."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))
    return path


def tidied(*arguments):
    said = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("tidy_files", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def kept():
    """An old attachment of a record that is there, with all its files."""
    attachment = add(ProjectFactory())
    for file in (attachment.file, attachment.small):
        os.utime(file.path, (0, 0))
    return attachment


def test_file_without_row_is_told_and_left_until_it_is_to_be_deleted(kept):
    path = lying(NAME)
    said = tidied()
    assert NAME in said
    assert "1 files and 0 rows found, nothing deleted" in said
    assert path.exists()
    assert "1 files and 0 rows deleted." in tidied("--delete")
    assert not path.exists()
    assert files() == sorted(file.name[3:] for file in (kept.file, kept.small))
    assert "0 files and 0 rows deleted." in tidied("--delete")


def test_file_that_is_being_sent_in_is_left_alone(kept):
    """Written before its row, in a request that goes on."""
    path = lying(NAME, age=SAFE_AGE * 0.9)
    assert "0 files" in tidied("--delete")
    assert path.exists()


@pytest.mark.parametrize("name", ["README.txt", "ab/bild.webp", "static/app.css", "ab/" + "g" * 32 + ".pdf", "ab/cd/x"])
def test_what_else_lies_there_is_left_alone(kept, name):
    path = lying(name)
    assert "0 files" in tidied("--delete")
    assert path.exists()


def test_no_file_is_deleted_with_a_database_that_knows_of_none():
    """As when the command is run with another DATABASE_URL than the portal has."""
    path = lying(NAME)
    with pytest.raises(CommandError, match="Is it the database"):
        tidied("--delete")
    assert path.exists()


def test_empty_portal_has_nothing_to_tidy():
    assert "0 files and 0 rows deleted." in tidied("--delete")


def test_row_whose_record_is_gone_is_deleted_with_its_files(kept):
    lost, of_old_kind = add(ProjectFactory(), PDF), add(ProjectFactory(), PDF)
    Attachment.objects.filter(pk=lost.pk).update(object_id=987_654_321)
    gone = ContentType.objects.create(app_label="projects", model="nolongerthere")
    Attachment.objects.filter(pk=of_old_kind.pk).update(content_type=gone)
    said = tidied()
    assert "0 files and 2 rows found" in said
    assert Attachment.objects.count() == 3
    assert "whose record is gone" in tidied("--delete")
    assert list(Attachment.objects.all()) == [kept]
    assert len(files()) == 2
