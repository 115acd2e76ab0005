"""Files come with their row and go when it is certain that it has gone."""

import os
from pathlib import Path
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase

from accounts.actions import delete_account
from accounts.personal_data import export
from attachments.actions import MOST, delete_attachment, describe_attachment
from attachments.models import Attachment
from attachments.tidying import files_without_row
from publishing.actions import discard
from tests.attachments.samples import PDF, add, files
from tests.factories import ProjectFactory, UserFactory
from tests.test_settings import settings_with

pytestmark = pytest.mark.django_db


def test_files_are_kept_under_random_names():
    user = UserFactory()
    attachment = add(ProjectFactory(), by=user, title="Hemlig titel")
    assert (attachment.uploaded_by, attachment.size) == (user, attachment.file.size)
    assert attachment.file.name != attachment.small.name
    assert len(attachment.file.name) == 2 + 1 + 32 + len(".webp")
    assert files() == sorted(name.name[3:] for name in (attachment.file, attachment.small))


def test_database_refuses_a_picture_without_alternative_text():
    attachment = add(ProjectFactory())
    with pytest.raises(ValidationError, match="Beskriv bilden"):
        describe_attachment(attachment=attachment, title="x", alternative_text="", by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(alternative_text="")
    assert describe_attachment(attachment=attachment, title="y", alternative_text="z", by=None).title == "y"


def test_record_has_room_for_so_many_and_what_is_refused_leaves_no_file():
    record = ProjectFactory()
    for _number in range(MOST):
        add(record, PDF)
    with pytest.raises(ValidationError, match="plats för 20"):
        add(record, PDF)
    with pytest.raises(ValidationError):
        add(ProjectFactory(), title="")
    assert len(files()) == MOST
    assert record.attachments.count() == MOST


@pytest.mark.parametrize("how", ["action", "record"])
def test_files_are_deleted_when_the_transaction_that_deletes_the_row_commits(how):
    record = ProjectFactory()
    attachment = add(record)
    with TestCase.captureOnCommitCallbacks() as at_commit:
        delete_attachment(attachment=attachment, by=None) if how == "action" else record.delete()
    assert not Attachment.objects.exists()
    assert len(files()) == 2
    for callback in at_commit:
        callback()
    assert files() == []


def test_file_stays_when_the_row_cannot_be_deleted_after_all():
    attachment = add(ProjectFactory())
    with TestCase.captureOnCommitCallbacks(execute=True) as at_commit, transaction.atomic():
        delete_attachment(attachment=attachment, by=None)
        transaction.set_rollback(True)
    assert at_commit == []
    assert len(files()) == 2
    assert Attachment.objects.exists()


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_file_is_readable_for_the_portal_alone():
    attachment = add(ProjectFactory())
    path = Path(attachment.file.path)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_file_that_was_written_goes_when_its_row_cannot_be():
    record = ProjectFactory()
    with mock.patch.object(Attachment, "save_base", side_effect=IntegrityError), pytest.raises(IntegrityError):
        add(record)
    assert files() == []


def test_new_file_comes_last_and_place_is_where_it_is_put():
    record = ProjectFactory()
    first, second, third = (add(record, PDF, title=title) for title in "abc")
    assert [file.title for file in record.attachments.all()] == ["a", "b", "c"]
    describe_attachment(attachment=third, position=(first.position + second.position) / 2, by=None)
    assert [file.title for file in record.attachments.all()] == ["a", "c", "b"]
    add(record, PDF, title="d")
    assert [file.title for file in record.attachments.all()] == ["a", "c", "b", "d"]


# --- Another storage than a folder ----------------------------------------------------------------------------


@pytest.fixture
def in_memory(settings):
    """As a storage elsewhere is: no paths, and what it gives to read is no file of this machine."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def test_file_is_kept_served_tidied_and_deleted_in_another_storage(in_memory, client):
    attachment = add(ProjectFactory(), PDF)
    assert default_storage.exists(attachment.file.name)
    assert client.get(attachment.get_absolute_url()).getvalue() == PDF
    assert files_without_row() == []
    with TestCase.captureOnCommitCallbacks(execute=True):
        delete_attachment(attachment=attachment, by=None)
    assert not default_storage.exists(attachment.file.name)
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_storage_and_what_it_is_made_with_are_settings():
    names = ["STORAGES", "MEDIA_ROOT"]
    given = settings_with(names, SECRET_KEY="x", MEDIA_DIR="/srv/files")
    assert given["MEDIA_ROOT"] == "/srv/files"
    assert given["STORAGES"]["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage"
    elsewhere = {"MEDIA_STORAGE": "a.Storage", "MEDIA_STORAGE_OPTIONS": '{"bucket_name": "filer"}'}
    given = settings_with(names, SECRET_KEY="x", **elsewhere)
    assert given["STORAGES"]["default"] == {"BACKEND": "a.Storage", "OPTIONS": {"bucket_name": "filer"}}


# --- Accounts and drafts that go ------------------------------------------------------------------------------


@pytest.fixture
def left():
    """A draft of one's own and what is published, each with a file that the account has sent in."""
    user = UserFactory()
    draft, published = ProjectFactory(draft=True, owner=user), ProjectFactory(owner=user)
    return user, add(draft, PDF, by=user, title="Utkast"), add(published, PDF, by=user, title="Publicerat")


def test_files_of_drafts_go_with_the_account_and_what_is_published_stays_without_its_name(left):
    user, of_draft, of_published = left
    with TestCase.captureOnCommitCallbacks() as at_commit:
        delete_account(user=user, by=user)
    assert len(files()) == 2, "not before it is certain"
    for callback in at_commit:
        callback()
    assert not Attachment.objects.filter(pk=of_draft.pk).exists()
    of_published.refresh_from_db()
    assert of_published.uploaded_by is None
    assert files() == [of_published.file.name[3:]]


def test_account_that_is_not_deleted_after_all_keeps_its_files(left):
    user = left[0]
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        delete_account(user=user, by=user)
        transaction.set_rollback(True)
    assert Attachment.objects.count() == len(files()) == 2


def test_files_of_a_draft_that_is_thrown_away_go_when_it_is_certain():
    user = UserFactory()
    draft = ProjectFactory(draft=True, owner=user)
    add(draft, by=user)
    with TestCase.captureOnCommitCallbacks() as at_commit:
        discard(draft, by=user)
    assert len(files()) == 2
    for callback in at_commit:
        callback()
    assert files() == []


def test_export_lists_what_one_has_sent_in(left):
    user = left[0]
    add(ProjectFactory(), PDF, by=UserFactory(), title="Någon annans")
    assert [file["title"] for file in export(user)["publishing"]["files"]] == ["Utkast", "Publicerat"]
