"""The steps of a plan: what the programme advises, then the milestones that every municipality has to pass.

The times are the portal's own advice; no source gives them. How a step is moved to a day is in ``backwards.py``.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from publishing.templatetags.content import plain

from ..enums import Milestone
from ..models import ApplicationStep

BEGIN = _("Begin with this today.")


@dataclass(frozen=True)
class Step:
    """One step.

    ``key`` names it in the plans of one record. ``working_days`` are left between it and the step that follows,
    ``weeks_before`` (None: not said) between it and the last day; the earlier day holds. ``late`` says what is the
    next way when the day has passed. ``record`` is the advice that it comes from, if any, whose text is its name.
    """

    key: str
    title: str = ""
    why: str = ""
    working_days: int = 0
    weeks_before: int | None = None
    late: str = BEGIN
    record: ApplicationStep | None = None

    @property
    def name(self) -> str:
        return plain(self.record, "text") if self.record else str(self.title)


# In the order of a municipality: the committee decides on what the partners have agreed on; what has been decided is
# signed, and what has been signed is put into the language of the application and sent in.
MILESTONES = (
    Step(
        Milestone.PARTNERS,
        _("The partner agreement is settled"),
        _("Each partner has said in writing what it does and what it pays. The papers for the decision build on that."),
        working_days=5,  # to write the papers
        late=_("Ask the programme whether a letter of intent from each partner is enough for now."),
    ),
    Step(
        Milestone.PAPERS,  # before the meeting: as many days as the reader says
        _("The papers are handed in for the committee"),
        _("The memo, the budget and the draft of the application are with the committee’s secretary."),
        late=_("Ring the committee’s secretary: a matter can sometimes be added to the agenda."),
    ),
    Step(
        Milestone.DECISION,
        _("The political decision is made"),
        _("The committee decides to apply and sets its own share aside. Ask for the minutes to be approved at once."),
        working_days=5,  # the minutes; the law gives them two weeks (5 kap. 69 § kommunallagen) unless at once
        late=_(
            "Ask the municipal office what is left: a decision by delegation, a decision by the chair in an urgent "
            "matter, or an extra meeting."
        ),
    ),
    Step(
        Milestone.SIGNATORY,
        _("The application is signed"),
        _("Whoever may sign for the municipality has signed, and can log in where the application is sent."),
        working_days=5,  # to translate
        late=_("Find out who else may sign for the municipality."),
    ),
    Step(
        Milestone.TRANSLATION,
        _("The translation is ready"),
        _("What was decided is in the language of the application, and somebody else has read it."),
        working_days=3,  # to fill in the form of the programme
        late=_("Ask the case officer whether the application may be written in Swedish."),
    ),
    Step(
        Milestone.UPLOAD,
        _("The application is uploaded"),
        _("Before the queues of the last day, while the programme’s support still answers."),
        working_days=2,  # what is wrong on the first of them is mended on the second
        late=_("Send it in at once, and keep the receipt or the error message."),
    ),
)

# For programmes that have no advice of their own; the weeks are those that a first application takes.
GENERAL = (
    Step("read", _("Read the text of the call and the rules of the programme"), weeks_before=12),
    Step("sketch", _("Sketch the project: aim, activities, budget and own share"), weeks_before=10),
    Step("support", _("Secure support for the project within your own organisation"), weeks_before=9),
    Step("contact", _("Talk the idea through with the programme’s contact"), weeks_before=8),
    Step("find-partners", _("Find partners"), weeks_before=8),
)


def steps_of(programme, user) -> list[Step]:
    """Return the steps of an application to ``programme``, in their order.

    The advice is the programme's own, else that of the programme it is a strand of (when ``user`` may read it), else
    ``GENERAL``. Advice that is a milestone takes its place.
    """
    advice = []
    for source in filter(None, (programme, programme.parent)):
        if not advice and source.is_visible_to(user):
            advice = list(source.steps.all())
    first = [
        Step(f"advice-{one.position}", weeks_before=one.weeks_before, record=one) for one in advice if not one.milestone
    ]
    own = {one.milestone: one for one in advice}
    last = [
        replace(step, record=own[step.key], weeks_before=own[step.key].weeks_before) if step.key in own else step
        for step in MILESTONES
    ]
    return [*(first or GENERAL), *last]
