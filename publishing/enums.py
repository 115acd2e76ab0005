from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Language(models.TextChoices):
    """The languages that content is written in; each shown by its own name."""

    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"
