from .call import CLOSING_SOON_DAYS, Call, CallCeiling, CallCitation
from .programme import (
    ApplicantKind,
    ApplicationStep,
    GrantCeiling,
    Programme,
    ProgrammeCitation,
    ProgrammeOrganisation,
)
from .shortlist import ShortlistedCall
from .window import CallWindow

__all__ = [
    "CLOSING_SOON_DAYS",
    "ApplicantKind",
    "ApplicationStep",
    "Call",
    "CallCeiling",
    "CallCitation",
    "CallWindow",
    "GrantCeiling",
    "Programme",
    "ProgrammeCitation",
    "ProgrammeOrganisation",
    "ShortlistedCall",
]
