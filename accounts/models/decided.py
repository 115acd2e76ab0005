from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Outcome


class Decided(models.Model):
    """Something that somebody asks for and another decides on: what became of it, when, and by whom."""

    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, default=Outcome.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # the decision still holds
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        abstract = True


def decided_has_time(name: str) -> models.CheckConstraint:
    """Return the constraint, called ``name``, that what waits has no time of a decision and all else has one."""
    return models.CheckConstraint(
        condition=models.Q(outcome=Outcome.WAITING) ^ models.Q(decided_at__isnull=False),
        name=name,
        violation_error_message=_("What is decided has a time, what waits has none."),
    )
