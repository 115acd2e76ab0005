import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .enums import AttachmentKind

# Pixels of the longest side of a picture in a list.
SMALL_SIDE = 480
ENDINGS = {"image/webp": "webp", "application/pdf": "pdf"}


def random_name(attachment, filename: str) -> str:
    """Return where a file lies: a name that nobody can guess and that says nothing of who sent it, in 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}.{ENDINGS[attachment.media_type]}"


class Described(models.Model):
    """What people say of a file of a record, and where it stands among the others: the lowest ``position`` is first.

    Positions have room between them: to move one file changes no other, so two people can each move one.
    """

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,  # it goes with the kind of record that it belongs to
        editable=False,
        verbose_name=_("kind of record"),
    )
    # Not the positive kind: search/together.py asks with keys below nought in place of those to come.
    object_id = models.BigIntegerField(_("record"), editable=False)
    record = GenericForeignKey()
    title = models.CharField(_("title"), max_length=150)
    alternative_text = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    position = models.FloatField(_("place in the order"), default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def description(self) -> dict:
        """All of it as data that JSON can hold."""
        return {"title": self.title, "alternative_text": self.alternative_text, "position": self.position}

    @description.setter
    def description(self, said: dict):
        for name, value in said.items():
            setattr(self, name, value)


class AttachmentQuerySet(models.QuerySet):
    def of(self, *records):
        """Return those of ``records``, saved ones of one model."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(records[0]), object_id__in=[record.pk for record in records]
        )


class Attachment(Described):
    """A picture or a PDF that belongs to a record. Made by ``actions.add_attachment``; its files never change.

    The record's kind says who may read it, by ``is_visible_to(user)``.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind, editable=False)
    media_type = models.CharField(_("media type"), max_length=40, editable=False)
    file = models.FileField(_("file"), upload_to=random_name, editable=False)
    # The same picture for lists.
    small = models.FileField(_("small picture"), upload_to=random_name, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # what was sent in stays with its record when the account goes
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture or file")
        verbose_name_plural = _("pictures and files")
        ordering = ["position", "pk"]
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

    @property
    def small_size(self) -> tuple[int, int]:
        """How wide and high the picture in lists is, in pixels."""
        factor = min(1, SMALL_SIDE / max(self.width, self.height))
        return max(1, round(self.width * factor)), max(1, round(self.height * factor))


class ProposedChange(Described):
    """What ``record``, a proposed version of another one, is to change of a file that the other one has.

    The file stays as it is until the proposal is published. A proposal that goes takes its wishes with it.
    """

    attachment = models.OneToOneField(
        Attachment,
        on_delete=models.CASCADE,  # there is nothing left to change
        editable=False,
        related_name="proposed_change",
        verbose_name=_("picture or file"),
    )
    removes = models.BooleanField(_("takes it away"), default=False, editable=False)
    # How the file was described when the wish was first made: what has changed since is seen by it.
    began_with = models.JSONField(_("description that the proposal began with"), editable=False)

    class Meta:
        verbose_name = _("proposed change of a file")
        verbose_name_plural = _("proposed changes of files")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="attachments_change_has_title",
                violation_error_message=_("A picture or file has a title."),
            )
        ]

    def __str__(self):
        return self.title
