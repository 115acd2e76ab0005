"""What a page of one record is given in two queries is what plain querysets give: the same rows, in the same order."""

import datetime
from functools import reduce

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404

from events.views import EVENT
from funding.views import CALL, PROGRAMME
from knowledge.views import ENTRY
from networks.views import NETWORK
from organisations.views import MUNICIPALITY, ORGANISATION
from projects.models import Project
from projects.views import PROJECT
from publishing.models import Theme
from search.together import Together, placeholders
from sources.views import DOCUMENT
from tests.factories import ProjectFactory, ThemeFactory, UserFactory
from tests.pages import DETAILS

pytestmark = pytest.mark.django_db

DAY = datetime.date(2015, 12, 1)
WHOLES = {
    "programme": (PROGRAMME, DAY),
    "call": (CALL, DAY),
    "project": (PROJECT,),
    "network": (NETWORK,),
    "event": (EVENT,),
    "knowledge entry": (ENTRY,),
    "organisation": (ORGANISATION,),
    "municipality": (MUNICIPALITY,),
    "source": (DOCUMENT,),
}


def content(record, depth=2):
    """Return all that a record holds: columns, annotations, and the records that came along with it."""
    held = {name: value for name, value in vars(record).items() if not name.startswith("_")}
    cached = record._state.fields_cache if depth else {}
    came_along = {name: content(other, depth - 1) for name, other in cached.items() if other}
    return type(record), held, came_along


@pytest.mark.parametrize("kind", WHOLES)
def test_record_with_all_that_belongs_to_it_is_what_plain_querysets_give(kind):
    (whole, *day), user = WHOLES[kind], AnonymousUser()
    slug = DETAILS[kind].rstrip("/").rpartition("/")[2]
    plain = whole.records(user, *day).get(slug=slug)
    for _ in range(2):  # the second time with the statements of the first
        context = whole.get(user, slug, *day)
        record = context["record"]
        assert content(record) == content(plain)
        for path, queryset in whole.belongings(user, *whole.values(plain), *day).items():
            if path.startswith("record."):
                *holders, name = path.split(".")[1:]
                given = list(getattr(reduce(getattr, holders, record), name).all())
            else:
                given = context[path]
            expected = list(queryset)
            assert [row.pk for row in given] == [row.pk for row in expected], path
            for row, other in zip(given, expected, strict=True):
                assert {f: v for f, v in vars(row).items() if f[0] != "_"} == {
                    f: v for f, v in vars(other).items() if f[0] != "_"
                }, path
                brought = other._state.fields_cache.keys()
                assert {n: row._state.fields_cache[n] for n in brought} == other._state.fields_cache, path


def test_record_that_may_not_be_read_is_a_404():
    owner, draft = UserFactory(), ProjectFactory(status="draft", published_at=None)
    Project.objects.filter(pk=draft.pk).update(owner=owner)
    for user in (AnonymousUser(), UserFactory()):
        with pytest.raises(Http404):
            PROJECT.get(user, draft.slug)
    assert PROJECT.get(owner, draft.slug)["record"] == draft


def test_statement_is_empty_handed_where_nothing_can_be():
    theme = ThemeFactory()
    [place] = placeholders(1)
    statement = Together({"none": Theme.objects.none(), "one": Theme.objects.filter(pk=place)})
    assert statement.fetch({place: theme.pk}) == {"none": [], "one": [theme]}
    assert statement.fetch({place: None}) == {"none": [], "one": []}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has nothing to plan ahead")
def test_kept_statement_is_planned_once_for_a_connection():
    themes = ThemeFactory.create_batch(3)
    [place] = placeholders(1)
    statement = Together({"one": Theme.objects.filter(pk=place)}, kept=True)
    assert [statement.fetch({place: theme.pk})["one"] for theme in themes] == [[theme] for theme in themes]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements ORDER BY prepare_time DESC LIMIT 1"
        )
        assert cursor.fetchone() == (3, 0)
