"""What of the content waits for an editor: see sources/queues.py."""

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Outcome
from sources import queues

from .enums import Status
from .models import Correction, Publishable


def register() -> None:
    """Register what waits of every kind of content, and readers' corrections."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            _register_kind(model)
    queues.register(
        _("from readers"),
        Correction,
        waiting=Correction.objects.waiting,
        since="proposed_at",
        choices={"outcome__exact": Outcome.WAITING},
    )


def _register_kind(model):
    in_review = {"status__exact": Status.IN_REVIEW.value}
    queues.register(
        _("new, in review"),
        model,
        waiting=lambda: model.objects.filter(status=Status.IN_REVIEW, proposal_for=None),
        since="status_since",
        choices=in_review | {"proposal_for__isempty": "1"},
    )
    queues.register(
        _("proposed versions, in review"),
        model,
        waiting=lambda: model.objects.filter(status=Status.IN_REVIEW).exclude(proposal_for=None),
        since="status_since",
        choices=in_review | {"proposal_for__isempty": "0"},
    )
    queues.register(
        _("review overdue"),
        model,
        waiting=lambda: model.objects.filter(next_review_on__lt=timezone.localdate()),
        since="next_review_on",
        choices={"review": "late"},
    )
