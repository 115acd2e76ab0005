"""What records hold about the people who work with them (accounts/personal_data.py)."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from .models import Publishable, Transition

# As the foreign keys say: they are set to nothing.
TOLD = _("What you have published stays, without your name. Your drafts are left to the editors.")


def export(user) -> dict:
    """Return the records that ``user`` owns, and what they have done with any."""
    kinds = [model for model in apps.get_models() if issubclass(model, Publishable)]
    return {
        "owned": [
            {"kind": kind._meta.label, **row}
            for kind in kinds
            for row in kind.objects.filter(owner=user).values("slug", "title", "status")
        ],
        "changes": list(
            Transition.objects.filter(by=user).values("at", "object_id", "from_status", "to_status", "comment")
        ),
    }
