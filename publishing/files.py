"""The pictures and PDFs of a record: added, described and removed while it is written, seen when it is published."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from attachments.forms import AttachmentForm, DescriptionForm

from . import file_actions
from .actions import TransitionNotAllowed
from .enums import Status
from .kept_forms import forget_kept_form, keeps_what_was_typed, kept_form, writer_sign
from .proposed_files import files_of
from .registration import kind_called


def _unless_it_was_sent_on(view):
    """Show where the record stands when somebody has sent it to the editors, or thrown it away, at the same time."""

    @wraps(view)
    def wrapper(request, kind, pk, **more):
        try:
            return view(request, kind, pk, **more)
        except TransitionNotAllowed:
            messages.warning(request, _("Nothing was done: somebody else was first. This is how it stands now."))
            return redirect("mine:edit", kind, pk)

    return wrapper


@keeps_what_was_typed
@never_cache
@_unless_it_was_sent_on
def files(request, kind, pk):
    """What belongs to a record, and a form for more while it is a draft or a proposed version."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    if record.status not in Status.writable():
        return redirect("mine:edit", kind.slug, pk)
    kept = kept_form(request) if request.method == "GET" else None
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*sent, initial=kept.dict() if kept else None)
    if request.method == "POST":
        forget_kept_form(request)
        if form.is_valid() and _added(request, record, form):
            return redirect("mine:files", kind.slug, pk)
    context = {"form": form, "files": files_of(record), "kept": kept, "writer": writer_sign(request.user)}
    return render(request, "mine/files.html", _context(kind, record) | context)


def _context(kind, record):
    return {"kind": kind, "record": record, "step": {"title": _("Pictures and files"), "is_files": True}}


def _added(request, record, form):
    try:
        file_actions.add_file(record, by=request.user, **form.cleaned_data)
    except ValidationError as error:  # there is room for no more
        form.add_error(None, error)
        return False
    messages.success(request, _("Added."))
    return True


@never_cache
@_unless_it_was_sent_on
@transaction.atomic
def describe_file(request, kind, pk, attachment):
    """The title of a picture or PDF, what it shows and where it stands, to change."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    if record.status not in Status.writable():
        return redirect("mine:edit", kind.slug, pk)
    among = files_of(record)
    if request.method == "POST":  # who sends the same at the same time waits here, and is then told
        record, _file = file_actions.hold(record, by=request.user, file=attachment)
        among = files_of(record)
    file = next((file for file in among if file.pk == attachment), None)
    if file is None:
        raise Http404
    form = DescriptionForm(request.POST or None, instance=file, among=among)
    if request.method == "POST" and form.is_valid():
        file_actions.describe_file(record, attachment, by=request.user, **form.description())
        messages.success(request, _("Saved."))
        return redirect("mine:files", kind.slug, pk)
    return render(request, "mine/file.html", _context(kind, record) | {"form": form, "file": file})


@require_POST
@_unless_it_was_sent_on
def remove_file(request, kind, pk, attachment):
    """Take a file away from a draft, or propose that; one that is gone already stays so."""
    proposed = _("“%(title)s” goes when the editors have published your proposal.")
    removed = _("“%(title)s” has been removed.")
    return _done(request, kind, pk, attachment, file_actions.remove_file, removed, proposed)


@require_POST
@_unless_it_was_sent_on
def keep_file(request, kind, pk, attachment):
    """Propose no change of a published file any more."""
    kept = _("“%(title)s” stays as it is published.")
    return _done(request, kind, pk, attachment, file_actions.keep_file, kept, kept)


def _done(request, kind, pk, attachment, action, said, said_of_published):
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    if record.status in Status.writable():
        file = action(record, attachment, by=request.user)
        if file:
            messages.success(request, (said_of_published if file.is_published else said) % {"title": file.title})
    return redirect("mine:files", kind.slug, pk)
