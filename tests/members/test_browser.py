"""From a mail to a membership, and a new organisation with its likenesses: in a browser, with script and without."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.asking.actions import approve
from accounts.models import OrganisationMember, OrganisationRequest
from organisations.models import Organisation
from outbox.models import Mail
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)
from tests.looking import crowded_when_large_or_spaced
from tests.test_browser_accessibility import violations

from .conftest import confirm

# Without script the page is the same but for what happens while one types.
each_browser = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture
def browser_context_args(browser_context_args, request):
    script = request.node.callspec.params.get("script", True) if hasattr(request.node, "callspec") else True
    return {**browser_context_args, "java_script_enabled": script}


@pytest.fixture
def made(portal):
    """A list for what a test makes in the database that is served: it is deleted afterwards, the last first."""
    cache.clear()
    rows = []
    yield rows
    Mail.objects.all().delete()
    OrganisationRequest.objects.all().delete()
    for row in reversed(rows):
        row.delete()
    cache.clear()


@pytest.fixture
def ankeborg(made):
    """An organisation with somebody responsible and somebody who is invited."""
    organisation = OrganisationFactory(name="Ankeborgs kommun", slug="ankeborgs-kommun")
    lead, guest = (confirm(UserFactory(name=name)) for name in ("Anna Ansvarig", "Ulla Utanför"))
    OrganisationMemberFactory(organisation=organisation, user=lead, responsible=True)
    made += [organisation, lead, guest]
    return organisation, lead, guest


@each_browser
def test_invited_comes_from_the_mail_to_the_members(browser_page, ankeborg, sign_in, script):
    organisation, lead, guest = ankeborg
    sign_in(lead)
    browser_page.goto("/konto/organisationer/")
    browser_page.get_by_role("main").get_by_role("link", name="Ankeborgs kommun").click()
    browser_page.get_by_role("link", name="Bjud in någon").click()
    browser_page.get_by_label("E-post").fill(guest.email)
    browser_page.get_by_role("button", name="Skicka inbjudan").click()
    expect(browser_page.get_by_role("status").first).to_contain_text("är skickad")

    link = re.search(r"/konto/inbjudan/\S+", Mail.objects.get(to=guest.email).text)[0]
    sign_in(guest)
    browser_page.goto(link)
    expect(browser_page.get_by_text("Anna Ansvarig bjuder in dig")).to_be_visible()
    browser_page.get_by_role("button", name="Tacka ja").click()

    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Medlemmar i Ankeborgs kommun")
    expect(browser_page.get_by_role("main")).to_contain_text("Ulla Utanför")
    assert OrganisationMember.objects.filter(organisation=organisation, user=guest).exists()


def test_likenesses_come_while_one_types_and_what_is_typed_stays(browser_page, ankeborg, sign_in):
    _organisation, _lead, guest = ankeborg
    sign_in(guest)
    browser_page.goto("/konto/ny-organisation/")
    browser_page.get_by_label("Namn").fill("Ankeborg kommun")
    offered = browser_page.get_by_role("link", name="Be om att få gå med i Ankeborgs kommun")
    expect(offered).to_be_visible()
    browser_page.get_by_label("Namn").fill("Ankeborgs fiskeförening")
    expect(offered).to_be_hidden()
    expect(browser_page.get_by_label("Namn")).to_have_value("Ankeborgs fiskeförening")
    browser_page.goto("/konto/hitta-organisation/")
    browser_page.get_by_label("Organisationens namn").fill("ankebo")
    expect(browser_page.get_by_role("main").get_by_role("link", name="Ankeborgs kommun")).to_be_visible()


@each_browser
def test_new_organisation_with_a_likeness_is_asked_for_and_approved(browser_page, ankeborg, made, sign_in, script):
    _organisation, _lead, guest = ankeborg
    editor = UserFactory(staff=True)
    made.append(editor)
    sign_in(guest)
    browser_page.goto("/konto/hitta-organisation/")
    browser_page.get_by_label("Organisationens namn").fill("Ankeborg kommun")
    browser_page.get_by_role("button", name="Sök", exact=True).last.click()
    browser_page.get_by_role("link", name="Be om en ny organisation").click()
    expect(browser_page.get_by_label("Namn")).to_have_value("Ankeborg kommun")
    browser_page.get_by_label("Typ").select_option("civil_society")
    browser_page.get_by_role("button", name="Se om den redan finns här").click()
    expect(browser_page.get_by_role("link", name="Be om att få gå med i Ankeborgs kommun")).to_be_visible()
    browser_page.get_by_label("Ingen av dem är den jag menar").check()
    browser_page.get_by_role("button", name="Skicka förfrågan").click()
    expect(browser_page.get_by_role("status").first).to_contain_text("skickad till redaktörerna")

    approve(OrganisationRequest.objects.get(), by=editor)
    new = Organisation.objects.get(name="Ankeborg kommun")
    made.append(new)
    browser_page.goto(re.search(r"/konto/organisationer/\S+", Mail.objects.get(to=guest.email).text)[0])
    expect(browser_page.get_by_role("link", name="Bjud in någon")).to_be_visible()


@pytest.mark.once
def test_pages_for_members_have_no_violation(browser_page, ankeborg, made, sign_in):
    organisation, lead, guest = ankeborg
    member = OrganisationMemberFactory(organisation=organisation, user=guest)
    made += [
        OrganisationRequestFactory(user=lead),
        JoinRequestFactory(user=lead, organisation__name="Annan förening"),
        asked := JoinRequestFactory(organisation=organisation, message="Jag är ny här."),
        invitation := InvitationFactory(organisation=organisation),
        own := InvitationFactory(email=lead.email),
    ]
    made += [asked.user, own.organisation, made[3 + 1].organisation]
    home = "/konto/organisationer/"
    here = f"{home}{organisation.slug}/"
    sign_in(lead)
    found = []
    for path in [
        home, here, f"{here}ga-med/", f"{here}lamna/", f"{here}bjud-in/", f"{here}medlem/{member.pk}/",
        f"/konto/inbjudan/{invitation.token}/", f"/konto/inbjudan/{own.token}/",
        "/konto/hitta-organisation/?namn=ankeborg", "/konto/ny-organisation/?namn=Ankeborgs+kommun", "/om/roller/",
    ]:  # fmt: skip
        browser_page.goto(path)
        found += violations(browser_page, "sv") + crowded_when_large_or_spaced(browser_page)
    browser_page.goto(f"{here}bjud-in/")
    browser_page.get_by_role("button", name="Skicka inbjudan").evaluate("button => button.form.noValidate = true")
    browser_page.get_by_role("button", name="Skicka inbjudan").click()
    browser_page.get_by_role("alert").wait_for()
    found += violations(browser_page, "sv")
    assert found == []
