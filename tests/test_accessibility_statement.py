"""The statement that the law (2018:1937) wants: who answers for the portal, where to complain, and when it was true."""

import datetime

import pytest

from tests.reading import parse

STATEMENTS = [
    ("/om/tillganglighet/", "Namnet är inte ifyllt"),
    ("/en/om/tillganglighet/", "The name has not been filled in"),
]
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize(("path", "no_name"), STATEMENTS)]


def test_statement_names_who_answers_for_the_portal_and_where_to_complain(client, settings, path, no_name):
    settings.RESPONSIBLE, settings.CONTACT_EMAIL = "Storstads kommun", "portalen@storstad.example"
    response = client.get(path)
    main = parse(response.content.decode()).one("main")
    assert "Storstads kommun" in main.text
    assert no_name not in main.text
    assert {"mailto:portalen@storstad.example", "https://www.digg.se/tdosanmalan"} <= {
        link.attrs["href"] for link in main.all("a")
    }
    assert response.context["assessed_on"] <= response.context["updated_on"] <= datetime.date.today()


def test_statement_of_nobody_says_that_the_name_is_missing(client, path, no_name):
    page = parse(client.get(path).content.decode())
    assert no_name in page.one("main").text
    assert not [link for link in page.all("a") if link.attrs["href"].startswith("mailto:")]


def test_statement_is_sent_anew_when_the_name_has_been_filled_in(client, settings, path, no_name):
    tag = client.get(path).headers["ETag"]
    settings.RESPONSIBLE = "Storstads kommun"
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
