"""From each status, where a record may go: by whom, and whether they must say why."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.rights import Right

from .enums import Status


@dataclass(frozen=True)
class Step:
    """What whoever takes it needs the right to, what the button says, and whether a comment is demanded."""

    right: Right
    label: str
    comment: bool = False


SEND = Step(Right.WRITE, _("Send to the editors"))
TAKE_BACK = Step(Right.WRITE, _("Take back"))
PUBLISH = Step(Right.REVIEW, _("Publish"))
RETURN = Step(Right.REVIEW, _("Return with a comment"), comment=True)
ARCHIVE = Step(Right.REVIEW, _("Archive"))

TRANSITIONS = {
    Status.DRAFT: {Status.IN_REVIEW: SEND, Status.PUBLISHED: PUBLISH},
    Status.IN_REVIEW: {Status.DRAFT: TAKE_BACK, Status.RETURNED: RETURN, Status.PUBLISHED: PUBLISH},
    Status.RETURNED: {Status.IN_REVIEW: SEND, Status.PUBLISHED: PUBLISH},
    Status.PUBLISHED: {Status.ARCHIVED: ARCHIVE, Status.RETURNED: RETURN},
    Status.ARCHIVED: {Status.PUBLISHED: PUBLISH, Status.RETURNED: RETURN},
}
