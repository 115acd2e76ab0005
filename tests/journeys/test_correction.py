"""A reader without an account proposes a correction; an editor decides, the page says it and the reader is told."""

import pytest

from publishing.corrections import forms
from tests.factories import ProjectFactory

from .mailbox import link_in_mail

READER = "lasare@example.org"


@pytest.fixture
def project(portal, monkeypatch):
    monkeypatch.setattr(forms, "FASTEST", 0)  # this reader is a program, and nobody shall wait for it
    return ProjectFactory(title="Vägen in", target_group="Nyanlända män")


def proposes_a_correction(reader, project):
    reader.opens(project.get_absolute_url())
    reader.follows("Föreslå en rättelse")
    reader.chooses("Vad stämmer inte?", "Målgrupp: Nyanlända män")
    reader.presses("Fortsätt")
    reader.sees("Så står det nu", "Nyanlända män")
    reader.sees_no_field("Lämna det här fältet tomt")
    reader.writes("Vad ska det stå?", "Nyanlända kvinnor")
    reader.writes("Din e-postadress, om du vill ha besked", READER)
    reader.presses("Skicka till redaktörerna")
    reader.sees("Något behöver rättas")
    reader.finds("Vad ska det stå?", "Nyanlända kvinnor")
    reader.writes("Hur vet du det?", "Jag ledde projektet.")
    reader.presses("Skicka till redaktörerna")
    reader.sees("Tack för rättelsen")
    assert reader.page.context.cookies() == []


def opens_the_oldest(erik):
    erik.follows("Rättelser: från läsare")
    erik.main.get_by_role("row").filter(has_text="Vägen in").get_by_role("link").first.click()
    erik.sees("Vägen in", "Nyanlända män", "Nyanlända kvinnor", "Jag ledde projektet.")


def test_editor_takes_the_correction_over_and_the_reader_is_told(person, project, editor):
    reader, erik = person(), person().signs_in(editor, "/admin/")
    proposes_a_correction(reader, project)
    erik.opens("/admin/")
    opens_the_oldest(erik)
    erik.writes("Svar:", "Tack!")
    erik.presses("Skriv in och godta")
    erik.sees_message("Beslutet är sparat")

    reader.opens(link_in_mail(READER, "Rättat som du föreslog: Vägen in"))
    reader.sees("Nyanlända kvinnor")
    reader.does_not_see("Nyanlända män")


def test_editor_declines_with_an_answer_and_the_reader_is_told(person, project, editor):
    reader, erik = person(), person().signs_in(editor, "/admin/")
    proposes_a_correction(reader, project)
    erik.opens("/admin/")
    opens_the_oldest(erik)
    erik.presses("Avböj")
    erik.sees("Säg varför")
    erik.writes("Svar:", "Det var män som deltog.")
    erik.presses("Avböj")
    erik.sees_message("Beslutet är sparat")

    reader.opens(link_in_mail(READER, "Vad det blev av din rättelse: Vägen in"))
    reader.sees("Nyanlända män")
