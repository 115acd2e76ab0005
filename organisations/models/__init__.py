from .organisation import (
    Contact,
    ContactCitation,
    DocumentContribution,
    Organisation,
    OrganisationCitation,
)
from .place import Country, Municipality, Region

__all__ = [
    "Contact",
    "ContactCitation",
    "Country",
    "DocumentContribution",
    "Municipality",
    "Organisation",
    "OrganisationCitation",
    "Region",
]
