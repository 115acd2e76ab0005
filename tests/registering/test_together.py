"""Two people in one form, one whose session has ended, and one who comes back too late: nothing is lost in silence."""

from unittest import mock

import pytest
from django.contrib.sessions.models import Session

from projects.models import Project
from publishing.actions import change_status, save_content
from publishing.enums import Status
from tests.factories import PASSWORD, ProjectFactory, UserFactory

from .filling import address, opened, problems, save, sent_by, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def writers():
    return UserFactory(name="Anna"), UserFactory(name="Bo")


@pytest.fixture
def draft(writers):
    return ProjectFactory(draft=True, owner=writers[0], co_writers=[writers[1]], summary="", target_group="Alla")


# --- Two in one form ------------------------------------------------------------------------------------------


def shown_both(writers, draft):
    """What Bo gets who saves the same field after Anna; nothing is overwritten."""
    anna, bo = map(signed_in, writers)
    sent = opened(bo, draft, "om")
    save(anna, draft, "om", summary="Annas text")
    response = bo.post(address(draft, "om"), sent | {"summary": "Bos text"})
    assert "Annas text" in problems(response)
    assert "Bos text" in problems(response)
    draft.refresh_from_db()
    assert draft.summary == "Annas text"
    return response


def test_second_to_save_the_same_field_sees_both_and_nothing_is_overwritten(writers, draft):
    shown_both(writers, draft)


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Bos text"), ("theirs", "Annas text")])
def test_who_sees_both_chooses(writers, draft, choice, stands):
    response = shown_both(writers, draft)
    bo = signed_in(writers[1])
    [value] = [sign for sign in _offered(response) if sign.startswith(choice)]
    chosen = sent_by(response.content) | {"choose-summary": value}
    assert bo.post(address(draft, "om"), chosen).status_code == 302
    draft.refresh_from_db()
    assert draft.summary == stands


def _offered(response):
    return [
        f"{side}-{sign}"
        for change, sign, _chosen in response.context["choices"]
        for side in ("mine", "theirs")
        if change.name
    ]


def test_without_a_choice_both_are_shown_again(writers, draft):
    response = shown_both(writers, draft)
    again = signed_in(writers[1]).post(address(draft, "om"), sent_by(response.content))
    assert "Annas text" in problems(again)
    draft.refresh_from_db()
    assert draft.summary == "Annas text"


def test_choice_made_in_view_of_an_older_text_is_asked_for_again(writers, draft):
    response = shown_both(writers, draft)
    [mine] = [sign for sign in _offered(response) if sign.startswith("mine")]
    save(signed_in(writers[0]), draft, "om", summary="Annas nya text")
    again = signed_in(writers[1]).post(address(draft, "om"), sent_by(response.content) | {"choose-summary": mine})
    assert "Annas nya text" in problems(again)
    draft.refresh_from_db()
    assert draft.summary == "Annas nya text"


def test_different_fields_are_both_saved_and_the_second_is_told(writers, draft):
    anna, bo = map(signed_in, writers)
    sent = opened(bo, draft, "om")
    save(anna, draft, "om", target_group="Annas målgrupp")
    response = bo.post(address(draft, "om"), sent | {"summary": "Bos text"}, follow=True)
    draft.refresh_from_db()
    assert (draft.target_group, draft.summary) == ("Annas målgrupp", "Bos text")
    assert "Målgrupp" in response.content.decode()


def test_two_in_different_steps_do_not_meet(writers, draft):
    anna, bo = map(signed_in, writers)
    sent = opened(bo, draft, "tid")
    save(anna, draft, "om", summary="Annas text")
    assert bo.post(address(draft, "tid"), sent | {"starts_on": "2018"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.starts_on.year) == ("Annas text", 2018)


def test_same_text_from_both_is_no_conflict(writers, draft):
    anna, bo = map(signed_in, writers)
    sent = opened(bo, draft, "om")
    save(anna, draft, "om", summary="Samma")
    assert bo.post(address(draft, "om"), sent | {"summary": "Samma"}).status_code == 302


# --- Too late -------------------------------------------------------------------------------------------------


def test_what_the_editors_have_is_not_saved_and_what_was_typed_is_kept(writers, draft):
    anna = signed_in(writers[0])
    save(anna, draft, "om", summary="Som skickat")
    sent = opened(anna, draft, "om") | {"summary": "Efter att jag skickat"}
    change_status(draft, to=Status.IN_REVIEW, by=writers[0])
    response = anna.post(address(draft, "om"), sent)
    assert "redaktörerna" in problems(response).lower()
    assert sent_by(response.content)["summary"] == ["Efter att jag skickat"]
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("Som skickat", Status.IN_REVIEW)
    taken_back = sent_by(response.content, button=("take-back", "1"))
    anna.post(address(draft, "om"), taken_back)
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("Efter att jag skickat", Status.DRAFT)


def test_what_is_published_is_not_saved_and_what_was_typed_is_kept(writers, draft):
    anna = signed_in(writers[0])
    save(anna, draft, "om", summary="Som publicerat")
    sent = opened(anna, draft, "om") | {"summary": "För sent"}
    change_status(draft, to=Status.PUBLISHED, by=UserFactory(staff=True))
    response = anna.post(address(draft, "om"), sent)
    assert sent_by(response.content)["summary"] == ["För sent"]
    draft.refresh_from_db()
    assert draft.summary == "Som publicerat"


@pytest.mark.parametrize("step", ["save", "take back"])
def test_what_is_decided_between_looking_and_saving_is_told_and_what_was_typed_is_kept(writers, draft, step):
    anna = signed_in(writers[0])
    save(anna, draft, "om", summary="Som skickat")
    sent = opened(anna, draft, "om") | {"summary": "Efteråt"} | ({"take-back": "1"} if step == "take back" else {})
    if step == "take back":
        change_status(draft, to=Status.IN_REVIEW, by=writers[0])
    editor, acted = UserFactory(staff=True), []

    def first(action):
        def do(*args, **kwargs):
            if not acted:
                acted.append(change_status(draft, to=Status.PUBLISHED, by=editor))
            return action(*args, **kwargs)

        return do

    with (
        mock.patch("publishing.actions.save_content", first(save_content)),
        mock.patch("publishing.actions.change_status", first(change_status)),
    ):
        response = anna.post(address(draft, "om"), sent)

    assert acted
    assert sent_by(response.content)["summary"] == ["Efteråt"]
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("Som skickat", Status.PUBLISHED)


# --- Signed out meanwhile -------------------------------------------------------------------------------------


def sign_in_again(client, user, following):
    response = client.post("/konto/logga-in/", {"login": user.email, "password": PASSWORD, "next": following})
    assert response.url == following


def test_what_was_typed_after_the_session_had_ended_is_there_after_signing_in(client, writers, draft):
    client.force_login(writers[0])
    sent = opened(client, draft, "tid") | {"starts_on": "hösten 2018", "ends_on": "nån gång"}
    Session.objects.all().delete()
    response = client.post(address(draft, "tid"), sent)
    assert response.status_code == 302
    sign_in_again(client, writers[0], address(draft, "tid"))
    page = client.get(address(draft, "tid"))
    again = sent_by(page.content)
    assert (again["starts_on"], again["ends_on"]) == (["hösten 2018"], ["nån gång"])
    assert client.post(address(draft, "tid"), again | {"ends_on": "2019"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.starts_on.year, draft.ends_on.year) == (2018, 2019)
    assert client.get(address(draft, "tid")).context["kept"] is None


def test_what_was_typed_is_given_to_nobody_else(client, writers, draft):
    client.force_login(writers[0])
    sent = opened(client, draft, "om") | {"summary": "Annas hemlighet"}
    Session.objects.all().delete()
    client.post(address(draft, "om"), sent)
    key = client.session.session_key
    assert key
    client.force_login(writers[1])
    assert "Annas hemlighet" not in client.get(address(draft, "om")).content.decode()


def test_visitor_who_never_wrote_leaves_no_trace(client, draft):
    response = client.post(address(draft, "om"), {"summary": "x" * 1000, "writer": "påhittad"})
    assert response.status_code == 302
    assert not Session.objects.exists()
    assert not Project.objects.filter(summary__startswith="xxx").exists()
