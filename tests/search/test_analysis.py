"""From text to what it is found by: words as people in this field write them, their forms, the parts of compounds.

No database: the analyser is the same whatever engine the portal runs on.
"""

import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings, strategies as st

from search.analysis.compounds import parts, placed_parts, split
from search.analysis.lexemes import english, stems_of, swedish
from search.analysis.stopwords import fold, is_stopword
from search.analysis.tokens import normalise, tokens
from search.documents import BREAK, OTHERS, SearchDocument, columns, facet_lexeme, lexemes_of, with_plus


def words(text):
    return [token.word for token in tokens(normalise(text))]


def found_by(word):
    """Return all that ``word`` is found by but for the parts that it is made of."""
    lexemes = swedish(word)
    return {lexemes.own, *lexemes.others, *lexemes.folded}


# --- Words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CO.L.O.R.", ["color"]),
        ("CO.L.O.R. och", ["color", "och"]),
        ("Erasmus+", ["erasmus"]),
        ("Erasmus + för skolan", ["erasmus", "för", "skolan"]),
        ("M.I.N-modellen", ["min", "modellen"]),
        ("EU:s", ["eu"]),
        ("SKL:s och SFI:n", ["skl", "och", "sfi"]),
        ("Europa2020", ["europa", "2020"]),
        ("Integration 2.0", ["integration", "2d0"]),
        ("1,5 miljoner", ["1d5", "miljoner"]),
        ("Va Med!", ["va", "med"]),
        ("Yrkes-SFI", ["yrkes", "sfi"]),
        ("och/eller", ["och", "eller"]),
        ("d'Arc 5_x 50%kvar", ["d", "arc", "5", "x", "50", "kvar"]),
        ("ett\x00två", ["ett", "två"]),
        ("flykting\u00admottagning", ["flyktingmottagning"]),
        (unicodedata.normalize("NFD", "Ångermanland över älven"), ["ångermanland", "över", "älven"]),
        ("ÅÄÖ É", ["åäö", "é"]),
        ("... - + ! \N{PARTY POPPER} %", []),
        ("", []),
    ],
)
def test_words_are_cut_as_they_are_written(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "plus"), [("Erasmus+", True), ("Erasmus +", True), ("Erasmus", False), ("a+b", False)]
)
def test_plus_belongs_to_the_word_before_it(text, plus):
    first = tokens(text)[0]
    assert first.plus == plus
    assert (with_plus(first.word) in lexemes_of(first.word, first.plus).others) == plus


def test_decimal_number_is_found_by_its_whole_part_too():
    (token,) = tokens("2.0")
    assert lexemes_of(token.word).others == ("2",)


def test_place_of_a_word_is_where_it_stands_in_the_text():
    text = normalise("I CO.L.O.R. och Europa2020, Erasmus+: unga")
    assert [text[token.start : token.end] for token in tokens(text)] == [
        "I", "CO.L.O.R.", "och", "Europa", "2020", "Erasmus+", "unga",
    ]  # fmt: skip


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_words_of_any_text_are_letters_and_digits_in_their_place(text):
    text = normalise(text)
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end
        lexemes = lexemes_of(token.word, token.plus)
        for lexeme in (lexemes.own, *lexemes.others, *lexemes.folded, *lexemes.parts):
            assert lexeme
            assert all(sign.isalnum() or unicodedata.category(sign)[0] == "M" for sign in lexeme), lexeme


@settings(max_examples=200)
@given(st.text(alphabet="ab1åsC .,:+-\u2010\n'", max_size=30))
def test_document_has_the_words_of_the_whole_text_in_their_order(text):
    found = [token for token in tokens(normalise(text)) if not is_stopword(token)]
    texts = columns(SearchDocument(names=[], texts=[text]))["texts"]
    own = [lexeme for lexeme in texts.partition(OTHERS)[0].split() if lexeme != BREAK]
    assert own == [lexemes_of(token.word, token.plus).own for token in found]


def test_no_lexeme_is_longer_than_a_vector_takes():
    name = "-".join(["a" * 3000 + "+", "b" * 3000, "1" * 3000 + ",5"])
    found = columns(SearchDocument(names=[name], tags=[name], texts=[name]))
    lexemes = [lexeme for column in ("names", "tags", "texts", "parts", "facets") for lexeme in found[column].split()]
    assert max(map(len, lexemes)) < 100


@pytest.mark.parametrize("value", ["SE", "a b", "a_b", "å", "2011", "x'y\"", "*"])
def test_facet_lexeme_holds_letters_and_digits_and_parts_values(value):
    assert facet_lexeme("tema", value).isalnum()
    assert facet_lexeme("tema", value) != facet_lexeme("land", value)


def test_facet_lexemes_of_different_values_differ():
    values = ["a-b", "ab", "a b", "a_b", "a--b"]
    assert len({facet_lexeme("tema", value) for value in values}) == len(values)


# --- Forms ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "bok boken böcker böckerna",
        "mottagning mottagningen mottagande mottagandet mottagningar",
        "strategi strategin strategier strategierna",
        "kommun kommunen kommunens kommuner kommunerna kommunernas",
        "etablering etableringen etablera",
        "konferens konferenser konferensen konferensernas",
        "arbete arbetet arbeta arbetets",
        "kvinna kvinnor kvinnors kvinnorna",
        "nätverk nätverket nätverken nätverkens",
        "ledamot ledamöter",
        "stad städer",
        "land länder ländernas",
        "kurs kursen kurser",
        "ungdom ungdomar ungdomarna",
        "projekt projektet projekten projektens",
        "nyanländ nyanlända nyanländas",
        "lärare läraren lärarna",
        "språkkurs språkkurserna",
    ],
)
def test_forms_of_a_word_find_one_another(forms):
    first, *others = forms.split()
    for other in others:
        assert found_by(first) & found_by(other), (first, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kommun", "kommunikation"),
        ("kurs", "kur"),
        ("organ", "organisation"),
        ("bok", "bock"),
        ("nation", "natur"),
        ("region", "regi"),
    ],
)
def test_different_words_do_not_find_one_another(one, other):
    assert not found_by(one) & found_by(other)


def test_english_forms_have_one_lexeme():
    assert english("refugees").own == english("refugee").own
    assert english("municipalities").own == english("municipality").own


@pytest.mark.parametrize("word", ["göteborg", "åsele", "nätverk", "idé"])
def test_word_is_found_without_rings_and_dots(word):
    assert fold(word) != word
    assert found_by(word) & found_by(fold(word)) or fold(word) in found_by(word)


# --- Compounds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("språkundervisning", ["språk", "undervisning"]),
        ("flyktingmottagningens", ["flykting", "mottagningens"]),
        ("arbetsmarknadsutbildning", ["arbets", "marknadsutbildning", "marknads", "utbildning"]),
        ("kvinnonätverk", ["kvinno", "nätverk"]),
        ("samhällsorientering", ["samhälls", "orientering"]),
        ("erfarenhetsutbyte", ["erfarenhets", "utbyte"]),
        ("läroböcker", ["läro", "böcker"]),
        ("yrkessfi", ["yrkes", "sfi"]),
    ],
)
def test_compound_has_parts(word, expected):
    assert parts(word) == expected


WHOLE = """
undervisning kommun utbildning ungdomar kristianstad stockholm organisation integration mottagning samarbete framtid sfi
kommunerna invandrare utveckling undersökning
"""


@pytest.mark.parametrize("word", WHOLE.split())
def test_word_that_is_no_compound_is_whole(word):
    assert split(word) == ()


@pytest.mark.parametrize(
    ("part", "compound"),
    [
        ("språk", "språkundervisning"),
        ("undervisningen", "språkundervisning"),
        ("flyktingar", "flyktingmottagningens"),
        ("mottagande", "flyktingmottagningens"),
        ("arbete", "arbetsmarknadsutbildning"),
        ("marknaden", "arbetsmarknadsutbildning"),
        ("utbildningar", "arbetsmarknadsutbildning"),
        ("bok", "läroböcker"),
        ("kvinnor", "kvinnonätverk"),
        ("natverk", "kvinnonätverk"),
    ],
)
def test_part_of_a_compound_finds_it_in_any_form(part, compound):
    assert found_by(part) & set(swedish(compound).parts)


def test_parts_stand_where_they_are_in_the_word():
    for word in ("arbetsmarknadsutbildning", "flyktingmottagningens", "kvinnonätverk"):
        for start, part in placed_parts(word):
            assert word[start : start + len(part)] == part


# --- Stop words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["och", "för", "FOR", "från", "fran", "t.ex.", "dvs", "the", "of", "även", "aven"])
def test_common_word_is_a_stop_word_with_and_without_rings(text):
    (token,) = tokens(text)
    assert is_stopword(token)


@pytest.mark.parametrize("text", ["M.I.N", "An+", "integration", "EU", "sfi", "2011"])
def test_name_or_plain_word_is_no_stop_word(text):
    assert not is_stopword(tokens(text)[0])


def test_words_are_stemmed_alike_in_many_threads_at_once():
    """Snowball's stemmers hold the word they are at work on: one for all threads gave wrong stems, and errors."""
    words = [
        f"{start}{end}" for start in ("integration", "kommun", "språk", "nation") for end in ("s", "er", "ernas", "al")
    ]
    expected = {word: (english.__wrapped__(word), stems_of(word)) for word in words}
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda word: (word, english.__wrapped__(word), stems_of(word)), words * 300))
    finally:
        sys.setswitchinterval(before)
    assert [(word, own, stems) for word, own, stems in found if expected[word] != (own, stems)] == []
