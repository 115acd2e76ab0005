"""Mail of each change of status, put into the outbox with it: what has happened, why, and what is expected next."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from outbox.actions import put_mail

from .enums import Status
from .registration import kind_of

# To those who wrote the record, by the status that it has got.
TO_WRITERS = {
    Status.DRAFT: "mail/publishing/taken_back.html",
    Status.IN_REVIEW: "mail/publishing/sent.html",
    Status.RETURNED: "mail/publishing/returned.html",
    Status.PUBLISHED: "mail/publishing/published.html",
    Status.ARCHIVED: "mail/publishing/archived.html",
}
TO_READERS = "mail/publishing/correction_decided.html"
TO_EDITORS = "mail/publishing/to_review.html"


def writers_of(record) -> list[User]:
    """Return the owner of ``record`` and those who write it along."""
    return list(User.objects.filter(Q(pk=record.owner_id) | Q(pk__in=record.co_writers.values("pk")), is_active=True))


def tell(change, record, *, writers: list[User] | None = None) -> None:
    """Put the mails of the Transition ``change`` of ``record`` into the outbox; whoever made it gets none.

    ``writers`` are those who wrote the proposed version that ``record`` has taken over.
    """
    writers = writers_of(record) if writers is None else writers
    if change.to_status == Status.IN_REVIEW:
        _put(TO_EDITORS, User.objects.editors(), change, record, _review_address)
    _put(TO_WRITERS[Status(change.to_status)], writers, change, record, _writers_address)


def tell_of_correction(correction) -> None:
    """Put the mail that tells a reader what became of a correction into the outbox, when they asked to be told."""
    if not correction.email:
        return
    record, language = correction.record, correction.language
    with override(language):
        address = record.get_absolute_url() if record else reverse("start")
    put_mail(
        key=f"publishing:correction:{correction.pk}",
        to=correction.email,
        template=TO_READERS,
        context={"correction": correction, "record": record, "address": address},
        language=language,
    )


def _put(template, users, change, record, address):
    for user in users:
        if user.pk == change.by_id:
            continue
        with override(user.language):
            context = {"change": change, "record": record, "address": address(record)}
        # An editor who has also written the record is told once: the first has the key.
        put_mail(
            key=f"publishing:{change.pk}:{user.pk}",
            to=user.email,
            template=template,
            context=context,
            language=user.language,
        )


def _review_address(record) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_review", args=[record.pk])


def _writers_address(record) -> str:
    """Return where the writers meet the record: its page among their own, else the one that readers see.

    Only some kinds can be registered by others than editors.
    """
    if record.status == Status.PUBLISHED:
        return record.get_absolute_url()
    if kind := kind_of(record):
        return reverse("mine:edit", args=[kind.slug, record.pk])
    return (record.proposal_for or record).get_absolute_url()  # a proposed version has no page of its own
