"""Organisations found by what people call them."""

import pytest

from organisations.enums import OrganisationKind
from organisations.finding import LIKE, alike, by_name, likeness
from tests.factories import MunicipalityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kristianstad kommun", "Kristianstads kommun"),
        ("Kommunen i Kristianstad", "Kristianstads kommun"),
        ("KRISTIANSTADS  KOMMUN", "Kristianstads kommun"),
        ("Malmö kommun", "Malmö stad"),
        ("Malmo stad", "Malmö stad"),
        ("Region Skane", "Region Skåne"),
        ("Migrasjonsverket", "Migrationsverket"),
        ("Röda korset", "Svenska Röda Korset"),
        ("Rädda Barnen", "Rädda Barnens Riksförbund"),
        ("Länsstyrelsen Skåne", "Länsstyrelsen i Skåne län"),
        ("Östersunds Kvinnojour, ideell förening", "Östersunds kvinnojour"),
    ],
)
def test_names_of_the_same_are_alike(name, other):
    assert likeness(name, other) >= LIKE


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Lunds kommun", "Luleå kommun"),
        ("Lunds kommun", "Lunds universitet"),
        ("Hörby kommun", "Höörs kommun"),
        ("Region Skåne", "Region Örebro län"),
        ("Åre kommun", "Ale kommun"),
        ("Studieförbundet Vuxenskolan", "Studieförbundet Bilda"),
        ("Länsstyrelsen i Skåne", "Länsstyrelsen i Blekinge"),
        ("!!!", "???"),
        ("", "Lunds kommun"),
    ],
)
def test_names_of_others_are_not_alike(name, other):
    assert likeness(name, other) < LIKE


def names(found):
    return [one.organisation.name for one in found]


def test_same_number_is_first_whatever_the_name():
    OrganisationFactory(name="Ankeborgs kommun")
    OrganisationFactory(name="Helt annat namn", number="212000-0886")

    found = alike("Ankeborg kommun", number="212000-0886")

    assert names(found) == ["Helt annat namn", "Ankeborgs kommun"]


def test_other_names_and_short_names_count():
    OrganisationFactory(name="Nätverket för asyl", short_name="NÄTASY", other_names="Asylnätverket; Asylum Network X")
    assert names(alike("Asylum network X")) == ["Nätverket för asyl"]
    assert names(alike("nätasy")) == ["Nätverket för asyl"]


def test_same_municipality_makes_less_alike_enough():
    place = MunicipalityFactory()
    OrganisationFactory(name="Ankeborgs vuxenutbildning", municipality=place)
    OrganisationFactory(name="Ankeborgs kommunförvaltning")
    OrganisationFactory(name="Ankeborgs kommun", municipality=place, kind=OrganisationKind.MUNICIPALITY)

    assert "Ankeborgs vuxenutbildning" in names(alike("Ankeborg vuxenskola", municipality=place.pk))
    assert names(alike("Ankeborg vuxenskola")) == []
    assert names(alike("Kommunen", municipality=place.pk)) == ["Ankeborgs kommun"]


@pytest.mark.parametrize("text", ["Åmålsö", "åmålsö", "ÅMÅLSÖ stad", "nätverk åmålsö"])
def test_organisation_is_found_by_words_in_swedish(text):
    OrganisationFactory(name="Amalso stad")
    OrganisationFactory(name="Åmålsö stads nätverk")
    assert [one.name for one in by_name(text)][0] == "Åmålsö stads nätverk"


@pytest.mark.parametrize("text", ["", " ", "a", "\x00", "%", "'; --", "å" * 5000, "( " * 100])
def test_organisation_is_found_by_no_nonsense(text):
    assert len(by_name(text)) <= 10
