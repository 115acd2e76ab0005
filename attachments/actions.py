"""The ways in which an attachment comes, is described anew, and goes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from .checking import Checked
from .models import Attachment

MOST = 20  # of one record


@transaction.atomic
def add_attachment(*, record, checked: Checked, title: str, alternative_text: str = "", by, beside=None) -> Attachment:
    """Keep what ``checking.check`` has found right with ``record``, any saved model, on behalf of user ``by``.

    It comes last of those that the record has, and of those of ``beside``, a record whose files are shown with them. A
    ValidationError when they are ``MOST`` already, or a picture has no alternative text. The files are written
    before the row: should the transaction fail, a file is left that nothing leads to, never a row without its file.
    """
    type(record)._base_manager.select_for_update().get(pk=record.pk)
    there = Attachment.objects.of(record, *filter(None, [beside]))
    attachment = Attachment(
        record=record,
        kind=checked.kind,
        title=title,
        alternative_text=alternative_text,
        position=(there.aggregate(last=Max("position"))["last"] or 0) + 1,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
        width=checked.width,
        height=checked.height,
        uploaded_by=by,
    )
    attachment.full_clean(exclude=["file", "content_type"])
    if there.exclude(proposed_change__removes=True).count() >= MOST:
        message = _("There is room for %(most)s pictures and files here. Remove one first.")
        raise ValidationError(message, code="full", params={"most": MOST})
    for name, file in checked.files().items():
        getattr(attachment, name).save("", file, save=False)
    try:
        attachment.save()
    except BaseException:
        _delete_files(attachment)
        raise
    return attachment


@transaction.atomic
def describe_attachment(*, attachment: Attachment, by, **description) -> Attachment:
    """Describe ``attachment`` anew: its title, alternative text or position; what is not named stays as it is.

    A ValidationError when it is left without a title, or a picture without an alternative text.
    """
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    attachment.description = description
    attachment.full_clean()
    attachment.save(update_fields=list(attachment.description))
    return attachment


@transaction.atomic
def delete_attachment(*, attachment: Attachment, by) -> None:
    """Take ``attachment`` away. Its files go when the transaction has been committed."""
    Attachment.objects.filter(pk=attachment.pk).delete()


def remove_files(sender, instance, **kwargs):
    """Delete the files of a row that is gone, once it is certain that it is."""
    transaction.on_commit(lambda: _delete_files(instance), robust=True)


def _delete_files(attachment):
    for file in (attachment.file, attachment.small):
        if file:
            file.storage.delete(file.name)
