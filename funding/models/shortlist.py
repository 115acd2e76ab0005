from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .call import Call


class ShortlistedCall(models.Model):
    """A call that somebody has picked to compare: for themselves, or for the organisation that they work for."""

    call = models.ForeignKey(
        Call,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="shortlisted",
        verbose_name=_("call"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # one's own shortlist goes with the account
        null=True,
        blank=True,
        related_name="shortlisted",
        verbose_name=_("user"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # nobody is left who would share it
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # the organisation goes on with what a former colleague has picked
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    # No reader sees it but those whose it is: see search/changes.py.
    is_content = False

    class Meta:
        verbose_name = _("call on a shortlist")
        verbose_name_plural = _("calls on shortlists")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                name="funding_shortlisted_for_one",
                violation_error_message=_("A shortlist is a person’s or an organisation’s."),
            ),
            models.UniqueConstraint(
                fields=["user", "call"],
                name="funding_shortlisted_once_a_user",
                violation_error_message=_("The call is on the shortlist already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "call"],
                name="funding_shortlisted_once_an_organisation",
                violation_error_message=_("The call is on the shortlist already."),
            ),
        ]

    def __str__(self):
        return f"{self.user or self.organisation}: {self.call}"
