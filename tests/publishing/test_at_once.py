"""Two people at the same moment: one wins, the other is told, and nothing is half done. On both databases."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from outbox.models import Mail
from projects.models import Project
from publishing.actions import (
    ChangedMeanwhile,
    TransitionNotAllowed,
    begin,
    change_status,
    propose_changes,
    save_content,
)
from publishing.corrections import actions as corrections
from publishing.models import Correction, Theme, Transition
from tests.at_once import at_once as at_the_same_moment
from tests.factories import CorrectionFactory, ProjectFactory, UserFactory
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = (TransitionNotAllowed, ChangedMeanwhile, corrections.AlreadyDecided)


def at_once(*deeds):
    """Return what each of ``deeds``, done at the same moment, gave, or the refusal that it met."""
    outcomes = at_the_same_moment(*deeds)
    broken = [outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, REFUSED)]
    assert broken == []
    return outcomes


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, REFUSED)]


def test_two_publish_at_once_and_one_is_told():
    writer, record = UserFactory(), ProjectFactory(in_review=True)
    record.co_writers.add(writer)
    editors = [UserFactory(staff=True) for _ in range(2)]
    outcomes = at_once(*(lambda by=by: change_status(record, to="published", by=by) for by in editors))
    assert len(refused(outcomes)) == 1
    record.refresh_from_db()
    assert (record.status, record.version) == ("published", 2)
    log = Transition.objects.get()
    assert (log.by, log.at) == (record.published_by, record.published_at)
    assert Mail.objects.filter(to=writer.email).count() == 1


def test_publish_and_take_back_at_once_and_one_is_told():
    owner, editor = UserFactory(), UserFactory(staff=True)
    record = ProjectFactory(in_review=True, owner=owner)
    outcomes = at_once(
        lambda: change_status(record, to="published", by=editor, seen_version=1),
        lambda: change_status(record, to="draft", by=owner, seen_version=1),
    )
    assert len(refused(outcomes)) == 1
    record.refresh_from_db()
    assert record.status == Transition.objects.get().to_status
    assert record.version == 2


def test_two_propose_at_once_and_write_the_same_proposed_version():
    owner, other = UserFactory(), UserFactory()
    record = ProjectFactory(owner=owner)
    record.co_writers.add(other)
    first, second = at_once(lambda: propose_changes(record, by=owner), lambda: propose_changes(record, by=other))
    assert first == second
    assert Project.objects.filter(proposal_for=record).count() == 1


def test_two_save_a_draft_at_once_and_nothing_is_lost():
    owner = UserFactory()
    draft = ProjectFactory(draft=True, owner=owner)
    outcomes = at_once(
        *(lambda t=t: save_content(draft, {"title": t}, by=owner, seen_version=1) for t in ("Ett", "Två"))
    )
    assert len(refused(outcomes)) == 1
    (saved,) = (outcome for outcome in outcomes if isinstance(outcome, Project))
    draft.refresh_from_db()
    assert (draft.title, draft.version) == (saved.title, 2)


def test_drafts_with_one_title_at_once_have_an_address_each():
    people, drafts = UserFactory.create_batch(3), ProjectFactory.create_batch(2, draft=True)
    published = ProjectFactory(owner=people[0], slug="samma")
    new = [lambda by=by: begin(Project, {"title": "Samma ändringsförslag"}, by=by) for by in people]
    named_anew = [
        lambda draft=draft: save_content(draft, {"title": "Samma ändringsförslag"}, by=editor, seen_version=1)
        for draft in drafts
    ]
    editor = UserFactory(staff=True)
    outcomes = at_once(*new, *named_anew, lambda: propose_changes(published, by=people[0]))
    assert refused(outcomes) == []
    slugs = {record.slug for record in outcomes}
    assert slugs == {"samma-andringsforslag", *(f"samma-andringsforslag-{number}" for number in range(2, 7))}


def test_same_form_sent_twice_at_once_begins_one_draft_for_each_who_sends_it():
    people, key = UserFactory.create_batch(2), uuid.uuid4()
    outcomes = at_once(*[lambda by=by: begin(Project, {"title": "Ett"}, by=by, key=key) for by in people * 2])
    assert outcomes[:2] == outcomes[2:]
    assert [draft.owner for draft in outcomes[:2]] == people
    assert Project.objects.count() == 2


def test_proposed_version_is_published_and_taken_back_at_once():
    owner, editor = UserFactory(), UserFactory(staff=True)
    record = ProjectFactory(owner=owner, title="Ett")
    proposal = propose_changes(record, by=owner)
    proposal = save_content(proposal, {"title": "Två"}, by=owner, seen_version=proposal.version)
    proposal = change_status(proposal, to="in_review", by=owner)
    outcomes = at_once(
        lambda: change_status(proposal, to="published", by=editor, seen_version=proposal.version),
        lambda: change_status(proposal, to="draft", by=owner),
    )
    assert len(refused(outcomes)) == 1
    record.refresh_from_db()
    is_there = Project.objects.filter(pk=proposal.pk).exists()
    assert record.title == ("Ett" if is_there else "Två")


def test_two_editors_save_the_same_admin_form_at_once_and_one_is_told():
    record, responses = ProjectFactory(title="Ett"), []
    path = reverse("admin:projects_project_change", args=[record.pk])
    clients = []
    for _ in range(2):
        client = Client()
        client.force_login(UserFactory(admin=True))
        clients.append((client, form_data(client.get(path))))
    responses = at_once(
        *(
            lambda client=client, data=data, n=n: client.post(path, data | {"title": f"Namn {n}"}).status_code
            for n, (client, data) in enumerate(clients)
        )
    )
    assert sorted(responses) == [200, 302]
    record.refresh_from_db()
    assert (record.title, record.version) == (f"Namn {responses.index(302)}", 2)
    assert record.history.count() == 2


def test_two_editors_add_the_same_theme_at_once_and_one_is_told():
    clients = [Client(), Client(), Client()]
    for client in clients:
        client.force_login(UserFactory(admin=True))
    data = {"slug": "provtema", "name": "Språk", "name_en": "Language"}
    responses = at_once(
        *(lambda client=client: client.post("/admin/publishing/theme/add/", data) for client in clients)
    )
    assert sorted(response.status_code for response in responses) == [200, 200, 302]
    told = [response.text for response in responses if response.status_code == 200]
    assert all("errornote" in text and 'value="Språk"' in text for text in told)
    assert Theme.objects.filter(slug="provtema").count() == 1


def test_two_decide_on_a_correction_at_once_and_one_is_told():
    project = ProjectFactory(title="Ett")
    correction = CorrectionFactory(corrected=project, email="lasare@example.org")
    one, other = UserFactory(staff=True), UserFactory(staff=True)
    outcomes = at_once(
        lambda: corrections.accept(correction, by=one, value="Två", seen="Ett"),
        lambda: corrections.decline(correction, by=other, answer="Nej."),
    )
    assert len(refused(outcomes)) == 1
    correction.refresh_from_db()
    project.refresh_from_db()
    assert project.title == ("Två" if correction.outcome == "accepted" else "Ett")
    assert Mail.objects.count() == 1


def test_same_correction_sent_twice_at_once_counts_once():
    project = ProjectFactory()
    written = {"field": "", "said": "", "proposed": "x", "source": "y", "email": "", "language": "sv"}
    key = uuid.uuid4()
    at_once(*[lambda: corrections.propose(project, key=key, **written)] * 2)
    assert Correction.objects.count() == 1
