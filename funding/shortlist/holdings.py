"""What shortlists hold about a person (accounts/personal_data.py)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import ShortlistedCall

TOLD = _("Your shortlist is deleted. What you have put on that of an organisation stays there, without your name.")


def export(user) -> list:
    """Return the calls that ``user`` has picked, for themselves and for organisations."""
    rows = ShortlistedCall.objects.filter(Q(user=user) | Q(added_by=user))
    return list(rows.values("call__slug", "call__title", "organisation__name", "added_at"))
