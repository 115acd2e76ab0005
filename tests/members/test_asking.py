"""Organisations that somebody looks for, and new ones: asked for on the pages, decided on by an editor in the admin."""

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.asking import actions
from accounts.enums import MemberRole, Outcome
from accounts.members.actions import AlreadyDecided
from accounts.models import JoinRequest, OrganisationMember, OrganisationRequest
from organisations.enums import OrganisationKind, Sector
from organisations.models import Municipality, Organisation
from outbox.models import Mail
from search.finding import Search
from search.readers import EVERYONE
from tests.factories import (
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)
from tests.reading import parse

from .conftest import mails

pytestmark = pytest.mark.django_db

NEW = "/konto/ny-organisation/"
FIND = "/konto/hitta-organisation/"
FILLED = {"name": "Ankeborgs kvinnojour", "number": "", "municipality": "", "kind": "civil_society", "website": ""}


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    cache.clear()


@pytest.fixture
def asker(client):
    user = UserFactory(name="Nils Ny", email="nils@example.org")
    client.force_login(user)
    return user


def send(client, **data):
    response = client.post(NEW, FILLED | {"comment": ""} | data, follow=True)
    assert response.status_code == 200
    return parse(response.content).one("main")


def value(page, name):
    return page.one("input", name=name).attrs.get("value", "")


# --- Finding --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "ask"), [("", "Be om en ny organisation"), ("/en", "Ask for a new organisation")])
def test_organisation_is_found_by_name_and_leads_to_asking(client, asker, prefix, ask):
    OrganisationFactory(name="Ankeborgs kommun", slug="ankeborg")

    page = parse(client.get(f"{prefix}{FIND}?namn=ankeborg+kommun").content).one("main")

    links = {link.text: link.attrs["href"] for link in page.all("a")}
    assert links["Ankeborgs kommun"] == f"{prefix}/konto/organisationer/ankeborg/ga-med/"
    assert links[ask] == f"{prefix}{NEW}?namn=ankeborg%20kommun"


def test_organisation_is_found_while_one_types_by_a_part_of_the_page(client, asker):
    response = client.get(f"{FIND}?namn=finnsinte", headers={"HX-Request": "true"})
    assert "Inget här heter ”finnsinte”" in response.text
    assert "<h1" not in response.text


@pytest.mark.parametrize("name", ["", "%00", "%ED%A0%80", "x" * 5000, "%27%22%3Cscript%3E"])
def test_finding_takes_any_name(client, asker, name):
    assert client.get(f"{FIND}?namn={name}").status_code == 200
    assert client.get(f"{NEW}?namn={name}").status_code == 200


# --- Asking ---------------------------------------------------------------------------------------------------


def test_new_organisation_is_asked_for_once_and_the_editors_are_told(client, asker, editor):
    page = send(client, number="8020000009", comment="Vi finns!")
    assert "Din förfrågan är skickad till redaktörerna." in page.text
    assert "Ankeborgs kvinnojour" in page.text

    send(client, number="8020000009", comment="Vi finns!")  # the same form once more

    asked = OrganisationRequest.objects.get()
    assert (asked.user, asked.outcome, asked.comment) == (asker, Outcome.WAITING, "Vi finns!")
    assert (asked.name, asked.number) == ("Ankeborgs kvinnojour", "802000-0009")
    assert mails() == [(editor.email, "asking/asked_for.html")]
    mail = Mail.objects.get()
    assert f"/admin/accounts/organisationrequest/{asked.pk}/change/" in mail.text
    assert "Vi finns!" in mail.text


# How a number may be written: tests of the field itself.
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("212000-0887", "stämmer inte"),  # a digit is wrong
        ("21200-0886", "tio siffror"),
        ("SE212000088601", "tio siffror"),
        ("abc", "tio siffror"),
        ("811228-9874", "personnummer"),
        ("16811228-9874", "personnummer"),
    ],
)
def test_organisation_number_that_is_none_says_why(client, asker, text, error):
    page = send(client, number=text)

    assert error in page.one("div", "error-summary").text
    assert value(page, "number") == text
    assert value(page, "name") == FILLED["name"]
    assert not OrganisationRequest.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"kind": "slump"},
        {"municipality": "9" * 40},
        {"municipality": "slump"},
        {"website": "ingen adress"},
        {"website": "javascript:alert(1)"},
        {"comment": "x" * 5000},
        {"name": "\x00"},
        {"number": "1" * 5000},
    ],
)
def test_form_filled_in_wrong_keeps_what_is_right(client, asker, data):
    page = send(client, **({"name": "Ankeborgs kvinnojour"} | data))

    assert page.one("div", "error-summary")
    if "name" not in data:
        assert value(page, "name") == "Ankeborgs kvinnojour"
    assert not OrganisationRequest.objects.exists()
    assert client.post(NEW, FILLED | data | {"look": ""}).status_code == 200


def test_likely_duplicate_is_offered_before_it_is_sent(client, asker):
    there = OrganisationFactory(name="Ankeborgs Kvinnojour", slug="jouren")

    page = send(client, name="Ankeborg kvinnojour")

    assert not OrganisationRequest.objects.exists()
    assert "kan finnas här redan" in page.one("div", "error-summary").text
    links = {link.text: link.attrs["href"] for link in page.all("a")}
    assert links[f"Be om att få gå med i {there}"] == "/konto/organisationer/jouren/ga-med/"
    send(client, name="Ankeborg kvinnojour", none_of_these="on")
    assert OrganisationRequest.objects.get().name == "Ankeborg kvinnojour"


def test_duplicates_are_shown_by_the_button_and_while_one_types_without_sending(client, asker):
    OrganisationFactory(name="Ankeborgs kvinnojour", slug="jouren")

    page = parse(client.post(NEW, FILLED | {"look": "1", "comment": "Kvar", "none_of_these": "on"}).content).one("main")
    assert page.one("a", href="/konto/organisationer/jouren/ga-med/")
    assert page.one("textarea").text == "Kvar"
    assert value(page, "name") == FILLED["name"]
    assert page.all("div", "error-summary") == []
    part = client.post(NEW, FILLED | {"look": "1"}, headers={"HX-Request": "true"})
    assert "/konto/organisationer/jouren/ga-med/" in part.text
    assert "<h1" not in part.text
    assert not OrganisationRequest.objects.exists()


def test_same_number_is_the_same_organisation_whatever_one_says(client, asker):
    OrganisationFactory(name="Helt annat namn", number="212000-0886", slug="annat")

    page = send(client, number="2120000886", none_of_these="on")

    assert "Helt annat namn har redan det här organisationsnumret" in page.one("div", "error-summary").text
    assert page.one("a", href="/konto/organisationer/annat/ga-med/")
    assert not OrganisationRequest.objects.exists()
    with pytest.raises(actions.NothingToAskFor):
        actions.ask_for(by=asker, name="X", number="212000-0886", kind=OrganisationKind.COMPANY)


def test_asking_is_limited(client, asker, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "ask": "1/h/user"}
    send(client)
    page = send(client, name="En helt annan förening")
    assert "på kort tid" in page.one("div", "error-summary").text
    assert value(page, "name") == "En helt annan förening"


def test_request_is_taken_back_by_who_asked_while_it_waits(client, asker):
    mine, decided, theirs = (
        OrganisationRequestFactory(user=asker),
        OrganisationRequestFactory(user=asker, outcome=Outcome.DECLINED, decided_at=timezone.now()),
        OrganisationRequestFactory(),
    )
    statuses = [client.post(f"{NEW}{one.pk}/ta-tillbaka/").status_code for one in (mine, decided, theirs)]
    assert statuses == [302, 302, 404]
    assert set(OrganisationRequest.objects.all()) == {decided, theirs}


# --- Deciding -------------------------------------------------------------------------------------------------


def test_approved_organisation_is_whole_found_and_led_by_who_asked(asker, editor):
    place = Municipality.objects.get(slug="ostersund")
    asked = OrganisationRequestFactory(
        user=asker,
        name="Östersunds nya kvinnojour",
        number="802000-0009",
        municipality=place,
        website="https://x.example",
    )

    decided = actions.approve(asked, by=editor)

    made = Organisation.objects.get(name="Östersunds nya kvinnojour")
    assert (decided.outcome, decided.decided_by, decided.organisation) == (Outcome.ACCEPTED, editor, made)
    assert (made.slug, made.number, made.sector) == ("ostersunds-nya-kvinnojour", "802000-0009", Sector.CIVIL_SOCIETY)
    assert (made.country.code, made.region, made.municipality) == ("SE", place.region, place)
    assert OrganisationMember.objects.get(user=asker, organisation=made).role == MemberRole.RESPONSIBLE
    assert len(Search("nya kvinnojour Östersund", [EVERYONE]).hits) >= 1
    assert made.history.get().history_user == editor
    assert mails() == [("nils@example.org", "asking/made.html")]


def test_approved_organisation_with_a_name_that_is_taken_gets_another_address(asker, editor):
    OrganisationFactory(name="Jouren", slug="jouren")
    asked = OrganisationRequestFactory(user=asker, name="Jouren")
    assert actions.approve(asked, by=editor).organisation.slug == "jouren-2"


def test_number_that_was_taken_meanwhile_is_said_and_changes_nothing(asker, editor):
    asked = OrganisationRequestFactory(user=asker, number="212000-0886")
    OrganisationFactory(number="212000-0886")

    with pytest.raises(ValidationError, match="redan en organisation med det här numret"):
        actions.approve(asked, by=editor)

    asked.refresh_from_db()
    assert asked.outcome == Outcome.WAITING


def test_organisation_that_is_there_is_asked_to_let_in_who_asked(asker, editor):
    there = OrganisationMemberFactory(responsible=True)
    asked = OrganisationRequestFactory(user=asker, comment="Vi finns!")

    actions.is_there(asked, organisation=there.organisation, by=editor)

    waiting = JoinRequest.objects.get()
    assert (waiting.user, waiting.organisation, waiting.message) == (asker, there.organisation, "Vi finns!")
    assert mails() == [(there.user.email, "members/asked_to_join.html"), (asker.email, "asking/there.html")]
    assert not OrganisationMember.objects.filter(user=asker).exists()


def test_organisation_that_is_there_without_anybody_is_led_by_who_asked(asker, editor):
    there = OrganisationFactory()

    actions.is_there(OrganisationRequestFactory(user=asker), organisation=there, by=editor)

    assert OrganisationMember.objects.get(user=asker).role == MemberRole.RESPONSIBLE
    assert "Du tillhör den nu." in Mail.objects.get().text


def test_organisation_that_is_there_and_is_asked_already_is_not_asked_twice(asker, editor):
    there = OrganisationMemberFactory(responsible=True).organisation
    JoinRequestFactory(user=asker, organisation=there)

    actions.is_there(OrganisationRequestFactory(user=asker), organisation=there, by=editor)

    assert JoinRequest.objects.count() == 1


def test_request_is_decided_once_by_an_editor(asker, editor):
    asked = OrganisationRequestFactory(user=asker)
    with pytest.raises(PermissionDenied):
        actions.approve(asked, by=asker)
    actions.decline(asked, answer="Skriv vad ni gör.", by=editor)

    for again in (
        lambda: actions.approve(asked, by=editor),
        lambda: actions.decline(asked, answer="Igen", by=editor),
        lambda: actions.is_there(asked, organisation=OrganisationFactory(), by=editor),
    ):
        with pytest.raises(AlreadyDecided):
            again()
    assert mails() == [("nils@example.org", "asking/declined.html")]
    assert "Skriv vad ni gör." in Mail.objects.get().text
    assert not Organisation.objects.filter(name=asked.name).exists()


# --- In the admin ---------------------------------------------------------------------------------------------

LIST = "/admin/accounts/organisationrequest/"


@pytest.fixture
def decide(client, editor):
    def ask(asked, data=None):
        client.force_login(editor)
        path = f"{LIST}{asked.pk}/change/"
        response = client.get(path) if data is None else client.post(path, data, follow=True)
        assert response.status_code == 200
        return response

    return ask


def test_requests_that_wait_are_listed_with_the_oldest_first(client, editor):
    client.force_login(editor)
    first, second = OrganisationRequestFactory(), OrganisationRequestFactory()
    decided = OrganisationRequestFactory(outcome=Outcome.DECLINED, decided_at=timezone.now())

    def listed(query=""):
        return list(client.get(LIST + query).context["cl"].result_list)

    assert listed() == [first, second]
    assert listed("?outcome=declined") == [decided]
    assert set(listed("?outcome=all")) == {first, second, decided}


def test_page_of_a_request_shows_what_it_may_be(decide, asker):
    OrganisationFactory(name="Ankeborgs kvinnojour", number="212000-0886")
    page = decide(OrganisationRequestFactory(user=asker, name="Ankeborg kvinnojour")).text
    assert "Ankeborgs kvinnojour</a>, 212000-0886" in page
    assert "ett liknande namn" in page
    assert "nils@example.org" in page


def test_editor_approves_declines_and_points_out_on_the_page(decide, asker):
    there = OrganisationFactory()
    made, declined, pointed = (OrganisationRequestFactory(user=asker) for _ in range(3))

    assert "Beslutat" in decide(made, {"decision": "make"}).text
    decide(declined, {"decision": "decline", "answer": "Nej, för att."})
    decide(pointed, {"decision": "there", "organisation": there.pk})

    for asked in (made, declined, pointed):
        asked.refresh_from_db()
    assert made.organisation.name == made.name
    assert (declined.outcome, declined.answer) == (Outcome.DECLINED, "Nej, för att.")
    assert pointed.organisation == there


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "måste fyllas i"),
        ({"decision": "decline", "answer": "  "}, "Säg varför"),
        ({"decision": "there"}, "Välj vilken det är"),
        ({"decision": "there", "organisation": "9" * 30}, "Välj"),
        ({"decision": "slump"}, "giltigt alternativ"),
    ],
)
def test_decision_that_is_not_whole_says_what_and_keeps_the_rest(decide, asker, data, error):
    asked = OrganisationRequestFactory(user=asker)
    response = decide(asked, data | {"answer": data.get("answer", "Kvar")})
    assert error in response.text
    if "answer" not in data:
        assert "Kvar" in response.text
    asked.refresh_from_db()
    assert asked.outcome == Outcome.WAITING


def test_second_editor_is_told_that_somebody_was_first(decide, asker):
    asked = OrganisationRequestFactory(user=asker)
    decide(asked, {"decision": "decline", "answer": "Nej."})

    response = decide(asked, {"decision": "make"})

    assert "Någon annan har redan beslutat" in response.text
    assert not Organisation.objects.filter(name=asked.name).exists()
    assert decide(asked).status_code == 200  # to look at


def test_requests_to_join_are_answered_in_the_list(client, editor, asker):
    client.force_login(editor)
    path = "/admin/accounts/joinrequest/"
    one, two, late = (JoinRequestFactory() for _ in range(3))
    JoinRequest.objects.filter(pk=late.pk).update(outcome=Outcome.DECLINED, decided_at=timezone.now())

    keys = [one.pk, late.pk]
    response = client.post(f"{path}?outcome=all", {"action": "let_in", "_selected_action": keys}, follow=True)
    client.post(path, {"action": "say_no", "_selected_action": [two.pk]})

    assert "1 förfrågan är besvarad." in response.text
    assert f"tillbakatagen: {late.user}" in response.text
    assert OrganisationMember.objects.get().user == one.user
    two.refresh_from_db()
    assert two.outcome == Outcome.DECLINED
    assert client.get(f"{path}{one.pk}/change/").status_code == 200
