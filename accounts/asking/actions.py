"""What is done with organisations that somebody asks for."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.enums import OrganisationKind, Sector
from organisations.models import Country, Organisation
from sources.addresses import free_slug
from sources.versions import written_as_a_version

from ..enums import MemberRole, Outcome
from ..members.actions import AlreadyDecided, admit, ask_to_join, locked
from ..models import OrganisationRequest, User
from ..rights import Right, may
from . import mails

# What is not listed is of the public sector.
SECTORS = {
    OrganisationKind.CIVIL_SOCIETY: Sector.CIVIL_SOCIETY,
    OrganisationKind.COMPANY: Sector.BUSINESS,
    OrganisationKind.EU_INSTITUTION: Sector.INTERNATIONAL,
    OrganisationKind.INTERNATIONAL: Sector.INTERNATIONAL,
}


class NothingToAskFor(ValidationError):
    """The organisation is there already; ``organisation`` is it."""

    def __init__(self, organisation):
        super().__init__(_("%(organisation)s has this organisation number already.") % {"organisation": organisation})
        self.organisation = organisation


@transaction.atomic
def ask_for(*, by, name: str, number: str = "", **details) -> OrganisationRequest:
    """Ask the editors for an organisation that the portal lacks; ``details`` are other fields of the request.

    They are told by mail. Sent twice it is asked for once. Raises PermissionDenied, ValidationError, and
    NothingToAskFor when an organisation has the same number (NNNNNN-NNNN).
    """
    if not may(by, Right.ASK):
        raise PermissionDenied(Right.ASK)
    if number and (there := Organisation.objects.filter(number=number).first()):
        raise NothingToAskFor(there)
    # Two of the same at once wait here for one another.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = by.organisation_requests.filter(outcome=Outcome.WAITING, name__iexact=name).first()
    if same:
        return same
    asked = OrganisationRequest(user=by, name=name, number=number, **details)
    asked.full_clean()
    asked.save()
    mails.asked_for(asked)
    return asked


def _waiting(asked: OrganisationRequest, by) -> OrganisationRequest:
    """Return the request, locked; raises PermissionDenied and AlreadyDecided."""
    if not may(by, Right.EDIT):
        raise PermissionDenied(Right.EDIT)
    requests = OrganisationRequest.objects.select_related("user", "municipality")
    asked = requests.select_for_update(of=["self"]).get(pk=asked.pk)
    if asked.outcome != Outcome.WAITING:
        raise AlreadyDecided(asked)
    return asked


def _decide(asked, outcome, *, by, organisation=None, answer="") -> OrganisationRequest:
    asked.outcome, asked.decided_at, asked.decided_by = outcome, timezone.now(), by
    asked.organisation, asked.answer = organisation, answer
    asked.save(update_fields=["outcome", "decided_at", "decided_by", "organisation", "answer"])
    return asked


@transaction.atomic
def approve(asked: OrganisationRequest, *, by) -> OrganisationRequest:
    """Make the organisation, with who asked for it as the one responsible, and tell them by mail.

    Raises PermissionDenied, AlreadyDecided, and ValidationError when the number has been taken meanwhile.
    """
    asked = _waiting(asked, by)
    place = asked.municipality
    organisation = Organisation(
        name=asked.name,
        slug=free_slug(Organisation, asked.name),
        number=asked.number,
        kind=asked.kind,
        sector=SECTORS.get(OrganisationKind(asked.kind), Sector.PUBLIC),
        # Whoever has a Swedish number or municipality is in Sweden; of others the editor knows better.
        country=Country.objects.filter(code="SE").first() if asked.number or place else None,
        region=place and place.region,
        municipality=place,
        website=asked.website,
    )
    organisation.full_clean()
    try:
        with written_as_a_version(organisation, by=by):
            organisation.save()
    except IntegrityError:
        organisation.full_clean()  # another editor has made one with this number just now: says so
        raise
    admit(asked.user, locked(organisation), MemberRole.RESPONSIBLE)
    asked = _decide(asked, Outcome.ACCEPTED, by=by, organisation=organisation)
    mails.made(asked)
    return asked


@transaction.atomic
def is_there(asked: OrganisationRequest, *, organisation: Organisation, by) -> OrganisationRequest:
    """Say that the organisation asked for is one that the portal has, and tell who asked by mail.

    Those responsible for it are asked to let them in; where there is nobody, who asked becomes responsible. Raises
    PermissionDenied and AlreadyDecided.
    """
    asked = _waiting(asked, by)
    organisation = locked(organisation)
    is_led = organisation.members.responsible().exists()
    waits = organisation.join_requests.filter(user=asked.user, outcome=Outcome.WAITING).exists()
    is_member = organisation.members.filter(user=asked.user).exists()
    if not is_led:
        admit(asked.user, organisation)
    elif not waits and not is_member:
        ask_to_join(organisation, by=asked.user, message=asked.comment)
    asked = _decide(asked, Outcome.ACCEPTED, by=by, organisation=organisation)
    mails.there(asked, is_member=is_member or not is_led)
    return asked


@transaction.atomic
def decline(asked: OrganisationRequest, *, answer: str, by) -> OrganisationRequest:
    """Say no to a request, with the reason, which who asked gets by mail. Raises PermissionDenied, AlreadyDecided."""
    asked = _decide(_waiting(asked, by), Outcome.DECLINED, by=by, answer=answer)
    mails.declined(asked)
    return asked


@transaction.atomic
def stop_asking(asked: OrganisationRequest, *, by) -> None:
    """Take back what one has asked for oneself. A request that was decided on meanwhile stays."""
    by.organisation_requests.filter(pk=asked.pk, outcome=Outcome.WAITING).delete()
