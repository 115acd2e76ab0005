"""The pictures and PDFs of a record: added and removed while it is written, seen by readers when it is published."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.rights import Right
from attachments.actions import add_attachment, delete_attachment
from attachments.forms import AttachmentForm

from .enums import Status
from .registration import kind_called


def _record(request, kind, pk):
    return get_object_or_404(kind.model.objects.open_to(request.user, Right.WRITE), pk=pk)


def files(request, kind, pk):
    """What belongs to a record, and a form for more while it is a draft or a proposed version."""
    kind = kind_called(kind)
    record = _record(request, kind, pk)
    if record.status not in Status.writable():
        return redirect("mine:edit", kind.slug, pk)
    form = AttachmentForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            add_attachment(record=record, by=request.user, **form.cleaned_data)
        except ValidationError as error:  # there is room for no more
            form.add_error(None, error)
        else:
            messages.success(request, _("Added."))
            return redirect("mine:files", kind.slug, pk)
    published = record.proposal_for.attachments.all() if record.proposal_for else []
    context = {
        "kind": kind,
        "record": record,
        "step": {"title": _("Pictures and files")},
        "form": form,
        "attachments": record.attachments.all(),
        "published": published,
    }
    return render(request, "mine/files.html", context)


@require_POST
def remove_file(request, kind, pk, attachment):
    """Take a picture or a PDF away from a draft; one that is gone already stays so."""
    kind = kind_called(kind)
    record = _record(request, kind, pk)
    if record.status in Status.writable():
        for found in record.attachments.filter(pk=attachment):
            delete_attachment(attachment=found, by=request.user)
            messages.success(request, _("“%(title)s” has been removed.") % {"title": found.title})
    return redirect("mine:files", kind.slug, pk)
