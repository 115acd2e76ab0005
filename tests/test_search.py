"""The search in its plain form, on /sok/ and as q= on every list: records that hold all the words, and no others.

Both languages are searched, upper and lower case are the same for å, ä and ö too, what a visitor types is never a
pattern, and the index follows what is saved and removed.
"""

import pytest
from django.db import transaction

from projects.models import Project
from search import index
from search.models import Document
from tests.factories import (
    CallFactory,
    EventFactory,
    KnowledgeEntryFactory,
    NetworkFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
)
from tests.reading import parse, read_list

pytestmark = pytest.mark.django_db


def found(client, query, **more):
    """Return the titles that /sok/ shows for ``query``."""
    response = client.get("/sok/", {"q": query, **more})
    assert response.status_code == 200
    return [row.all("a")[0].text for row in parse(response.content).all("li", "row")]


def listed(client, query, path="/projekt/"):
    return read_list(client, path, [("q", query)]).titles


def both(client, query):
    """Return what the page and the list find, which is the same."""
    titles = found(client, query)
    assert titles == listed(client, query)
    return titles


# --- Words ----------------------------------------------------------------------------------------------------


def test_words_of_both_languages_are_found_under_either(client):
    ProjectFactory(title="Språkbryggan", summary="Möten på kvällen.", title_en="Languagebridge", summary_en="Evenings.")
    for word in ("språkbryggan", "kvällen", "languagebridge", "evenings"):
        for prefix in ("", "/en"):
            page = parse(client.get(f"{prefix}/sok/", {"q": word}).content)
            assert len(page.all("li", "row")) == 1, (prefix, word)
            assert read_list(client, f"{prefix}/projekt/", [("q", word)]).total == 1, (prefix, word)


@pytest.mark.parametrize("query", ["Åsnebryggan", "åsnebryggan", "ÅSNEBRYGGAN", "åSNEBRYGGAN"])
@pytest.mark.parametrize("title", ["Åsnebryggan", "åsnebryggan", "ÅSNEBRYGGAN"])
def test_case_is_the_same_for_swedish_letters_too(client, query, title):
    ProjectFactory(title=title)
    assert both(client, query) == [title]


def test_letters_with_ring_and_dots_are_letters_of_their_own(client):
    ProjectFactory(title="Kålhuvud")
    assert both(client, "kalhuvud") == []


def test_words_must_all_be_there_in_any_order(client):
    ProjectFactory(title="Xylofon och trumma")
    ProjectFactory(title="Xylofon", summary="Bara den.")
    assert sorted(both(client, "xylofon")) == ["Xylofon", "Xylofon och trumma"]
    assert both(client, "trumma xylofon") == ["Xylofon och trumma"]
    assert both(client, "xylofon tuba") == []


def test_white_space_between_words_does_not_matter(client):
    ProjectFactory(title="Xylofon och trumma")
    assert both(client, "  xylofon\t\n  trumma\u00a0") == ["Xylofon och trumma"]


@pytest.mark.parametrize(
    ("query", "title", "decoy"),
    [
        ("5_x", "Delat 5_x", "Delat 5ax"),
        ("50%kvar", "Delat 50%kvar", "Delat 50 av 100 kvar"),
        ("a\\b", "Delat a\\b", "Delat ab"),
        ("%", "Delat 100 %", "Delat utan"),
        ("d'arc", "Delat d'Arc", "Delat Darc"),
        ('"x', 'Delat "x"', "Delat xx"),
        ("[ab]", "Delat [ab]", "Delat a"),
    ],
)
def test_signs_are_plain_characters(client, query, title, decoy):
    ProjectFactory(title=title, summary="sammaord")
    ProjectFactory(title=decoy, summary="sammaord")
    assert both(client, f"sammaord {query}") == [title]


def test_query_is_shown_as_text_and_never_as_markup(client):
    for path in ("/sok/", "/projekt/"):
        html = client.get(path, {"q": "<script>alert(1)</script>\"'&"}).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_organisations_and_places_of_a_project_find_it(client):
    part = ParticipationFactory(organisation=OrganisationFactory(name="Xyzverket"))
    part.project.save()
    assert listed(client, "xyzverket") == [part.project.title]


# --- What is searched -----------------------------------------------------------------------------------------


def test_kinds_are_all_found_and_typ_narrows_to_one(client):
    factories = {
        "program": ProgrammeFactory,
        "utlysning": CallFactory,
        "projekt": ProjectFactory,
        "natverk": NetworkFactory,
        "evenemang": EventFactory,
        "kunskap": KnowledgeEntryFactory,
        "aktor": OrganisationFactory,
    }
    for kind, factory in factories.items():
        factory(**{"name" if kind == "aktor" else "title": f"Xylofon {kind}"})
    assert found(client, "xylofon") == [f"Xylofon {kind}" for kind in factories]
    for kind in factories:
        assert found(client, "xylofon", typ=kind) == [f"Xylofon {kind}"]


def test_typ_that_is_unknown_is_said_and_all_kinds_are_shown(client):
    ProjectFactory(title="Xylofon")
    response = client.get("/sok/", {"q": "xylofon", "typ": "frimärken"})
    page = parse(response.content)
    assert "frimärken" in page.one("div", "notice--warning").text
    assert len(page.all("li", "row")) == 1


def test_numbers_beside_the_kinds_are_the_hits_of_each(client):
    for n in range(7):
        ProjectFactory(title=f"Xylofon {n}")
    NetworkFactory(title="Xylofonnätet")
    page = parse(client.get("/sok/", {"q": "xylofon"}).content)
    chips = {chip.attrs["href"]: chip.text for chip in page.all("a", "chip")}
    assert chips["?q=xylofon"].endswith("(8)")
    assert chips["?q=xylofon&typ=projekt"].endswith("(7)")
    assert chips["?q=xylofon&typ=natverk"].endswith("(1)")
    assert len(chips) == 3, "a kind without hits is not offered"
    assert len(found(client, "xylofon")) == 6, "five of each kind at first"
    assert len(found(client, "xylofon", typ="projekt")) == 7


def test_hits_of_one_kind_come_in_pages_of_20(client):
    for n in range(23):
        ProjectFactory(title=f"Xylofon {n:02}")
    titles = [found(client, "xylofon", typ="projekt", sida=n) for n in (1, 2)]
    assert [len(page) for page in titles] == [20, 3]
    assert sorted(titles[0] + titles[1]) == [f"Xylofon {n:02}" for n in range(23)]
    page = parse(client.get("/sok/", {"q": "xylofon", "typ": "projekt"}).content).one("nav", "pagination")
    following = page.one("a", rel="next").attrs["href"]
    assert [row.all("a")[0].text for row in parse(client.get(f"/sok/{following}").content).all("li", "row")] == titles[
        1
    ]
    for number in ("0", "3", "abc", "-1"):
        assert client.get("/sok/", {"q": "xylofon", "typ": "projekt", "sida": number}).status_code == 404


def test_search_without_words_shows_the_form_and_no_hits(client):
    ProjectFactory()
    for query in ("", "   ", "\x00"):
        response = client.get("/sok/", {"q": query})
        assert response.status_code == 200
        assert parse(response.content).one("input", id="q")
        assert found(client, query) == []
    assert read_list(client, "/projekt/", [("q", " ")]).total == read_list(client, "/projekt/").total


def test_search_without_hits_shows_ways_on(client):
    page = parse(client.get("/sok/", {"q": "finnsinte"}).content)
    links = [link.attrs["href"] for link in page.one("main").all("a")]
    assert {"/finansiering/", "/projekt/", "/kunskap/"} <= set(links)


@pytest.mark.parametrize("path", ["/sok/", "/projekt/"])
def test_query_that_is_too_long_is_cut_and_that_is_said(client, path):
    ProjectFactory(title="Xylofon")
    response = client.get(path, {"q": "xylofon " + "x" * 10_000})
    page = parse(response.content)
    assert "200" in page.one("div", "notice--warning").text
    assert len(page.all("input", name="q")[-1].attrs["value"]) <= 200


@pytest.mark.parametrize("path", ["/sok/", "/projekt/"])
def test_characters_that_are_not_text_are_left_out_and_that_is_said(client, path):
    ProjectFactory(title="Xylofon")
    page = parse(client.get(path, {"q": "xylofon\x00"}).content)
    assert page.one("div", "notice--warning").text
    assert len(page.all("li", "row")) == 1


# --- The index ------------------------------------------------------------------------------------------------


def test_index_follows_what_is_saved_and_removed(client):
    project = ProjectFactory(title="Xylofon")
    assert both(client, "xylofon") == ["Xylofon"]
    project.title = "Marimba"
    project.save()
    assert both(client, "xylofon") == []
    assert both(client, "marimba") == ["Marimba"]
    project.delete()
    assert both(client, "marimba") == []
    assert not Document.objects.filter(text__contains="marimba").exists()


def test_index_holds_every_record_once_and_the_same_when_built_anew(client):
    ProjectFactory(title="Xylofon", themes=[ThemeFactory(keywords="slagverk")]).save()
    before = set(Document.objects.values_list("kind", "object_id", "title", "text"))
    assert index.rebuild() == len(before) == Document.objects.count()
    assert set(Document.objects.values_list("kind", "object_id", "title", "text")) == before
    assert len(before) == sum(model.objects.count() for model in index.registered().values())
    assert both(client, "slagverk") == ["Xylofon"]


def test_index_is_written_in_the_transaction_of_the_save(client):
    with transaction.atomic():
        ProjectFactory(title="Xylofon")
        assert both(client, "xylofon") == ["Xylofon"]
        transaction.set_rollback(True)
    assert not Project.objects.filter(title="Xylofon").exists()
    assert not Document.objects.filter(title="xylofon").exists()


def test_content_of_the_documents_is_found(client):
    assert "/natverk/elaine-natverk/" in [
        row.all("a")[0].attrs["href"]
        for row in parse(client.get("/sok/?q=elaine&typ=natverk").content).all("li", "row")
    ]
    for query in ("kin", "erasmus", "äldre", "municipalities"):
        assert found(client, query), query
