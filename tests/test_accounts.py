"""An account: signing in leads to a page of one's own that says who one is, and signing out ends it."""

import datetime

import pytest

from tests.factories import PASSWORD, UserFactory
from tests.reading import parse

pytestmark = pytest.mark.django_db

LANGUAGES = {"": ("Du är inloggad som", "1 mars 2024"), "/en": ("You are signed in as", "1 March 2024")}


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_sign_in_leads_to_what_one_has_in_hand_in_the_language_of_the_page(client, prefix):
    # Late in the evening in UTC: the next day in Sweden.
    user = UserFactory(name="Rut Redaktör", date_joined=datetime.datetime(2024, 2, 29, 23, 30, tzinfo=datetime.UTC))
    signed_in, since = LANGUAGES[prefix]

    response = client.post(f"{prefix}/konto/logga-in/", {"login": user.email.upper(), "password": PASSWORD})

    assert (response.status_code, response.url) == (302, f"{prefix}/mitt/")
    text = parse(client.get(f"{prefix}/konto/").content).one("main").text
    assert f"{signed_in} Rut Redaktör" in text
    assert user.email in text
    assert since in text


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_address(client):
    response = client.post("/konto/logga-in/", {"login": "rut@example.org", "password": "wrong"})

    page = parse(response.content).one("main")
    assert response.status_code == 200
    assert page.one("input", name="login").attrs["value"] == "rut@example.org"
    assert page.one("div", role="alert").text
    assert "value" not in page.one("input", name="password").attrs


def test_account_without_a_name_is_told_by_its_address(client):
    user = UserFactory(name="")
    client.force_login(user)

    assert f"Du är inloggad som {user.email}" in parse(client.get("/konto/").content).one("main").text


def test_editing_is_offered_to_staff_alone(client):
    for user, offered in [(UserFactory(), False), (UserFactory(staff=True), True)]:
        client.force_login(user)
        links = [link.attrs["href"] for link in parse(client.get("/konto/").content).all("a")]
        assert ("/admin/" in links) is offered


def test_sign_out_ends_the_session_and_needs_a_post(client):
    client.force_login(UserFactory())
    assert client.get("/konto/logga-ut/").status_code == 200
    assert client.get("/konto/").status_code == 200

    assert client.post("/konto/logga-ut/").status_code == 302

    assert client.get("/konto/").status_code == 302
