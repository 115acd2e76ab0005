"""Shows every template about members to whoever looks: see tests/test_pages.py."""

from accounts.asking import actions as asking
from accounts.enums import MemberRole
from accounts.members import actions
from organisations.models import Organisation
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)


def look_around(client, prefix):
    """Open every page for members and the administration's for requests, and have every mail written, in a language.

    ``client`` is signed in; the language is that of ``prefix`` ("" or "/en"), and of the mails of that of the pages.
    """
    user, admin = UserFactory(), UserFactory(admin=True)
    client.force_login(user)
    organisation = OrganisationMemberFactory(user=user, responsible=True).organisation
    member = OrganisationMemberFactory(organisation=organisation)
    invitation, asked = InvitationFactory(organisation=organisation), JoinRequestFactory(organisation=organisation)
    OrganisationRequestFactory(user=user)
    home = f"{prefix}/konto/organisationer/"
    for path in ["", "bjud-in/", "lamna/", "ga-med/", f"medlem/{member.pk}/"]:
        client.get(f"{home}{organisation.slug}/{path}")
    for path in ["organisationer/", f"inbjudan/{invitation.token}/", "hitta-organisation/?namn=a", "ny-organisation/"]:
        client.get(f"{prefix}/konto/{path}")
    client.post(f"{home}{organisation.slug}/bjud-in/", {"email": "x@example.org", "role": "member"})
    actions.answer(asked, accept=True, by=user)
    actions.change_role(member, role=MemberRole.RESPONSIBLE, by=user)
    actions.remove(member, by=user)
    actions.ask_to_join(organisation, by=UserFactory())
    requests = OrganisationRequestFactory.create_batch(4)
    asking.approve(requests[0], by=admin)
    asking.is_there(requests[1], organisation=OrganisationFactory(), by=admin)
    asking.decline(requests[2], answer="Nej.", by=admin)
    client.force_login(admin)
    client.get(f"/admin/accounts/organisationrequest/{requests[3].pk}/change/", headers={"Accept-Language": prefix[1:]})
    assert Organisation.objects.filter(name=requests[0].name).exists()
