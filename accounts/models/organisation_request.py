from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organisations.enums import OrganisationKind

from ..enums import Outcome
from .decided import Decided, decided_has_time


class OrganisationRequest(Decided):
    """An organisation that the portal lacks, asked for by somebody who works there; an editor decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # without the account nobody asks
        related_name="organisation_requests",
        verbose_name=_("user"),
    )
    name = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("organisation number"), max_length=11, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    municipality = models.ForeignKey(
        "organisations.Municipality",
        on_delete=models.PROTECT,  # reference data
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    website = models.URLField(_("website"), blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,  # it was asked for all the same
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("The one that was made, or that was there already."),
    )

    class Meta:
        verbose_name = _("organisation asked for")
        verbose_name_plural = _("organisations asked for")
        ordering = ["asked_at"]
        constraints = [
            decided_has_time("accounts_organisation_request_decided_has_time"),
            models.UniqueConstraint(
                "user",
                Lower("name"),
                condition=models.Q(outcome=Outcome.WAITING),
                name="accounts_organisation_request_one_waiting",
                violation_error_message=_("You have asked for this one already."),
            ),
        ]

    def __str__(self):
        return self.name
