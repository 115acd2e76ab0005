"""The shortlists that a reader sees: their own, in the account or in the browser, and those of their organisations."""

from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.models import Organisation

from ..models import Call
from . import cookie
from .actions import calls_on


class Shortlist:
    """One shortlist of the reader of ``request``: their own, or that of an ``organisation`` they work for."""

    def __init__(self, request, organisation=None):
        self.request, self.user, self.organisation = request, request.user, organisation

    @cached_property
    def slug(self) -> str:
        """What names it in an address: that of the organisation, "" for the reader's own."""
        return self.organisation.slug if self.organisation else ""

    @property
    def title(self) -> str:
        if self.organisation:
            return _("Shortlist of %(organisation)s") % {"organisation": self.organisation}
        return _("My shortlist") if self.user.is_authenticated else _("Shortlist")

    @cached_property
    def change_url(self) -> str:
        """Where its buttons lead to."""
        address = reverse("funding:shortlist-change")
        return f"{address}?lista={self.slug}" if self.slug else address

    @cached_property
    def put_on(self) -> str:
        """What the button says beside a call that is not on it."""
        if self.organisation:
            return _("Put on the shortlist of %(organisation)s") % {"organisation": self.organisation}
        return _("Put on the shortlist")

    @cached_property
    def take_away(self) -> str:
        if self.organisation:
            return _("Take away from the shortlist of %(organisation)s") % {"organisation": self.organisation}
        return _("Take away from the shortlist")

    @cached_property
    def keys(self) -> list[int]:
        """The keys of its calls in the order in which they were added."""
        if self.user.is_authenticated:
            return list(calls_on(self.user, self.organisation).values_list("pk", flat=True))
        return cookie.read(self.request)

    def with_slug(self, slugs: list[str]):
        """Return its calls, and those with one of ``slugs``, that the reader may read."""
        return Call.objects.visible_to(self.user).filter(Q(pk__in=self.keys) | Q(slug__in=slugs))

    def in_order(self, calls) -> list:
        """Return ``calls`` in the order of the list, those that are not on it last."""
        places = {pk: place for place, pk in enumerate(self.keys)}
        return sorted(calls, key=lambda call: places.get(call.pk, len(places)))


def all_of(request) -> list[Shortlist]:
    """Return the reader's own shortlist, and those of the organisations they work for."""
    own = [Shortlist(request)]
    if not request.user.is_authenticated:
        return own
    theirs = Organisation.objects.filter(members__user=request.user).order_by("sort_key")
    return own + [Shortlist(request, organisation) for organisation in theirs]


def named(request, slug: str) -> Shortlist:
    """Return the reader's shortlist that ``slug`` names; Http404 for one that is not theirs."""
    for shortlist in all_of(request) if slug else [Shortlist(request)]:
        if shortlist.slug == slug:
            return shortlist
    raise Http404
