"""The pages at /mitt/: what I have in hand, and each record that I write, step by step."""

import json
from contextlib import suppress
from copy import copy
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entry.rows import pressed, unjudged
from sources.differences import differences
from sources.versions import content_of

from . import actions
from .begin_form import BeginForm
from .enums import Status
from .kept_forms import forget_kept_form, keeps_what_was_typed, kept_form, writer_sign
from .models import Transition
from .proposed_files import changes_of
from .registration import kind_called, kinds
from .step_forms import compare, fingerprints

WRITABLE = Status.writable()


@never_cache
def overview(request):
    """What I have in hand: what came back, drafts, what the editors have, what is published."""
    mine = {status: [] for status in (Status.RETURNED, Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)}
    for kind in kinds():
        records = kind.model.objects.of_writer(request.user).filter(status__in=mine).select_related("organisation")
        for record in records.order_by("status_since"):
            record.registered_as = kind  # an event has a ``kind`` of its own
            if record.status in WRITABLE:
                record.missing = kind.missing(content_of(record), record.proposed_from)
            if record.status == Status.RETURNED:
                record.returned = Transition.objects.of(record).filter(to_status=Status.RETURNED).first()
            mine[record.status].append(record)
    groups = {status.value: records for status, records in mine.items()}
    return render(request, "mine/overview.html", {"groups": groups, "kinds": kinds()})


@keeps_what_was_typed
def begin_record(request, kind):
    """A new record: its title and for whom it is registered make the draft."""
    kind = kind_called(kind)
    kept = kept_form(request) if request.method == "GET" else None
    form = BeginForm(request.POST or kept, user=request.user, kind=kind, start=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        forget_kept_form(request)
        record = actions.begin(
            kind.model,
            form.content(),
            by=request.user,
            organisation=form.cleaned_data["organisation"],
            key=form.cleaned_data["key"],
        )
        return redirect("mine:step", kind.slug, record.pk, kind.steps[0].slug)
    context = {"form": form, "kind": kind, "kept": kept, "writer": writer_sign(request.user)}
    return render(request, "mine/begin.html", context)


@never_cache
def record_page(request, kind, pk):
    """Where a record stands, what is expected next, and the ways on from here."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    content = content_of(record)
    proposal = None
    if record.status == Status.PUBLISHED:
        proposal = kind.model.objects.filter(proposal_for=record).first()
    context = {
        "kind": kind,
        "record": record,
        "missing": kind.missing(content, record.proposed_from),
        "writable": record.status in WRITABLE,
        "log": Transition.objects.of(record).select_related("by"),
        "proposal": proposal,
        "writers": record.co_writers.all(),
        "may_copy": bool(kind.copied and record.published_at) and not record.proposal_for_id,
        "key": uuid4(),
        "changes": differences(kind.model, record.proposed_from, content) if record.proposal_for_id else None,
        "file_changes": changes_of(record) if record.proposal_for_id else (),
    }
    return render(request, "mine/record.html", context)


@never_cache
def preview(request, kind, pk):
    """The record as it will look to readers."""
    kind = kind_called(kind)
    return kind.preview(request, kind.record(pk, writer=request.user))


# What a button makes of the record's status, and what is said then.
MOVES = {
    "send": (Status.IN_REVIEW, gettext_lazy("The editors have it now. You will get a mail when they have decided.")),
    "take-back": (Status.DRAFT, gettext_lazy("It is a draft again, and you can go on writing.")),
}


@require_POST
def act(request, kind, pk):
    """Take the step that the pressed button names, and say what became of it."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    taken = request.POST.get("do", "")
    to, said = MOVES.get(taken, (None, ""))
    try:
        if taken == "send" and kind.missing(content_of(record), record.proposed_from):
            messages.warning(request, _("Something is still missing. It is listed below."))
        elif to:
            actions.change_status(record, to=to, by=request.user)
            messages.success(request, said)
        elif taken == "propose":
            record = actions.propose_changes(record, by=request.user)
        elif taken == "copy" and kind.copied:
            content, key = kind.copied(record, content_of(record)), _uuid(request.POST.get("key"))
            new = actions.begin(kind.model, content, by=request.user, organisation=record.organisation, key=key)
            return redirect("mine:step", kind.slug, new.pk, kind.steps[0].slug)
        elif taken == "discard":
            actions.discard(record, by=request.user)
            messages.success(request, _("“%(title)s” has been thrown away.") % {"title": record.title})
            return redirect("mine:overview")
        else:
            raise Http404
    except actions.TransitionNotAllowed:
        if to and kind.model.objects.filter(pk=pk, status=to).exists():
            messages.success(request, said)  # the same button twice, or a colleague's
        else:
            messages.warning(request, _("Nothing was done: somebody else was first. This is how it stands now."))
    return redirect("mine:edit", kind.slug, record.pk)


def _uuid(text):
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return None


# --- A step of the form ---------------------------------------------------------------------------------------


@keeps_what_was_typed
@never_cache
def step(request, kind, pk, step):
    """One page of the form; it saves what is right, says what is wrong and loses nothing that was typed."""
    kind = kind_called(kind)
    step = kind.step(step)
    record = kind.record(pk, writer=request.user)
    if request.method == "POST":
        forget_kept_form(request)
        return _saved(request, kind, record, step)
    if record.status not in WRITABLE:
        return redirect("mine:edit", kind.slug, pk)
    content, kept = content_of(record), kept_form(request)
    form = step.form(kept, instance=copy(record), content=content, user=request.user)
    seen = _seen(kept) if kept else fingerprints({name: content[name] for name in step.form.names()})
    return _page(request, kind, record, step, form, seen, kept=kept)


def _saved(request, kind, record, step):
    by_itself = bool(request.htmx)
    if record.status == Status.IN_REVIEW and "take-back" in request.POST:
        with suppress(actions.TransitionNotAllowed):  # decided on just now: the page says so
            actions.change_status(record, to=Status.DRAFT, by=request.user)
        record = kind.record(record.pk, writer=request.user)
    theirs, seen = content_of(record), _seen(request.POST)
    if (shown := pressed(request.POST, *step.form.row_forms)) is not None:
        form = step.form(shown, instance=copy(record), content=theirs, user=request.user)
        unjudged(form, *form.rows.values())
        return _page(request, kind, record, step, form, seen)
    form = step.form(request.POST, instance=copy(record), content=theirs, user=request.user)
    mine = form.content()
    if record.status not in WRITABLE:
        if by_itself:
            return render(request, "mine/_saved.html", {"locked": True, "seen": json.dumps(seen)})
        return _page(request, kind, record, step, form, seen, locked=True)
    write, contested, their_own = compare(seen, mine=mine, theirs=theirs)
    chosen, open_names = _chosen(request.POST, contested, theirs)
    write |= {name: mine[name] for name in chosen}
    is_saved = True
    if write:
        try:
            record = actions.save_content(
                record, write, by=request.user, seen_version=record.version, keep_version=not by_itself
            )
        except (actions.ChangedMeanwhile, actions.TransitionNotAllowed, PermissionDenied):
            # Saved, sent or taken away by somebody else just now: judged once more, as it stands.
            return _saved(request, kind, kind.record(record.pk, writer=request.user), step)
        except ValidationError as error:  # what somebody else has written meanwhile cannot stand beside mine
            form.add_error(None, error)
            is_saved = False
    now = content_of(record)
    # Where their text stands and mine is still in the field, the field is not to pass for one that I have changed.
    stale = {*contested, *their_own} - {*chosen}
    seen |= fingerprints({name: now[name] for name in mine if name not in stale})
    if by_itself:
        context = {"seen": json.dumps(seen), "at": timezone.localtime(), "form": form, "contested": open_names}
        return render(request, "mine/_saved.html", context)
    if open_names:
        # Where theirs was chosen it is asked again with the rest, or the choice would be forgotten.
        asked = [name for name in contested if name not in chosen]
        conflict = differences(kind.model, {n: theirs[n] for n in asked}, {n: mine[n] for n in asked})
        signs = fingerprints(theirs)
        choices = [(change, signs[change.name], change.name not in open_names) for change in conflict]
        return _page(request, kind, record, step, form, seen, choices=choices, is_saved=is_saved)
    if not form.is_valid():
        return _page(request, kind, record, step, form, seen, is_saved=is_saved)
    messages.success(request, _("Saved."))
    if their_own:
        labels = [
            d.label for d in differences(kind.model, {n: mine[n] for n in their_own}, {n: now[n] for n in their_own})
        ]
        text = _("Somebody else has written here meanwhile, and that stands: %(fields)s.")
        messages.info(request, text % {"fields": ", ".join(map(str, labels))})
    return redirect(*_onwards(request, kind, record, step))


def _seen(data):
    """The fingerprints that a form carries; none if it was tampered with: then all that differs is asked about."""
    try:
        seen = json.loads(data.get("seen", ""))
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _chosen(data, contested, theirs):
    """Return (names where mine was chosen, names where nothing was, or in view of another text than is there now)."""
    signs = fingerprints({name: theirs[name] for name in contested})
    mine = [name for name in contested if data.get(f"choose-{name}") == f"mine-{signs[name]}"]
    others = [name for name in contested if data.get(f"choose-{name}") == f"theirs-{signs[name]}"]
    return mine, [name for name in contested if name not in {*mine, *others}]


def _onwards(request, kind, record, step):
    if request.POST.get("go") == "next":
        following = kind.steps[kind.steps.index(step) + 1 :]
        if following:
            return "mine:step", kind.slug, record.pk, following[0].slug
    return (
        ("mine:step", kind.slug, record.pk, step.slug)
        if "here" in request.POST
        else ("mine:edit", kind.slug, record.pk)
    )


def _page(request, kind, record, step, form, seen, *, kept=None, locked=False, choices=(), is_saved=False):
    needs = {need.name: need for need in kind.needs}
    context = {
        "kind": kind,
        "record": record,
        "step": step,
        "form": form,
        "seen": json.dumps(seen),
        "writer": writer_sign(request.user),
        "needs": needs,
        "kept": kept,
        "locked": locked,
        "choices": choices,
        "is_saved": is_saved,
        "is_last": step is kind.steps[-1],
    }
    return render(request, "mine/step.html", context)
