from .event import Event, EventCitation, EventOrganisation, EventProject, EventSeries
from .programme import AttendanceFigure, Finding, ProgrammeItem

__all__ = [
    "AttendanceFigure",
    "Event",
    "EventCitation",
    "EventOrganisation",
    "EventProject",
    "EventSeries",
    "Finding",
    "ProgrammeItem",
]
