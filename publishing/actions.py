"""How records come to be, change and move: checked, locked, stamped, logged and told of in one transaction."""

from uuid import uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rights import Right, may
from search import index
from sources.addresses import free_slug
from sources.versions import content_of, put_content, written_as_a_version

from . import emails, proposed_files
from .enums import Status
from .merging import merge
from .models import Transition
from .transitions import TRANSITIONS


class TransitionNotAllowed(ValueError):
    """The transition table has no way from the record's status to the one asked for."""


class NotWhole(TransitionNotAllowed):
    """The record lacks what every record has that editors decide on or readers see: its title or its summary."""


class CommentMissing(ValueError):
    """The step is one that must be explained to those who wrote the record."""


class ChangedMeanwhile(ValueError):
    """The record has another version than the one that was looked at; ``record`` is it as it is now.

    ``fields`` are the names in its content that both sides have changed, to different values.
    """

    def __init__(self, record, fields=()):
        super().__init__(f"{record} is at version {record.version}")
        self.record, self.fields = record, list(fields)


def lock(record):
    """Return ``record`` as it is now, held for the rest of the transaction; TransitionNotAllowed when it is gone."""
    try:
        return type(record)._base_manager.select_for_update().get(pk=record.pk)
    except type(record).DoesNotExist:  # a proposal that has been taken over, a draft that its writer has thrown away
        raise TransitionNotAllowed("the record is gone") from None


def demand(record, user, right) -> None:
    """Raise PermissionDenied unless ``user`` has ``right`` to ``record``."""
    if not record.is_open_to(user, right):
        raise PermissionDenied(f"{right} of {record._meta.label} {record.pk}")


# --- Writing --------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(model, content: dict, *, by, organisation=None, key=None):
    """Make a draft of ``model`` with ``content`` (sources/versions.py), registered by ``by`` for ``organisation``.

    The least that a draft has is a title. ``key`` is that of the form it comes from, a UUID: the same form sent again
    gives the draft that it began. Raises PermissionDenied when the user may not register, or is no member of
    the organisation.
    """
    if not may(by, Right.REGISTER) or (organisation and not may(by, Right.WRITE, organisation)):
        raise PermissionDenied("register")
    # First of all, for here the same form sent twice at once waits for the one that came before.
    slug = free_slug(model, content["title"])
    key = key and uuid5(key, str(by.pk))  # a key that somebody else has used is another one
    if key and (begun := model._base_manager.filter(begun_with=key).first()):
        return begun
    record = model(owner=by, organisation=organisation, slug=slug, begun_with=key)
    put_content(record, content)
    return record


@transaction.atomic
def save_content(record, content: dict, *, by, seen_version: int, keep_version: bool = True, reason: str = ""):
    """Write ``content`` over that of a draft or a proposed version, and return the record; editors write any record.

    ``seen_version`` is the version that the writer started from. Another one in the database means that somebody else
    has saved meanwhile: nothing is written then, and ``ChangedMeanwhile`` is raised. Without ``keep_version`` (what a
    form saves by itself while somebody types) no version is kept to go back to; a kept one says the ``reason``.
    """
    locked = lock(record)
    demand(locked, by, Right.WRITE)
    if locked.status not in Status.writable() and not locked.is_open_to(by, Right.REVIEW):
        raise PermissionDenied("what the editors have, and what is published, is not written to")
    if locked.version != seen_version:
        raise ChangedMeanwhile(locked)
    locked.version += 1
    if locked.published_at is None and not locked.proposal_for_id and "title" in content:
        locked.slug = free_slug(type(record), content["title"], but=locked)
    if keep_version:
        with written_as_a_version(locked, by=by, reason=reason):
            put_content(locked, content)
    else:
        put_content(locked, content)
    return locked


@transaction.atomic
def propose_changes(record, *, by):
    """Return the proposed version of a published ``record``: the one that there is, or a new one that is its copy."""
    locked = lock(record)
    demand(locked, by, Right.WRITE)
    if locked.status != Status.PUBLISHED:
        raise TransitionNotAllowed("only what is published is changed by a proposal")
    found = type(record)._base_manager.filter(proposal_for=locked).first()
    if found:
        return found
    content, suffix = content_of(locked), _("proposal")
    copy = type(record)(
        owner=by,
        organisation=locked.organisation,
        slug=free_slug(type(record), f"{locked.slug[:90]}-{suffix}"),
        proposal_for=locked,
        proposed_from=content,
    )
    put_content(copy, content)
    copy.co_writers.set(locked.co_writers.all())
    return copy


@transaction.atomic
def discard(record, *, by) -> None:
    """Delete a draft that was never published, or a proposed version."""
    locked = lock(record)
    demand(locked, by, Right.WRITE)
    if locked.status not in Status.writable() or (locked.published_at and not locked.proposal_for_id):
        raise TransitionNotAllowed("only a draft is discarded")
    Transition.objects.of(locked).delete()
    locked.delete()


@transaction.atomic
def restore(record, version, *, by):
    """Give ``record`` the content of one of its versions; returns (record, names of what could not be put back)."""
    locked = lock(record)
    demand(locked, by, Right.REVIEW)
    locked.version += 1
    with written_as_a_version(locked, by=by, reason=_("Restored")):
        left_out = put_content(locked, version.content)
    return locked, left_out


@transaction.atomic
def share(record, *, with_user, by) -> None:
    """Let ``with_user`` write ``record`` along with its owner."""
    locked = lock(record)
    demand(locked, by, Right.SHARE)
    locked.co_writers.add(with_user)
    index.put(locked)


@transaction.atomic
def stop_sharing(record, *, with_user, by) -> None:
    """Let ``with_user`` no longer write ``record`` along; one may also leave by oneself."""
    locked = lock(record)
    if with_user != by:
        demand(locked, by, Right.SHARE)
    locked.co_writers.remove(with_user)
    index.put(locked)


# --- Status ---------------------------------------------------------------------------------------------------


@transaction.atomic
def change_status(
    record,
    *,
    to: str,
    by,
    comment: str = "",
    seen_version: int | None = None,
    seen_files: str = "",
    settled: int | None = None,
):
    """Move ``record`` (any Publishable) to status ``to`` on behalf of user ``by``, log it, tell the others, return it.

    Locks the row, so that two people cannot both move it. To publish a proposed version is to write its changes over
    its record, which is returned; where the record has been changed in the same fields meanwhile ``ChangedMeanwhile``
    is raised, unless the user has seen that and holds to the proposal: ``settled`` is the record's version they saw.

    Raises ``TransitionNotAllowed`` when the table does not allow the step (``NotWhole`` when the record is not ready
    for it), ``PermissionDenied`` when it does not allow it to ``by``, ``CommentMissing`` when it demands a comment,
    ``ChangedMeanwhile`` when the record is no longer at ``seen_version``, the version that ``by`` decides on, or its
    files no longer are ``seen_files`` (``proposed_files.sign_of``).
    """
    locked = lock(record)
    step = TRANSITIONS[Status(locked.status)].get(to)
    if step is None:
        raise TransitionNotAllowed(f"{locked.status} → {to}")
    demand(locked, by, step.right)
    if step.comment and not comment.strip():
        raise CommentMissing(f"{locked.status} → {to}")
    if seen_version is not None and locked.version != seen_version:
        raise ChangedMeanwhile(locked)
    if seen_files and seen_files != proposed_files.sign_of(locked):
        raise ChangedMeanwhile(locked)
    if locked.proposal_for_id and to == Status.PUBLISHED:
        return _take_over(locked, by=by, comment=comment, settled=settled)
    if to in (Status.IN_REVIEW, Status.PUBLISHED) and not (locked.title and locked.summary):
        raise NotWhole(f"{locked.status} → {to}")
    came_from, locked.status = locked.status, to
    locked.status_since = timezone.now()
    if to == Status.PUBLISHED:
        locked.published_at, locked.published_by = locked.status_since, by
    locked.version += 1
    locked.save(update_fields=["status", "status_since", "published_at", "published_by", "version"])
    change = Transition.objects.create(
        record=locked,
        at=locked.status_since,
        by=by,
        from_status=came_from,
        to_status=to,
        comment=comment.strip(),
        of_proposal=bool(locked.proposal_for_id),
    )
    emails.tell(change, locked)
    return locked


def _take_over(proposal, *, by, comment, settled):
    """Write what ``proposal`` changes over its record, and its log to the record's; return the record."""
    record = lock(proposal.proposal_for)
    if record.status != Status.PUBLISHED:
        raise TransitionNotAllowed(f"{record.status}: the record itself is not published")
    content, contested = merge(proposal.proposed_from, mine=content_of(proposal), theirs=content_of(record))
    if any(change.contested for change in proposed_files.changes_of(proposal)):
        contested.append("attachments")
    if contested and settled != record.version:
        raise ChangedMeanwhile(record, contested)
    if not (content["title"] and content["summary"]):
        raise NotWhole(f"{proposal.status} → {Status.PUBLISHED}")
    record.version += 1
    change = Transition.objects.create(
        record=proposal,
        by=by,
        from_status=proposal.status,
        to_status=Status.PUBLISHED,
        comment=comment.strip(),
        of_proposal=True,
    )
    Transition.objects.of(proposal).update(object_id=record.pk)
    with written_as_a_version(record, by=by, reason=comment):
        put_content(record, content)
    proposed_files.take_over(proposal, by=by)
    # The writers of the proposal, while it is there; what they are led to is the record.
    emails.tell(change, record, writers=emails.writers_of(proposal))
    proposal.delete()
    return record
