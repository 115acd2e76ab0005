"""What editors learn of searches that found nothing, and the synonyms with which they mend it."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from search import changes, misses
from search.models import Miss, Synonym
from tests.factories import ProjectFactory, UserFactory
from tests.search.asking import asked, found

pytestmark = pytest.mark.usefixtures("nothing_indexed")


def tell(client, query):
    return client.post(reverse("search-miss"), {"q": query}, headers={"HX-Request": "true"})


def kept():
    return list(Miss.objects.order_by("query").values_list("query", "times"))


def test_search_that_finds_nothing_is_counted_by_day_and_only_when_the_page_tells(client):
    ProjectFactory(title="Xarvok")
    version = changes.current()
    page = asked(client, "Qqqq  WWWW!")
    assert page.total == 0
    assert kept() == []
    assert changes.current() == version, "a GET writes nothing"
    form = page.root.one("form", **{"hx-post": reverse("search-miss")})
    for _ in range(2):
        assert tell(client, form.one("input").attrs["value"]).status_code == 204
    assert kept() == [("qqqq wwww", 2)]
    assert changes.current() == version, "no page is another for it"
    Miss.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
    tell(client, "qqqq wwww")
    assert kept() == [("qqqq wwww", 1), ("qqqq wwww", 2)] or kept() == [("qqqq wwww", 2), ("qqqq wwww", 1)]


def test_what_finds_something_or_tells_of_a_person_is_not_kept(client):
    ProjectFactory(title="Xarvok")
    told = ["xarvok", "xravok", "och", "...", "", "\x00"]
    told += ["qqqq@example.org", "070-123 45 67", "qqqq 0701234567", "19121212-1212", "121212 1212", "+46 8 123 456 78"]
    for query in told:
        assert tell(client, query).status_code == 204
    assert kept() == []


def test_misses_are_kept_for_90_days_and_not_more_than_people_ask(client, monkeypatch):
    today = timezone.localdate()
    for days in (90, 91):
        Miss.objects.create(query=f"för {days} dagar sedan", day=today - datetime.timedelta(days=days))
    monkeypatch.setattr(misses, "A_DAY_AT_MOST", 1)
    for query in ("qqqq", "qqqq", "wwww"):
        tell(client, query)
    assert kept() == [("för 90 dagar sedan", 1), ("qqqq", 2)]


def test_miss_is_taken_from_the_page_alone(client):
    assert client.post(reverse("search-miss"), {"q": "qqqq"}).status_code == 403
    assert client.get(reverse("search-miss"), headers={"HX-Request": "true"}).status_code == 405
    assert kept() == []


# --- The admin ------------------------------------------------------------------------------------------------


def test_editors_read_what_was_not_found_and_cannot_change_it(client):
    miss = Miss.objects.create(query="qqqq", day=timezone.localdate(), times=7)
    rights = Permission.objects.filter(content_type__app_label="search")
    client.force_login(UserFactory(staff=True, user_permissions=rights))
    page = client.get(reverse("admin:search_miss_changelist"))
    assert "qqqq" in page.content.decode()
    assert client.get(reverse("admin:search_miss_add")).status_code == 403
    client.post(reverse("admin:search_miss_change", args=[miss.pk]), {"query": "wwww", "times": 1})
    assert kept() == [("qqqq", 7)]


def test_synonym_of_an_editor_works_at_once_and_one_word_alone_is_refused(client):
    ProjectFactory(title="Xarvok")
    client.force_login(UserFactory(admin=True))
    assert found("quimbel") == []
    page = client.post(reverse("admin:search_synonym_add"), {"words": "quimbel; "})
    assert page.status_code == 200
    assert gettext("Give at least two words, with a semicolon between them.") in page.content.decode()
    assert client.post(reverse("admin:search_synonym_add"), {"words": "quimbel; xarvok"}).status_code == 302
    assert found("quimbel") == ["Xarvok"]
    Synonym.objects.all().delete()
    assert found("quimbel") == []
