"""A reader's correction: from the page, without an account, to the editors' queue, the record and the answer."""

import datetime
import re
import time
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Outcome
from outbox.models import Mail
from publishing.actions import ChangedMeanwhile
from publishing.corrections import actions, forms
from publishing.corrections.fields import facts_of
from publishing.models import Correction
from search import changes
from tests.factories import (
    CorrectionFactory,
    NetworkFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectFundingFactory,
    UserFactory,
)
from tests.reading import parse

pytestmark = pytest.mark.django_db

TEXTS = {"proposed": "Vägen hem", "source": "Jag ledde projektet."}


@pytest.fixture(autouse=True)
def _no_limits_yet():
    cache.clear()


@pytest.fixture(autouse=True)
def read_slowly(monkeypatch):
    """Nobody waits in tests, unless a test takes this away."""
    monkeypatch.setattr(forms, "FASTEST", 0)


def path_of(record, kind="projekt"):
    return f"/rattelse/{kind}/{record.slug}/"


def filled(client, path, field="title", **texts):
    """Return what a browser sends from the form of the page when a reader has filled it in."""
    page = parse(client.get(path, {"falt": field}).content)
    form = page.one("form", "correction")
    data = {box.attrs["name"]: box.attrs.get("value", "") for box in form.all("input")}
    return data | TEXTS | texts


def errors(response):
    return parse(response.content).one("div", "error-summary").text


# --- The reader's side ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "language"), [("", "sv"), ("/en", "en")])
def test_reader_proposes_a_correction_of_a_field_without_an_account(client, prefix, language):
    project = ProjectFactory(title="Vägen bort")
    detail = parse(client.get(f"{prefix}/projekt/{project.slug}/").content)
    link = detail.one("p", "correct").one("a").attrs["href"]
    options = parse(client.get(link).content).one("select", id="falt").all("option")
    assert any("Vägen bort" in option.text for option in options)

    page = parse(client.get(link, {"falt": "title"}).content)
    assert page.one("blockquote").text == "Vägen bort"
    response = client.post(link, filled(client, link, email="lasare@example.org"))

    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert not client.cookies
    correction = Correction.objects.get()
    assert correction.record == project
    assert (correction.field, correction.said, correction.proposed) == ("title", "Vägen bort", "Vägen hem")
    assert (correction.source, correction.email) == (TEXTS["source"], "lasare@example.org")
    assert (correction.language, correction.outcome) == (language, Outcome.WAITING)


def test_reader_proposes_a_correction_of_something_else(client):
    network = NetworkFactory()
    path = path_of(network, "natverk")
    assert client.post(path, filled(client, path, field="")).status_code == 302
    assert (Correction.objects.get().field, Correction.objects.get().said) == ("", "")


def test_form_that_lacks_something_says_so_and_keeps_the_rest(client):
    path = path_of(ProjectFactory())
    response = client.post(path, filled(client, path, source="", email="ingen adress"))
    said = errors(response)
    assert "Hur vet du det?" in said
    assert "e-post" in said
    assert "Vägen hem" in response.content.decode()
    assert not Correction.objects.exists()


@pytest.mark.parametrize("texts", [{"proposed": "x" * 5001}, {"source": "x" * 1001}, {"proposed": "a\x00b"}])
def test_text_that_is_too_long_or_no_text_is_refused(client, texts):
    path = path_of(ProjectFactory())
    response = client.post(path, filled(client, path, **texts))
    assert response.status_code == 200
    assert errors(response)
    assert not Correction.objects.exists()


def test_program_that_fills_in_everything_is_refused(client):
    path = path_of(ProjectFactory())
    response = client.post(path, filled(client, path, leave_empty="http://example.org"))
    assert "skiljer människor från program" in errors(response)
    assert "Vägen hem" in response.content.decode()
    assert not Correction.objects.exists()


def test_program_that_is_faster_than_people_is_refused(client, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST", 3)
    path = path_of(ProjectFactory())
    data = filled(client, path)
    assert "fortare" in errors(client.post(path, data))
    later = time.time() + 4
    with mock.patch.object(forms.time, "time", return_value=later):
        assert client.post(path, data).status_code == 302


@pytest.mark.parametrize("token", ["", "made up", "W10:1x:2"])
def test_form_with_a_token_that_was_not_given_for_it_gets_a_new_one_and_keeps_what_was_typed(client, token):
    path = path_of(ProjectFactory())
    other = filled(client, path_of(ProjectFactory()))["token"]
    for wrong in (token, other):
        response = client.post(path, filled(client, path) | {"token": wrong})
        assert "för länge" in errors(response)
        assert "Vägen hem" in response.content.decode()
        given = parse(response.content).one("form", "correction").one("input", name="token").attrs["value"]
        assert client.post(path, {**TEXTS, "falt": "title", "token": given}).status_code == 302
        Correction.objects.all().delete()


def test_same_form_sent_twice_counts_once_and_another_text_counts_anew(client):
    path = path_of(ProjectFactory())
    data = filled(client, path)
    for _ in range(2):
        assert client.post(path, data).status_code == 302
    assert Correction.objects.count() == 1
    client.post(path, data | {"proposed": "Något annat, efter bakåtknappen"})
    assert Correction.objects.count() == 2


@pytest.mark.parametrize("rates", ["2/h/ip", "2/d/key"])
def test_too_many_corrections_are_put_off_in_plain_words(client, settings, rates):
    settings.ACCOUNT_RATE_LIMITS = {"correction": rates}
    path = path_of(ProjectFactory())
    for _ in range(2):
        assert client.post(path, filled(client, path)).status_code == 302
    response = client.post(path, filled(client, path))
    assert response.status_code == 429
    assert "För många rättelser" in errors(response)
    assert "Vägen hem" in response.content.decode()
    assert Correction.objects.count() == 2
    elsewhere = path_of(ProjectFactory())
    assert client.post(elsewhere, filled(client, elsewhere)).status_code == (429 if "ip" in rates else 302)


def test_corrections_are_limited_as_they_come(client, settings):
    assert settings.ACCOUNT_RATE_LIMITS["correction"]


@pytest.mark.parametrize("status", ["draft", "in_review", "returned", "archived"])
def test_what_is_not_published_has_no_form_for_anybody(client, status):
    project = ProjectFactory(**{status: True}, owner=UserFactory())
    assert client.get(path_of(project)).status_code == 404
    client.force_login(project.owner)
    assert client.get(path_of(project)).status_code == 404
    assert not parse(client.get(project.get_absolute_url()).content).all("p", "correct")


def test_municipalities_and_sources_have_no_form(client):
    for path in ("/rattelse/kommun/kristianstad/", "/rattelse/kalla/rapport-integration-och-eu/", "/rattelse/x/kin/"):
        assert client.get(path).status_code == 404
    assert not parse(client.get("/kommuner/kristianstad/").content).all("p", "correct")


def test_form_names_nothing_that_is_not_published(client):
    programme, before = (
        ProgrammeFactory(title="Smygprogram", draft=True),
        ProjectFactory(title="Smygprojekt", draft=True),
    )
    project = ProjectFactory(predecessor=before, contributes_to=[programme], keywords="smygord", other_words="smygord")
    ProjectFundingFactory(project=project, programme=programme)
    ParticipationFactory(project=project, organisation=OrganisationFactory(name="Synliga kommunen"))
    page = client.get(path_of(project)).content.decode() + str(facts_of(project))
    assert "Synliga kommunen" in page
    assert "smyg" not in page.lower()


def test_correction_does_not_make_the_pages_of_readers_anew(client):
    path = path_of(ProjectFactory())
    data, before = filled(client, path), changes.current()
    client.post(path, data)
    assert Correction.objects.exists()
    assert changes.current() == before


def test_form_is_never_kept_by_a_browser(client):
    response = client.get(path_of(ProjectFactory()), {"falt": "title"})
    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


# --- The editor's side ----------------------------------------------------------------------------------------


@pytest.fixture
def editor(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


def page_of(correction):
    return f"/admin/publishing/correction/{correction.pk}/change/"


def decision(client, correction, decision, **more):
    form = client.get(page_of(correction)).context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    return client.post(page_of(correction), data | {"decision": decision} | more, follow=True)


def test_editor_writes_a_correction_in_with_a_version_and_the_reader_is_told(client, editor):
    project = ProjectFactory(title="Vägen bort")
    correction = CorrectionFactory(corrected=project, proposed="Vägen hem", email="lasare@example.org")

    decision(client, correction, "write", answer="Tack!")

    project.refresh_from_db()
    assert (project.title, project.version) == ("Vägen hem", 2)
    newest = project.history.order_by("-history_id").first()
    assert (newest.history_user, newest.history_change_reason) == (editor, "En läsares rättelse")
    correction.refresh_from_db()
    assert (correction.outcome, correction.decided_by, correction.email) == (Outcome.ACCEPTED, editor, "")
    mail = Mail.objects.get()
    assert mail.to == "lasare@example.org"
    assert "har rättat sidan" in mail.text
    assert "Tack!" in mail.text
    assert project.get_absolute_url() in mail.text


def test_editor_corrects_an_organisation(client, editor):
    organisation = OrganisationFactory(name="Gamla namnet")
    decision(client, CorrectionFactory(corrected=organisation, field="name", proposed="Nya namnet"), "write")
    organisation.refresh_from_db()
    assert organisation.name == "Nya namnet"
    assert organisation.history.count() == 2


def test_editor_accepts_what_was_corrected_by_hand(client, editor):
    project = ProjectFactory()
    correction = CorrectionFactory(corrected=project, field="")
    page = client.get(page_of(correction)).content.decode()
    assert 'value="write"' not in page
    assert f"/admin/projects/project/{project.pk}/change/" in page
    decision(client, correction, "accept")
    correction.refresh_from_db()
    assert correction.outcome == Outcome.ACCEPTED
    assert not project.history.exists()


@pytest.mark.parametrize(("language", "subject"), [("sv", "Vad det blev av din rättelse"), ("en", "What became of")])
def test_editor_declines_with_an_answer_in_the_language_of_the_page(client, editor, language, subject):
    project = ProjectFactory(title="Vägen", title_en="The way")
    correction = CorrectionFactory(corrected=project, email="lasare@example.org", language=language)
    refused = decision(client, correction, "decline")
    assert "Säg varför" in refused.content.decode()
    assert not Mail.objects.exists()
    decision(client, correction, "decline", answer="Det står så i källan. <b>Tack</b>")
    mail = Mail.objects.get()
    assert mail.subject.startswith(subject)
    assert "Det står så i källan." in mail.text
    assert "&lt;b&gt;Tack" in mail.html
    assert f'lang="{language}"' in mail.html
    project.refresh_from_db()
    assert project.title == "Vägen"


def test_reader_who_gave_no_address_is_not_written_to(client, editor):
    decision(client, CorrectionFactory(), "write")
    assert Correction.objects.get().outcome == Outcome.ACCEPTED
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("field", "proposed"), [("budget", "mycket"), ("title", ""), ("title", "x" * 251), ("grant", "900")]
)
def test_what_the_field_cannot_take_is_said_and_nothing_is_done(client, editor, field, proposed):
    project = ProjectFactory(title="Vägen", budget="500.00", grant="100.00")
    correction = CorrectionFactory(corrected=project, field=field, proposed=proposed or "x")
    response = decision(client, correction, "write", value=proposed)
    assert parse(response.content).all("ul", "errorlist")
    correction.refresh_from_db()
    project.refresh_from_db()
    assert (correction.outcome, project.version) == (Outcome.WAITING, 1)


def test_field_that_was_changed_while_the_editor_read_is_not_overwritten(client, editor):
    project = ProjectFactory(title="Ett", summary="En rad.\nEn till.")
    correction = CorrectionFactory(corrected=project, proposed="Tre")
    form = {"value": "Tre", "seen": "Ett", "answer": "", "decision": "write"}
    project.title = "Två"
    project.save()
    response = client.post(page_of(correction), form)
    assert "har ändrats under tiden" in response.content.decode()
    project.refresh_from_db()
    assert project.title == "Två"
    again = {field.html_name: field.value() or "" for field in response.context["form"]}
    client.post(page_of(correction), again | {"decision": "write"})
    project.refresh_from_db()
    assert project.title == "Tre"


def test_text_of_several_lines_comes_back_from_a_browser_as_the_same(client, editor):
    project = ProjectFactory(summary="En rad.\nEn till.")
    correction = CorrectionFactory(corrected=project, field="summary", proposed="En enda.")
    decision(client, correction, "write", seen="En rad.\r\nEn till.")
    project.refresh_from_db()
    assert project.summary == "En enda."


def test_second_editor_is_told_that_the_first_has_decided(client, editor):
    correction = CorrectionFactory()
    form = {"value": "Något", "seen": correction.said, "answer": "Nej.", "decision": "decline"}
    actions.accept(correction, by=UserFactory(staff=True))
    with pytest.raises(actions.AlreadyDecided):
        actions.decline(correction, by=editor, answer="Nej.")
    response = client.post(page_of(correction), form, follow=True)
    assert response.status_code == 200
    assert Correction.objects.get().outcome == Outcome.ACCEPTED


def test_only_editors_decide():
    for user in (UserFactory(), UserFactory()):
        with pytest.raises(PermissionDenied):
            actions.accept(CorrectionFactory(), by=user, value="x", seen="x")
        with pytest.raises(PermissionDenied):
            actions.decline(CorrectionFactory(), by=user, answer="x")


def test_correction_of_a_record_that_is_gone_can_be_declined(client, editor):
    correction = CorrectionFactory(email="lasare@example.org")
    correction.record.delete()
    correction = Correction.objects.get()
    assert "Posten är borttagen" in client.get(page_of(correction)).content.decode()
    decision(client, correction, "decline", answer="Sidan finns inte längre.")
    assert Correction.objects.get().outcome == Outcome.DECLINED
    assert Mail.objects.get().to == "lasare@example.org"


def test_what_readers_write_is_escaped(client, editor):
    correction = CorrectionFactory(proposed="<script>alert(1)</script>", source="<b>x</b>", said="<i>y</i>")
    page = client.get(page_of(correction)).content.decode()
    assert not re.search(r"<script>alert|<b>x|<i>y", page)


# --- What is kept ---------------------------------------------------------------------------------------------


def test_address_is_not_kept_after_the_decision_by_the_database_itself():
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionFactory(outcome=Outcome.DECLINED, decided_at=timezone.now(), email="kvar@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionFactory(outcome=Outcome.DECLINED)


def test_corrections_are_forgotten_half_a_year_after(capsys):
    long_ago = timezone.now() - datetime.timedelta(days=181)
    recently = timezone.now() - datetime.timedelta(days=179)
    old = CorrectionFactory(outcome=Outcome.ACCEPTED, decided_at=long_ago)
    kept = CorrectionFactory(outcome=Outcome.ACCEPTED, decided_at=recently)
    waiting = CorrectionFactory(proposed_at=long_ago, email="lasare@example.org")
    new = CorrectionFactory(proposed_at=recently, email="ny@example.org")

    call_command("forget_corrections")

    assert set(Correction.objects.all()) == {kept, waiting, new}
    assert not Correction.objects.filter(pk=old.pk).exists()
    assert set(Correction.objects.values_list("email", flat=True)) == {"", "ny@example.org"}
    assert "1" in capsys.readouterr().out


def test_accepting_what_the_action_cannot_write_changes_nothing():
    editor, project = UserFactory(staff=True), ProjectFactory(title="Ett")
    correction = CorrectionFactory(corrected=project)
    for value, seen, error in (("x" * 300, "Ett", ValidationError), ("Två", "Noll", ChangedMeanwhile)):
        with pytest.raises(error):
            actions.accept(correction, by=editor, value=value, seen=seen)
    project.refresh_from_db()
    assert (project.title, Correction.objects.get().outcome) == ("Ett", Outcome.WAITING)
