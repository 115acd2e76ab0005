from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """How soon one is told."""

    AT_ONCE = "at-once", _("at once")
    DAILY = "daily", _("once a day, at six in the morning")
    WEEKLY = "weekly", _("once a week, on Monday at six in the morning")


class Kind(models.TextChoices):
    """What can be told of a record."""

    NEW = "new"  # it is there now: a call of a followed programme, a hit of a saved search, a page that is back
    REOPENED = "reopened"
    OPENED = "opened"
    DEADLINE = "deadline"
    DATES = "dates"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
