from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipRole(models.TextChoices):
    MEMBER = "member", _("member")
    LEAD = "lead", _("lead")
    FOUNDER = "founder", _("founder")
    PARTNER = "partner", _("collaborates with the network")
    CONTACT = "contact", _("Swedish contact organisation")


class FeeKind(models.TextChoices):
    FREE = "free", _("free of charge")
    PAID = "paid", _("membership fee")
    UNKNOWN = "unknown", _("not stated")
