"""What a process keeps in memory of the content is thrown away when the content changes, whichever way it does.

The database itself gives the content another version at every write, so each way of writing is tried here, and after
each the lists must say what a plain count says.
"""

import datetime

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from projects.models import Participation, Project
from publishing.actions import change_status
from publishing.models import Theme
from search import changes
from search.memory import Memory
from search.models import Document
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectFundingFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reading import read_list
from tests.test_house import own_apps

pytestmark = pytest.mark.django_db


def by_hand(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def as_staff(path, **form):
    client = Client()
    client.force_login(UserFactory(admin=True))
    assert client.post(path, form).status_code == 302


# Each way of writing, given a project with a theme and an organisation.
WRITES = {
    "save": lambda p: p.save(),
    "update": lambda p: Project.objects.filter(pk=p.pk).update(title="Nytt namn"),
    "bulk update": lambda p: Project.objects.bulk_update([p], ["summary"]),
    "bulk create": lambda p: Theme.objects.bulk_create([Theme(slug="nytt", name="Nytt", name_en="New")]),
    "many to many": lambda p: p.themes.clear(),
    "row of a link": lambda p: Participation.objects.filter(project=p).update(role="partner"),
    "delete": lambda p: p.participations.all().delete(),
    "name of a theme": lambda p: p.themes.update(name="Annat"),
    "action": lambda p: change_status(p, to="archived", by=UserFactory(staff=True)),
    "action in admin": lambda p: as_staff("/admin/projects/project/", action="archive", _selected_action=[str(p.pk)]),
    "search index": lambda p: Document.objects.filter(names__contains="zz").delete(),
    "SQL by hand": lambda p: by_hand("UPDATE organisations_organisation SET name = %s", "Samma"),
}


@pytest.mark.parametrize("way", WRITES)
def test_version_moves_with_every_write_and_back_with_a_rollback(way):
    project = ProjectFactory(themes=[ThemeFactory()])
    ParticipationFactory(project=project)
    before = changes.current()
    with transaction.atomic():
        WRITES[way](project)
        assert changes.current() != before
        transaction.set_rollback(True)
    assert changes.current() == before


def test_version_stays_when_pages_are_read_and_people_sign_in(client):
    before = changes.current()
    client.force_login(UserFactory())
    for path in ("/", "/projekt/", "/projekt/kin/", "/finansiering/utlysningar/?datum=2015-12-01"):
        assert client.get(path).status_code == 200
    assert changes.current() == before


def test_every_table_of_content_moves_the_version():
    watched = {m._meta.db_table for app in apps.get_app_configs() for m in changes.watched_models(app)}
    tables = {
        model._meta.db_table
        for name in own_apps()
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    }
    # Accounts, mail, who follows or has picked what, what readers propose, and versions: what no other reader sees.
    not_content = {"search_contentversion", "search_miss", "outbox_mail", "publishing_correction"}
    not_content |= {"funding_shortlistedcall"} | {
        table for table in tables if table.startswith(("accounts_", "following_")) or "_historical" in table
    }
    assert watched == tables - not_content
    with connection.cursor() as cursor:
        assert changes._with_trigger(connection, cursor) == watched


def test_lists_follow_what_changes():
    """After each step the list is read twice: what is counted anew, and what is kept then."""
    client, theme, programme = Client(), ThemeFactory(), ProgrammeFactory()
    organisation = OrganisationFactory()
    project = ProjectFactory(title="Först", themes=[theme], summary="hittamig")
    ParticipationFactory(project=project, organisation=organisation, role="owner")
    ProjectFundingFactory(project=project, programme=programme)

    def page(*choices):
        read_list(client, "/projekt/", [("q", "hittamig"), *choices])
        return read_list(client, "/projekt/", [("q", "hittamig"), *choices])

    assert page().counts["tema"] == {theme.slug: 1}
    another = ProjectFactory(title="Sedan", summary="hittamig", themes=[theme])
    assert page().counts["tema"] == {theme.slug: 2}
    another.themes.clear()
    assert page().counts["tema"] == {theme.slug: 1}
    Theme.objects.filter(pk=theme.pk).update(name="omdöpt", slug="omdopt")
    assert page().facets["tema"]["omdopt"].label == "Omdöpt"
    assert page(("aktor", organisation.slug)).counts["roll"] == {"owner": 1}
    Participation.objects.filter(project=project).update(role="funder")
    assert page(("aktor", organisation.slug)).counts["roll"] == {"funder": 1}
    change_status(programme, to="archived", by=UserFactory(staff=True))
    assert "program" not in page().counts
    Project.objects.filter(pk=project.pk).update(title="Över", starts_on="2011-01-01")
    assert page().titles == ["Sedan", "Över"]
    assert page().counts["period"] == {"2007-2013": 1, "2014-2020": 1, "2021-2027": 1, "okand": 1}
    change_status(project, to="archived", by=UserFactory(staff=True))
    assert page().titles == ["Sedan"]
    another.delete()
    assert page().total == 0


def test_state_of_a_call_follows_its_windows(client):
    window = CallWindowFactory(call=CallFactory(summary="hittamig"), closes_on=datetime.date(2016, 2, 10))
    address = ("/finansiering/utlysningar/", [("q", "hittamig"), ("datum", "2016-03-01")])
    assert list(read_list(client, *address).counts["laget"]) == ["closed"]
    type(window).objects.filter(pk=window.pk).update(closes_on="2016-12-01")
    assert list(read_list(client, *address).counts["laget"]) == ["open"]


def test_lists_count_drafts_for_their_owner_and_for_staff_alone():
    owner, theme = UserFactory(), ThemeFactory()
    ProjectFactory(title="Utkast", status="draft", published_at=None, owner=owner, themes=[theme], summary="hittamig")
    ProjectFactory(title="Publicerat", themes=[theme], summary="hittamig")
    seen = {}
    # In turn, and again: what is kept for one reader is not shown to another.
    for name, user in [("nobody", None), ("staff", UserFactory(staff=True)), ("owner", owner)] * 2 + [
        ("other", UserFactory()),
        ("nobody", None),
    ]:
        client = Client()
        if user:
            client.force_login(user)
        page = read_list(client, "/projekt/", [("q", "hittamig")])
        seen.setdefault(name, set()).add((tuple(page.titles), page.total, page.counts["tema"][theme.slug]))
    public, all_of_them = (("Publicerat",), 1, 1), (("Publicerat", "Utkast"), 2, 2)
    assert seen == {"nobody": {public}, "staff": {all_of_them}, "owner": {all_of_them}, "other": {public}}


def test_memory_forgets_with_the_version_and_with_the_day_and_when_it_is_full(monkeypatch):
    memory, worked = Memory(2), []

    def get(version, key):
        memory.get(version, (key,), lambda: worked.append(key))

    for key in "aab":
        get("1", key)
    assert worked == ["a", "b"]
    for key in "acb":  # a was used last, so b has gone when c came
        get("1", key)
    assert worked == ["a", "b", "c", "b"]
    get("2", "b")
    get("", "b")
    get("", "b")
    assert worked[4:] == ["b", "b", "b"]
    midnight = datetime.datetime(2026, 10, 25, tzinfo=timezone.get_current_timezone())  # a day of 25 hours
    for hours, times in [(-0.1, 8), (0, 9), (24.9, 9), (25, 10), (24.9, 11)]:
        moment = midnight.astimezone(datetime.UTC) + datetime.timedelta(hours=hours)
        monkeypatch.setattr("search.memory.timezone.now", lambda moment=moment: moment)
        get("2", "b")
        assert len(worked) == times, hours
