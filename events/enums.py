from django.db import models
from django.utils.translation import gettext_lazy as _, npgettext


class EventKind(models.TextChoices):
    CONFERENCE = "conference", _("conference")
    FORUM = "forum", _("forum")
    SESSION = "session", _("session")
    MEETING = "meeting", _("meeting")
    TRAINING = "training", _("training")
    EXCHANGE = "exchange", _("exchange")
    RELEASE = "release", _("publication")


class EventRole(models.TextChoices):
    ORGANISER = "organiser", _("organiser")
    HOST = "host", _("host")
    SPEAKER = "speaker", _("speaker")
    PARTICIPANT = "participant", _("participant")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.ORGANISER: npgettext("heading", "Organiser", "Organisers", number),
            self.HOST: npgettext("heading", "Host", "Hosts", number),
            self.SPEAKER: npgettext("heading", "Speaker", "Speakers", number),
            self.PARTICIPANT: npgettext("heading", "Participant", "Participants", number),
        }[self]


class ProjectTie(models.TextChoices):
    """What an event has to do with a project that it is not a part of."""

    PRESENTED = "presented", _("presented at the event")
    BASIS = "basis", _("what the event builds on")
    OUTCOME = "outcome", _("what the event led to")


class AttendanceSector(models.TextChoices):
    TOTAL = "total", _("in all")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    PUBLIC = "public", _("public sector")
    BUSINESS = "business", _("business and others")


class FindingKind(models.TextChoices):
    OBSTACLE = "obstacle", _("obstacle")
    OPPORTUNITY = "opportunity", _("opportunity")
    LESSON = "lesson", _("lesson")
    RECOMMENDATION = "recommendation", _("recommendation")

    def heading(self, number: int) -> str:
        """Return the heading over ``number`` of them."""
        return {
            self.OBSTACLE: npgettext("heading", "Obstacle", "Obstacles", number),
            self.OPPORTUNITY: npgettext("heading", "Opportunity", "Opportunities", number),
            self.LESSON: npgettext("heading", "Lesson", "Lessons", number),
            self.RECOMMENDATION: npgettext("heading", "Recommendation", "Recommendations", number),
        }[self]
