"""Each change of status is told to those it concerns, in their language, in the transaction that makes it."""

import pytest
from django.db import transaction

from outbox.models import Mail
from publishing.actions import change_status, propose_changes, save_content
from tests.factories import NetworkFactory, ProjectFactory, UserFactory

from .people import people_around

pytestmark = pytest.mark.django_db

COMMENT = "Säg vad <b>pengarna</b> gick till."


def reads_english(user):
    user.language = "en"
    user.save()


def written(title="Vägen in", **status):
    project = ProjectFactory(title=title, title_en="The way in", **status)
    return project, people_around(project)


def mails():
    return {mail.to: mail for mail in Mail.objects.order_by("pk")}


def told(people):
    return {name for name, user in people.items() if user.email in mails()}


@pytest.mark.parametrize(
    ("start", "to", "by", "expected"),
    [
        ("draft", "in_review", "owner", {"co_writer", "editor"}),
        ("draft", "in_review", "member", {"owner", "co_writer", "editor"}),
        ("in_review", "draft", "co_writer", {"owner"}),
        ("in_review", "returned", "editor", {"owner", "co_writer"}),
        ("in_review", "published", "editor", {"owner", "co_writer"}),
        ("published", "archived", "editor", {"owner", "co_writer"}),
        ("published", "returned", "editor", {"owner", "co_writer"}),
        ("archived", "published", "editor", {"owner", "co_writer"}),
    ],
)
def test_change_of_status_is_told_to_those_it_concerns_and_never_to_who_made_it(start, to, by, expected):
    project, people = written(**({} if start == "published" else {start: True}))

    change_status(project, to=to, by=people[by], comment=COMMENT)

    assert told(people) == expected
    assert Mail.objects.count() == len(expected)


TEXTS = {
    # status to, language: subject, what is said, what is expected next
    ("in_review", "sv"): ("”Vägen in” är hos redaktörerna", "har skickat ”Vägen in”", "Då får du ett mejl"),
    ("in_review", "en"): ("“The way in” is with the editors", "has sent “The way in”", "You get a mail then"),
    ("draft", "sv"): ("”Vägen in” är tillbakatagen", "har tagit tillbaka", "Fortsätt skriva"),
    ("draft", "en"): ("“The way in” has been taken back", "back from the editors", "Go on writing"),
    ("returned", "sv"): ("Ändra och skicka igen: ”Vägen in”", "har lämnat tillbaka", "Skicka igen när"),
    ("returned", "en"): ("Change and send again: “The way in”", "have returned", "Send it again when"),
    ("published", "sv"): ("”Vägen in” är publicerad", "Nu kan alla läsa", "föreslår du ändringen"),
    ("published", "en"): ("“The way in” is published", "Everybody can read it now", "propose the change"),
    ("archived", "sv"): ("”Vägen in” är arkiverad", "Läsarna ser den inte längre", "Du behöver inte göra något"),
    ("archived", "en"): ("“The way in” is archived", "Readers do not see it any more", "You need not do anything"),
}


@pytest.mark.parametrize("to", ["in_review", "draft", "returned", "published", "archived"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_mail_says_what_happened_why_and_what_is_next_as_text_and_html(to, language):
    start = {"in_review": "draft", "archived": "published"}.get(to, "in_review")
    project, people = written(**({} if start == "published" else {start: True}))
    if language == "en":
        reads_english(people["owner"])
    by = people["editor" if to in ("returned", "published", "archived") else "member"]

    change_status(project, to=to, by=by, comment=COMMENT)

    mail = mails()[people["owner"].email]
    subject, said, expected = TEXTS[to, language]
    assert mail.subject == subject
    assert said in mail.text
    assert expected in mail.text
    assert COMMENT in mail.text
    assert said in mail.html
    assert expected in mail.html
    assert "Säg vad &lt;b&gt;pengarna&lt;/b&gt; gick till." in mail.html
    assert f'<html lang="{language}">' in mail.html
    address = f"{'/en' if language == 'en' else ''}/projekt/{project.slug}/"
    assert (address in mail.text) or f"/mitt/projekt/{project.pk}/" in mail.text
    if to == "published":
        assert address in mail.text


@pytest.mark.parametrize(
    ("language", "subject"), [("sv", "Att granska: ”Vägen in”"), ("en", "To review: “The way in”")]
)
def test_editors_are_led_to_the_page_to_decide_on(language, subject):
    project, people = written(draft=True)
    if language == "en":
        reads_english(people["editor"])

    change_status(project, to="in_review", by=people["owner"])

    mail = mails()[people["editor"].email]
    assert mail.subject == subject
    for text in (mail.text, mail.html):
        assert f"/admin/projects/project/{project.pk}/review/" in text


@pytest.mark.parametrize(
    ("steps", "subject", "said"),
    [
        (["in_review"], "Att granska: ändringar av ”Ny väg in”", "har skickat ändringar av ”Ny väg in”"),
        (["in_review", "returned"], "Ändra lite till: ”Ny väg in”", "Det publicerade står kvar som det är"),
        (["in_review", "published"], "Dina ändringar av ”Ny väg in” är publicerade", "har publicerat dina ändringar"),
    ],
)
def test_mail_about_a_proposed_version_says_so(steps, subject, said):
    project, people = written()
    proposal = propose_changes(project, by=people["owner"])
    proposal = save_content(proposal, {"title": "Ny väg in"}, by=people["owner"], seen_version=proposal.version)

    for to in steps:
        by = people["owner" if to == "in_review" else "editor"]
        change_status(proposal, to=to, by=by, comment="Så här.")

    reader = people["editor" if steps == ["in_review"] else "owner"]
    mail = Mail.objects.filter(to=reader.email).order_by("-pk").first()
    assert mail.subject == subject
    assert said in mail.text
    if "published" in steps:
        assert project.get_absolute_url() in mail.text
        assert set(told(people)) == {"owner", "co_writer", "editor"}


def test_mail_goes_with_a_change_that_is_rolled_back():
    project, people = written(draft=True)
    with transaction.atomic():
        change_status(project, to="in_review", by=people["owner"])
        assert Mail.objects.exists()
        transaction.set_rollback(True)
    assert not Mail.objects.exists()


def test_editor_who_writes_along_gets_one_mail_and_whoever_has_left_none():
    project, people = written(draft=True)
    project.co_writers.add(people["editor"])
    people["co_writer"].is_active = False
    people["co_writer"].save()

    change_status(project, to="in_review", by=people["owner"])

    assert told(people) == {"editor"}
    assert "/review/" in mails()[people["editor"].email].text


def test_same_step_again_is_told_again():
    project, people = written(draft=True)
    for _ in range(2):
        change_status(project, to="in_review", by=people["owner"])
        change_status(project, to="returned", by=people["editor"], comment="Mer.")
    assert Mail.objects.filter(to=people["owner"].email).count() == 2


def test_writer_of_a_kind_that_editors_register_is_led_to_its_own_page():
    network = NetworkFactory(in_review=True, owner=UserFactory(name="ägare"))
    change_status(network, to="returned", by=UserFactory(staff=True), comment="Mer.")
    assert f"/natverk/{network.slug}/" in Mail.objects.get().text
