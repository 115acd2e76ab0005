from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")

    @classmethod
    def writable(cls) -> list["Status"]:
        """Return those of what its writers can change: neither with the editors nor with the readers."""
        return [cls.DRAFT, cls.RETURNED]

    @classmethod
    def open(cls) -> list["Status"]:
        """Return those of what somebody is still writing or deciding on."""
        return [cls.DRAFT, cls.IN_REVIEW, cls.RETURNED]

    @classmethod
    def reached_readers(cls) -> list["Status"]:
        """Return those of what readers see, or saw before it was archived."""
        return [cls.PUBLISHED, cls.ARCHIVED]


class Language(models.TextChoices):
    """The languages that content is written in; each shown by its own name."""

    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"
