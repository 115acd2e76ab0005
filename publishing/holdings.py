"""What records hold about the people who work with them (accounts/personal_data.py)."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment

from .models import Publishable, Transition

TOLD = _(
    "What you have published stays, without your name. Drafts that an organisation or others write along stay with"
    " them; drafts of your own are deleted, with their pictures and files."
)


def kinds() -> list:
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def release(user) -> None:
    """Hand what ``user`` owns to who writes it along, and delete the drafts that nobody else has anything to do with.

    What is published, or registered for an organisation, stays without an owner.
    """
    for kind in kinds():
        for record in kind.objects.filter(owner=user):
            heir = record.co_writers.exclude(pk=user.pk).order_by("pk").first()
            if heir or record.organisation_id or record.published_at:
                record.owner = heir
                record.save(update_fields=["owner"])
            else:
                Transition.objects.of(record).delete()
                record.delete()


def export(user) -> dict:
    """Return the records that ``user`` owns, the files they have sent in, and what they have done with any."""
    return {
        "owned": [
            {"kind": kind._meta.label, **row}
            for kind in kinds()
            for row in kind.objects.filter(owner=user).values("slug", "title", "status")
        ],
        "written_along": [
            {"kind": kind._meta.label, **row}
            for kind in kinds()
            for row in kind.objects.filter(co_writers=user).values("slug", "title", "status")
        ],
        "files": list(
            Attachment.objects.filter(uploaded_by=user)
            .order_by("uploaded_at", "pk")
            .values("title", "alternative_text", "media_type", "size", "uploaded_at")
        ),
        "changes": list(
            Transition.objects.filter(by=user).values("at", "object_id", "from_status", "to_status", "comment")
        ),
    }
