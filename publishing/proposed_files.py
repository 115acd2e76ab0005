"""The files of a proposed version: those that its record has, as they are to be, and its own.

What the record has stays as it is until the proposal is published. What the proposal wants with it is kept as data
(``attachments.models.ProposedChange``), seen by the editor, and done in the transaction that publishes.
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from attachments.actions import delete_attachment, describe_attachment
from attachments.models import Attachment, ProposedChange
from sources.differences import Difference

from .merging import merge
from .step_forms import fingerprint

PLACE = "position"


def files_of(record) -> list[Attachment]:
    """Return the files of ``record``, in order; of a proposed version all that there will be once it is published.

    Each has ``is_published`` (it is its record's already), ``change`` (what the proposal wants with it, or None) and
    ``published`` (how it is described now). A file that is to go is among them.
    """
    of_record = record.proposal_for_id and record.proposal_for
    files = list(Attachment.objects.of(record, *filter(None, [of_record])).select_related("proposed_change"))
    for file in files:
        file.is_published = file.object_id != record.pk
        file.change = getattr(file, "proposed_change", None) if file.is_published else None
        file.published = file.description
        if file.change:
            file.description = file.change.description
    return sorted(files, key=lambda file: (file.position, file.pk))


def files_to_be(record) -> list[Attachment]:
    """Return the files that readers see when ``record`` is published, in order."""
    return [file for file in files_of(record) if not (file.change and file.change.removes)]


def wish(proposal, file: Attachment, *, removes: bool = False, **description) -> None:
    """Let ``proposal`` take ``file``, which its record has, away or describe it anew when it is published."""
    change = ProposedChange.objects.filter(attachment=file).first() or ProposedChange(
        attachment=file, record=proposal, began_with=file.published, **file.published
    )
    change.removes, change.description = removes, description
    if not removes and change.description == change.began_with:
        take_back_wish(file)
    else:
        change.save()


def take_back_wish(file: Attachment) -> None:
    """Leave ``file`` as it is published."""
    ProposedChange.objects.filter(attachment=file).delete()


# --- Looked at ------------------------------------------------------------------------------------------------


@dataclass
class FileChange:
    """What a proposed version does with a file: "new", "gone" or "changed", then with what it says differently.

    ``contested`` says that it has been described anew since the proposal began, in what the proposal changes too.
    """

    how: str
    file: Attachment
    differences: list[Difference]
    contested: bool = False


def changes_of(proposal) -> list[FileChange]:
    """Return what ``proposal`` does with files: its own, which are new, and those of its record that it changes."""
    files, found = files_of(proposal), []
    for file in files:
        if not file.is_published:
            found.append(FileChange("new", file, []))
        elif file.change:
            said, contested = _merged(file)
            how = "gone" if file.change.removes else "changed"
            found.append(FileChange(how, file, _differences(files, file, said), contested))
    return found


def sign_of(record) -> str:
    """Return a short sign of the files as an editor sees them: another one when anything of them is another."""
    return fingerprint(
        [[f.pk, f.published, f.description, bool(f.change and f.change.removes)] for f in files_of(record)]
    )


def _merged(file) -> tuple[dict, bool]:
    """Return how ``file`` is to be described, and whether the proposal and somebody else disagree about that."""
    change = file.change
    if change.removes:
        return file.published, file.published != change.began_with
    said, contested = merge(change.began_with, mine=change.description, theirs=file.published)
    return said, bool(contested)


def _differences(files, file, said):
    if file.change.removes:
        return []
    texts = [
        Difference(name, capfirst(str(Attachment._meta.get_field(name).verbose_name)), file.published[name], said[name])
        for name in ("title", "alternative_text")
    ]
    if file.published[PLACE] != said[PLACE]:
        now = sorted(
            (other.published[PLACE], other.pk, other.published["title"]) for other in files if other.is_published
        )
        then = sorted((other.position, other.pk, other.title) for other in files)
        places = [_after(order, file) for order in (now, then)]
        texts.append(Difference(PLACE, capfirst(str(Attachment._meta.get_field(PLACE).verbose_name)), *places))
    return [text for text in texts if text.before != text.after]


def _after(order, file):
    """Say where ``file`` is in ``order``, rows of (position, key, title), as the form in which it is chosen says it."""
    place = [key for _number, key, _title in order].index(file.pk)
    return _("After “%(title)s”") % {"title": order[place - 1][2]} if place else _("First")


# --- Taken over -----------------------------------------------------------------------------------------------


def take_over(proposal, *, by) -> None:
    """Do what ``proposal`` wants with the files of its record, and give it its own. In the caller's transaction."""
    for file in files_of(proposal):
        if file.change and file.change.removes:
            delete_attachment(attachment=file, by=by)
        elif file.change:
            describe_attachment(attachment=file, by=by, **_merged(file)[0])
    ProposedChange.objects.filter(attachment__in=Attachment.objects.of(proposal.proposal_for)).delete()
    proposal.attachments.update(object_id=proposal.proposal_for_id)
