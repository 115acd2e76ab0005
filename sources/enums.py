from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known. The date column holds the first day of the span."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("season")
    YEAR = "year", _("year")


class DocumentKind(models.TextChoices):
    SEED = "seed", _("document the portal started from")
    PUBLIC = "public", _("public source")
