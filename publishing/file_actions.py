"""Files of records and of proposed versions: added, described anew and removed by those who may write the record."""

from django.db import transaction

from accounts.rights import Right
from attachments.actions import add_attachment, delete_attachment, describe_attachment
from attachments.models import Attachment

from . import proposed_files
from .actions import TransitionNotAllowed, demand, lock
from .enums import Status


def hold(record, *, by, file: int | None = None):
    """Lock ``record`` for the rest of the transaction and return it, with its ``file`` of that key if one is named.

    Returns (record, file); the file is None when there is none of that key. ``PermissionDenied`` when ``by`` may not
    write the record; ``TransitionNotAllowed`` when it has gone, or is with the editors or readers and ``by`` no editor.
    """
    locked = lock(record)
    demand(locked, by, Right.WRITE)
    if locked.status not in Status.writable() and not locked.is_open_to(by, Right.REVIEW):
        raise TransitionNotAllowed("what the editors have, and what is published, is not written to")
    if file is not None:  # also against an editor who describes the file in the administration
        Attachment.objects.select_for_update().filter(pk=file).first()
    return locked, next((one for one in proposed_files.files_of(locked) if one.pk == file), None)


@transaction.atomic
def add_file(record, *, by, **sent) -> Attachment:
    """Keep with ``record`` what ``AttachmentForm`` has found right; a ValidationError when there is no more room."""
    locked, _file = hold(record, by=by)
    return add_attachment(record=locked, beside=locked.proposal_for, by=by, **sent)


@transaction.atomic
def describe_file(record, file: int, *, by, **description) -> Attachment | None:
    """Describe ``file`` anew: at once or, what is published, when the proposed version ``record`` is published.

    Returns the file; None when it is gone.
    """
    locked, found = hold(record, by=by, file=file)
    if found and found.is_published:
        proposed_files.wish(locked, found, **description)
    elif found:
        describe_attachment(attachment=found, by=by, **description)
    return found


@transaction.atomic
def remove_file(record, file: int, *, by) -> Attachment | None:
    """Take ``file`` away, at once or when the proposed version is published; returns it, None when it is gone."""
    locked, found = hold(record, by=by, file=file)
    if found and found.is_published:
        proposed_files.wish(locked, found, removes=True, **found.description)
    elif found:
        delete_attachment(attachment=found, by=by)
    return found


@transaction.atomic
def keep_file(record, file: int, *, by) -> Attachment | None:
    """Let the proposed version ``record`` leave ``file`` as it is published; returns it, None when it is gone."""
    _locked, found = hold(record, by=by, file=file)
    if found and found.change:
        proposed_files.take_back_wish(found)
    return found
