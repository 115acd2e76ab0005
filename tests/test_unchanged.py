"""What has not changed is not sent again: a page that anyone may see has an ETag, which changes with all it says."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from publishing.actions import change_status
from tests.factories import ProjectFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def tag_of(path, client=None, **headers):
    response = (client or Client()).get(path, headers=headers)
    assert response.status_code == 200
    return response.headers.get("ETag")


def again(path, tag, **headers):
    return Client().get(path, headers={"If-None-Match": tag, **headers})


@pytest.mark.parametrize("path", ["/", "/en/projekt/?land=SE", "/projekt/kin/", "/om/", "/sok/?q=integration"])
def test_page_that_has_not_changed_is_a_304_without_a_body(path, django_assert_num_queries):
    whole = Client().get(path)
    with django_assert_num_queries(1):
        response = again(path, whole.headers["ETag"])
    assert (response.status_code, response.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Content-Language"):
        assert response.headers[name] == whole.headers[name]
    assert {part.strip().lower() for part in whole.headers["Vary"].split(",")} == {
        part.strip().lower() for part in response.headers["Vary"].split(",")
    }
    assert whole.headers["Cache-Control"] == "no-cache"


def test_etag_changes_with_what_the_page_says(monkeypatch):
    theme = ThemeFactory()
    project = ProjectFactory(themes=[theme])
    path = project.get_absolute_url()
    tags = [tag_of(path)]
    project.title = "Ett annat namn"
    project.save()
    tags.append(tag_of(path))
    type(theme).objects.update(name="Samma")
    tags.append(tag_of(path))
    monkeypatch.setattr("integration_portal.unchanged.release", lambda: "another")
    tags.append(tag_of(path, Client()))
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    tags.append(tag_of(path, Client()))
    assert len(set(tags)) == len(tags)
    assert again(path, tags[0]).status_code == 200


def test_etag_differs_with_what_is_asked_for():
    asked = [("/projekt/", {}), ("/projekt/?land=SE", {}), ("/en/projekt/", {}), ("/projekt/", HTMX), ("/", {})]
    asked += [("/projekt/", HTMX | {"HX-History-Restore-Request": "true"})]
    tags = [tag_of(path, **headers) for path, headers in asked]
    assert len(set(tags)) == len(tags)
    assert again("/projekt/", tags[3]).status_code == 200


def test_page_of_somebody_who_has_signed_in_has_no_etag():
    client = Client()
    client.force_login(UserFactory())
    assert tag_of("/projekt/", client) is None
    # Nor does the tag of the page for anyone answer for the page with their own drafts.
    tag = tag_of("/projekt/")
    assert client.get("/projekt/", headers={"If-None-Match": tag}).status_code == 200


def test_what_is_no_page_of_content_has_no_etag():
    project = ProjectFactory()
    path, tag = project.get_absolute_url(), tag_of(project.get_absolute_url())
    for address in ("/halsa/", "/konto/logga-in/"):
        assert tag_of(address) is None
    assert "ETag" not in Client().get("/projekt/finns-inte/").headers
    assert Client().post("/projekt/", headers={"If-None-Match": "*"}).status_code != 304
    change_status(project, to="archived", by=UserFactory(staff=True))
    assert again(path, tag).status_code == 404
    assert again(path, "*").status_code == 404


def test_page_is_made_when_the_tag_is_not_its_own():
    for tag in ('"x"', "W/x", "x" * 300, tag_of("/om/")[2:]):
        assert again("/om/", tag).status_code == 200
