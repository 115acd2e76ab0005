from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    DOCUMENT = "document", _("PDF")
