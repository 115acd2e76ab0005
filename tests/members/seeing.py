"""Shows every template about members to whoever looks: see tests/test_pages.py."""

from outbox.rendering import render
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)

from .samples import about_members


def look_around(client, prefix):
    """Open every page for members and the administration's for a request, and write every mail, in one language.

    ``client`` signs in and is somebody else afterwards; ``prefix`` is "" or "/en".
    """
    user = UserFactory()
    client.force_login(user)
    organisation = OrganisationMemberFactory(user=user, responsible=True).organisation
    member = OrganisationMemberFactory(organisation=organisation)
    invitation, asked = InvitationFactory(organisation=organisation), OrganisationRequestFactory(user=user)
    JoinRequestFactory(organisation=organisation)
    home = f"{prefix}/konto/organisationer/"
    for path in ["", "bjud-in/", "lamna/", "ga-med/", f"medlem/{member.pk}/"]:
        client.get(f"{home}{organisation.slug}/{path}")
    invitations = [f"inbjudan/{token}/" for token in (invitation.token, "borta")]
    for path in ["organisationer/", *invitations, "hitta-organisation/?namn=a", "ny-organisation/"]:
        client.get(f"{prefix}/konto/{path}")
    for template, context in about_members("Ö").items():
        render(template, context(), "en" if prefix else "sv")
    client.force_login(UserFactory(admin=True))
    client.get(f"/admin/accounts/organisationrequest/{asked.pk}/change/")
