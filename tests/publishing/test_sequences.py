"""Whatever anybody does in whatever order: records move as the table says, and all that is said of them agrees.

The rules are written down here a second time, on purpose.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from outbox.models import Mail
from projects.models import Project
from publishing.actions import (
    ChangedMeanwhile,
    CommentMissing,
    TransitionNotAllowed,
    change_status,
    discard,
    propose_changes,
    save_content,
)
from publishing.models import Transition
from tests.factories import ProjectFactory

from .people import WRITERS, people_around

pytestmark = pytest.mark.django_db

EDITOR = {"editor"}
# From, to: who may.
STEPS = {
    ("draft", "in_review"): WRITERS,
    ("returned", "in_review"): WRITERS,
    ("in_review", "draft"): WRITERS,
    ("draft", "published"): EDITOR,
    ("in_review", "published"): EDITOR,
    ("returned", "published"): EDITOR,
    ("in_review", "returned"): EDITOR,
    ("published", "archived"): EDITOR,
    ("published", "returned"): EDITOR,
    ("archived", "published"): EDITOR,
    ("archived", "returned"): EDITOR,
}
REFUSED = (TransitionNotAllowed, PermissionDenied, CommentMissing, ChangedMeanwhile)

statuses = ["draft", "in_review", "returned", "published", "archived"]
people = st.sampled_from(["owner", "co_writer", "member", "responsible", "stranger", "editor", "editor"])
moves = st.tuples(st.sampled_from(statuses), st.sampled_from(["", "Så här."]))
deeds = st.tuples(
    people,
    st.sampled_from(["record", "proposal"]),
    st.one_of(moves, st.sampled_from([("propose",), ("discard",), ("save",), ("save late",)])),
)


class World:
    """A record and its proposed version as the rules say that they are, beside the database."""

    def __init__(self, status):
        self.record = ProjectFactory(**{} if status == "published" else {status: True}, title="Från början")
        self.people = people_around(self.record)
        self.status = {"record": status, "proposal": None}

    def of(self, which):
        if which == "record":
            return Project.objects.filter(pk=self.record.pk).first()
        return Project.objects.filter(proposal_for=self.record.pk).first()

    def everything(self):
        """All that a refused deed must leave as it is."""
        rows = [list(model.objects.order_by("pk").values()) for model in (Project, Transition, Mail)]
        return [*rows, Project.history.count()]

    def is_allowed(self, who, which, deed):
        status, what = self.status[which], deed[0]
        if status is None:
            return False
        if what in statuses:
            may = who in STEPS.get((status, what), ())
            if (
                which == "proposal"
                and what == "published"
                and (self.status["record"] != "published" or self.contested())
            ):
                return False
            return may and bool(what != "returned" or deed[1])
        if what == "propose":
            return which == "record" and status == "published" and who in WRITERS
        if what == "save late":
            return False
        still_written = status in ("draft", "returned")
        if what == "discard":
            was_published = which == "record" and self.of(which).published_at
            return who in WRITERS and still_written and not was_published
        return who in WRITERS and (still_written or who == "editor")

    def contested(self):
        """Whether both sides have given the record another title since, and not the same one."""
        base = self.of("proposal").proposed_from["title"]
        theirs, mine = self.of("record").title, self.of("proposal").title
        return base != theirs != mine != base

    def do(self, who, which, deed):
        by, target, what = self.people[who], self.of(which), deed[0]
        if what in statuses:
            change_status(target, to=what, by=by, comment=deed[1])
        elif what == "propose":
            propose_changes(target, by=by)
        elif what == "discard":
            discard(target, by=by)
        else:
            seen = target.version - (what == "save late")
            save_content(target, {"title": f"Av {who}"}, by=by, seen_version=seen)

    def note(self, which, deed):
        """What is expected after a deed that was allowed."""
        what = deed[0]
        if what == "propose":
            self.status["proposal"] = self.status["proposal"] or "draft"
        elif what == "discard":
            self.status[which] = None
            if which == "record":
                self.status["proposal"] = None
        elif what in statuses and which == "proposal" and what == "published":
            self.status["proposal"] = None
        elif what in statuses:
            self.status[which] = what

    def check(self):
        """State, times and log of what is there agree, and are what is expected."""
        for which, expected in self.status.items():
            found = self.of(which)
            assert (found.status if found else None) == expected
            if not found:
                continue
            log = list(Transition.objects.of(found))  # newest first
            own = [change for change in log if change.of_proposal == (which == "proposal")]
            for newer, older in zip(own, own[1:], strict=False):
                if which == "record":
                    assert newer.from_status == older.to_status
                assert newer.at >= older.at
            if own:
                assert (own[0].to_status, own[0].at) == (found.status, found.status_since)
            assert (found.published_at is None) == (found.status not in ("published", "archived") and not was_out(own))
            published = [change for change in own if change.to_status == "published"]
            if which == "record" and published:
                assert (found.published_at, found.published_by) == (published[0].at, published[0].by)
            if which == "proposal":
                assert found.published_at is None
            assert found.version >= 1 + len(own)
        assert Mail.objects.exclude(key__startswith="publishing:").count() == 0


def was_out(log):
    return any({"published", "archived"} & {change.from_status, change.to_status} for change in log)


@given(start=st.sampled_from(statuses), sequence=st.lists(deeds, max_size=14))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_sequence_of_deeds_leads_to_what_the_table_forbids(start, sequence):
    with transaction.atomic():
        world = World(start)
        for who, which, deed in sequence:
            if world.of(which) is None:
                continue
            before, version = world.everything(), world.of(which).version
            if world.is_allowed(who, which, deed):
                world.do(who, which, deed)
                world.note(which, deed)
                now = world.of(which)
                if now and deed[0] not in ("propose",):
                    assert now.version == version + 1
            else:
                with pytest.raises(REFUSED):
                    world.do(who, which, deed)
                assert world.everything() == before
            world.check()
        transaction.set_rollback(True)


@pytest.mark.parametrize("came_from", statuses)
def test_each_step_is_open_to_those_of_the_table_and_to_nobody_else(came_from):
    for to in statuses:
        world = World(came_from)
        for who, user in world.people.items():
            allowed = who in STEPS.get((came_from, to), ())
            with transaction.atomic():
                if allowed:
                    assert change_status(world.record, to=to, by=user, comment="Så här.").status == to
                else:
                    with pytest.raises((TransitionNotAllowed, PermissionDenied)):
                        change_status(world.record, to=to, by=user, comment="Så här.")
                transaction.set_rollback(True)
