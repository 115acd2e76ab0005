"""What one has in hand, and the ways on: what is missing, sending, taking back, proposing, copying, writing along."""

import datetime
import re
from unittest import mock

import pytest
from django.utils import timezone

from events.models import Event
from outbox.models import Mail
from projects.models import Project
from publishing.actions import change_status, propose_changes
from publishing.enums import Status
from tests.factories import (
    EventFactory,
    EventOrganisationFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    ProjectFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reading import parse

from .filling import address, save, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return UserFactory()


def whole(writer, **more):
    """A project that lacks nothing that the editors need."""
    project = ProjectFactory(
        owner=writer, summary="En sak.", starts_on="2018-01-01", themes=[ThemeFactory()],
        municipalities=[MunicipalityFactory()], **more,
    )  # fmt: skip
    ParticipationFactory(project=project, organisation=OrganisationFactory(), role="owner")
    return project


def press(client, record, button, kind="projekt"):
    return client.post(address(record, "gor", kind), {"do": button}, follow=True)


def status_of(record):
    record.refresh_from_db()
    return record.status


# --- In hand --------------------------------------------------------------------------------------------------


def test_overview_shows_what_is_mine_by_where_it_stands(writer):
    editor = UserFactory(staff=True)
    ProjectFactory(draft=True, owner=writer, title="Ett utkast")
    waiting, back = whole(writer, draft=True, title="Hos dem"), whole(writer, draft=True, title="Tillbaka")
    for project in (waiting, back):
        change_status(project, to=Status.IN_REVIEW, by=writer)
    change_status(back, to=Status.RETURNED, by=editor, comment="Skriv ut förkortningarna")
    ProjectFactory(owner=writer, title="Ute")
    ProjectFactory(draft=True, owner=UserFactory(), title="Någon annans")
    page = parse(signed_in(writer).get("/mitt/").content).one("main")
    by_heading = {
        section.one("h2").text.split()[0]: section.text for section in page.all("section") if section.all("h2")
    }
    assert "Ett utkast" in by_heading["Utkast"]
    assert "Hos dem" in by_heading["Hos"]
    assert "Tillbaka" in by_heading["Tillbaka"]
    assert "Skriv ut förkortningarna" in by_heading["Tillbaka"]
    assert "Ute" in by_heading["Publicerat"]
    assert "Någon annans" not in page.text


def test_overview_shows_events_beside_projects(writer):
    EventFactory(draft=True, owner=writer, title="Höstkonferens")
    ProjectFactory(draft=True, owner=writer, title="Språkstart")
    page = parse(signed_in(writer).get("/mitt/").content).one("main").text
    assert "Höstkonferens" in page
    assert "Språkstart" in page


def test_what_is_missing_is_listed_with_a_link_to_its_field(writer):
    draft = ProjectFactory(draft=True, owner=writer, summary="")
    client = signed_in(writer)
    page = parse(client.get(address(draft)).content)
    links = [link.attrs["href"] for link in page.all("a") if "#id_" in link.attrs.get("href", "")]
    assert f"{address(draft, 'om')}#id_summary" in links
    for link in links:
        step, field = link.split("#")
        ids = {element.attrs.get("id") for element in parse(client.get(step).content).inside}
        assert field in ids, link


def test_draft_that_lacks_something_is_not_sent(writer):
    draft = ProjectFactory(draft=True, owner=writer)
    press(signed_in(writer), draft, "send")
    assert status_of(draft) == Status.DRAFT


# --- Onwards --------------------------------------------------------------------------------------------------


def test_draft_is_sent_and_taken_back(writer):
    draft, client = whole(writer, draft=True), signed_in(writer)
    press(client, draft, "send")
    assert status_of(draft) == Status.IN_REVIEW
    assert client.get(address(draft, "om")).status_code == 302
    press(client, draft, "take-back")
    assert status_of(draft) == Status.DRAFT


@pytest.mark.parametrize("button", ["send", "take-back", "propose", "discard", "copy", "publish", ""])
def test_button_at_the_wrong_time_is_no_error(writer, button):
    editor = UserFactory(staff=True)
    for status in Status:
        project = whole(writer, **({} if status == Status.PUBLISHED else {status.value: True}))
        response = press(signed_in(writer), project, button)
        assert response.status_code in {200, 404}, status
    assert not Project.objects.filter(owner=editor).exists()


def test_stranger_can_press_nothing(writer):
    draft = whole(writer, draft=True)
    assert press(signed_in(UserFactory()), draft, "send").status_code == 404
    assert status_of(draft) == Status.DRAFT


def test_draft_is_thrown_away(writer):
    draft = ProjectFactory(draft=True, owner=writer)
    press(signed_in(writer), draft, "discard")
    assert not Project.objects.filter(pk=draft.pk).exists()


def test_published_record_is_changed_by_a_proposal_and_stands_meanwhile(client, writer):
    project, mine = whole(writer, title="Som det var"), signed_in(writer)
    press(mine, project, "propose")
    proposal = Project.objects.get(proposal_for=project)
    save(mine, proposal, "om", title="Som det blir")
    assert "Som det var" in client.get(project.get_absolute_url()).content.decode()
    assert "Som det blir" in mine.get(address(proposal)).content.decode()
    assert "Som det blir" in mine.get(address(proposal, "forhandsgranska")).content.decode()
    press(mine, proposal, "send")
    proposal.refresh_from_db()
    change_status(proposal, to=Status.PUBLISHED, by=UserFactory(staff=True))
    assert "Som det blir" in client.get(project.get_absolute_url()).content.decode()
    assert not Project.objects.filter(pk=proposal.pk).exists()


def test_preview_is_for_those_who_write(client, writer):
    draft = ProjectFactory(draft=True, owner=writer, title="Inte än")
    assert "Inte än" in signed_in(writer).get(address(draft, "forhandsgranska")).content.decode()
    assert signed_in(UserFactory()).get(address(draft, "forhandsgranska")).status_code == 404
    assert client.get(address(draft, "forhandsgranska")).status_code == 302


def test_preview_of_a_proposal_is_for_those_who_write_too(writer):
    proposal = propose_changes(whole(writer), by=writer)
    assert signed_in(UserFactory()).get(address(proposal, "forhandsgranska")).status_code == 404


def test_copy_of_last_years_event_has_its_programme_and_not_its_date(writer):
    event = EventFactory(
        owner=writer, title="Forum 2018", starts_on="2018-05-03", registration_url="https://a.example/"
    )
    EventOrganisationFactory(event=event, role="organiser")
    ProgrammeItemFactory(event=event, title="Inledning")
    press(signed_in(writer), event, "copy", "evenemang")
    copy = Event.objects.get(owner=writer, status=Status.DRAFT)
    assert (copy.title, copy.starts_on, copy.registration_url) == ("Forum 2018", None, "")
    assert copy.follows == event
    assert [item.title for item in copy.programme_items.all()] == ["Inledning"]
    assert copy.organisation_roles.count() == 1


# --- Writing along --------------------------------------------------------------------------------------------


def invited(client, draft, email):
    client.post(address(draft, "medskribenter"), {"email": email})
    mail = Mail.objects.get(to=email)
    return re.search(r"/mitt/inbjudan/\S+/", mail.text)[0]


def test_colleague_writes_along_after_accepting(writer):
    draft, colleague = ProjectFactory(draft=True, owner=writer), UserFactory()
    link = invited(signed_in(writer), draft, colleague.email)
    theirs = signed_in(colleague)
    assert theirs.get(address(draft)).status_code == 404
    assert theirs.get(link).status_code == 200
    assert not draft.co_writers.exists(), "a GET never writes"
    theirs.post(link)
    assert theirs.get(address(draft)).status_code == 200
    assert theirs.get(link).status_code == 200
    theirs.post(address(draft, "medskribenter/ta-bort"), {"user": colleague.pk})
    assert theirs.get(address(draft)).status_code == 404
    for answer in (theirs.get(link), theirs.post(link)):
        assert "gäller inte längre" in answer.text
    assert not draft.co_writers.exists()


def test_invitation_holds_for_its_address_alone(writer):
    draft, other = ProjectFactory(draft=True, owner=writer), UserFactory()
    link = invited(signed_in(writer), draft, "kollega@example.org")
    signed_in(other).post(link)
    assert not draft.co_writers.exists()
    forged, ended = signed_in(other).post(f"{link[:-5]}xxxx/"), timezone.now() + datetime.timedelta(days=14, hours=1)
    with mock.patch("time.time", ended.timestamp):
        late = signed_in(UserFactory(email="kollega@example.org")).post(link)
    for answer in (forged, late):
        assert answer.status_code == 404
        assert "Inbjudan gäller inte längre" in answer.text
    assert not draft.co_writers.exists()


def test_invitation_tells_nothing_of_accounts(writer):
    draft, client = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    pages = []
    for email in (UserFactory().email, "ingen@example.org"):
        response = client.post(address(draft, "medskribenter"), {"email": email}, follow=True)
        pages.append(re.sub(r'value="[^"]{60,}"', "", response.content.decode()).replace(email, "X"))
    assert pages[0] == pages[1]
    assert Mail.objects.count() == 2


def test_invitation_of_who_may_no_longer_share_does_not_hold(writer):
    owner, colleague = UserFactory(), UserFactory()
    draft = ProjectFactory(draft=True, owner=owner, co_writers=[writer])
    link = invited(signed_in(writer), draft, colleague.email)
    draft.co_writers.remove(writer)
    signed_in(colleague).post(link)
    assert not draft.co_writers.exists()


def test_invitations_are_limited(writer):
    draft, client = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    for number in range(35):
        response = client.post(address(draft, "medskribenter"), {"email": f"nr{number}@example.org"})
    assert response.status_code == 200
    assert "nr34@example.org" in response.content.decode()
    assert Mail.objects.count() == 30
