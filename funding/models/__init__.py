from .call import CLOSING_SOON_DAYS, Call, CallCitation, CallWindow
from .programme import (
    ApplicantKind,
    ApplicationStep,
    GrantCeiling,
    Programme,
    ProgrammeCitation,
    ProgrammeOrganisation,
)

__all__ = [
    "CLOSING_SOON_DAYS",
    "ApplicantKind",
    "ApplicationStep",
    "Call",
    "CallCitation",
    "CallWindow",
    "GrantCeiling",
    "Programme",
    "ProgrammeCitation",
    "ProgrammeOrganisation",
]
