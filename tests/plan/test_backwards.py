"""The plan backwards: working days, order, committee dates. Worked example: the Erasmus+ call of 26 April 2016."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from funding.enums import Milestone
from funding.models.programme import LONGEST_PLAN
from funding.moments import start_of
from funding.plan.backwards import plan_backwards
from funding.plan.deadlines import Deadline
from funding.plan.steps import GENERAL, MILESTONES, Step
from funding.plan.working_days import is_working_day, last_working_day, working_days_before

LAST_DAY = date(2016, 4, 26)
# Some time before the plan begins.
EARLY = start_of(date(2015, 10, 30))
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
weeks = st.none() | st.integers(0, LONGEST_PLAN)
advice = st.lists(weeks, max_size=8).map(
    lambda found: [Step(f"advice-{number}", weeks_before=one) for number, one in enumerate(found)]
)


# --- Working days ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2016, 3, 24), True),  # Maundy Thursday: many close early, and are there in the morning
        (date(2016, 3, 25), False),  # Good Friday
        (date(2016, 3, 26), False),  # a Saturday, and Easter Eve
        (date(2016, 3, 28), False),  # Easter Monday
        (date(2016, 5, 6), True),  # the day after Ascension Day: municipalities differ
        (date(2016, 6, 6), False),  # the national day, a Monday that year
        (date(2016, 6, 24), False),  # Midsummer Eve
        (date(2015, 12, 24), False),  # Christmas Eve
        (date(2015, 12, 31), False),  # New Year's Eve
        (date(2016, 1, 5), True),  # the eve of Epiphany
        (date(2016, 1, 6), False),  # Epiphany
        (date(2016, 4, 26), True),
    ],
)
def test_working_day_is_one_on_which_municipal_offices_are_open(day, is_one):
    assert is_working_day(day) is is_one


def test_days_are_counted_over_easter():
    assert last_working_day(date(2016, 3, 28)) == date(2016, 3, 24)
    assert working_days_before(date(2016, 3, 29), 1) == date(2016, 3, 24)
    assert working_days_before(date(2016, 3, 29), 0) == date(2016, 3, 29)
    assert working_days_before(date(2016, 3, 27), 1) == date(2016, 3, 24)  # a Sunday is not counted from


@given(day=days, number=st.integers(0, 40))
def test_working_days_before_leaves_that_many(day, number):
    found = working_days_before(day, number)
    assert is_working_day(found)
    between = sum(is_working_day(found + timedelta(step)) for step in range(1, (day - found).days + 1))
    assert between == (number if is_working_day(day) or number == 0 else number - 1)


# --- What holds for every plan --------------------------------------------------------------------------------


@given(
    deadline=days,
    first=advice,
    committees=st.lists(days.filter(is_working_day), max_size=5),
    papers_days=st.integers(0, 90),
    on=days,
)
def test_every_step_is_on_a_working_day_in_order_and_before_the_deadline(deadline, first, committees, papers_days, on):
    steps, at = [*first, *MILESTONES], start_of(on)
    plan = plan_backwards(Deadline(deadline), steps, at=at, committees=committees, papers_days=papers_days)
    found = [planned.day for planned in plan.steps]
    assert [planned.step for planned in plan.steps] == [*first, *MILESTONES]
    assert all(map(is_working_day, found))
    assert found == sorted(found)
    assert found[-1] < deadline
    assert [planned.is_late for planned in plan.steps] == [day < on for day in found]
    for planned in plan.steps:
        if planned.step.weeks_before is not None:
            assert planned.day <= deadline - timedelta(weeks=planned.step.weeks_before)
    assert plan.decision.is_meeting == (plan.decision.day in committees and not plan.decision.is_unmet)
    papers = next(planned.day for planned in plan.steps if planned.step.key == Milestone.PAPERS)
    assert (plan.decision.day - papers).days >= papers_days


@given(committees=st.lists(st.dates(date(2015, 9, 1), LAST_DAY).filter(is_working_day), min_size=1, max_size=6))
def test_decision_is_on_the_latest_committee_date_that_leaves_time(committees):
    latest = plan_backwards(Deadline(LAST_DAY), MILESTONES, at=EARLY).decision.day
    decision = plan_backwards(Deadline(LAST_DAY), MILESTONES, at=EARLY, committees=committees).decision
    fitting = [day for day in committees if day <= latest]
    assert decision.is_unmet == (not fitting)
    assert decision.day == (max(fitting) if fitting else latest)
    assert decision.missed == (None if fitting else min(committees))


# --- The worked example ---------------------------------------------------------------------------------------

SIX = [Step(f"advice-{n}", weeks_before=weeks) for n, weeks in enumerate((16, 14, 12, 11, 10, 8), start=1)]


def worked(**options):
    plan = plan_backwards(Deadline(LAST_DAY), [*SIX, *MILESTONES], **{"at": EARLY} | options)
    return plan, {str(planned.step.key): planned.day for planned in plan.steps}


def test_plan_for_26_april_2016_without_committee_dates():
    plan, found = worked()
    assert found == {
        "advice-1": date(2016, 1, 5),
        "advice-2": date(2016, 1, 19),
        "advice-3": date(2016, 2, 2),
        "advice-4": date(2016, 2, 9),
        "advice-5": date(2016, 2, 16),
        "advice-6": date(2016, 3, 1),
        "partners": date(2016, 3, 15),
        "papers": date(2016, 3, 22),
        "decision": date(2016, 4, 5),
        "signatory": date(2016, 4, 12),
        "translation": date(2016, 4, 19),
        "upload": date(2016, 4, 22),
    }
    assert plan.can_be_kept


def test_committee_before_easter_moves_what_comes_before_it_and_nothing_after():
    _plan, found = worked(committees=[date(2016, 2, 10), date(2016, 3, 30), date(2016, 4, 13)], papers_days=3)
    assert found["decision"] == date(2016, 3, 30)
    # Three days before is Easter Sunday; the last working day before that is Maundy Thursday.
    assert found["papers"] == date(2016, 3, 24)
    assert found["partners"] == date(2016, 3, 17)
    assert found["signatory"] == date(2016, 4, 12)


def test_early_committee_takes_the_advice_with_it():
    _plan, found = worked(committees=[date(2016, 2, 10)])
    assert found["papers"] == date(2016, 1, 27)
    assert [found[f"advice-{n}"] for n in range(1, 7)] == [date(2016, 1, 5), date(2016, 1, 19)] + 4 * [
        date(2016, 1, 20)
    ]


def test_plan_cannot_be_kept_when_no_committee_date_leaves_time():
    plan, found = worked(committees=[date(2016, 4, 13), date(2016, 5, 11)])
    assert not plan.can_be_kept
    assert found["decision"] == date(2016, 4, 5)
    assert plan.decision.missed == date(2016, 4, 13)


def test_plan_cannot_be_kept_when_the_day_of_a_step_has_passed():
    assert worked(at=start_of(date(2016, 1, 5)))[0].can_be_kept
    plan, _days = worked(at=start_of(date(2016, 1, 6)))
    assert not plan.can_be_kept
    assert [planned.step.key for planned in plan.late] == ["advice-1"]
    assert not plan.is_over


def test_plan_is_over_the_day_after_the_deadline():
    assert not worked(at=start_of(LAST_DAY))[0].is_over
    assert worked(at=start_of(LAST_DAY + timedelta(1)))[0].is_over


def test_every_step_says_what_is_the_next_way_when_its_day_has_passed():
    assert all(step.late and step.name for step in (*GENERAL, *MILESTONES))
    assert [step.key for step in MILESTONES] == Milestone.values
