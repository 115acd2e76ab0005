"""What a proposal wants with the files that are published: a wish until it is published, and then done at once."""

import pytest
from django.db import transaction
from django.test import TestCase

from attachments.checking import check
from attachments.models import Attachment, ProposedChange
from publishing.actions import ChangedMeanwhile, change_status, discard, propose_changes, restore, save_content
from publishing.enums import Status
from publishing.file_actions import add_file, describe_file, keep_file, remove_file
from publishing.proposed_files import files_to_be, sign_of
from tests.attachments.samples import PDF, add, files, sent
from tests.factories import ProjectFactory, UserFactory
from tests.reading import parse

from .filling import address, problems, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


@pytest.fixture
def writer():
    return UserFactory()


@pytest.fixture
def editor():
    return UserFactory(staff=True)


@pytest.fixture
def project(writer):
    """A published project with a picture and two PDFs: "Bild", "Ett", "Två"."""
    project = ProjectFactory(owner=writer)
    add(project, title="Bild")
    for title in ("Ett", "Två"):
        add(project, PDF, title=title)
    return project


@pytest.fixture
def proposal(project, writer):
    return propose_changes(project, by=writer)


def titles(record):
    return [file.title for file in record.attachments.all()]


def at(record, file, do=""):
    return address(record, f"filer/{file.pk}" + (f"/{do}" if do else ""))


def fields_of(response):
    return {bound.html_name: bound.value() for bound in response.context["form"]}


def published(proposal, editor, **more):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return change_status(proposal, to=Status.PUBLISHED, by=editor, **more)


# --- Taken away -----------------------------------------------------------------------------------------------


def test_published_file_is_taken_away_when_the_proposal_is_published_and_not_before(
    client, writer, editor, project, proposal
):
    mine, gone = signed_in(writer), project.attachments.get(title="Ett")
    assert mine.post(at(proposal, gone, "ta-bort")).status_code == 302
    page = mine.get(address(proposal, "filer")).content.decode()
    assert "Tas bort när ditt förslag publiceras" in page
    assert titles(project) == ["Bild", "Ett", "Två"]
    assert client.get(gone.get_absolute_url()).getvalue() == PDF
    change_status(proposal, to=Status.IN_REVIEW, by=writer)
    change_status(proposal, to=Status.RETURNED, by=editor, comment="Varför?")
    assert titles(project) == ["Bild", "Ett", "Två"]
    published(proposal, editor)
    assert titles(project) == ["Bild", "Två"]
    assert client.get(gone.get_absolute_url()).status_code == 404
    assert len(files()) == 3, "the picture has two"
    assert not ProposedChange.objects.exists()


def test_wish_is_taken_back_and_the_file_stays(writer, editor, project, proposal):
    mine, gone = signed_in(writer), project.attachments.get(title="Ett")
    mine.post(at(proposal, gone, "ta-bort"))
    mine.post(at(proposal, gone, "behall"))
    mine.post(at(proposal, gone, "behall"))
    assert not ProposedChange.objects.exists()
    published(proposal, editor)
    assert titles(project) == ["Bild", "Ett", "Två"]


def test_proposal_that_is_thrown_away_leaves_what_is_published(writer, project, proposal):
    remove_file(proposal, project.attachments.get(title="Ett").pk, by=writer)
    add(proposal, PDF, title="Ny")
    with TestCase.captureOnCommitCallbacks(execute=True):
        discard(proposal, by=writer)
    assert titles(project) == ["Bild", "Ett", "Två"]
    assert not ProposedChange.objects.exists()
    assert len(files()) == 4


def test_publishing_that_fails_keeps_every_file(writer, editor, project, proposal):
    remove_file(proposal, project.attachments.get(title="Ett").pk, by=writer)
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        change_status(proposal, to=Status.PUBLISHED, by=editor)
        transaction.set_rollback(True)
    assert titles(project) == ["Bild", "Ett", "Två"]
    assert len(files()) == 4
    assert ProposedChange.objects.get().removes


def test_room_is_made_by_what_is_taken_away(writer, project, proposal):
    for number in range(17):
        add_file(proposal, by=writer, **sent_file(f"Fil {number}"))
    mine = signed_in(writer)
    assert "plats för 20" in problems(send_pdf(mine, proposal, "En till"))
    remove_file(proposal, project.attachments.get(title="Ett").pk, by=writer)
    assert send_pdf(mine, proposal, "En till").status_code == 302


def sent_file(title):
    return {"checked": check(sent(PDF)), "title": title}


def send_pdf(client, record, title):
    return client.post(address(record, "filer"), {"checked": sent(PDF, "a.pdf"), "title": title})


# --- Described anew -------------------------------------------------------------------------------------------


def test_title_words_and_place_are_changed_when_the_proposal_is_published(client, writer, editor, project, proposal):
    mine, picture = signed_in(writer), project.attachments.get(title="Bild")
    last = project.attachments.get(title="Två")
    opened = fields_of(mine.get(at(proposal, picture)))
    wanted = opened | {"title": "Kursstart", "alternative_text": "Fem vid ett bord", "after": str(last.pk)}
    assert mine.post(at(proposal, picture), wanted).status_code == 302
    assert titles(project) == ["Bild", "Ett", "Två"]
    assert [file.title for file in files_to_be(proposal)] == ["Ett", "Två", "Kursstart"]
    preview = mine.get(address(proposal, "forhandsgranska")).content.decode()
    assert 'alt="Fem vid ett bord"' in preview
    asked = " ".join(parse(mine.get(address(proposal)).content).one("ul", "files").text.split())
    assert "Ändras: Bild Titel: borttaget: Bild nytt: Kursstart" in asked
    assert "Plats i ordningen: borttaget: Först nytt: Efter ”Två”" in asked
    assert 'alt="Fem vid ett bord"' not in client.get(project.get_absolute_url()).content.decode()
    published(proposal, editor)
    assert titles(project) == ["Ett", "Två", "Kursstart"]
    assert 'alt="Fem vid ett bord"' in client.get(project.get_absolute_url()).content.decode()


def test_description_that_is_put_back_is_no_wish(writer, project, proposal):
    file = project.attachments.get(title="Ett")
    describe_file(proposal, file.pk, by=writer, **file.description | {"title": "Annat"})
    assert ProposedChange.objects.get().title == "Annat"
    describe_file(proposal, file.pk, by=writer, **file.description)
    assert not ProposedChange.objects.exists()


def test_own_file_of_a_draft_is_described_at_once(writer):
    draft, mine = ProjectFactory(draft=True, owner=writer), signed_in(writer)
    picture = add(draft)
    opened = fields_of(mine.get(at(draft, picture)))
    wrong = mine.post(at(draft, picture), opened | {"alternative_text": "", "title": "Ny rubrik"})
    assert "Beskriv bilden" in problems(wrong)
    assert "Ny rubrik" in wrong.content.decode()
    assert mine.post(at(draft, picture), opened | {"title": "Ny rubrik"}).status_code == 302
    assert titles(draft) == ["Ny rubrik"]


def test_two_who_describe_the_same_file_and_the_second_is_told(writer, project, proposal):
    """In a proposal, and in a draft: the second sees what the first wrote and saves again, or not."""
    draft = ProjectFactory(draft=True, owner=writer)
    for record, file in ((proposal, project.attachments.get(title="Ett")), (draft, add(draft, PDF))):
        mine = signed_in(writer)
        opened = fields_of(mine.get(at(record, file)))
        mine.post(at(record, file), opened | {"title": "Av den ena"})
        told = mine.post(at(record, file), opened | {"title": "Av den andra"})
        assert "”Av den ena”" in problems(told)
        assert [one.title for one in files_to_be(record) if one.pk == file.pk] == ["Av den ena"]
        assert mine.post(at(record, file), fields_of(told)).status_code == 302
        assert [one.title for one in files_to_be(record) if one.pk == file.pk] == ["Av den andra"]


# --- An editor meanwhile --------------------------------------------------------------------------------------


def test_what_editor_and_proposal_change_of_different_things_both_stand(writer, editor, project, proposal):
    file = project.attachments.get(title="Bild")
    describe_file(proposal, file.pk, by=writer, **file.description | {"title": "Kursstart"})
    describe_file(project, file.pk, by=editor, **file.description | {"alternative_text": "Av redaktören"})
    add_file(project, by=editor, **sent_file("Av redaktören"))
    published(proposal, editor)
    file.refresh_from_db()
    assert (file.title, file.alternative_text) == ("Kursstart", "Av redaktören")
    assert titles(project) == ["Kursstart", "Ett", "Två", "Av redaktören"]


@pytest.mark.parametrize("wish", ["describe", "remove"])
def test_what_both_have_changed_is_contested_until_the_editor_has_settled_it(writer, editor, project, proposal, wish):
    file = project.attachments.get(title="Ett")
    if wish == "describe":
        describe_file(proposal, file.pk, by=writer, **file.description | {"title": "Av skribenten"})
    else:
        remove_file(proposal, file.pk, by=writer)
    describe_file(project, file.pk, by=editor, **file.description | {"title": "Av redaktören"})
    with pytest.raises(ChangedMeanwhile) as refused:
        published(proposal, editor)
    assert refused.value.fields == ["attachments"]

    client, path = signed_in(editor), f"/admin/projects/project/{proposal.pk}/review/"
    page = client.get(path)
    assert "ändrat på båda håll" in parse(page.content).one("ul", "files").text
    given = {name: field.initial or page.context["form"].initial.get(name) for name, field in hidden(page)}
    refused = client.post(path, given | {"to": "published"})
    assert "Inte publicerat" in refused.content.decode()
    assert client.post(path, given | {"to": "published", "settled": "on"}).status_code == 302
    assert titles(project) == (["Bild", "Av skribenten", "Två"] if wish == "describe" else ["Bild", "Två"])


def hidden(page):
    form = page.context["form"]
    return [(name, field) for name, field in form.fields.items() if field.widget.is_hidden and name != "to"]


def test_file_that_an_editor_has_taken_away_stays_away(writer, editor, project, proposal):
    gone, changed = project.attachments.get(title="Ett"), project.attachments.get(title="Två")
    remove_file(proposal, gone.pk, by=writer)
    describe_file(proposal, changed.pk, by=writer, **changed.description | {"title": "Tre"})
    remove_file(project, gone.pk, by=editor)
    remove_file(project, changed.pk, by=editor)
    published(proposal, editor)
    assert titles(project) == ["Bild"]


@pytest.mark.parametrize("change", ["wish", "new", "of the record"])
def test_decision_is_on_the_files_that_the_editor_has_seen(writer, editor, project, proposal, change):
    file = project.attachments.get(title="Ett")
    seen = sign_of(proposal)
    if change == "wish":
        remove_file(proposal, file.pk, by=editor)
    elif change == "new":
        add_file(proposal, by=editor, **sent_file("Ny"))
    else:
        describe_file(project, file.pk, by=editor, **file.description | {"title": "Annat"})
    with pytest.raises(ChangedMeanwhile):
        published(proposal, editor, seen_files=seen)
    published(proposal, editor, seen_files=sign_of(proposal))


def test_restored_version_leaves_the_files_as_they_are(writer, editor, project, proposal):
    save_content(proposal, {"title": "Två"}, by=writer, seen_version=proposal.version)
    remove_file(proposal, project.attachments.get(title="Ett").pk, by=writer)
    add(proposal, PDF, title="Ny")
    record = published(proposal, editor)
    first = record.history.order_by("history_id").first()
    restored, left_out = restore(record, first, by=editor)
    assert (restored.title, left_out) == (project.title, [])
    assert sorted(titles(restored)) == ["Bild", "Ny", "Två"]


# --- Who may --------------------------------------------------------------------------------------------------


def test_others_wish_and_describe_nothing(project, proposal):
    other, file = signed_in(UserFactory()), project.attachments.get(title="Ett")
    for do in ("", "ta-bort", "behall"):
        assert other.post(at(proposal, file, do)).status_code == 404
    assert not ProposedChange.objects.exists()


def test_what_is_with_the_editors_is_not_changed(writer, project, proposal):
    file, own = project.attachments.get(title="Ett"), add(proposal, PDF, title="Ny")
    change_status(proposal, to=Status.IN_REVIEW, by=writer)
    mine = signed_in(writer)
    for one in (file, own):
        for do in ("", "ta-bort", "behall"):
            assert mine.post(at(proposal, one, do), {"title": "x"}).status_code == 302
    assert not ProposedChange.objects.exists()
    assert titles(proposal) == ["Ny"]


def test_published_record_is_changed_by_no_writer(writer, project):
    file = project.attachments.get(title="Ett")
    for do in ("", "ta-bort"):
        assert signed_in(writer).post(at(project, file, do), {"title": "x"}).status_code == 302
    assert titles(project) == ["Bild", "Ett", "Två"]


def test_file_of_another_record_is_not_reached_through_ones_own(writer, editor, proposal):
    others = add(ProjectFactory(), PDF, title="Andras")
    mine = signed_in(writer)
    assert mine.get(at(proposal, others)).status_code == 404
    for do in ("ta-bort", "behall"):
        assert mine.post(at(proposal, others, do)).status_code == 302
    assert Attachment.objects.filter(pk=others.pk).exists()
    assert keep_file(proposal, others.pk, by=editor) is None
    assert mine.get(address(proposal, "filer/" + "9" * 30)).status_code == 404
