from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality or municipal unit")
    REGION = "region", _("region or county")
    MUNICIPAL_ASSOCIATION = "municipal_association", _("association of municipalities")
    OFFICE = "office", _("EU office")
    NATIONAL_AUTHORITY = "national_authority", _("government or national authority")
    NATIONAL_ASSOCIATION = "national_association", _("national association")
    CIVIL_SOCIETY = "civil_society", _("civil society organisation")
    EDUCATION = "education", _("education and research")
    EU_INSTITUTION = "eu_institution", _("EU institution")
    INTERNATIONAL = "international", _("international organisation")
    COMPANY = "company", _("company")
    SUPPORT = "support", _("support function")


class Sector(models.TextChoices):
    """The sectors that the conference report of 2011 counts by, and the EU and international level."""

    PUBLIC = "public", _("public sector")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    BUSINESS = "business", _("business and others")
    INTERNATIONAL = "international", _("EU and international")


class Nuts2(models.TextChoices):
    """The eight Swedish NUTS 2 areas (Regulation (EC) No 1059/2003); Swedish proper names."""

    SE11 = "SE11", "Stockholm"
    SE12 = "SE12", "Östra Mellansverige"
    SE21 = "SE21", "Småland med öarna"
    SE22 = "SE22", "Sydsverige"
    SE23 = "SE23", "Västsverige"
    SE31 = "SE31", "Norra Mellansverige"
    SE32 = "SE32", "Mellersta Norrland"
    SE33 = "SE33", "Övre Norrland"


class ContributionRole(models.TextChoices):
    PUBLISHER = "publisher", _("publisher")
    AUTHOR = "author", _("author")
    INTERVIEWED = "interviewed", _("interviewed for the document")
