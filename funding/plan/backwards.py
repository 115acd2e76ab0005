"""A plan worked out backwards from the last day to apply."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from ..enums import Milestone
from .deadlines import Deadline
from .steps import Step
from .working_days import DAY, last_working_day, working_days_before

# Days between the handing in of papers and the meeting, when nobody has said how many: the portal's own guess.
PAPERS_DAYS = 14


@dataclass(frozen=True)
class Planned:
    """A step and the day by which it is done at the latest.

    Of the decision: ``is_meeting`` when that is a day on which the committee meets, ``is_unmet`` when committee dates
    are known and none fits, and then ``missed``, the first of those that are too late.
    """

    step: Step
    day: datetime.date
    is_late: bool = False
    is_meeting: bool = False
    is_unmet: bool = False
    missed: datetime.date | None = None

    @property
    def is_in_trouble(self) -> bool:
        return self.is_late or self.is_unmet


@dataclass(frozen=True)
class Plan:
    """The plan as it stands at a moment of the day ``on``; ``is_over`` when the deadline has passed by then."""

    deadline: Deadline
    on: datetime.date
    is_over: bool
    papers_days: int
    steps: list[Planned] = field(default_factory=list)

    @property
    def late(self) -> list[Planned]:
        return [planned for planned in self.steps if planned.is_late]

    @property
    def decision(self) -> Planned:
        return next(planned for planned in self.steps if planned.step.key == Milestone.DECISION)

    @property
    def can_be_kept(self) -> bool:
        return not self.is_over and not any(planned.is_in_trouble for planned in self.steps)


def plan_backwards(deadline: Deadline, steps, *, at, committees=(), papers_days: int = PAPERS_DAYS) -> Plan:
    """Return the plan of ``steps`` (in their order) that is kept when each is done by its day, at the moment ``at``.

    Each day is a working day, never after the day of the step that follows nor after the deadline. The decision falls
    on the latest of ``committees`` (working days on which the committee meets) that leaves time for what follows. When
    none does, or none is given, the day is the latest on which it could be made; in the first case it ``is_unmet``.
    """
    on, following, planned = timezone.localdate(at), deadline.day, []
    for step in reversed(steps):
        day = working_days_before(following, step.working_days)
        if step.key == Milestone.PAPERS:
            day = last_working_day(following - papers_days * DAY)
        if step.weeks_before is not None:
            day = min(day, last_working_day(deadline.day - 7 * step.weeks_before * DAY))
        fitting, missed = [], None
        if step.key == Milestone.DECISION and committees:
            fitting = [date for date in committees if date <= day]
            missed = None if fitting else min(committees)
            day = max(fitting, default=day)
        planned.append(Planned(step, day, day < on, bool(fitting), missed is not None, missed))
        following = day
    return Plan(deadline, on, deadline.ends_at <= at, papers_days, planned[::-1])
