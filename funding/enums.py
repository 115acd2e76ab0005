from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext


class ProgrammeKind(models.TextChoices):
    FUND = "fund", _("fund or funding programme")
    STRAND = "strand", _("strand of a programme")
    STRATEGY = "strategy", _("strategy or framework")
    INITIATIVE = "initiative", _("initiative without own calls")


class ProgrammeRole(models.TextChoices):
    MANAGING = "managing", _("managing body")
    CONTACT_POINT = "contact_point", _("Swedish contact point")
    ADOPTED_BY = "adopted_by", _("adopted by")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.MANAGING: npgettext("heading", "Managing body", "Managing bodies", number),
            self.CONTACT_POINT: npgettext("heading", "Swedish contact point", "Swedish contact points", number),
            self.ADOPTED_BY: npgettext("heading", "Adopted by", "Adopted by", number),
        }[self]


class ProgrammeTie(models.TextChoices):
    """What one programme is to another, seen from the other."""

    STRAND = "strand", _("strands")
    SUCCESSOR = "successor", _("succeeded by")
    PREDECESSOR = "predecessor", _("succeeds")
    COMPLEMENT = "complement", _("complements")
    GOAL = "goal", _("contributes to")
    CONTRIBUTOR = "contributor", _("has contributions from")


class Milestone(models.TextChoices):
    """What every application of a municipality has to pass, in this order: see plan/steps.py."""

    PARTNERS = "partners", _("partner agreement")
    PAPERS = "papers", _("papers to the committee")
    DECISION = "decision", _("political decision")
    SIGNATORY = "signatory", _("signature")
    TRANSLATION = "translation", _("translation")
    UPLOAD = "upload", _("upload")


class CallState(models.TextChoices):
    """Derived from a call's windows for a chosen day; never stored."""

    OPEN = "open", _("open")
    CLOSING_SOON = "closing_soon", _("closing soon")
    PLANNED = "planned", _("planned")
    EXPECTED = "expected", _("expected again")
    CLOSED = "closed", _("closed")
    UNKNOWN = "unknown", _("no dates known")


class TimeZone(models.TextChoices):
    """Where funders of Swedish municipalities have their clocks."""

    SWEDEN = "Europe/Stockholm", _("Swedish time")
    BRUSSELS = "Europe/Brussels", _("Brussels time")
    HELSINKI = "Europe/Helsinki", _("Finnish time")
    LONDON = "Europe/London", _("British time")
    UTC = "UTC", _("coordinated universal time (UTC)")
