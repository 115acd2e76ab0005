"""What is published is changed by a proposal: the editor sees it field by field, and readers when it is published."""

import pytest

from projects.models import Project
from tests.factories import ProjectFactory, UserFactory

from .mailbox import link_in_mail


@pytest.fixture
def project(portal):
    karin = UserFactory(name="Karin Koordinator", email="karin@example.org")
    return ProjectFactory(owner=karin, title="Vägen in", summary="Tolv lär sig svenska.", target_group="Nyanlända")


def test_published_project_is_changed_by_a_proposal(person, project, editor):
    karin, reader = person().signs_in(project.owner, "/mitt/"), person()
    karin.follows("Vägen in")
    karin.presses("Föreslå ändringar")
    karin.sees("Vad du föreslår att ändra", "Inget än")
    karin.follows("Om projektet")
    karin.writes("Sammanfattning", "Tjugo lär sig svenska.")
    karin.presses("Spara")
    karin.follows("Kontrollera och skicka")
    karin.sees("borttaget: Tolv", "nytt: Tjugo")
    karin.presses("Skicka till redaktörerna")
    karin.sees("Nu har redaktörerna det")

    reader.opens(project.get_absolute_url())
    reader.sees("Tolv lär sig svenska.")

    erik = person().signs_in(editor, "/admin/")
    erik.follows("Projekt: ändringsförslag, till granskning")
    erik.follows("Vägen in (ändringsförslag)")
    erik.sees("Sammanfattning", "borttaget: Tolv", "nytt: Tjugo")
    erik.does_not_see("Nyanlända")
    erik.presses("Publicera")
    erik.sees_message("”Vägen in” är nu: publicerad")

    reader.opens(link_in_mail("karin@example.org", "Dina ändringar av ”Vägen in” är publicerade"))
    reader.sees("Tjugo lär sig svenska.", "Nyanlända")
    assert Project.objects.filter(title="Vägen in").count() == 1
