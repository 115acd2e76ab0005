"""The admin's first page: what waits, oldest first, each number that of the list that it links to."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from outbox.models import Mail
from projects.models import Project
from publishing.actions import change_status, propose_changes
from publishing.models import Publishable
from sources import queues
from sources.queues import waiting_for
from tests.factories import (
    ContactFactory,
    CorrectionFactory,
    JoinRequestFactory,
    MailFactory,
    NetworkFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    ProjectFactory,
    UserFactory,
)
from tests.reading import parse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits(db):
    """The loaded content has contacts to look over."""
    for queue in queues._queues.values():
        if queue.choices == {"review": "late"}:
            queue.waiting().update(**{queue.since: timezone.localdate() + datetime.timedelta(days=365)})


def days_ago(number):
    return timezone.now() - datetime.timedelta(days=number)


def editor():
    labels = ["publishing", "projects", "networks", "organisations"]
    return UserFactory(staff=True, user_permissions=Permission.objects.filter(content_type__app_label__in=labels))


def something_everywhere():
    author = UserFactory()
    ProjectFactory(in_review=True, status_since=days_ago(3))
    ProjectFactory(in_review=True, status_since=days_ago(9))
    proposal = propose_changes(ProjectFactory(owner=author), by=author)
    change_status(proposal, to="in_review", by=author)
    Project.objects.filter(pk=proposal.pk).update(status_since=days_ago(5))
    NetworkFactory(next_review_on=days_ago(40).date())
    ContactFactory(review_on=days_ago(2).date())
    CorrectionFactory(proposed_at=days_ago(7))
    _asked_for(OrganisationRequestFactory(), days=4)
    _asked_for(JoinRequestFactory(), days=6)
    _asked_for(JoinRequestFactory(organisation=OrganisationMemberFactory(responsible=True).organisation), days=8)
    MailFactory(dead=True)
    Mail.objects.exclude(state="dead").delete()


def _asked_for(asked, *, days):
    type(asked).objects.filter(pk=asked.pk).update(asked_at=days_ago(days))


def rows(client):
    page = parse(client.get("/admin/").content)
    table = page.one("div", "waiting").one("table")
    found = [(row.one("th").text, row.all("td")[0].text, row.all("a")[0].attrs["href"]) for row in table.all("tr")[1:]]
    return [(label, int(number), url) for label, number, url in found]


def test_first_page_shows_what_waits_oldest_first(client):
    something_everywhere()
    client.force_login(UserFactory(admin=True))

    assert [(label, number) for label, number, _url in rows(client)] == [
        ("Nätverk: granskning försenad", 1),
        ("Projekt: nya, till granskning", 2),
        ("Rättelser: från läsare", 1),
        ("Förfrågningar om att gå med: där ingen är ansvarig", 1),
        ("Projekt: ändringsförslag, till granskning", 1),
        ("Efterfrågade organisationer: att besluta om", 1),
        ("Kontaktpersoner: att se över", 1),
        ("Mejl: gick inte att skicka", 1),
    ]


def test_each_number_is_that_of_the_list_it_links_to_which_begins_with_the_oldest(client):
    something_everywhere()
    client.force_login(UserFactory(admin=True))

    for label, number, url in rows(client):
        listed = client.get(url).context["cl"].result_list
        assert len(listed) == number, label
    newest_last = client.get("/admin/projects/project/?status__exact=in_review&proposal_for__isempty=1").context["cl"]
    since = [project.status_since for project in newest_last.result_list]
    assert since == sorted(since)
    assert len(since) == 2


def test_every_kind_of_content_has_its_queues():
    registered = {queue.model for queue in queues._queues.values()}
    assert {model for model in Publishable.__subclasses__() if not model._meta.abstract} <= registered


def test_editor_sees_no_queue_of_what_is_not_theirs(client):
    something_everywhere()
    user = editor()
    assert not [waiting for waiting in waiting_for(user) if "outbox" in waiting.url]
    assert [waiting for waiting in waiting_for(UserFactory(admin=True)) if "outbox" in waiting.url]
    client.force_login(user)
    assert len(rows(client)) == 7


def test_first_page_says_when_nothing_waits(client):
    client.force_login(UserFactory(admin=True))
    assert "Inget väntar." in parse(client.get("/admin/").content).one("div", "waiting").text


def test_first_page_asks_one_query_for_all_that_waits(client, django_assert_num_queries):
    something_everywhere()
    user = UserFactory(admin=True)
    user.has_perm("projects.view_project")
    with django_assert_num_queries(1):
        assert len(waiting_for(user)) == 8
