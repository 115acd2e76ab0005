"""Two people with the files of one record at the same moment: one wins, the other is told. On both databases."""

import pytest
from django.core.exceptions import ValidationError

from attachments.actions import MOST
from attachments.checking import check
from publishing.actions import TransitionNotAllowed, change_status, propose_changes
from publishing.file_actions import add_file, remove_file
from publishing.proposed_files import files_to_be
from tests.at_once import at_once
from tests.factories import AttachmentFactory, ProjectFactory, UserFactory
from tests.reading import parse
from tests.registering.filling import address, signed_in

from .samples import PDF, add, files, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("is_published", [False, True], ids=["of a draft", "of what is published"])
def test_two_describe_the_same_file_and_one_is_told(is_published):
    people = UserFactory.create_batch(2)
    record = ProjectFactory(draft=not is_published, owner=people[0], co_writers=people)
    file = add(record)
    written = propose_changes(record, by=people[0]) if is_published else record
    path = address(written, f"filer/{file.pk}")
    forms = [(client, _fields(client.get(path))) for client in map(signed_in, people)]
    answers = at_once(
        *(
            lambda client=client, fields=fields, n=n: client.post(path, fields | {"title": f"Namn {n}"})
            for n, (client, fields) in enumerate(forms)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    ((first, _), (told, text)) = sorted(
        ((n, answer.content.decode()) for n, answer in enumerate(answers)), key=lambda pair: bool(pair[1])
    )
    assert f"”Namn {first}”" in text
    assert f'value="Namn {told}"' in text
    assert [one.title for one in files_to_be(written)] == [f"Namn {first}"]


def _fields(response):
    page = parse(response.content)
    form = next(form for form in page.all("form") if form.all(name="title"))
    after = next(option.attrs["value"] for option in form.all("option") if "selected" in option.attrs)
    return {field.attrs["name"]: field.attrs.get("value", "") for field in form.all("input")} | {"after": after}


def test_no_more_files_are_added_than_there_is_room_for():
    owner = UserFactory()
    draft = ProjectFactory(draft=True, owner=owner)
    AttachmentFactory.create_batch(MOST - 1, record=draft)
    new = {"checked": check(sent(PDF)), "title": "Ny", "alternative_text": ""}
    outcomes = at_once(*[lambda: add_file(draft, by=owner, **new)] * 3)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 2
    assert draft.attachments.count() == MOST
    assert len(files()) == 1


def test_file_is_added_and_taken_away_while_the_proposal_is_published():
    owner, editor = UserFactory(), UserFactory(staff=True)
    project = ProjectFactory(owner=owner)
    kept, going = add(project, PDF, title="Kvar"), add(project, PDF, title="Bort")
    proposal = change_status(propose_changes(project, by=owner), to="in_review", by=owner)
    change_status(proposal, to="returned", by=editor, comment="Nästan.")
    outcomes = at_once(
        lambda: change_status(proposal, to="published", by=editor),
        lambda: remove_file(proposal, going.pk, by=owner),
        lambda: add_file(proposal, by=owner, checked=check(sent(PDF)), title="Ny", alternative_text=""),
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == [
        outcome for outcome in outcomes if isinstance(outcome, TransitionNotAllowed)
    ]
    # Each came before the publishing and counts, or after it and was refused.
    said = {"Kvar"}
    said |= {"Bort"} if isinstance(outcomes[1], TransitionNotAllowed) else set()
    said |= {"Ny"} if not isinstance(outcomes[2], TransitionNotAllowed) else set()
    assert {file.title for file in project.attachments.all()} == said
    assert len(files()) == len(said)
    assert kept.title in said
