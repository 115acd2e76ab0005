"""An organisation with its people, and the mails that are written."""

import pytest
from allauth.account.models import EmailAddress

from outbox.models import Mail
from tests.factories import OrganisationFactory, OrganisationMemberFactory, UserFactory


def confirm(user):
    """Let the address of ``user`` be known to be theirs; return the user."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def unconfirmed(**fields):
    """Return a new user who has not shown that the address is theirs."""
    user = UserFactory(**fields)
    EmailAddress.objects.filter(user=user).delete()
    return user


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Åre kommun", slug="are-kommun")


@pytest.fixture
def lead(organisation):
    """Whoever is responsible for the organisation, as a user."""
    user = UserFactory(name="Anna Ansvarig", email="anna@example.org")
    return OrganisationMemberFactory(organisation=organisation, user=confirm(user), responsible=True).user


@pytest.fixture
def colleague(organisation, lead):
    user = UserFactory(name="Mats Medlem", email="mats@example.org")
    return OrganisationMemberFactory(organisation=organisation, user=confirm(user)).user


@pytest.fixture
def outsider(db):
    return confirm(UserFactory(name="Ulla Utanför", email="ulla@example.org"))


@pytest.fixture
def editor(db):
    return confirm(UserFactory(name="Rut Redaktör", email="rut@example.org", staff=True))


def mails():
    """Return (to, template) of all mails in the outbox, in the order in which they were put there."""
    return [(mail.to, mail.template.removeprefix("mail/")) for mail in Mail.objects.order_by("pk")]
