"""Whoever registers something loses nothing: what is right is saved, what is wrong is said, and the rest stays."""

import pytest

from events.models import Event
from organisations.models import Organisation
from projects.models import Project
from publishing.actions import propose_changes
from publishing.enums import Status
from sources.enums import Precision
from sources.versions import content_of
from tests.factories import (
    AttendanceFigureFactory,
    EventFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    UserFactory,
)
from tests.reading import parse

from .filling import STEPS, address, opened, problems, save, sent_by, signed_in

pytestmark = pytest.mark.django_db
KINDS = {"projekt": (Project, "kin"), "evenemang": (Event, "strategiskt-forum-lund")}


@pytest.fixture
def writer():
    return UserFactory()


@pytest.fixture
def draft(writer):
    return ProjectFactory(draft=True, owner=writer, summary="")


def rows(prefix, *rows, initial=0, **more):
    """What a browser sends of rows: each a dict of its fields."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in ({"ORDER": number + 1} | row).items()}
    return data | more


# --- To begin -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_title_is_enough_to_begin(kind, writer):
    client = signed_in(writer)
    key = client.get(f"/mitt/{kind}/ny/").context["form"]["key"].value()
    response = client.post(f"/mitt/{kind}/ny/", {"title": "Språkstart", "key": key})
    [record] = KINDS[kind][0].objects.filter(owner=writer)
    assert response.url == address(record, STEPS[kind][0], kind)
    assert (record.title, record.status, record.slug) == ("Språkstart", Status.DRAFT, "sprakstart")
    assert signed_in(UserFactory()).get(address(record, "", kind)).status_code == 404


def test_form_sent_twice_begins_one_draft(writer):
    client = signed_in(writer)
    sent = {"title": "En gång", "key": client.get("/mitt/projekt/ny/").context["form"]["key"].value()}
    first, second = client.post("/mitt/projekt/ny/", sent), client.post("/mitt/projekt/ny/", sent)
    assert first.url == second.url
    assert Project.objects.filter(owner=writer).count() == 1


def test_same_title_gets_an_address_of_its_own(writer):
    ProjectFactory(slug="sprakstart")
    client = signed_in(writer)
    key = client.get("/mitt/projekt/ny/").context["form"]["key"].value()
    client.post("/mitt/projekt/ny/", {"title": "Språkstart", "key": key})
    assert Project.objects.get(owner=writer).slug == "sprakstart-2"


@pytest.mark.parametrize("title", ["", " ", "å" * 10_000])
def test_title_that_will_not_do_is_said_and_kept(writer, title):
    client = signed_in(writer)
    key = client.get("/mitt/projekt/ny/").context["form"]["key"].value()
    response = client.post("/mitt/projekt/ny/", {"title": title, "key": key})
    assert response.status_code == 200
    assert problems(response)
    assert title.strip() in response.content.decode()
    assert not Project.objects.filter(owner=writer).exists()


def test_project_begun_from_a_call_has_its_programme_and_themes(client, writer):
    with_link = client.get("/finansiering/utlysningar/amif-2016/").content.decode()
    assert "/mitt/projekt/ny/?utlysning=amif-2016" in with_link
    client = signed_in(writer)
    start = "/mitt/projekt/ny/?utlysning=amif-2016"
    client.post(start, {"title": "Vi fick pengar", "key": client.get(start).context["form"]["key"].value()})
    project = Project.objects.get(owner=writer)
    assert [row.programme.slug for row in project.funding.all()] == ["amif-nationell"]


@pytest.mark.parametrize("call", ["finns-inte", "%00"])
def test_unknown_call_is_passed_over(writer, call):
    client = signed_in(writer)
    start = f"/mitt/projekt/ny/?utlysning={call}"
    client.post(start, {"title": "Ändå", "key": client.get(start).context["form"]["key"].value()})
    assert not Project.objects.get(owner=writer).funding.exists()


# --- To write -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_steps_sent_unchanged_change_nothing(kind):
    """Also what the form does not show: notes in English, speakers, positions, precisions, sources."""
    editor = UserFactory(staff=True)
    model, slug = KINDS[kind]
    proposal = propose_changes(model.objects.get(slug=slug), by=editor)
    before, client = content_of(proposal), signed_in(editor)
    for step in STEPS[kind]:
        response = save(client, proposal, step, kind)
        assert response.status_code == 302, (step, problems(response))
        proposal.refresh_from_db()
        assert content_of(proposal) == before, step


def test_what_is_right_is_saved_and_what_is_wrong_is_said(writer, draft):
    response = save(signed_in(writer), draft, "tid", starts_on="hösten 2018", ends_on="nån gång")
    draft.refresh_from_db()
    assert (draft.starts_on.isoformat(), draft.starts_precision) == ("2018-09-01", Precision.SEASON)
    assert "nån gång" in problems(response)
    again = sent_by(response.content)
    assert (again["starts_on"], again["ends_on"]) == (["hösten 2018"], ["nån gång"])


def test_end_before_start_is_said_at_the_end_and_the_start_is_saved(writer, draft):
    response = save(signed_in(writer), draft, "tid", starts_on="2018", ends_on="2017")
    assert "före" in problems(response)
    draft.refresh_from_db()
    assert (draft.starts_on.year, draft.ends_on) == (2018, None)


def test_amounts_are_written_as_people_write_them(writer, draft):
    assert save(signed_in(writer), draft, "pengar", budget="4,1 mkr", grant="3 000 000").status_code == 302
    draft.refresh_from_db()
    assert (draft.budget, draft.grant, draft.currency) == (4_100_000, 3_000_000, "SEK")


def test_grant_above_the_budget_is_said_and_kept(writer, draft):
    response = save(signed_in(writer), draft, "pengar", budget="1 mkr", grant="2 mkr")
    assert problems(response)
    assert sent_by(response.content)["grant"] == ["2 mkr"]
    draft.refresh_from_db()
    assert (draft.budget, draft.grant) == (None, None)


@pytest.mark.parametrize("step", STEPS["projekt"])
def test_step_of_ten_thousand_letters_in_every_field_is_no_error(writer, draft, step):
    client = signed_in(writer)
    sent = opened(client, draft, step)
    kept = {"seen", "writer", "csrfmiddlewaretoken", "here"}
    long = {name: "x" * 10_000 for name in sent if name not in kept and "_FORMS" not in name}
    assert client.post(address(draft, step), sent | long).status_code in {200, 302}


def test_form_without_the_signs_of_what_it_began_with_overwrites_nothing(writer, draft):
    Project.objects.filter(pk=draft.pk).update(target_group="Någon annans text")
    client = signed_in(writer)
    response = client.post(address(draft, "om"), opened(client, draft, "om") | {"seen": "{", "target_group": "Min"})
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.target_group == "Någon annans text"


# --- Rows -----------------------------------------------------------------------------------------------------


def test_rows_are_added_moved_and_removed_without_losing_what_was_typed(writer, draft):
    owner, partner = OrganisationFactory(), OrganisationFactory()
    client = signed_in(writer)
    sent = opened(client, draft, "medverkande")
    page = client.post(address(draft, "medverkande"), sent | {"add-participations": "1"}).content
    sent = sent_by(page) | {"participations-0-organisation": owner.pk, "participations-0-role": "owner"}
    page = client.post(address(draft, "medverkande"), sent | {"add-participations": "1"}).content
    sent = sent_by(page) | {"participations-1-organisation": partner.pk, "participations-1-note": "Kurser"}
    page = client.post(address(draft, "medverkande"), sent | {"up-participations": "1"}).content
    assert not draft.participations.exists()
    assert client.post(address(draft, "medverkande"), sent_by(page)).status_code == 302
    found = [(row.organisation, row.role, row.note) for row in draft.participations.all()]
    assert found == [(partner, "partner", "Kurser"), (owner, "owner", "")]
    page = client.get(address(draft, "medverkande")).content
    page = client.post(address(draft, "medverkande"), sent_by(page) | {"remove-participations": "0"}).content
    assert client.post(address(draft, "medverkande"), sent_by(page)).status_code == 302
    assert [row.organisation for row in draft.participations.all()] == [owner]


def test_same_row_twice_is_said(writer, draft):
    organisation = OrganisationFactory()
    row = {"organisation": organisation.pk, "role": "partner"}
    response = save(signed_in(writer), draft, "medverkande", **rows("participations", row, row))
    assert "redan" in problems(response)
    assert not draft.participations.exists()


def test_rows_sent_twice_are_there_once(writer, draft):
    sent = rows("participations", {"organisation": OrganisationFactory().pk, "role": "owner"})
    client = signed_in(writer)
    data = opened(client, draft, "medverkande") | sent
    for _ in range(2):
        assert client.post(address(draft, "medverkande"), data).status_code == 302
    assert draft.participations.count() == 1


def test_more_rows_than_there_is_room_for_are_said_and_kept(writer, draft):
    like = OrganisationFactory()
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Förening {n}", slug=f"forening-{n}", kind=like.kind, sector=like.sector) for n in range(501)
    )
    sent = rows("participations", *({"organisation": one.pk, "role": "partner"} for one in organisations))
    response = save(signed_in(writer), draft, "medverkande", **sent)
    assert "500" in problems(response)
    assert sent_by(response.content)["participations-500-organisation"] == [str(organisations[500].pk)]


def test_what_a_row_does_not_show_stays_when_the_row_is_changed(writer, draft):
    row = ParticipationFactory(project=draft, role="partner", note="Kurser", note_en="Courses")
    client = signed_in(writer)
    client.post(
        address(draft, "medverkande"), opened(client, draft, "medverkande") | {"participations-0-role": "owner"}
    )
    [row] = draft.participations.all()
    assert (row.role, row.note, row.note_en) == ("owner", "Kurser", "Courses")


def test_programme_of_an_event_keeps_its_order(writer):
    event = EventFactory(draft=True, owner=writer)
    sent = rows("programme_items", {"title": "Sist", "ORDER": 2}, {"title": "Först", "starts_at": "09:30", "ORDER": 1})
    assert save(signed_in(writer), event, "program", "evenemang", **sent).status_code == 302
    assert [(item.position, item.title) for item in event.programme_items.all()] == [(1, "Först"), (2, "Sist")]


def test_buttons_of_a_row_know_it_also_where_a_field_is_called_number(writer):
    event = EventFactory(draft=True, owner=writer)
    AttendanceFigureFactory(event=event)
    page = parse(signed_in(writer).get(address(event, "resultat", "evenemang")).content)
    remove = [button.attrs["value"] for button in page.all("button") if button.attrs.get("name") == "remove-attendance"]
    assert remove == ["0", "__prefix__"]


def test_step_with_many_rows_asks_no_more_than_with_few(writer, draft, django_assert_max_num_queries):
    client = signed_in(writer)
    for organisation in OrganisationFactory.create_batch(30):
        ParticipationFactory(project=draft, organisation=organisation, role="partner")
    client.get(address(draft, "medverkande"))
    with django_assert_max_num_queries(40):
        client.get(address(draft, "medverkande"))


# --- While somebody writes ------------------------------------------------------------------------------------

HTMX = {"HTTP_HX_REQUEST": "true"}


def test_form_saves_by_itself_and_keeps_no_version_of_it(writer, draft):
    client = signed_in(writer)
    sent = opened(client, draft, "om") | {"summary": "Halva men"}
    response = client.post(address(draft, "om"), sent, **HTMX)
    assert "Sparat" in response.content.decode()
    assert "<html" not in response.content.decode()
    draft.refresh_from_db()
    assert draft.summary == "Halva men"
    assert not draft.history.exists()


def test_form_that_has_saved_itself_goes_on_without_asking(writer, draft):
    client = signed_in(writer)
    sent = opened(client, draft, "om") | {"summary": "Halva men"}
    response = client.post(address(draft, "om"), sent, **HTMX)
    sent |= {"seen": response.context["seen"], "summary": "Hela meningen."}
    assert client.post(address(draft, "om"), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.summary == "Hela meningen."


def test_draft_without_an_account_any_more_says_so_while_somebody_writes(client, draft):
    response = client.post(address(draft, "om"), {"summary": "x"}, **HTMX)
    assert response.status_code == 200
    assert "logga" in response.content.decode().lower()
