"""The same documents give the same hits in the same order on both engines: this module runs on each, so what it expects
is written out. The engines choose whom to weigh where there are more hits than are weighed; the order stays sensible.
"""

import pytest
from pyroaring import BitMap

from projects.models import Project
from search import ranking
from search.engines import engine
from search.matching import columns_of
from search.models import Document, Synonym
from search.registry import kind_of
from tests.factories import KnowledgeEntryFactory, NetworkFactory, OrganisationFactory, ProjectFactory
from tests.reading import read_list
from tests.search.asking import found, search

pytestmark = pytest.mark.usefixtures("nothing_indexed")


@pytest.fixture
def small(nothing_indexed):
    """A small collection that has the same words in different places."""
    ProjectFactory(title="Språkundervisning för nyanlända", summary="Undervisning på kvällen i Borås.")
    ProjectFactory(
        title="Nyanlända i arbete", summary="Praktik och språk.", body="Undervisning ges i Luleå på klarinett."
    )
    ProjectFactory(
        title="Kvinnor i arbete", summary="Praktik.", title_en="Women at work", other_words="oboe, klarinetter"
    )
    NetworkFactory(title="Nätverket för språk", summary="Kommuner som möts.", keywords="undervisning")
    KnowledgeEntryFactory(title="Att lära ut", summary="Om undervisning i språk.", body="Språk, språk och språk.")
    OrganisationFactory(name="Arbetsförmedlingen", short_name="AF", summary="Praktik.")


PRACTICE = ["Kvinnor i arbete", "Arbetsförmedlingen"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "undervisning",
            ["Språkundervisning för nyanlända", "Nätverket för språk", "Att lära ut", "Nyanlända i arbete"],
        ),
        ("språk", ["Nätverket för språk", "Att lära ut", "Språkundervisning för nyanlända", "Nyanlända i arbete"]),
        ("nyanlända", ["Språkundervisning för nyanlända", "Nyanlända i arbete"]),
        ("praktik nyanlända", ["Nyanlända i arbete", "Språkundervisning för nyanlända", *PRACTICE]),
        ("praktik -nyanländ", PRACTICE),
        ('"undervisning i språk"', ["Att lära ut"]),
        ('"språk och praktik"', []),
        ('"språk undervisning"', []),  # parts of one word are no phrase
        ("kvinna", ["Kvinnor i arbete"]),
        ("women", ["Kvinnor i arbete"]),
        ("borås OR luleå", ["Språkundervisning för nyanlända", "Nyanlända i arbete"]),
        ("lulea", ["Nyanlända i arbete"]),
        ("arbetsf", ["Arbetsförmedlingen"]),
        ("luelå", ["Nyanlända i arbete"]),
        ("klarinetten", ["Nyanlända i arbete", "Kvinnor i arbete"]),
        ("finnsinte", []),
    ],
)
def test_order_is_the_same_on_both_engines(small, query, expected):
    assert found(query) == expected


# --- What an engine answers -----------------------------------------------------------------------------------


def numbers(model, *records):
    return BitMap(kind_of(model).document_id(record.pk) for record in records)


def test_engine_answers_with_the_documents_of_lexemes_and_phrases():
    one, other = ProjectFactory(title="Xarvok med quimbel"), ProjectFactory(title="Quimbel och xarvok", body="zandorf")
    both, last = numbers(Project, one, other), numbers(Project, other)
    assert engine().ids(["xarvok", "zandorf", "qqqq"]) == {"xarvok": both, "zandorf": last, "qqqq": BitMap()}
    assert engine().ids([f"qqqq{n}" for n in range(600)] + ["zandorf"])["zandorf"] == last
    assert engine().phrase(("quimbel", "xarvok"), both) == last
    assert engine().phrase(("quimbel", "xarvok"), BitMap()) == BitMap()
    assert list(columns_of([], "names")) == []
    assert [row[0] for row in columns_of(last, "names")] == list(last)


def test_title_and_text_are_not_one_phrase():
    ProjectFactory(title="Xarvok", summary="Quimbel är bra.")
    assert found('"xarvok quimbel"') == []
    assert found("xarvok quimbel") == ["Xarvok"]


def test_document_that_changes_leaves_nothing_of_what_it_was():
    project = ProjectFactory(title="Xarvok", summary="quimbel", body="zandorf")
    for title in ("Zandorf", "Quimbel", "Xarvok"):
        project.title, project.summary, project.body = title, "Annat.", ""
        project.save()
    assert [len(ids) for ids in engine().ids(["xarvok", "quimbel", "zandorf"]).values()] == [1, 0, 0]
    Document.objects.filter(pk__in=numbers(Project, project)).delete()
    assert engine().ids(["xarvok"]) == {"xarvok": BitMap()}


# --- More hits than are weighed -------------------------------------------------------------------------------


@pytest.fixture
def many(nothing_indexed, monkeypatch):
    """Many hits, of which five are weighed; the best were made last, so that their number does not help them."""
    monkeypatch.setattr(ranking, "AT_MOST", 5)
    for n in range(14):
        ProjectFactory(
            title=f"Prov {n}", summary="–", body="Här sägs mycket annat, och så xarvok. " + "Mer text. " * 20
        )
    ProjectFactory(title="Hemlig xarvok", summary="–", draft=True)
    NetworkFactory(title="Provet om xarvok och annat som är till", summary="–")
    ProjectFactory(title="Xarvok", summary="–")


def test_best_of_many_hits_are_weighed_and_come_first(many):
    asked = search("xarvok")
    titles = found("xarvok")
    assert len(asked.hits) == 16
    assert len(titles) == 5
    assert titles[:2] == ["Xarvok", "Provet om xarvok och annat som är till"]
    projects = kind_of(Project).documents(BitMap(Project.objects.values_list("pk", flat=True)))
    assert asked.ranked(asked.hits & projects)[0] in numbers(Project, *Project.objects.filter(title="Xarvok"))
    assert found("xarvok quimbel")[0] == "Xarvok", "what fulfils some of the words is chosen in the same way"
    assert found("xarvok -provet")[0] == "Xarvok"


def test_synonyms_do_not_choose_among_those_that_are_called_so(many):
    Synonym.objects.create(words="xarvok; quimbel; zandorf; tubaspel")
    for n in range(9):
        ProjectFactory(title=f"Xarvok {n}", summary="–", body="Quimbel, zandorf, tubaspel. " * 9)
    ProjectFactory(title="Xarvok tio", summary="Xarvok.")
    assert "Xarvok tio" in found("xarvok")[:2]


def test_pages_of_many_hits_hold_each_of_them_once(many, client):
    page = read_list(client, "/sok/", [("q", "xarvok")])
    assert page.total == len(set(page.links)) == 16
    assert page.titles[:2] == ["Xarvok", "Provet om xarvok och annat som är till"]
    page = read_list(client, "/projekt/", [("q", "xarvok")])
    assert page.total == len(set(page.links)) == 15
    assert page.titles[0] == "Xarvok"


def test_best_come_first_among_what_a_filter_leaves_of_many(many, client):
    for n in range(4):
        KnowledgeEntryFactory(
            title=f"Sätt {n}", summary="–", body="Långt ner står xarvok. " + "Mer och mer text. " * 40
        )
    KnowledgeEntryFactory(title="Sättet xarvok", summary="–")
    for n in range(12):
        ProjectFactory(title=f"Xarvok {n}", summary="xarvok")
    page = read_list(client, "/sok/", [("q", "xarvok"), ("typ", "kunskap")])
    assert page.total == 5
    assert page.titles[0] == "Sättet xarvok"
