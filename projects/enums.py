from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext


class ProjectRole(models.TextChoices):
    OWNER = "owner", _("project owner")
    LEAD = "lead", _("project lead")
    ADMINISTRATOR = "administrator", _("administrator")
    PARTNER = "partner", _("partner")
    MUNICIPALITY = "municipality", _("participating municipality")
    PARTICIPANT = "participant", _("participant")
    FUNDER = "funder", _("funder")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.OWNER: npgettext("heading", "Project owner", "Project owners", number),
            self.LEAD: npgettext("heading", "Project lead", "Project leads", number),
            self.ADMINISTRATOR: npgettext("heading", "Administrator", "Administrators", number),
            self.PARTNER: npgettext("heading", "Partner", "Partners", number),
            self.MUNICIPALITY: npgettext(
                "heading", "Participating municipality", "Participating municipalities", number
            ),
            self.PARTICIPANT: npgettext("heading", "Participant", "Participants", number),
            self.FUNDER: npgettext("heading", "Funder", "Funders", number),
        }[self]


class NetworkRole(models.TextChoices):
    """What a network is to a project."""

    HOME = "home", _("network the project belongs to")
    STEERING = "steering", _("steering group")
    REFERENCE = "reference", _("reference group")
