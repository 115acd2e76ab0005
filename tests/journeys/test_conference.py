"""A conference is made from last year's, sent, returned, mended and published, with its programme in order."""

import pytest

from events.models import Event
from tests.factories import (
    EventFactory,
    EventOrganisationFactory,
    OrganisationFactory,
    ProgrammeItemFactory,
    UserFactory,
)

from .mailbox import link_in_mail


@pytest.fixture
def karin(person):
    """A coordinator who has arranged a conference before, and is signed in."""
    user = UserFactory(name="Karin Koordinator", email="karin@example.org")
    before = EventFactory(
        title="Mötesplats Ankeborg 2018",
        summary="Kommuner visar vad som fungerar.",
        owner=user,
        place="Ankeborg",
        registration_url="https://ankeborg.example.org/2018",
    )
    EventOrganisationFactory(event=before, organisation=OrganisationFactory(name="Ankeborgs kommun"), role="organiser")
    for place, title in enumerate(("Välkomna", "Så blev det"), start=1):
        ProgrammeItemFactory(event=before, title=title, position=place)
    return person().signs_in(user, "/mitt/")


def test_conference_is_copied_from_last_years_and_published(person, karin, editor):
    copies_last_years(karin)
    fills_in_what_is_new(karin)
    arranges_the_programme(karin)
    says_how_to_register(karin)
    sends(karin)

    erik = person().signs_in(editor, link_in_mail(editor.email, "Att granska: ”Mötesplats Ankeborg 2019”"))
    erik.sees("26 september 2019", "Mingel", "https://ankeborg.example.org/2019")
    erik.writes("Kommentar:", "När börjar mingelt?")
    erik.presses("Lämna tillbaka med en kommentar")

    mends_and_sends_again(karin)
    erik.opens(link_in_mail(editor.email, "Att granska: ”Mötesplats Ankeborg 2019”"))
    erik.presses("Publicera")

    everybody_reads_it(person(), link_in_mail("karin@example.org", "”Mötesplats Ankeborg 2019” är publicerad"))


def copies_last_years(karin):
    karin.follows("Mötesplats Ankeborg 2018")
    karin.presses("Kopiera till nästa gång")
    karin.is_on("Om evenemanget")
    karin.finds("Sammanfattning", "Kommuner visar vad som fungerar.")
    karin.writes("Titel", "Mötesplats Ankeborg 2019")
    karin.adds("Teman", "Samverkan och styrning")
    karin.presses("Spara och fortsätt")


def fills_in_what_is_new(karin):
    karin.is_on("Tid och plats")
    karin.finds("Början", "")
    karin.finds("Ort", "Ankeborg")
    karin.writes("Början", "26/9 2019")
    karin.writes("Starttid", "09:30")
    karin.writes("Lokal", "Stadshuset")
    karin.adds("Kommuner", "Kristianstad")
    karin.presses("Spara och fortsätt")
    karin.is_on("Arrangörer")
    karin.presses("Spara och fortsätt")


def arranges_the_programme(karin):
    karin.is_on("Programmet")
    welcome, old = karin.rows("Lägg till en programpunkt")
    karin.finds("Titel", "Välkomna", welcome)
    karin.moves(old, "Ta bort")
    karin.writes("Titel", "Mingel", karin.adds_row("Lägg till en programpunkt"))
    results = karin.adds_row("Lägg till en programpunkt")
    karin.writes("Titel", "Vad gav året?", results)
    karin.writes("Tid", "10:15", results)
    karin.moves(results, "Flytta upp")
    karin.presses("Spara och fortsätt")


def says_how_to_register(karin):
    karin.is_on("Anmälan")
    karin.finds("Webbadress för anmälan", "")
    karin.writes("Webbadress för anmälan", "https://ankeborg.example.org/2019")
    karin.writes("Anmälan öppnar", "2019-08-01")
    karin.writes("Sista anmälningsdag", "2018-09-01")
    karin.writes("Antal platser", "120")
    karin.presses("Spara och fortsätt")
    karin.sees("Något behöver rättas")
    karin.finds("Antal platser", "120")
    karin.writes("Sista anmälningsdag", "2019-09-01")
    karin.presses("Spara och fortsätt")


def sends(karin):
    karin.follows("Kontrollera och skicka")
    karin.sees("Ett utkast, och inget saknas")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det")


def mends_and_sends_again(karin):
    karin.opens("/mitt/")
    karin.sees("Tillbaka för ändring", "När börjar mingelt?")
    karin.follows("Mötesplats Ankeborg 2019")
    karin.follows("Programmet")
    *_, mingle = karin.rows("Lägg till en programpunkt")
    karin.finds("Titel", "Mingel", mingle)
    karin.writes("Tid", "16:00", mingle)
    karin.presses("Spara och fortsätt")
    karin.follows("Kontrollera och skicka")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det")


def everybody_reads_it(reader, address):
    reader.opens(address)
    reader.sees("26 september 2019, 09.30", "Stadshuset, Ankeborg", "Kristianstad", "120")
    reader.sees("https://ankeborg.example.org/2019", "anmäl dig senast 1 september 2019", "Samverkan och styrning")
    reader.sees_items("Program", "Välkomna", "10.15 Vad gav året?", "16.00 Mingel")
    reader.follows("Mötesplats Ankeborg 2018")
    reader.sees("https://ankeborg.example.org/2018")
    assert Event.objects.filter(title__startswith="Mötesplats Ankeborg").count() == 2
