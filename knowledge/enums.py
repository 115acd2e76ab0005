from django.db import models
from django.utils.translation import gettext_lazy as _


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
