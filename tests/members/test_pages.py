"""The pages for members, as a browser without script meets them."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.enums import MemberRole
from accounts.models import Invitation, JoinRequest, OrganisationMember
from outbox.models import Mail
from tests.factories import InvitationFactory, JoinRequestFactory, OrganisationMemberFactory
from tests.reading import parse

from .conftest import confirm, mails, unconfirmed

pytestmark = pytest.mark.django_db

HOME = "/konto/organisationer/"
PAGE = f"{HOME}are-kommun/"


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.fixture
def browse(client):
    """Returns what ``user`` reads at an address, or is answered to what they send there, redirects followed."""

    def ask(user, path, data=None, status=200):
        client.force_login(user)
        response = client.get(path) if data is None else client.post(path, data, follow=True)
        assert response.status_code == status, path
        return parse(response.content).one("main")

    return ask


def actions_of(page):
    return [form.attrs.get("action", "") for form in page.all("form")]


# --- One's own ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "role", "waits"), [("", "ansvarig", "Be"), ("/en", "responsible", "asked")])
def test_own_organisations_are_listed_with_the_role(browse, lead, organisation, prefix, role, waits):
    JoinRequestFactory(user=lead, organisation__name="Annan förening")
    text = browse(lead, f"{prefix}{HOME}").text
    assert "Åre kommun" in text
    assert role in text
    assert "Annan förening" in text


def test_own_organisations_show_invitations_to_confirmed_addresses_alone(browse, organisation, outsider):
    invitation = InvitationFactory(organisation=organisation, email=outsider.email.upper())
    somebody = unconfirmed(email="okand@example.org")
    InvitationFactory(organisation=organisation, email=somebody.email)

    links = [link.attrs["href"] for link in browse(outsider, HOME).all("a")]

    assert f"/konto/inbjudan/{invitation.token}/" in links
    assert "Åre kommun" not in browse(somebody, HOME).text


def test_own_request_is_taken_back_by_a_button(browse, outsider, lead, organisation):
    asked = JoinRequestFactory(user=outsider, organisation=organisation)
    page = browse(outsider, HOME)
    assert f"/konto/fraga/{asked.pk}/ta-tillbaka/" in actions_of(page)

    browse(lead, f"/konto/fraga/{asked.pk}/ta-tillbaka/", {}, status=404)
    browse(outsider, f"/konto/fraga/{asked.pk}/ta-tillbaka/", {})

    assert not JoinRequest.objects.exists()


# --- Who sees what --------------------------------------------------------------------------------------------


def test_members_see_one_another_and_only_those_responsible_more(browse, organisation, lead, colleague, editor):
    InvitationFactory(organisation=organisation, email="inbjuden@example.org")
    JoinRequestFactory(organisation=organisation, user__name="Frida Frågar")

    for user in (lead, editor):
        text = browse(user, PAGE).text
        assert "inbjuden@example.org" in text
        assert "Frida Frågar" in text
    page = browse(colleague, PAGE)
    assert "Anna Ansvarig" in page.text
    assert "anna@example.org" in page.text
    assert "inbjuden@example.org" not in page.text
    assert "Frida Frågar" not in page.text
    assert actions_of(page) == []


@pytest.mark.parametrize(
    "path", ["", "bjud-in/", "medlem/{member}/", "inbjudan/{invitation}/igen/", "inbjudan/{invitation}/ta-tillbaka/",
             "fraga/{asked}/", "lamna/"]
)  # fmt: skip
def test_page_of_an_organisation_is_closed_to_others(client, organisation, lead, colleague, outsider, path):
    keys = {
        "member": OrganisationMember.objects.get(user=lead).pk,
        "invitation": InvitationFactory(organisation=organisation).pk,
        "asked": JoinRequestFactory(organisation=organisation).pk,
    }
    for user in (outsider, *([] if path in ("", "lamna/") else [colleague])):
        client.force_login(user)
        for response in (client.get(PAGE + path.format(**keys)), client.post(PAGE + path.format(**keys))):
            assert response.status_code in (403, 404, 405), path
    assert mails() == []


def test_rows_of_another_organisation_are_not_reached(browse, organisation, lead):
    other = OrganisationMemberFactory(responsible=True)
    invitation, asked = InvitationFactory(), JoinRequestFactory()
    for path in (f"medlem/{other.pk}/", f"inbjudan/{invitation.pk}/igen/", f"fraga/{asked.pk}/"):
        browse(lead, PAGE + path, {"remove": ""}, status=404)
    browse(lead, f"{PAGE}medlem/{'9' * 30}/", status=404)
    assert OrganisationMember.objects.filter(pk=other.pk).exists()


def test_list_of_many_members_asks_as_little_as_that_of_one(client, organisation, lead, django_assert_max_num_queries):
    OrganisationMemberFactory.create_batch(30, organisation=organisation)
    InvitationFactory.create_batch(30, organisation=organisation)
    JoinRequestFactory.create_batch(30, organisation=organisation)
    client.force_login(lead)
    with django_assert_max_num_queries(10):
        client.get(PAGE)


# --- Inviting -------------------------------------------------------------------------------------------------


def test_invite_by_mail_from_the_page_to_the_membership(client, browse, organisation, lead, outsider):
    page = browse(lead, f"{PAGE}bjud-in/", {"email": outsider.email, "role": "member"})
    assert "Inbjudan till ulla@example.org är skickad." in page.text
    client.logout()
    address = next(line for line in Mail.objects.get().text.splitlines() if "/konto/inbjudan/" in line)
    link = urlsplit(address).path

    # Without an account in the browser the link leads to signing in, and on from there.
    response = client.get(link)
    assert response.status_code == 302
    assert response.url.endswith(f"?next={link}")

    page = browse(outsider, link)
    assert "Anna Ansvarig bjuder in dig att arbeta för Åre kommun här, som medlem." in page.text
    assert not OrganisationMember.objects.filter(user=outsider).exists()  # a GET writes nothing
    page = browse(outsider, link, {})
    assert page.one("h1").text == "Medlemmar i Åre kommun"
    assert OrganisationMember.objects.get(user=outsider).role == MemberRole.MEMBER
    assert "Du tillhör organisationen" in browse(outsider, link).text


def test_invitation_to_another_address_says_so_and_lets_nobody_in(browse, organisation, lead, outsider):
    invitation = InvitationFactory(organisation=organisation, email="annan@example.org")
    link = f"/konto/inbjudan/{invitation.token}/"

    page = browse(outsider, link)

    assert "Inbjudan gäller för annan@example.org, och du är inloggad som ulla@example.org" in page.text
    assert page.all("form") == []
    browse(outsider, link, {}, status=403)
    assert not OrganisationMember.objects.filter(user=outsider).exists()


def test_invitation_that_has_ended_says_so(browse, organisation, lead, outsider):
    invitation = InvitationFactory(organisation=organisation, email=outsider.email, ends_at=timezone.now())
    link = f"/konto/inbjudan/{invitation.token}/"
    for data in (None, {}):
        page = browse(outsider, link, data)
        assert "Inbjudan gäller inte längre" in page.text
    browse(outsider, "/konto/inbjudan/finns-inte/", status=404)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"email": "ingen adress", "role": "member"}, "giltig e-postadress"),
        ({"email": "", "role": "member"}, "måste fyllas i"),
        ({"email": "x@example.org", "role": "administrator"}, "giltigt alternativ"),
        ({"email": "a" * 10_000 + "@example.org", "role": "member"}, "254"),
        ({"email": "mats@example.org", "role": "member"}, "redan medlem"),
        ({"email": "x@example.org\r\nBcc: y@example.org", "role": "member"}, "giltig e-postadress"),
        ({"email": "x\x00@example.org", "role": "member"}, ""),
    ],
)
def test_invitation_written_wrong_says_what_and_keeps_what_was_written(browse, lead, colleague, data, error):
    page = browse(lead, f"{PAGE}bjud-in/", data)

    assert error in page.one("div", "error-summary").text
    if "\n" not in data["email"]:
        assert page.one("input", name="email").attrs.get("value", "") == data["email"]
    assert mails() == []


def test_invitation_is_the_same_for_an_address_with_and_without_an_account(browse, lead, outsider):
    pages = []
    for email in (outsider.email, "nobody@example.org"):
        pages.append(browse(lead, f"{PAGE}bjud-in/", {"email": email, "role": "member"}).text.replace(email, "…"))
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]
    assert [template for _to, template in mails()] == ["members/invited.html"] * 2


def test_invitations_are_limited_to_an_address_and_by_a_user(browse, settings, organisation, lead, editor):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invite": "4/h/user,2/d/key"}

    def invite(by, email):
        return browse(by, f"{PAGE}bjud-in/", {"email": email, "role": "member"})

    for _ in range(2):
        assert "är skickad" in invite(lead, "a@example.org").text
    refused = invite(lead, "A@example.org")
    assert "på kort tid" in refused.one("div", "error-summary").text
    assert refused.one("input", name="email").attrs["value"] == "A@example.org"
    assert "på kort tid" in invite(editor, "a@example.org").text  # whoever sends it
    assert "är skickad" in invite(lead, "b@example.org").text
    assert "på kort tid" in invite(lead, "c@example.org").text
    assert {to for to, _template in mails()} == {"a@example.org", "b@example.org"}
    invitation = Invitation.objects.get(email="b@example.org")
    assert "på kort tid" in browse(lead, f"{PAGE}inbjudan/{invitation.pk}/igen/", {}).text


def test_open_invitations_are_sent_again_and_taken_back(browse, organisation, lead):
    invitation = InvitationFactory(
        organisation=organisation, email="sen@example.org", ends_at=timezone.now() - datetime.timedelta(days=1)
    )
    page = browse(lead, PAGE)
    assert "slutade gälla" in page.text

    browse(lead, f"{PAGE}inbjudan/{invitation.pk}/igen/", {})
    assert mails() == [("sen@example.org", "members/invited.html")]
    assert "gäller till" in browse(lead, PAGE).text
    browse(lead, f"{PAGE}inbjudan/{invitation.pk}/ta-tillbaka/", {})

    assert not Invitation.objects.exists()
    browse(lead, f"{PAGE}inbjudan/{invitation.pk}/igen/", {}, status=404)


# --- Leading and leaving --------------------------------------------------------------------------------------


def test_request_is_answered_on_the_page_and_the_second_answer_is_told(browse, organisation, lead, editor, outsider):
    asked = JoinRequestFactory(organisation=organisation, user=outsider, message="Hej <script>")
    page = browse(lead, PAGE)
    assert "Hej <script>" in page.text

    assert "Ulla Utanför är medlem nu." in browse(lead, f"{PAGE}fraga/{asked.pk}/", {"accept": ""}).text
    assert "Någon annan har redan svarat Ulla" in browse(editor, f"{PAGE}fraga/{asked.pk}/", {"decline": ""}).text
    assert OrganisationMember.objects.filter(user=outsider).exists()


def test_role_is_changed_and_member_removed_on_the_page(browse, organisation, lead, colleague):
    path = f"{PAGE}medlem/{OrganisationMember.objects.get(user=colleague).pk}/"
    page = browse(lead, path)
    assert "stannar hos den, även utkast" in page.text

    assert "Rollen är ändrad." in browse(lead, path, {"role": "responsible"}).text
    assert OrganisationMember.objects.get(user=colleague).role == MemberRole.RESPONSIBLE
    assert "giltigt alternativ" in browse(lead, path, {"role": "x"}).text
    assert "Mats Medlem är inte längre medlem." in browse(lead, path, {"remove": ""}).text
    assert not OrganisationMember.objects.filter(user=colleague).exists()


def test_last_responsible_is_told_on_the_page(browse, organisation, lead, colleague):
    path = f"{PAGE}medlem/{OrganisationMember.objects.get(user=lead).pk}/"

    for data in ({"role": "member"}, {"remove": ""}):
        assert "Någon måste vara ansvarig" in browse(lead, path, data).text
    assert "Någon måste vara ansvarig" in browse(lead, f"{PAGE}lamna/", {}).text
    assert OrganisationMember.objects.get(user=lead).role == MemberRole.RESPONSIBLE


def test_leaving_says_what_becomes_of_drafts_and_ends_the_membership(browse, organisation, lead, colleague):
    assert "stannar hos den, även utkast" in browse(colleague, f"{PAGE}lamna/").text
    assert OrganisationMember.objects.filter(user=colleague).exists()

    assert "Du har lämnat Åre kommun." in browse(colleague, f"{PAGE}lamna/", {}).text
    assert not OrganisationMember.objects.filter(user=colleague).exists()


# --- Asking to join -------------------------------------------------------------------------------------------


def test_ask_to_join_says_who_gets_what_and_waits(browse, organisation, lead, outsider):
    path = f"{PAGE}ga-med/"
    assert "De som är ansvariga för organisationen får ett mejl" in browse(outsider, path).text

    page = browse(outsider, path, {"message": "Jag är ny"})

    assert "Din förfrågan är skickad." in page.text
    assert "Åre kommun" in page.text
    assert JoinRequest.objects.get().message == "Jag är ny"
    again = browse(outsider, path, {"message": "Igen"})
    assert "redan frågat" in again.one("div", "error-summary").text
    assert "Igen" in again.one("textarea").text
    assert "redan medlem" in browse(lead, path, {"message": ""}).text


def test_ask_to_join_where_nobody_is_yet_says_that_the_editors_answer(browse, organisation, outsider):
    assert "redaktörerna svarar" in browse(outsider, f"{PAGE}ga-med/").text


def test_message_that_is_too_long_is_said_and_kept(browse, organisation, outsider):
    page = browse(outsider, f"{PAGE}ga-med/", {"message": "å" * 10_000})
    assert "1000" in page.one("div", "error-summary").text
    assert page.one("textarea").text.count("å") == 10_000


def test_asking_is_limited(browse, settings, organisation, outsider):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "ask": "1/h/user"}
    browse(outsider, f"{PAGE}ga-med/", {"message": ""})
    JoinRequest.objects.all().delete()
    assert "på kort tid" in browse(outsider, f"{PAGE}ga-med/", {"message": "Hej"}).text
    assert not JoinRequest.objects.exists()


def test_member_with_confirmed_address_reads_no_invitation_to_the_own_organisation(browse, organisation, colleague):
    InvitationFactory(organisation=organisation, email=confirm(colleague).email)
    assert "Inbjudningar till dig" not in browse(colleague, HOME).text
