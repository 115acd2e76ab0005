"""What is suggested while somebody types: names that lead to their page, and words."""

import pytest
from django.utils.translation import gettext

from tests.factories import MunicipalityFactory, NetworkFactory, ProgrammeFactory, ProjectFactory

pytestmark = pytest.mark.usefixtures("nothing_indexed")


def suggested(client, typed, path="/sok/forslag/"):
    return client.get(path, {"q": typed}).json()["suggestions"]


def test_suggestions_are_names_and_then_words_that_lead_where_they_say(client):
    network = NetworkFactory(title="Xarvoknätet", short_name="XN")
    inside = ProgrammeFactory(title="Fonden för xarvok")
    place = MunicipalityFactory(name="Xarvoköping")
    ProjectFactory(title="Ett projekt", summary="Med xarvokspel.")
    found_here = suggested(client, "xarvok")
    assert [(one["text"], one["kind"], one["url"]) for one in found_here[:3]] == [
        ("Xarvoknätet", "Nätverk", network.get_absolute_url()),
        (place.full_name if str(place) == place.full_name else place.name, "Kommun", place.get_absolute_url()),
        ("Fonden för xarvok", "Program", inside.get_absolute_url()),
    ]
    words = found_here[3:]
    assert {"xarvokspel", "xarvok"} <= {one["text"] for one in words}
    assert {one["kind"] for one in words} == {gettext("Word")}
    for one in found_here:
        assert set(one) == {"text", "kind", "url"}
        assert client.get(one["url"]).status_code == 200
    assert suggested(client, "XN")[0]["text"] == "Xarvoknätet"
    assert [one["text"] for one in suggested(client, "spela xarvoksp")] == ["spela xarvokspel"]


def test_suggestions_are_few_and_for_nothing_there_are_none(client):
    for n in range(10):
        NetworkFactory(title=f"Xarvok {n}", summary=f"xarvok{'abcdefghij'[n]}spel")
    found_here = suggested(client, "xarvok")
    assert len(found_here) == 8
    assert [one["kind"] for one in found_here] == ["Nätverk"] * 6 + [gettext("Word")] * 2
    for typed in ("", "x", "  ", "%", "\x00", "qqqqqq", "z" * 500, "zz", "å\u00ad"):
        assert suggested(client, typed) == [], typed


def test_suggestions_are_in_the_readers_language(client):
    NetworkFactory(title="Xarvoknätet", title_en="The xarvok network")
    assert suggested(client, "xarvok")[0]["text"] == "Xarvoknätet"
    english = suggested(client, "xarvok", path="/en/sok/forslag/")[0]
    assert english["text"] == "The xarvok network"
    assert english["kind"] == "Network"
    assert english["url"].startswith("/en/")


def test_suggestions_cost_few_questions(client, django_assert_max_num_queries):
    for n in range(8):
        NetworkFactory(title=f"Xarvok {n}")
        ProgrammeFactory(title=f"Fonden xarvok {n}")
        MunicipalityFactory(name=f"Xarvoköping {n}")
    # One of them, after each change of the content, asks when calls turn today (funding/turns.py).
    with django_assert_max_num_queries(11):
        assert suggested(client, "xarvok")
