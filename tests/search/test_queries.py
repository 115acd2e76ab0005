"""What a visitor types and what it finds: signs of the query language, words in other forms, synonyms, misspellings,
half words, compounds either way round. And that nothing that can be typed breaks it.
"""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings, strategies as st

from search.highlights import Marker
from search.models import Synonym
from search.queries.syntax import pieces
from search.queries.tree import Source
from tests.factories import KnowledgeEntryFactory, OrganisationFactory, ParticipationFactory, ProjectFactory
from tests.search.asking import found, search, widened

pytestmark = pytest.mark.usefixtures("nothing_indexed")


def make(*titles, **fields):
    return [ProjectFactory(title=title, summary="–", **fields) for title in titles]


# --- Signs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("social ekonomi", ["social", "ekonomi"]),
        ('"social ekonomi" unga', ["social ekonomi*", "unga"]),
        ("\u201csocial ekonomi\u201d unga", ["social ekonomi*", "unga"]),
        ("\u201dsocial ekonomi\u201d", ["social ekonomi*"]),
        ("\u201esocial ekonomi\u201c", ["social ekonomi*"]),
        ('unga "social ekonomi', ["unga", "social ekonomi*"]),
        ("unga -ekonomi", ["unga", "-ekonomi"]),
        ("unga \u2013ekonomi", ["unga", "-ekonomi"]),
        ('unga -"social ekonomi"', ["unga", "-social ekonomi*"]),
        ("yrkes-sfi", ["yrkes-sfi"]),
        ("unga - ekonomi", ["unga", "ekonomi"]),
        ("unga OR gamla", ["unga", "|gamla"]),
        ("unga ELLER gamla", ["unga", "|gamla"]),
        ("unga eller gamla", ["unga", "eller", "gamla"]),
        ("OR unga OR", ["unga"]),
        ("-unga OR gamla", ["-unga", "gamla"]),
        ("Erasmus +", ["Erasmus+"]),
        ('% ... "" - *', []),
    ],
)
def test_query_is_taken_apart(query, expected):
    assert [
        f"{'-' if piece.without else ''}{'|' if piece.either else ''}{piece.text}{'*' if piece.quoted else ''}"
        for piece in pieces(query)
    ] == expected


def test_signs_of_a_query_do_what_the_help_says():
    both = "Xylofon och marimba"
    make(both, "Marimba vid xylofon", "Xylofoner")
    assert set(found("xylofon marimba")) == {both, "Marimba vid xylofon", "Xylofoner"}
    assert found("xylofon marimba")[2] == "Xylofoner", "few hold both, so what holds one comes after them"
    for query in ('"marimba vid xylofon"', "\u201cmarimba xylofon\u201d", "\u201dmarimban xylofoner\u201d"):
        assert found(query) == ["Marimba vid xylofon"], query
    assert found("xylofon -marimba") == ["Xylofoner"]
    assert set(found('xylofon -"marimba vid xylofon"')) == {both, "Xylofoner"}
    assert set(found("tuba OR marimba")) == {both, "Marimba vid xylofon"}
    assert found("xylofon OR tuba -marimba") == ["Xylofoner"]


def test_words_without_anything_to_look_for_find_nothing():
    make("Xylofon och tuba")
    for query in ("-xylofon", "", "   ", "... % -", "och", "och i att", '"', '""', "\x00", "OR", "\N{PARTY POPPER}"):
        assert found(query) == [], query
    assert [search(query).query.only_stopwords for query in ("och i", "xylofon och", "")] == [True, False, False]


def test_long_query_finds_what_its_words_say():
    make("Xylofon")
    assert found(("xylofon " * 30)[:200]) == ["Xylofon"]
    assert found("x" * 200) == []


def test_query_with_all_words_comes_before_some_and_some_are_left_out_when_many_have_all():
    make("Xylofon marimba ett", "Xylofon marimba två", "Xylofon")
    assert found("xylofon marimba")[-1] == "Xylofon"
    make("Xylofon marimba tre", "Xylofon marimba fyra", "Xylofon marimba fem")
    assert len(found("xylofon marimba")) == 5
    assert "Xylofon" not in found("xylofon marimba")


def test_names_with_signs_are_found_as_they_are_written_and_as_they_are_said():
    make("CO.L.O.R. i skolan", "Va Med!", "M.I.N-modellen", "Erasmus+ för alla", "Erasmus för få", "Europa2020")
    assert found("color") == found("CO.L.O.R.") == ["CO.L.O.R. i skolan"]
    assert found("va med") == found("Va Med!") == found("vamed") == ["Va Med!"]
    assert found("M.I.N") == found("m.i.n-modellen") == ["M.I.N-modellen"]
    assert found("erasmus+")[0] == found("erasmus +")[0] == "Erasmus+ för alla"
    assert set(found("erasmus")) == {"Erasmus+ för alla", "Erasmus för få"}
    assert found("europa 2020") == found("europa2020") == ["Europa2020"]


# --- Forms and compounds --------------------------------------------------------------------------------------


def test_other_form_of_a_word_finds_it_and_so_does_it_without_rings():
    make("Läroböckerna")
    for query in ("lärobok", "läroböcker", "larobockerna", "böcker"):
        assert found(query) == ["Läroböckerna"], query


def test_part_finds_the_compound_but_the_whole_word_comes_first():
    make("Språkundervisning", "Undervisningen")
    assert found("undervisning") == ["Undervisningen", "Språkundervisning"]
    assert found("språk") == ["Språkundervisning"]


def test_compound_finds_its_parts_as_words_of_their_own():
    make("Undervisning i språk", "Undervisning i slöjd")
    assert found("språkundervisning")[0] == "Undervisning i språk"
    make("Språkundervisningen")
    assert found("språkundervisning")[:2] == ["Språkundervisningen", "Undervisning i språk"]


def test_compound_that_few_have_is_enough_in_parts_after_those_that_have_it():
    make("Undervisning i slöjd", "Språkundervisning", "Språket i slöjden")
    assert found("språkundervisning")[0] == "Språkundervisning"
    assert set(found("språkundervisning")[1:]) == {"Undervisning i slöjd", "Språket i slöjden"}
    make(*(f"Språkundervisning {n}" for n in range(4)))
    assert len(found("språkundervisning")) == 5


def test_two_words_find_their_compound_in_either_order():
    make("Erfarenhetsutbyte", "Något annat")
    assert found("utbyte av erfarenheter") == found("erfarenheter utbyte") == ["Erfarenhetsutbyte"]


def test_neighbours_are_found_as_one_word_and_one_word_as_neighbours():
    make("Yrkes-SFI", "Annat")
    for query in ("yrkes sfi", "yrkessfi", "yrkes-sfi", "YRKES-SFI"):
        assert found(query) == ["Yrkes-SFI"], query


def test_both_languages_are_searched():
    make("Språkbryggan", title_en="Refugees in municipalities")
    for query in ("refugee", "municipality", "språkbryggor"):
        assert found(query) == ["Språkbryggan"], query


def test_names_of_what_belongs_to_a_record_find_it_after_what_is_called_so():
    part = ParticipationFactory(
        project=ProjectFactory(title="Annat"), organisation=OrganisationFactory(name="Xylofonverket")
    )
    KnowledgeEntryFactory(title="Om ett instrument", summary="–", body="I texten står xylofonverket.")
    assert found("xylofonverket") == ["Xylofonverket", part.project.title, "Om ett instrument"]


# --- Synonyms -------------------------------------------------------------------------------------------------


def test_synonyms_find_one_another_and_what_was_typed_comes_first():
    Synonym.objects.create(words="xylofon; marimba; slagverk med stavar")
    make("Marimba", "Xylofon", "Slagverk med stavarna", "Slagverk")
    assert found("xylofoner")[0] == "Xylofon"
    assert found("marimba")[0] == "Marimba"
    for query in ("xylofoner", "marimba", "slagverk med stavar"):
        assert set(found(query)[:3]) == {"Marimba", "Xylofon", "Slagverk med stavarna"}, query
    assert "Slagverk" not in found("xylofon")


def test_synonym_that_is_one_way_works_from_its_first_word_only():
    Synonym.objects.create(words="pengar; xylofon", one_way=True)
    make("Xylofon", "Pengar")
    assert found("pengar") == ["Pengar", "Xylofon"]
    assert found("xylofon") == ["Xylofon"]


def test_synonyms_that_are_left_out_widen_nothing():
    Synonym.objects.create(words="xylofon; marimba; tuba")
    make("Marimba", "Xylofon", "Tuba")
    assert widened("xylofon") == ["marimba", "tuba"]
    assert set(found("xylofon", leave_out=["marimba"])) == {"Xylofon", "Tuba"}
    assert found("xylofon", leave_out=["marimba", "tuba"]) == ["Xylofon"]
    assert widened("xylofon", leave_out=["marimba"]) == ["tuba"]


# --- Misspelt and half words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["xylofån", "xylofno", "xlofon", "xyloffon", "xylophon"])
def test_misspelt_word_finds_what_it_means(query):
    make("Xylofon", "Trumma")
    assert found(query) == ["Xylofon"]


def test_correction_is_told_and_can_be_left_out():
    make("Xylofon", "Trumma")
    (widening,) = search("xylofno").query.widenings
    assert (widening.word, widening.label, widening.source) == ("xylofno", "xylofon", Source.SPELLING)
    assert found("xylofno", leave_out=["xylofon"]) == []


def test_corrected_word_is_found_by_its_synonyms_too():
    make("Xylofon", "Stavspel")
    Synonym.objects.create(words="xylofon; stavspel")
    assert found("xylofno") == ["Xylofon", "Stavspel"]


def test_word_without_its_rings_and_dots_is_the_word_of_the_content_before_it_is_a_form_of_another():
    make("Malå", "Mål", "Mål och mål igen")
    assert found("mala")[0] == "Malå"
    Synonym.objects.create(words="malå; xylofon")
    make("Xylofon")
    assert "Xylofon" in found("mala")


def test_word_that_nobody_knows_is_corrected_though_its_stem_finds_something():
    make("Xylofonia", "Xylofonias musik")
    assert set(found("xylofoniaa")) == {"Xylofonia", "Xylofonias musik"}


def test_english_word_of_a_synonym_is_known_in_the_plural():
    make("Frivillig")
    Synonym.objects.create(words="volunteer; frivillig", one_way=True)
    assert found("volunteers") == found("volunteer") == ["Frivillig"]


def test_word_that_finds_something_is_not_corrected():
    make("Xylofon", "Xylofan")
    assert found("xylofan") == ["Xylofan"]
    assert widened("xylofan") == []


def test_half_word_finds_what_begins_so_and_only_the_last_word_is_half():
    make("Xylofonorkester", "Marimba")
    assert found("xyl") == found("xylofonork") == ["Xylofonorkester"]
    assert found("xy") == []
    assert set(found("marimba xylofonork")) == set(found("marimba xy")) == {"Marimba", "Xylofonorkester"}
    assert found("xyl qqqqqqq") == []


def test_half_word_is_not_taken_for_a_form_of_another():
    make("Fattigdom", "Fatta beslut")
    assert found("fattigd") == ["Fattigdom"]


def test_word_that_few_have_is_found_inside_others():
    make("Mikroxylofonist", "Marimba")
    assert found("xylofon") == ["Mikroxylofonist"]
    assert Marker(search("xylofon").query).mark("Mikroxylofonist") == "Mikro<mark>xylofon</mark>ist"


def test_name_in_capitals_is_not_the_stop_word_that_is_written_so():
    make("M.I.N-modellen", "Xylofon")
    assert found("MIN") == ["M.I.N-modellen"]
    assert search("min").query.only_stopwords
    assert search("VAR").query.only_stopwords
    assert found("MIN XYLOFON") == ["Xylofon"]


def test_word_that_nothing_has_is_answered_with_the_nearest():
    make("Xylofon")
    assert search("xylofonnn").nearest == []
    assert found("xylofonnn") == ["Xylofon"]
    assert search("xylofno", leave_out=["xylofon"]).nearest == ["xylofon"]
    assert search("qqqqqqq").nearest == []


# --- Anything that can be typed -------------------------------------------------------------------------------

OPERATORS = ["NEAR(", "AND", "NOT", "OR", "*", ":", "^", "%", "'", '"', "\\", "(", ")", "+", "-", "&", "|", "!", "<->"]
WORDS = [
    "xylofon",
    "names:xylofon",
    "xylofon*",
    "å",
    "a\u030a",
    "\x00",
    "\N{PARTY POPPER}",
    "1.0",
    "C++",
    "\ud800",
    "ﬁ",
]
anything = st.one_of(
    st.lists(st.sampled_from(OPERATORS + WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from(OPERATORS + WORDS), max_size=12).map("".join),
    st.text(max_size=80),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything)
@example('"xylofon NEAR( " ^xylofon* AND NOT names:x\\')
@example("'; DROP TABLE search_document; --")
@example("xylofon \ud800 \x00 \N{PARTY POPPER}")
@example("²③½ ١٢٣ ⅷ ßẞ ﬁ İ")
def test_nothing_that_is_typed_breaks_the_search(query):
    assert isinstance(search(query).ranked(), list)
    address = urlencode({"q": query.encode("utf-8", "surrogatepass")})
    assert Client().get(f"/sok/?{address}").status_code == 200
