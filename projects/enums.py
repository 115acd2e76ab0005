from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectRole(models.TextChoices):
    OWNER = "owner", _("project owner")
    LEAD = "lead", _("project lead")
    ADMINISTRATOR = "administrator", _("administrator")
    PARTNER = "partner", _("partner")
    MUNICIPALITY = "municipality", _("participating municipality")
    PARTICIPANT = "participant", _("participant")
    FUNDER = "funder", _("funder")


class NetworkRole(models.TextChoices):
    """What a network is to a project."""

    HOME = "home", _("network the project belongs to")
    STEERING = "steering", _("steering group")
    REFERENCE = "reference", _("reference group")
