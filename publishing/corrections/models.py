import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Outcome
from accounts.models.decided import Decided, decided_has_time

from ..enums import Language

# How long a decided correction is kept, for whoever asks what became of it; and an address that was never answered.
KEPT = datetime.timedelta(days=180)

LENGTHS = {"proposed": 5000, "source": 1000, "answer": 2000}


class CorrectionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome=Outcome.WAITING)


class Correction(Decided):
    """What a reader says that a record should say, in one of its fields; an editor decides.

    Personal data: the address of a reader who wants to be told. It goes with the mail that tells, and the rest of the
    row half a year later (the command ``forget_corrections``).
    """

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,  # there is no such kind of record left to correct
        verbose_name=_("kind"),
    )
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey()
    field = models.CharField(_("field"), max_length=60, blank=True, help_text=_("Empty: something else on the page."))
    said = models.TextField(_("what it said"), blank=True)
    proposed = models.TextField(_("what it should say"), max_length=LENGTHS["proposed"])
    source = models.TextField(_("how the reader knows"), max_length=LENGTHS["source"])
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    key = models.UUIDField(_("key of the form"), unique=True, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=LENGTHS["answer"], blank=True)

    objects = CorrectionQuerySet.as_manager()
    # No page for readers shows any of it: see search/changes.py.
    is_content = False

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            decided_has_time("publishing_correction_decided_has_time"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING) | Q(email=""),
                name="publishing_correction_address_goes",
                violation_error_message=_("The reader’s address goes when the correction is decided."),
            ),
        ]

    def __str__(self):
        return f"{self.record or self.object_id}: {self.field_label}"

    @property
    def field_label(self) -> str:
        """What the field is called on the page."""
        from .fields import label_of

        return label_of(self.content_type.model_class(), self.field)
