"""Who may meet a record, by what they are to it."""

from accounts.enums import MemberRole
from accounts.models import OrganisationMember
from tests.factories import OrganisationFactory, UserFactory

WRITERS = {"owner", "co_writer", "member", "responsible", "editor"}


def people_around(record) -> dict:
    """Give ``record`` an owner, a co-writer and an organisation with people; return all of them and two others."""
    people = {name: UserFactory(name=name) for name in ("owner", "co_writer", "member", "responsible", "stranger")}
    people["editor"] = UserFactory(name="editor", staff=True)
    organisation = OrganisationFactory()
    for role in MemberRole:
        OrganisationMember.objects.create(user=people[role.value], organisation=organisation, role=role)
    record.owner, record.organisation = people["owner"], organisation
    record.save()
    record.co_writers.add(people["co_writer"])
    return people
