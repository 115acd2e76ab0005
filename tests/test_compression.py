"""Pages go compressed to who takes them so, and say the same (docs/adr/0011)."""

import gzip

import pytest

from .pages import LISTS

pytestmark = pytest.mark.django_db
ACCEPTED = {"Accept-Encoding": "br, gzip"}


def test_page_is_compressed_for_who_takes_it_and_says_the_same(client):
    plain = client.get(LISTS["projects"])
    response = client.get(LISTS["projects"], headers=ACCEPTED)
    assert not plain.has_header("Content-Encoding")
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert gzip.decompress(response.content) == plain.content
    assert len(response.content) < len(plain.content) / 4


def test_compressed_page_that_has_not_changed_is_a_304_without_a_body(client):
    tag = client.get(LISTS["projects"], headers=ACCEPTED).headers["ETag"]
    response = client.get(LISTS["projects"], headers=ACCEPTED | {"If-None-Match": tag})
    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)
    assert not response.has_header("Content-Encoding")


def test_what_is_short_goes_as_it_is(client):
    assert not client.get("/halsa/", headers=ACCEPTED).has_header("Content-Encoding")
