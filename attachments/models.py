import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .enums import AttachmentKind

ENDINGS = {"image/webp": "webp", "application/pdf": "pdf"}


def random_name(attachment, filename: str) -> str:
    """Return where a file lies: a name that nobody can guess and that says nothing of who sent it, in 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}.{ENDINGS[attachment.media_type]}"


class Attachment(models.Model):
    """A picture or a PDF that belongs to a record. Made by ``actions.add_attachment``; its files never change.

    The record's kind says who may read it, by ``is_visible_to(user)``.
    """

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,  # it goes with the kind of record that it belongs to
        verbose_name=_("kind of record"),
    )
    # Not the positive kind: search/together.py asks with keys below nought in place of those to come.
    object_id = models.BigIntegerField(_("record"))
    record = GenericForeignKey()
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind)
    title = models.CharField(_("title"), max_length=150)
    alternative_text = models.CharField(_("alternative text"), max_length=300, blank=True)
    media_type = models.CharField(_("media type"), max_length=40)
    file = models.FileField(_("file"), upload_to=random_name)
    # The same picture for lists.
    small = models.FileField(_("small picture"), upload_to=random_name, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # what was sent in stays with its record when the account goes
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        verbose_name = _("picture or file")
        verbose_name_plural = _("pictures and files")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=AttachmentKind.PICTURE) | ~models.Q(alternative_text=""),
                name="attachments_picture_has_alternative_text",
                violation_error_message=_("Describe the picture for those who cannot see it."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=AttachmentKind.PICTURE) | models.Q(width__gt=0, height__gt=0),
                name="attachments_picture_has_measures",
                violation_error_message=_("A picture has a width and a height."),
            ),
        ]

    def __str__(self):
        return self.title

    def is_visible_to(self, user) -> bool:
        """Whether ``user`` may see it: whoever may read its record. What has no such rule is shown to nobody."""
        rule = getattr(self.record, "is_visible_to", None)
        return bool(rule and rule(user))

    @property
    def is_picture(self) -> bool:
        return self.kind == AttachmentKind.PICTURE

    def get_absolute_url(self):
        return reverse("attachments:show", args=[self.pk])

    @property
    def small_url(self) -> str:
        """The address of the picture as lists show it."""
        return reverse("attachments:small", args=[self.pk])
