"""What comes between: the session ends, a button is pressed twice, somebody goes back. Nothing is lost or doubled."""

import pytest
from django.contrib.sessions.models import Session

from events.models import Event
from outbox.models import Mail
from projects.enums import ProjectRole
from projects.models import Project
from publishing.enums import Status
from publishing.models import Transition
from tests.factories import (
    CountryFactory,
    EventFactory,
    ParticipationFactory,
    ProjectFactory,
    ThemeFactory,
    UserFactory,
)

from .conftest import only_with_script


@pytest.fixture
def user(portal):
    return UserFactory(name="Karin Koordinator", email="karin@example.org")


@pytest.fixture
def draft(user):
    """A draft that lacks nothing."""
    draft = ProjectFactory(
        draft=True,
        owner=user,
        title="Vägen in",
        summary="Som det var.",
        starts_on="2018-09-01",
        themes=[ThemeFactory()],
        countries=[CountryFactory()],
    )
    ParticipationFactory(project=draft, role=ProjectRole.OWNER)
    return draft


@pytest.fixture
def karin(person, user):
    return person().signs_in(user, "/mitt/")


def test_what_was_written_when_the_session_had_ended_is_there_after_signing_in(user, draft, karin):
    karin.follows("Vägen in")
    karin.follows("Tid")
    Session.objects.all().delete()
    karin.writes("Början", "hösten 2018")
    karin.writes("Anmärkning om perioden", "Förlängt en gång.")
    if karin.has_script:
        karin.sees("Du har loggats ut. Spara och logga in igen")
    karin.presses("Spara")
    karin.is_on("Logga in")
    karin.gives_password(user)

    karin.is_on("Tid")
    karin.sees("Du loggades ut medan du skrev", "inte sparat än")
    karin.finds("Början", "hösten 2018")
    karin.presses("Spara")
    karin.sees("Sparat.")
    draft.refresh_from_db()
    assert (draft.starts_precision, draft.period_note) == ("season", "Förlängt en gång.")


def test_title_that_was_written_when_the_session_had_ended_begins_a_draft_after_signing_in(karin, user):
    karin.follows("Registrera ett evenemang")
    Session.objects.all().delete()
    karin.writes("Titel", "Mötesplats Ankeborg")
    karin.presses("Börja")
    karin.gives_password(user)
    karin.finds("Titel", "Mötesplats Ankeborg")
    karin.presses("Börja")
    karin.is_on("Om evenemanget")
    assert Event.objects.get(owner=user).title == "Mötesplats Ankeborg"


@only_with_script
def test_what_was_typed_last_goes_along_when_one_leaves_by_a_link(draft, karin):
    karin.follows("Vägen in")
    karin.follows("Om projektet")
    karin.writes("Sammanfattning", "")
    karin.follows("Kontrollera och skicka")
    karin.sees("Saknas innan det kan skickas")
    karin.follows("En sammanfattning")
    karin.writes("Sammanfattning", "Nyanlända lär sig svenska.")
    karin.follows("Kontrollera och skicka")
    karin.sees("inget saknas")


def test_beginning_twice_makes_one_draft(karin, user):
    karin.follows("Registrera ett projekt")
    karin.writes("Titel", "Vägen in")
    karin.presses_twice("Börja")
    karin.is_on("Om projektet")
    assert Project.objects.filter(owner=user).count() == 1


def test_copying_twice_makes_one_copy(karin, user):
    EventFactory(owner=user, title="Mötesplats Ankeborg")
    karin.opens("/mitt/")
    karin.follows("Mötesplats Ankeborg")
    karin.presses_twice("Kopiera till nästa gång")
    karin.is_on("Om evenemanget")
    assert Event.objects.filter(owner=user, status=Status.DRAFT).count() == 1


def test_sending_twice_sends_once_and_says_so(draft, karin, editor):
    karin.follows("Vägen in")
    karin.presses_twice("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det")
    karin.does_not_see("någon annan hann före")
    assert Transition.objects.of(draft).count() == 1
    assert Mail.objects.filter(to=editor.email).count() == 1


def test_going_back_after_sending_leads_to_what_is_sent(draft, karin):
    karin.follows("Vägen in")
    karin.follows("Om projektet")
    karin.follows("Kontrollera och skicka")
    karin.presses("Skicka till redaktörerna")
    karin.goes_back()
    karin.goes_back()
    karin.sees("Redaktörerna har haft det sedan")


def test_form_that_is_sent_after_the_draft_keeps_what_was_written(person, user, draft, karin):
    at_home = person().signs_in(user, f"/mitt/projekt/{draft.pk}/om/")
    karin.follows("Vägen in")
    karin.presses("Skicka till redaktörerna")
    at_home.writes("Sammanfattning", "Skriven hemma.")
    at_home.presses("Spara")
    at_home.sees("Inte sparat", "Redaktörerna har det nu")
    at_home.finds("Sammanfattning", "Skriven hemma.")
    at_home.presses("Ta tillbaka och spara")
    draft.refresh_from_db()
    assert (draft.summary, draft.status) == ("Skriven hemma.", Status.DRAFT)
