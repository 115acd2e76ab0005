from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import State


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Mails to send at ``now``, the one that has been due longest first."""
        return self.filter(state=State.QUEUED, due_at__lte=now).order_by("due_at", "pk")

    def dead(self):
        """Dead letters that can be tried again: the text is still there."""
        return self.filter(state=State.DEAD).exclude(to="")


class Mail(models.Model):
    """One mail to one address, written in the transaction of what it tells of (``outbox.actions.put_mail``).

    It holds what is sent and nothing else of the portal, so what happens to a record afterwards changes no mail. The
    row itself stays, emptied in two steps (``outbox.sending``): its key is what makes a second mail impossible.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    message_id = models.CharField(_("message ID"), max_length=255, unique=True)
    to = models.EmailField(_("to"))
    template = models.CharField(_("kind of mail"), max_length=100)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    # Where a mail program stops mails of this kind with one POST (RFC 8058); only for what one has asked to get.
    stop_url = models.URLField(_("address to stop them by"), max_length=500, blank=True)
    put_at = models.DateTimeField(_("written"), default=timezone.now)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(_("next attempt"), null=True, blank=True, default=timezone.now)
    ended_at = models.DateTimeField(_("sent or given up"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts that failed"), default=0)
    error = models.TextField(_("what the mail server said"), blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["state", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.QUEUED, due_at__isnull=False, ended_at__isnull=True)
                | Q(state__in=[State.SENT, State.DEAD], due_at__isnull=True, ended_at__isnull=False),
                name="outbox_mail_state_has_its_time",
                violation_error_message=_(
                    "A mail that waits has a time for its next attempt, all others have the time they ended."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.QUEUED) | ~(Q(to="") | Q(subject="") | Q(text="") | Q(html="")),
                name="outbox_mail_to_send_is_whole",
                violation_error_message=_("A mail that waits has a receiver, a subject and a text."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state=State.QUEUED), name="outbox_mail_due"),
            models.Index(fields=["ended_at"], condition=~Q(to=""), name="outbox_mail_to_forget"),
        ]

    def __str__(self):
        return self.subject or self.key
