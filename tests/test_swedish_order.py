"""Names are in Swedish order on both databases: å, ä and ö last and in that order, é as e, ü as y, whatever the case.

The database keeps the key that it orders by; Python works out the same key for what is ordered outside of it.
"""

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from publishing.models import Theme
from search.swedish import swedish_sort_key

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
# Letters that sort as another, and the other.
AS_IF = {"é": "e", "ü": "y", "æ": "ä", "ø": "ö"}
LETTERS = ALPHABET + "".join(AS_IF)
words = st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=8)


def by_the_alphabet(word):
    """The order of a word letter by letter, as the Swedish alphabet has it."""
    return [ALPHABET.index(AS_IF.get(letter, letter)) for letter in word.lower()]


@given(words, words)
@example("Ängelholm", "Åre")
@example("pizzeria", "piå")
@example("zz", "å")
def test_key_orders_words_as_the_alphabet_does(one, other):
    assert (swedish_sort_key(one) < swedish_sort_key(other)) == (by_the_alphabet(one) < by_the_alphabet(other))


@pytest.mark.django_db
@given(st.lists(st.text(LETTERS + LETTERS.upper() + " -0123456789.,()&/", max_size=20), max_size=15))
@example(["Åre", "Öckerö", "Älmhult", "Übersee", "Éclair", "ÅÄÖÉÜÆØ", "åäöéüæø"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_key_of_the_database_is_the_key_of_python(names):
    Theme.objects.filter(slug__startswith="prov-").delete()
    Theme.objects.bulk_create(Theme(slug=f"prov-{n}", name=name, name_en="Trial") for n, name in enumerate(names))
    for theme in Theme.objects.filter(slug__startswith="prov-"):
        assert theme.sort_key == swedish_sort_key(theme.name)


@pytest.mark.django_db
@given(st.lists(words, max_size=15, unique_by=lambda word: tuple(by_the_alphabet(word))))
@example(["Ö", "ä", "Å", "z", "Y", "é", "a", "D", "f", "x"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_of_the_database_is_that_of_the_alphabet(names):
    Theme.objects.filter(slug__startswith="prov-").delete()
    Theme.objects.bulk_create(Theme(slug=f"prov-{n}", name=name, name_en="Trial") for n, name in enumerate(names))
    ordered = Theme.objects.filter(slug__startswith="prov-").order_by("sort_key").values_list("name", flat=True)
    assert list(ordered) == sorted(names, key=by_the_alphabet)


def test_municipalities_are_in_swedish_order(client, db):
    page = client.get("/kommuner/").content.decode()
    places = [page.index(f">{name}</a>") for name in ("Alvesta", "Uppvidinge", "Växjö", "Älmhult")]  # Kronoberg
    assert places == sorted(places)
