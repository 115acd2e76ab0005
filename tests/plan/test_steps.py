"""The steps of a programme: its own advice, that of the programme it is a strand of, else what holds for all."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from funding.enums import Milestone
from funding.models import Programme
from funding.plan.steps import GENERAL, MILESTONES, steps_of
from sources.versions import content_of, put_content
from tests.factories import ApplicationStepFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


def keys(programme, user=ANYBODY):
    return [str(step.key) for step in steps_of(programme, user)]


LAST = Milestone.values


def test_six_steps_of_the_report_come_before_the_milestones():
    programme = Programme.objects.get(slug="erasmus-plus-strategiska-partnerskap")
    found = steps_of(programme, ANYBODY)
    assert keys(programme) == [f"advice-{n}" for n in range(1, 7)] + LAST
    assert [step.weeks_before for step in found[:6]] == [16, 14, 12, 11, 10, 8]
    assert found[0].name.startswith("Läs på om Erasmus+")


def test_programme_without_advice_has_the_general_steps():
    assert steps_of(ProgrammeFactory(), ANYBODY) == [*GENERAL, *MILESTONES]


def test_strand_has_the_advice_of_its_programme_unless_it_has_its_own():
    parent = ProgrammeFactory()
    strand = ProgrammeFactory(parent=parent)
    ApplicationStepFactory(programme=parent, position=7)
    assert keys(strand) == ["advice-7", *LAST]
    ApplicationStepFactory(programme=strand, position=3)
    assert keys(strand) == ["advice-3", *LAST]


def test_advice_of_a_draft_is_not_shown_to_those_who_may_not_read_it():
    parent = ProgrammeFactory(draft=True)
    ApplicationStepFactory(programme=parent)
    assert steps_of(ProgrammeFactory(parent=parent), ANYBODY) == [*GENERAL, *MILESTONES]


def test_advice_that_is_a_milestone_takes_its_place():
    step = ApplicationStepFactory(milestone=Milestone.UPLOAD, weeks_before=2, text="Skicka in i Min ansökan.")
    found = steps_of(step.programme, ANYBODY)
    assert keys(step.programme) == [step.key for step in GENERAL] + LAST
    assert (found[-1].name, found[-1].weeks_before) == ("Skicka in i Min ansökan.", 2)
    assert found[-1].late == MILESTONES[-1].late


def test_steps_are_whole_versions_of_their_programme():
    step = ApplicationStepFactory(milestone=Milestone.PARTNERS, weeks_before=9)
    before = content_of(step.programme)
    step.programme.steps.all().delete()
    assert put_content(step.programme, before) == []
    kept = step.programme.steps.get()
    assert (kept.milestone, kept.weeks_before) == (Milestone.PARTNERS, 9)


@pytest.mark.parametrize("wrong", [{"milestone": Milestone.UPLOAD}, {"weeks_before": 105}])
def test_database_refuses_what_no_plan_could_hold(wrong):
    programme = ApplicationStepFactory(milestone=Milestone.UPLOAD).programme
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationStepFactory(programme=programme, **wrong)
