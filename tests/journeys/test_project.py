"""A coordinator comes from an invitation to a published project, which the editors return once with a comment."""

import pytest

from tests.accounts.steps import code_for
from tests.factories import OrganisationFactory, OrganisationMemberFactory, ProgrammeFactory, UserFactory

from .mailbox import link_in_mail
from .person import PICTURE

KARIN = "karin@ankeborg.example.org"


@pytest.fixture
def anna(portal):
    """Who is responsible for a municipality; there is a school to work with, and a programme that pays."""
    OrganisationFactory(name="Rosendals folkhögskola")
    ProgrammeFactory(title="Prövofonden")
    ankeborg = OrganisationFactory(name="Ankeborgs kommun", slug="ankeborgs-kommun")
    anna = UserFactory(name="Anna Ansvarig")
    OrganisationMemberFactory(organisation=ankeborg, user=anna, responsible=True)
    return anna


def test_coordinator_comes_from_an_invitation_to_a_published_project(person, anna, editor):
    karin = person()
    is_invited(person().signs_in(anna, "/konto/organisationer/"))
    becomes_a_member(karin)
    begins(karin)
    sees_where_to_begin(karin)
    fills_in_every_part(karin)
    adds_a_picture(karin)
    sees_what_is_missing(karin)
    looks_at_it_and_sends(karin)

    erik = person().signs_in(editor, "/admin/")
    returns_it_with_a_comment(erik)
    reads_the_comment_and_mends(karin)
    publishes(erik)

    everybody_reads_it(person(), link_in_mail(KARIN, "”Vägen in” är publicerad"))


# --- Into the portal ------------------------------------------------------------------------------------------


def is_invited(anna):
    anna.follows("Ankeborgs kommun")
    anna.follows("Bjud in någon")
    anna.writes("E-post", KARIN)
    anna.presses("Skicka inbjudan")
    anna.sees(f"Inbjudan till {KARIN} är skickad")


def becomes_a_member(karin):
    karin.opens(link_in_mail(KARIN, "Inbjudan till Ankeborgs kommun"))
    karin.follows("Skapa ett konto")
    karin.writes("Namn", "Karin Koordinator")
    karin.writes("E-post", KARIN)
    karin.presses("Skapa kontot")
    karin.writes("Kod", code_for(KARIN))
    karin.presses("Bekräfta")
    karin.sees("Anna Ansvarig bjuder in dig")
    karin.presses("Tacka ja till inbjudan")
    karin.sees("Nu hör du till Ankeborgs kommun", "Karin Koordinator")


# --- Writing --------------------------------------------------------------------------------------------------


def begins(karin):
    karin.follows_in_the_menu("Mitt arbete")
    karin.sees("Du har inget på gång än")
    karin.follows("Registrera ett projekt")
    karin.writes("Titel", "Vägen in")
    karin.presses("Börja")


def sees_where_to_begin(karin):
    karin.follows("Kontrollera och skicka")
    karin.follows("Projektägaren")
    karin.is_led_to("Aktörer")
    karin.follows("Om projektet")


def fills_in_every_part(karin):
    karin.is_on("Om projektet")
    karin.writes("Målgrupp", "Nyanlända kvinnor")
    karin.adds("Teman", "Språk och sfi", "Arbete och etablering")
    karin.presses("Spara och fortsätt")

    karin.is_on("Tid")
    karin.writes("Början", "hösten 2018")
    karin.writes("Slut", "vet inte än")
    karin.presses("Spara och fortsätt")
    karin.sees("Något behöver rättas", "Resten är sparat")
    karin.finds("Slut", "vet inte än")
    karin.writes("Slut", "2020")
    karin.presses("Spara och fortsätt")

    karin.is_on("Pengar")
    karin.writes("Total budget", "4,1 mkr")
    karin.writes("Beviljat stöd", "3 075 000")
    programme = karin.adds_row("Lägg till ett program")
    karin.picks("Program", "Prövofonden", programme)
    karin.presses("Spara och fortsätt")

    karin.is_on("Vilka som deltar")
    karin.picks("Aktör", "Rosendals folkhögskola", karin.adds_row("Lägg till en organisation"))
    owner = karin.adds_row("Lägg till en organisation")
    karin.picks("Aktör", "Ankeborgs kommun", owner)
    karin.chooses("Roll", "projektägare", owner)
    karin.moves(owner, "Flytta upp")
    karin.presses("Spara och fortsätt")

    karin.is_on("Var")
    karin.adds("Kommuner", "Kristianstad")
    karin.presses("Spara och fortsätt")

    karin.is_on("Beskrivning och resultat")
    karin.writes("Text", "## Upplägg\n\nSvenska på arbetsplatsen, två dagar i veckan.")
    karin.presses("Spara och fortsätt")

    karin.is_on("På engelska")
    karin.writes("Titel på engelska", "The way in")
    karin.presses("Spara och gå till översikten")


def adds_a_picture(karin):
    karin.follows("Bilder och filer")
    karin.field("Bild eller pdf").set_input_files(PICTURE)
    karin.writes("Titel", "Kursstart")
    karin.writes("Vad bilden visar", "Åtta personer runt ett bord")
    karin.presses("Lägg till")
    karin.sees("Tillagt", "Kursstart")


def sees_what_is_missing(karin):
    karin.follows("Kontrollera och skicka")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Något saknas fortfarande")
    karin.does_not_see("Projektägaren (")
    karin.follows("En sammanfattning")
    karin.writes("Sammanfattning", "Nyanlända lär sig svenska på arbetsplatser.")
    karin.presses("Spara")
    karin.follows("Kontrollera och skicka")
    karin.sees("Ett utkast, och inget saknas")


def looks_at_it_and_sends(karin):
    karin.follows("Förhandsgranska")
    karin.sees("Så här kommer sidan att se ut", "Nyanlända lär sig svenska", "hösten 2018 – 2020", "Kursstart")
    karin.follows("Tillbaka till texten")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det", "Vad som har hänt", "Karin Koordinator")


# --- Review ---------------------------------------------------------------------------------------------------


def returns_it_with_a_comment(erik):
    erik.follows("Projekt: nya, till granskning")
    erik.follows("Vägen in")
    erik.sees("Karin Koordinator, Ankeborgs kommun", "hösten 2018", "4 100 000", "Åtta personer runt ett bord")
    erik.presses("Lämna tillbaka med en kommentar")
    erik.sees("Skriv vad som ska ändras")
    erik.writes("Kommentar:", "Vad har projektet lett till?")
    erik.presses("Lämna tillbaka med en kommentar")
    erik.sees_message("”Vägen in” är nu: återlämnad")


def reads_the_comment_and_mends(karin):
    karin.opens(link_in_mail(KARIN, "Ändra och skicka igen: ”Vägen in”"))
    karin.sees("Redaktörerna har skickat tillbaka det", "Vad har projektet lett till?")
    karin.follows("Beskrivning och resultat")
    karin.writes("Resultat", "Tolv av tjugo fick arbete.")
    karin.presses("Spara och fortsätt")
    karin.follows("Kontrollera och skicka")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det")


def publishes(erik):
    erik.opens(link_in_mail("erik@example.org", "Att granska: ”Vägen in”"))
    erik.sees("Vad har projektet lett till?", "Tolv av tjugo fick arbete.")
    erik.presses("Publicera")
    erik.sees_message("”Vägen in” är nu: publicerad")


def everybody_reads_it(reader, address):
    reader.opens(address)
    reader.sees("Vägen in", "Nyanlända lär sig svenska på arbetsplatser.", "Nyanlända kvinnor")
    reader.sees("hösten 2018 – 2020", "4 100 000 kr", "3 075 000 kr", "Prövofonden")
    reader.sees("Ankeborgs kommun", "Rosendals folkhögskola", "Kristianstad", "Tolv av tjugo fick arbete.")
    reader.sees("Svenska på arbetsplatsen, två dagar i veckan.", "Språk och sfi", "Arbete och etablering")
    reader.sees_picture("Åtta personer runt ett bord")
    reader.sees("Registrerat av Ankeborgs kommun.")
    reader.follows_in_the_menu("English")
    reader.sees("The way in", "autumn 2018")
