"""How a shortlist that is kept in the portal changes: one person's, or an organisation's by any of its members."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from organisations.models import Organisation

from ..models import Call, ShortlistedCall
from . import AT_MOST


class Full(ValueError):
    """The shortlist holds as many calls as one can."""


def _held(by, organisation) -> dict:
    """Return whose the rows are; PermissionDenied when ``by`` does not work for the organisation."""
    if organisation is None:
        return {"user": by}
    if not by.memberships.filter(organisation=organisation).exists():
        raise PermissionDenied(f"the shortlist of {organisation}")
    return {"organisation": organisation}


def _lock(held) -> None:
    """Let nobody else change the list until the transaction ends: two could each add the last that fits."""
    [holder] = held.values()
    model = User if isinstance(holder, User) else Organisation
    model._base_manager.select_for_update(no_key=True).get(pk=holder.pk)


def calls_on(user, organisation=None):
    """Return the calls on the shortlist of ``user``, or of an organisation, that ``user`` may read, oldest first."""
    rows = {"shortlisted__organisation": organisation} if organisation else {"shortlisted__user": user}
    return Call.objects.visible_to(user).filter(**rows).order_by("shortlisted__added_at", "shortlisted__pk")


@transaction.atomic
def add(call, *, by, organisation=None) -> None:
    """Put ``call`` on the shortlist of the user ``by``, or of their ``organisation``; one that is on it stays.

    Raises ``Full`` when no more fit.
    """
    held = _held(by, organisation)
    _lock(held)
    if ShortlistedCall.objects.filter(call=call, **held).exists():
        return
    if calls_on(by, organisation).count() >= AT_MOST:
        raise Full
    ShortlistedCall.objects.create(call=call, added_by=by, **held)


@transaction.atomic
def remove(call, *, by, organisation=None) -> None:
    """Take ``call`` from the shortlist of the user ``by``, or of their ``organisation``."""
    ShortlistedCall.objects.filter(call=call, **_held(by, organisation)).delete()


@transaction.atomic
def take_over(calls, *, by, organisation=None) -> int:
    """Add ``calls``, as many as fit, and return how many did not."""
    for number, call in enumerate(calls):
        try:
            add(call, by=by, organisation=organisation)
        except Full:
            return len(calls) - number
    return 0
