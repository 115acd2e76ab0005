from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext


class MembershipRole(models.TextChoices):
    MEMBER = "member", _("member")
    LEAD = "lead", _("lead")
    FOUNDER = "founder", _("founder")
    PARTNER = "partner", _("collaborates with the network")
    CONTACT = "contact", _("Swedish contact organisation")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.MEMBER: npgettext("heading", "Member", "Members", number),
            self.LEAD: npgettext("heading", "Lead", "Leads", number),
            self.FOUNDER: npgettext("heading", "Founder", "Founders", number),
            self.PARTNER: npgettext("heading", "Collaborates with", "Collaborates with", number),
            self.CONTACT: npgettext("heading", "Swedish contact organisation", "Swedish contact organisations", number),
        }[self]


class FeeKind(models.TextChoices):
    FREE = "free", _("free of charge")
    PAID = "paid", _("membership fee")
    UNKNOWN = "unknown", _("not stated")
