"""What there is to tell of a record, seen by comparing: what followers were told last with what is in the database.

No signal is listened to. A date is moved in the administration, by rows of a form, by a bulk write, a fixture or SQL
by hand; each of them is seen by whoever looks afterwards, and none goes past (docs/adr/0027). What is seen is written
as an Edition when it differs from the one before, and what has been told is the number of an Edition: so a change that
is taken back before it is told is none, whoever was to hear of it, and nothing is lost or told twice when a process
ends.
"""

import datetime
from collections import Counter, defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from funding.enums import CallState
from funding.models import Call, CallWindow, Programme
from funding.turns import last_turn
from networks.models import Network
from publishing.corrections.fields import NOT_SHOWN
from search import changes, registry
from sources.differences import differences

from .closings import FIELDS, Closing, as_text, closings, next_closing
from .enums import Kind
from .models import Edition, Round

WATCHED = (Call, Programme, Network)
OVER = {CallState.CLOSED.value, CallState.EXPECTED.value}
RUNNING = {CallState.OPEN.value, CallState.CLOSING_SOON.value}
BATCH = 500


class Change(NamedTuple):
    """One thing to tell of a record, with the last day before and after; ``more`` depends on the kind."""

    kind: Kind
    before: Closing | None = None
    after: Closing | None = None
    more: str = ""


# --- Looking --------------------------------------------------------------------------------------------------


def look(now: datetime.datetime) -> int:
    """Write an Edition of each record that is another than it was seen last; return the number of the latest Edition.

    Asks little when nothing has been written to the content since, and no call has turned by time alone.
    """
    # One at a time, so that a larger number is always a later look, also for whoever reads from another transaction.
    with transaction.atomic():
        Round.objects.bulk_create([Round(name="look", at=now)], ignore_conflicts=True)
        last = Round.objects.select_for_update().get(name="look")
        version = changes.current()
        turn = last_turn(version)
        seen = f"{version} {turn.isoformat()}"
        if last.seen != seen:
            # The turn may have come while the lock was waited for, and states that are older than the turn they are
            # kept under would stand until the next one.
            _write_editions(max(now, turn))
            last.at, last.seen = now, seen
            last.save()
    return latest()


def latest() -> int:
    """Return the number of the latest Edition, 0 when there is none."""
    return Edition.objects.aggregate(latest=Max("pk"))["latest"] or 0


def _write_editions(now):
    newest = Edition.objects.order_by().values("document").annotate(newest=Max("pk")).values("newest")
    before = dict(Edition.objects.filter(pk__in=newest).values_list("document", "facts"))
    found = {}
    for model in WATCHED:
        found |= _facts(model, now)
    # What is no longer published is told as readers saw it last: nothing of a draft gets out.
    gone = {document: facts | {"shown": False} for document, facts in before.items() if document not in found}
    new = [
        Edition(document=document, facts=facts, seen_at=now)
        for document, facts in (found | gone).items()
        if before.get(document) != facts
    ]
    Edition.objects.bulk_create(new, batch_size=BATCH)


def _facts(model, now) -> dict[int, dict]:
    """Return what there is to tell of each published record of ``model``, by its number in the index."""
    kind, versions = registry.kind_of(model), model.history.model.objects.order_by()
    kept = dict(versions.values_list("id").annotate(kept=Max("history_id")))
    found = {
        pk: {"shown": True, "title": title, "title_en": title_en, "kept": kept.get(pk, 0)}
        for pk, title, title_en in model.objects.published().order_by().values_list("pk", "title", "title_en")
    }
    if model is Call:
        _add_dates(found, now)
    return {kind.document_id(pk): facts for pk, facts in found.items()}


def _add_dates(found, now):
    states = states_at(Call.objects.published(), now)
    programmes, windows = defaultdict(set), defaultdict(list)
    own = Call.objects.order_by().values_list("pk", "programme", "programme__parent")
    others = Call.other_programmes.through.objects.order_by().values_list("call", "programme")
    # As Call.objects.of_programme(): a strand's calls are its programme's, and whom else it covers is itself alone.
    for pk, programme, parent in own:
        programmes[pk] |= {programme, parent} - {None}
    for pk, programme in others:
        programmes[pk].add(programme)
    for pk, *values in CallWindow.objects.order_by().values_list("call", *FIELDS):
        windows[pk].append([as_text(value) for value in values])
    programme_kind = registry.kind_of(Programme)
    for pk, facts in found.items():
        facts["state"] = states[pk]
        facts["programmes"] = sorted(programme_kind.document_id(one) for one in programmes[pk])
        facts["windows"] = sorted(windows[pk], key=lambda window: [value or "" for value in window])


def states_at(calls, now: datetime.datetime) -> dict[int, str]:
    """Return the state of each of ``calls`` at a moment. The only place here that asks for it."""
    return dict(calls.order_by().with_state(now).values_list("pk", "state"))


# --- Comparing ------------------------------------------------------------------------------------------------


def compare(before: dict, after: dict, now: datetime.datetime) -> list[Change]:
    """Return what is to be told to somebody who was told the facts ``before`` and is to know those ``after``."""
    if not after["shown"]:
        return [Change(Kind.WITHDRAWN)] if before["shown"] else []
    if not before["shown"]:
        return [Change(Kind.NEW, after=next_closing(after, now))]
    told = _moved(before, after, now)
    was, is_now = before.get("state"), after.get("state")
    if was in OVER and is_now not in OVER:
        return [Change(Kind.REOPENED, after=next_closing(after, now)), *told]
    if was == CallState.PLANNED and is_now in RUNNING:
        return [Change(Kind.OPENED, after=next_closing(after, now)), *told]
    if not told and before.get("windows") != after.get("windows"):
        return [Change(Kind.DATES)]
    return told


def _moved(before, after, now) -> list[Change]:
    """Return the last days that have been moved, one change each: those of a stage are matched in their order."""
    old, new = Counter(closings(before)), Counter(closings(after))
    gone, come = sorted((old - new).elements()), sorted((new - old).elements())
    moves = []
    for one in list(gone):
        if match := next((other for other in come if other[1] == one[1]), None):
            gone.remove(one)
            come.remove(match)
            moves.append((one[0], *match))
    # A stage may have got another name, so the others are matched by their order alone.
    moves += [(was, *match) for (was, _stage), match in zip(gone, come, strict=False)]
    moves += [(was, None, stage) for was, stage in gone[len(come) :]]
    moves += [(None, *match) for match in come[len(gone) :]]
    # What has passed long since is put right for the record, and nobody can act on it.
    current = [move for move in moves if any(end and not end.is_over(now) for end in move[:2])]
    return [Change(Kind.DEADLINE, *move) for move in sorted(current, key=lambda move: move[1] or move[0])]


def edited(before: dict, after: dict, document: int) -> list[Change]:
    """Return which fields people have changed between two Editions of a record, by its versions (sources/versions.py).

    What goes past the versions, as SQL by hand does, is not told; dates are told by what they are, see ``compare()``.
    """
    if before["kept"] == after["kept"] or not (before["shown"] and after["shown"]):
        return []
    kind = registry.kind_of_document(document)
    kept = kind.model.history.model.objects.filter(id=document - kind.start, history_id__lte=after["kept"])
    # A record that came with the fixtures has its first version since somebody changed it.
    first = kept.filter(history_id__gte=before["kept"]).order_by("history_id").first()
    last = kept.order_by("history_id").last()
    names = [change.name for change in differences(kind.model, first.content, last.content)] if first else []
    told = [name for name in names if name not in NOT_SHOWN | {"windows"}]
    return [Change(Kind.CHANGED, more=",".join(told))] if told else []


class Story:
    """The Editions up to ``through`` of all records that have one after ``since``."""

    def __init__(self, since: int, through: int):
        self._since = {}
        changed = Edition.objects.filter(pk__gt=since, pk__lte=through).values("document")
        self.editions = defaultdict(list)
        for pk, document, facts in (
            Edition.objects.filter(document__in=changed, pk__lte=through)
            .order_by("pk")
            .values_list("pk", "document", "facts")
        ):
            self.editions[document].append((pk, facts))

    @property
    def changed(self):
        return self.editions.keys()

    def at(self, document: int, told_through: int) -> dict | None:
        """Return the facts as of the Edition ``told_through``; None for a record that had not been seen then."""
        return self._before(document, told_through)[1]

    def since(self, document: int, told_through: int, now) -> list[Change]:
        """Return what has happened to a record since the Edition ``told_through``.

        Nothing of one that had not been seen then: it was as it is when it was chosen, as far as anybody has looked.
        """
        return self._compared(compare, document, told_through, now)

    def edited(self, document: int, told_through: int) -> list[Change]:
        """Return the same of the fields of a record that people have changed."""
        return self._compared(edited, document, told_through, document)

    def _compared(self, how, document, told_through, more):
        number, before = self._before(document, told_through)
        key = how, document, number
        if key not in self._since:  # thousands of followers have heard the same
            self._since[key] = how(before, self.now(document), more) if before else []
        return self._since[key]

    def _before(self, document, told_through):
        return next((one for one in reversed(self.editions[document]) if one[0] <= told_through), (0, None))

    def now(self, document: int) -> dict:
        return self.editions[document][-1][1]

    def programmes(self, document: int) -> set[int]:
        """Return the programmes that the record, a call, belongs or belonged to."""
        return {one for _pk, facts in self.editions[document] for one in facts.get("programmes", ())}
