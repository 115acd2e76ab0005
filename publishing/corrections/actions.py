"""What is done with a correction: proposed by a reader, accepted or declined by an editor, forgotten in the end."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Outcome
from accounts.rights import Right, may
from sources.versions import put_content, written_as_a_version

from ..actions import ChangedMeanwhile, save_content
from ..emails import tell_of_correction
from ..models import Publishable
from .fields import column_of, text_of
from .models import KEPT, Correction


class AlreadyDecided(ValueError):
    """Another editor was first."""


class AnswerMissing(ValueError):
    """Whoever took the trouble to propose something is told why it was declined."""


def propose(record, *, key, field: str, said: str, proposed: str, source: str, email: str, language: str) -> None:
    """Put what a reader proposes into the editors' queue; the same ``key`` (a UUID) again changes nothing.

    ``field`` is a name in the content of ``record`` or "", ``said`` what the reader saw there.
    """
    written = {"field": field, "said": said, "proposed": proposed, "source": source, "email": email}
    Correction.objects.bulk_create(
        [Correction(record=record, key=key, language=language, **written)], ignore_conflicts=True
    )


@transaction.atomic
def accept(correction, *, by, answer: str = "", value: str | None = None, seen: str = "") -> Correction:
    """Say that the reader was right. With a ``value`` it is written into the field; without, an editor has done so.

    ``seen`` is what the editor saw in the field; ``ChangedMeanwhile`` is raised when it says something else now. Raises
    ValidationError when the field cannot take ``value``, AlreadyDecided, PermissionDenied.
    """
    locked = _locked(correction, by)
    if value is not None:
        _write(locked, value, seen=seen, by=by)
    return _decide(locked, Outcome.ACCEPTED, by=by, answer=answer)


@transaction.atomic
def decline(correction, *, by, answer: str) -> Correction:
    """Leave the record as it is, and say why. Raises AnswerMissing, AlreadyDecided, PermissionDenied."""
    locked = _locked(correction, by)
    if not answer.strip():
        raise AnswerMissing
    return _decide(locked, Outcome.DECLINED, by=by, answer=answer)


def forget() -> tuple[int, int]:
    """Delete what was decided long ago, and addresses that nobody answered; return (rows deleted, addresses erased)."""
    before = timezone.now() - KEPT
    deleted, _models = Correction.objects.filter(decided_at__lt=before).delete()
    return deleted, Correction.objects.waiting().filter(proposed_at__lt=before).exclude(email="").update(email="")


def _locked(correction, by):
    if not may(by, Right.EDIT):
        raise PermissionDenied("decide on a correction")
    locked = Correction.objects.select_for_update().filter(pk=correction.pk).first()
    if locked is None or locked.outcome != Outcome.WAITING:
        raise AlreadyDecided
    return locked


def _write(correction, value, *, seen, by):
    model = correction.content_type.model_class()
    record = model._base_manager.select_for_update().get(pk=correction.object_id)
    if text_of(record, correction.field).splitlines() != seen.splitlines():  # browsers send line ends of their own
        raise ChangedMeanwhile(record, [correction.field])
    column = column_of(model, correction.field)
    content = {column.name: column.clean(value.strip(), record)}
    reason = _("A reader’s correction")
    if isinstance(record, Publishable):
        save_content(record, content, by=by, seen_version=record.version, reason=reason)
    else:
        with written_as_a_version(record, by=by, reason=reason):
            put_content(record, content)


def _decide(correction, outcome, *, by, answer):
    correction.outcome, correction.answer = outcome, answer.strip()
    correction.decided_at, correction.decided_by = timezone.now(), by
    tell_of_correction(correction)
    correction.email = ""
    correction.save()
    return correction
