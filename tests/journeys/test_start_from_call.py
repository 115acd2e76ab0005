"""Whoever got money from a call begins with what the call says."""

from tests.factories import CallFactory, ThemeFactory, UserFactory


def test_project_is_begun_from_the_call_that_paid(person):
    call = CallFactory(programme__title="Prövofonden", themes=[ThemeFactory(name="Prövotema")])
    karin = person()
    karin.opens(call.get_absolute_url())
    karin.follows("Vi fick pengar ur den här utlysningen: registrera projektet")
    karin.gives_password(UserFactory())
    karin.writes("Titel", "Vägen in")
    karin.presses("Börja")
    karin.is_on("Om projektet")
    karin.has_picked("Teman", "Prövotema")
    karin.follows("Pengar")
    [programme] = karin.rows("Lägg till ett program")
    karin.has_picked_one("Program", "Prövofonden", programme)
