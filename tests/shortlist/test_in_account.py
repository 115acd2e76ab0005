"""A shortlist in the account, and one that colleagues share."""

import datetime
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import personal_data
from accounts.models import OrganisationMember
from funding.models import ShortlistedCall
from funding.shortlist import AT_MOST, actions
from funding.shortlist.cookie import COOKIE
from search import changes
from search.following import gathered
from tests.factories import CallFactory, CallWindowFactory, ContactFactory, OrganisationFactory, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

PAGE, CHANGE, TAKE_OVER = "/finansiering/urval/", "/finansiering/urval/andra/", "/finansiering/urval/ta-over/"
OURS = {"Sec-Fetch-Site": "same-origin"}


def member_of(organisation, **fields):
    user = UserFactory(**fields)
    OrganisationMember.objects.create(user=user, organisation=organisation)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def add(client, call, shortlist=""):
    return client.post(f"{CHANGE}?lista={shortlist}", {"lagg-till": call.slug})


def compared(client, query=""):
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return [heading.text for heading in parse(response.content).all("th", scope="col")][1:]


def made(number):
    with gathered():
        return [CallFactory(title=f"Utlysning {n:02}") for n in range(number)]


# --- One's own ------------------------------------------------------------------------------------------------


def test_own_list_is_in_the_account_wherever_one_signs_in():
    user, (call, other) = UserFactory(), made(2)
    here, there = signed_in(user), signed_in(user)
    add(here, call)
    add(here, other)
    assert compared(there) == [call.title, other.title]
    there.post(CHANGE, {"ta-bort": call.slug})
    assert compared(here) == [other.title]
    assert COOKIE not in here.cookies
    assert compared(signed_in(UserFactory())) == []


def test_own_list_needs_djangos_token():
    client, [call] = Client(enforce_csrf_checks=True), made(1)
    client.force_login(UserFactory())
    assert client.post(CHANGE, {"lagg-till": call.slug}, headers=OURS).status_code == 403
    token = parse(client.get("/finansiering/utlysningar/").content).one("form", id="shortlist")
    data = {
        "lagg-till": call.slug,
        "csrfmiddlewaretoken": token.one("input", name="csrfmiddlewaretoken").attrs["value"],
    }
    assert client.post(CHANGE, data).status_code == 302
    assert ShortlistedCall.objects.count() == 1


def test_list_holds_no_more_than_it_can():
    user, calls = UserFactory(), made(AT_MOST + 1)
    for call in calls[:-1]:
        actions.add(call, by=user)
    with pytest.raises(actions.Full):
        actions.add(calls[-1], by=user)
    actions.add(calls[0], by=user)  # which is on it
    calls[0].delete()
    actions.add(calls[-1], by=user)


def test_change_of_a_list_makes_no_page_of_others_anew():
    [call] = made(1)
    before = changes.current()
    actions.add(call, by=UserFactory())
    assert changes.current() == before


# --- Shared ---------------------------------------------------------------------------------------------------


def test_colleagues_see_and_change_one_list():
    organisation, (call, other) = OrganisationFactory(), made(2)
    anna, bo = member_of(organisation), member_of(organisation)
    add(signed_in(anna), call, organisation.slug)
    add(signed_in(bo), other, organisation.slug)
    query = f"?lista={organisation.slug}"
    assert compared(signed_in(anna), query) == compared(signed_in(bo), query) == [call.title, other.title]
    signed_in(bo).post(f"{CHANGE}{query}", {"ta-bort": call.slug})
    assert compared(signed_in(anna), query) == [other.title]
    assert compared(signed_in(anna)) == []


@pytest.mark.parametrize("fields", [{}, {"staff": True}, {"admin": True}])
def test_list_of_an_organisation_is_closed_to_all_others(fields):
    organisation, [call] = OrganisationFactory(), made(1)
    actions.add(call, by=member_of(organisation), organisation=organisation)
    stranger = UserFactory(**fields)
    client = signed_in(stranger)
    assert client.get(f"{PAGE}?lista={organisation.slug}").status_code == 404
    assert add(client, call, organisation.slug).status_code == 404
    assert client.post(f"{CHANGE}?lista={organisation.slug}", {"ta-bort": call.slug}).status_code == 404
    assert client.post(TAKE_OVER, {"lista": organisation.slug}).status_code == 404
    for action in (actions.add, actions.remove):
        with pytest.raises(PermissionDenied):
            action(call, by=stranger, organisation=organisation)
    assert ShortlistedCall.objects.count() == 1


def test_who_has_left_the_organisation_has_left_its_list():
    organisation, [call] = OrganisationFactory(), made(1)
    user = member_of(organisation)
    actions.add(call, by=user, organisation=organisation)
    user.memberships.all().delete()
    assert signed_in(user).get(f"{PAGE}?lista={organisation.slug}").status_code == 404
    assert ShortlistedCall.objects.get().added_by == user


def test_draft_on_a_shared_list_is_seen_by_those_alone_who_may_read_it():
    organisation = OrganisationFactory()
    owner, colleague = member_of(organisation), member_of(organisation)
    draft = CallFactory(title="Utkast", draft=True, owner=owner)
    actions.add(draft, by=owner, organisation=organisation)
    assert compared(signed_in(owner), f"?lista={organisation.slug}") == ["Utkast"]
    response = signed_in(colleague).get(f"{PAGE}?lista={organisation.slug}&utlysning={draft.slug}")
    assert "Utkast" not in response.content.decode()


def test_call_page_has_a_button_for_each_list():
    organisation, [call] = OrganisationFactory(name="Provkommun"), made(1)
    client = signed_in(member_of(organisation))
    buttons = parse(client.get(call.get_absolute_url()).content).all("button", form="shortlist")
    assert [button.text.partition(" :")[0] for button in buttons] == ["Lägg i urvalet", "Lägg i urvalet för Provkommun"]
    assert buttons[1].attrs["formaction"] == f"{CHANGE}?lista={organisation.slug}"


def test_row_is_a_persons_or_an_organisations_and_there_once():
    user, organisation, [call] = UserFactory(), OrganisationFactory(), made(1)
    for holders in ({}, {"user": user, "organisation": organisation}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShortlistedCall.objects.create(call=call, **holders)
    for holder in ({"user": user}, {"organisation": organisation}):
        ShortlistedCall.objects.create(call=call, **holder)
        with pytest.raises(IntegrityError), transaction.atomic():
            ShortlistedCall.objects.create(call=call, **holder)


# --- Taken over -----------------------------------------------------------------------------------------------


def picked_without_account(calls):
    client = Client()
    for call in calls:
        client.post(CHANGE, {"lagg-till": call.slug}, headers=OURS)
    return client


def test_what_was_picked_without_an_account_is_taken_over_when_one_says_so():
    calls = made(2)
    client = picked_without_account(calls)
    client.force_login(UserFactory())
    assert compared(client) == []
    assert "2 utlysningar valdes i den här webbläsaren utan konto" in client.get(PAGE).content.decode()
    assert client.post(TAKE_OVER, {"lista": ""}).url == PAGE
    assert compared(client) == [call.title for call in calls]
    assert client.cookies[COOKIE].value == ""
    assert "utan konto" not in parse(client.get(PAGE).content).one("main").text


def test_what_was_picked_can_go_to_the_organisation_or_be_forgotten():
    organisation, calls = OrganisationFactory(), made(2)
    client = picked_without_account(calls)
    client.force_login(member_of(organisation))
    assert client.post(TAKE_OVER, {"lista": organisation.slug}).url == f"{PAGE}?lista={organisation.slug}"
    assert ShortlistedCall.objects.filter(organisation=organisation).count() == 2
    client = picked_without_account(calls)
    client.force_login(UserFactory())
    client.post(TAKE_OVER, {"glom": "1"})
    assert client.cookies[COOKIE].value == ""
    assert ShortlistedCall.objects.count() == 2


def test_what_does_not_fit_is_told_of():
    user, calls = UserFactory(), made(AT_MOST + 2)
    for call in calls[: AT_MOST - 1]:
        actions.add(call, by=user)
    assert actions.take_over(calls[-3:], by=user) == 2
    client = picked_without_account(calls[-2:])
    client.force_login(user)
    assert "2 utlysningar fick inte plats" in client.post(TAKE_OVER, {}, follow=True).content.decode()


# --- Personal data --------------------------------------------------------------------------------------------


def test_account_tells_what_was_picked_and_takes_it_along_when_it_goes():
    organisation, (own, shared) = OrganisationFactory(), made(2)
    user = member_of(organisation)
    actions.add(own, by=user)
    actions.add(shared, by=user, organisation=organisation)
    held = personal_data.export(user)["shortlist"]
    assert [(row["call__slug"], row["organisation__name"]) for row in held] == [
        (own.slug, None),
        (shared.slug, organisation.name),
    ]
    user.delete()
    assert ShortlistedCall.objects.get().added_by is None


# --- The workbook ---------------------------------------------------------------------------------------------


def test_comparison_is_a_workbook_with_a_line_for_each_fact():
    contact = ContactFactory(name="Anna Andersson", organisation=OrganisationFactory(name="Kansliet"))
    first = CallFactory(title="=1+1", budget=5_000_000, cofinancing_percent=75, contacts=[contact])
    CallWindowFactory(call=first)
    second = CallFactory(title="Andra")
    response = Client().get(f"{PAGE}?utlysning={first.slug}&utlysning={second.slug}&datum=2015-10-30&format=xlsx")
    assert response.headers["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    head, *lines = book.worksheets[0].iter_rows()
    assert [cell.value for cell in head] == ["Vad", "=1+1", "Andra"]
    assert head[1].data_type == "s"
    facts = {line[0].value: [cell.value for cell in line[1:]] for line in lines}
    assert facts["Stödnivå i procent"] == [75, "okänt"]
    assert facts["Budget"] == [5_000_000, "okänt"]
    assert facts["Kontaktperson"] == ["Anna Andersson, Kansliet", "okänt"]
    assert facts["Adress"] == [f"http://testserver{call.get_absolute_url()}" for call in (first, second)]
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert first.slug in about["Adress"]
    assert about["Läget den"].date() == datetime.date(2015, 10, 30)
