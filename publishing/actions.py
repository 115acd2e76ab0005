"""The one way a record changes status: checked, stamped and logged in one transaction."""

from django.db import transaction
from django.utils import timezone

from .enums import Status
from .models import Transition

# From each status, where a record may go.
TRANSITIONS = {
    Status.DRAFT: {Status.IN_REVIEW, Status.PUBLISHED},
    Status.IN_REVIEW: {Status.DRAFT, Status.PUBLISHED},
    Status.PUBLISHED: {Status.ARCHIVED, Status.DRAFT},
    Status.ARCHIVED: {Status.PUBLISHED, Status.DRAFT},
}


class TransitionNotAllowed(ValueError):
    """The transition table has no way from the record's status to the one asked for."""


@transaction.atomic
def change_status(record, *, to: str, by, comment: str = ""):
    """Move ``record`` (any Publishable) to status ``to`` on behalf of user ``by`` and log it.

    Locks the row, so that two editors cannot both move it. Raises
    ``TransitionNotAllowed`` when the table does not allow the step.
    """
    locked = type(record).objects.select_for_update().get(pk=record.pk)
    if to not in TRANSITIONS[Status(locked.status)]:
        raise TransitionNotAllowed(f"{locked.status} → {to}")
    came_from, locked.status = locked.status, to
    if to == Status.PUBLISHED:
        locked.published_at, locked.published_by = timezone.now(), by
    locked.version += 1
    locked.save(update_fields=["status", "published_at", "published_by", "version"])
    Transition.objects.create(record=locked, by=by, from_status=came_from, to_status=to, comment=comment)
    return locked
