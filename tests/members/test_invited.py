"""From the link in a mail to the membership, for whoever has no account yet, and what is said when it cannot be."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import MemberRole
from accounts.models import Invitation, OrganisationMember, User
from tests.accounts.steps import code_for, newest_mail, said, sign_in
from tests.factories import OrganisationMemberFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

ADDRESS = "ny@example.org"


@pytest.fixture
def link(lead, organisation):
    """The path in the mail to ``ADDRESS``, whom the responsible has invited on the page, as responsible too."""
    client = Client()
    client.force_login(lead)
    client.post(f"/konto/organisationer/{organisation.slug}/bjud-in/", {"email": ADDRESS, "role": "responsible"})
    [address] = [line for line in newest_mail(ADDRESS).text.splitlines() if "/konto/inbjudan/" in line]
    return urlsplit(address).path


def _pressed(client, page, **data):
    """Send the one form of the page, with what is filled in and what it carries, and return where that leads."""
    [form] = parse(page.content).one("main").all("form")[:1]
    hidden = {field.attrs["name"]: field.attrs.get("value", "") for field in form.all("input", type="hidden")}
    return client.post(form.attrs.get("action") or page.request["PATH_INFO"], hidden | data, follow=True)


def sign_up(client, link):
    """Follow the link as a stranger does: to the sign-in page, on to the sign-up, and back by the mailed code."""
    page = client.get(link, follow=True)
    [way] = [a.attrs["href"] for a in parse(page.content).one("main").all("a") if "skapa-konto" in a.attrs["href"]]
    page = _pressed(client, client.get(way), name="Nils Ny", email=ADDRESS, password1="")
    return _pressed(client, page, code=code_for(ADDRESS))


def test_invited_without_an_account_signs_up_and_is_a_member_with_the_role(client, link, organisation, lead):
    page = sign_up(client, link)
    assert page.request["PATH_INFO"] == link
    assert "Anna Ansvarig bjuder in dig att arbeta för Åre kommun här, som ansvarig" in said(page)

    page = _pressed(client, page)

    assert "Nils Ny" in said(page)
    member = OrganisationMember.objects.get(user__email=ADDRESS)
    assert (member.organisation, member.role) == (organisation, MemberRole.RESPONSIBLE)
    # Followed once more, by them and by another who has the link.
    assert "Du tillhör organisationen" in said(client.get(link))
    sign_in(other := Client(), OrganisationMemberFactory().user)
    for answer in (other.get(link), other.post(link, follow=True)):
        assert "gäller inte längre" in said(answer)
    assert OrganisationMember.objects.filter(organisation=organisation).count() == 2


def test_invited_signs_up_with_another_address_and_is_told(client, link, outsider):
    sign_in(client, outsider)
    page = client.get(link)
    assert f"gäller för {ADDRESS}, och du är inloggad som {outsider.email}" in said(page)
    assert client.post(link).status_code == 403
    client.logout()

    assert sign_up(client, link).request["PATH_INFO"] == link
    assert OrganisationMember.objects.filter(user__email=ADDRESS).count() == 0  # until they say yes


@pytest.mark.parametrize("ended", ["too old", "taken back", "followed"])
def test_invited_who_comes_too_late_has_an_account_and_is_told(client, link, ended):
    if ended == "taken back":
        Invitation.objects.all().delete()
    else:
        Invitation.objects.update(**{"ends_at" if ended == "too old" else "accepted_at": timezone.now()})

    page = sign_up(client, link)

    assert User.objects.filter(email=ADDRESS).exists()
    assert "gäller inte längre" in said(page)
    client.post(link)
    assert not OrganisationMember.objects.filter(user__email=ADDRESS).exists()


def test_invitation_holds_when_who_invited_is_no_longer_there(client, link, organisation, lead, colleague):
    """The organisation has invited; those who are responsible now see it, and can take it back."""
    organisation.members.filter(user=colleague).update(role=MemberRole.RESPONSIBLE)
    organisation.members.filter(user=lead).delete()
    lead.delete()

    page = sign_up(client, link)

    assert "Du är inbjuden att arbeta för Åre kommun här, som ansvarig" in said(page)
    _pressed(client, page)
    assert OrganisationMember.objects.filter(user__email=ADDRESS).exists()
