from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext


class KnowledgeKind(models.TextChoices):
    PRACTICE = "practice", _("way of working")
    INDICATOR = "indicator", _("indicator")
    RESOURCE = "resource", _("report or guide")
    POLICY = "policy", _("reform or strategy")


class KnowledgeRole(models.TextChoices):
    USES = "uses", _("works this way")
    PUBLISHER = "publisher", _("publisher")
    OWNER = "owner", _("owner")
    PARTY = "party", _("party to the agreement")
    SIGNATORY = "signatory", _("signed the agreement")
    FUNDER = "funder", _("funder")
    ADOPTED_BY = "adopted_by", _("adopted by")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.USES: npgettext("heading", "Works this way", "Work this way", number),
            self.PUBLISHER: npgettext("heading", "Publisher", "Publishers", number),
            self.OWNER: npgettext("heading", "Owner", "Owners", number),
            self.PARTY: npgettext("heading", "Party to the agreement", "Parties to the agreement", number),
            self.SIGNATORY: npgettext("heading", "Signed the agreement", "Signed the agreement", number),
            self.FUNDER: npgettext("heading", "Funder", "Funders", number),
            self.ADOPTED_BY: npgettext("heading", "Adopted by", "Adopted by", number),
        }[self]
