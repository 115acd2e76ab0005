"""What records hold about the people who work with them (accounts/personal_data.py)."""

from django.apps import apps
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.members.actions import confirmed_addresses
from attachments.models import Attachment
from sources.versions import WholeContent, content_of

from .enums import Status
from .models import Correction, Publishable, Transition

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
            heir = record.co_writers.exclude(pk=user.pk).order_by("-is_active", "pk").first()
            if heir or record.organisation_id or record.published_at:
                record.owner = heir
                record.save(update_fields=["owner"])
            else:
                Transition.objects.of(record).delete()
                record.delete()


def export(user) -> dict:
    """Return the records that ``user`` works with, what readers cannot read of them whole, and what they did with any.

    Also what they have proposed as a reader, by the addresses that are known to be theirs, while those are kept.
    """
    addresses = confirmed_addresses(user)
    return {
        "owned": [_record(record) for kind in kinds() for record in kind.objects.filter(owner=user)],
        "written_along": [_record(record) for kind in kinds() for record in kind.objects.filter(co_writers=user)],
        "changes": list(
            Transition.objects.filter(by=user).values(
                "at", "content_type__model", "object_id", "from_status", "to_status", "comment"
            )
        ),
        "versions": [
            {"kind": model._meta.label, **row}
            for model in apps.get_models()
            if issubclass(model, WholeContent)
            for row in model.objects.filter(history_user=user).values("id", "history_date", "history_change_reason")
        ],
        "files": list(
            Attachment.objects.filter(uploaded_by=user)
            .order_by("uploaded_at", "pk")
            .values("title", "alternative_text", "media_type", "size", "uploaded_at")
        ),
        "corrections": list(
            Correction.objects.annotate(address=Lower("email"))
            .filter(address__in=addresses)
            .values("field", "said", "proposed", "source", "email", "proposed_at")
        ),
        "corrections_decided": list(
            Correction.objects.filter(decided_by=user).values("field", "outcome", "answer", "decided_at")
        ),
    }


def _record(record) -> dict:
    held = {"kind": record._meta.label, "slug": record.slug, "title": record.title, "status": record.status}
    return held if record.status == Status.PUBLISHED else held | {"content": content_of(record)}
