"""The feed of a list: valid Atom, of the hits those that changed last, under names that never change."""

import datetime
import re

import pytest
from django.test import Client

from publishing.actions import change_status, save_content
from search.following import gathered
from sources.versions import content_of
from tests.factories import OrganisationFactory, ProjectFactory, UserFactory

from .reading import ATOM, asked, body, entries, feed

pytestmark = pytest.mark.django_db

LISTS = [
    "/finansiering/",
    "/finansiering/utlysningar/",
    "/projekt/",
    "/natverk/",
    "/evenemang/",
    "/kunskap/",
    "/aktorer/",
]
FOUND = [("q", "hittamig")]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def one(element, name):
    [found] = element.findall(f"{ATOM}{name}")
    return found


@pytest.mark.parametrize("path", [*LISTS, *(f"/en{path}" for path in LISTS), "/sok/?q=integration"])
def test_feed_has_what_the_standard_demands(path):
    """RFC 4287: id, title and updated once each, an author, one self link; the same of entries, ids without doubles."""
    path, _sign, query = path.partition("?")
    root = feed(path, [tuple(query.split("="))] if query else [])
    assert root.tag == f"{ATOM}feed"
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == ("en" if path.startswith("/en/") else "sv")
    assert one(root, "author").find(f"{ATOM}name").text
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert set(links) == {"self", "alternate"}
    assert all(link.startswith("http://testserver/") for link in links.values())
    assert Client().get(links["self"]).headers["Content-Type"].startswith("application/atom+xml")
    found = root.findall(f"{ATOM}entry")
    assert 0 < len(found) <= 50
    for element in [root, *found]:
        assert one(element, "id").text
        assert one(element, "title").text
        assert MOMENT.fullmatch(one(element, "updated").text)
    ids = [one(entry, "id").text for entry in found]
    assert len(set(ids)) == len(ids)
    for entry in found:
        [link] = entry.findall(f"{ATOM}link")
        assert link.attrib["rel"] == "alternate"
    times = [one(entry, "updated").text for entry in found]
    moments = [datetime.datetime.fromisoformat(time) for time in times]
    assert moments == sorted(moments, reverse=True)
    assert datetime.datetime.fromisoformat(one(root, "updated").text) == moments[0]


def test_empty_feed_is_a_feed():
    root = feed("/projekt/", [("q", "xyzzyplugh")])
    assert root.findall(f"{ATOM}entry") == []
    assert MOMENT.fullmatch(one(root, "updated").text)
    again = [body(asked("/projekt/", "atom", [("q", "xyzzyplugh")])) for _ in range(2)]
    assert again[0] == again[1]


def test_name_of_an_entry_is_the_same_in_every_list_and_language_and_on_every_host(settings):
    project = ProjectFactory(slug="ett-projekt", summary="hittamig")
    names = {
        entry["id"]
        for path in ("/projekt/", "/en/projekt/", "/sok/")
        for choices in (FOUND, [*FOUND, ("sortera", "namn")])
        for entry in entries(path, choices)
    }
    settings.ALLOWED_HOSTS = ["*"]
    other = Client().get("/projekt/?q=hittamig&format=atom", headers={"Host": "annat.example"}).content.decode()
    assert names == {"tag:localhost,2026:projekt/ett-projekt"}
    assert "tag:localhost,2026:projekt/ett-projekt" in other
    project.title = "Ett nytt namn"
    project.save()
    assert {entry["id"] for entry in entries("/projekt/", FOUND)} == names


def test_what_changed_last_comes_first_and_says_when():
    editor = UserFactory(staff=True)
    older, newer = (ProjectFactory(title=title, summary="hittamig") for title in ("Äldre", "Nyare"))
    assert [entry["title"] for entry in entries("/projekt/", FOUND)] == ["Nyare", "Äldre"]
    content = content_of(older) | {"summary": "hittamig, med mera"}
    save_content(older, content, by=editor, seen_version=older.version)
    found = entries("/projekt/", FOUND)
    assert [entry["title"] for entry in found] == ["Äldre", "Nyare"]
    assert found[0]["updated"] > found[1]["updated"]
    assert found[0]["summary"] == "hittamig, med mera"


def test_record_that_is_published_now_is_new_however_old_its_text_is():
    editor = UserFactory(staff=True)
    ProjectFactory(title="Förr", summary="hittamig")
    draft = ProjectFactory(title="Nu", summary="hittamig", in_review=True)
    change_status(draft, to="published", by=editor)
    assert [entry["title"] for entry in entries("/projekt/", FOUND)] == ["Nu", "Förr"]


def test_organisation_of_which_no_change_is_known_has_the_day_of_its_facts():
    OrganisationFactory(name="A", summary="hittamig", facts_as_of=datetime.date(2015, 10, 1))
    OrganisationFactory(name="B", summary="hittamig")
    times = {entry["title"]: entry["updated"] for entry in entries("/aktorer/", FOUND)}
    assert times == {"A": "2015-10-01T00:00:00+02:00", "B": "1970-01-01T00:00:00+00:00"}


def test_feed_holds_50_of_more_hits_and_says_so():
    with gathered():
        for number in range(55):
            ProjectFactory(title=f"Post {number:02}", summary="hittamig")
    root = feed("/projekt/", FOUND)
    assert len(root.findall(f"{ATOM}entry")) == 50
    assert "50" in one(root, "subtitle").text
    assert "Sökord: hittamig" in one(root, "subtitle").text


def test_text_is_escaped_and_what_is_no_text_left_out():
    ProjectFactory(title="A & B <i>c</i>\x0b", summary="hittamig <script>alert(1)</script> & mer\x1b")
    [entry] = entries("/projekt/", FOUND)
    assert entry["title"] == "A & B <i>c</i>"
    assert entry["summary"] == "hittamig &lt;script&gt;alert(1)&lt;/script&gt; &amp; mer"


def test_text_is_in_the_language_of_the_address():
    ProjectFactory(title="Svenska", title_en="English", summary="hittamig", summary_en="findme")
    [swedish], [english] = entries("/projekt/", FOUND), entries("/en/projekt/", FOUND)
    assert (swedish["title"], english["title"], english["summary"]) == ("Svenska", "English", "findme")
    assert "/en/projekt/" in english["link"]
