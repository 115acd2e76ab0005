"""The admin: every model can be edited, in Swedish, on pages that stay quick, within the rules of publishing."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as portal_settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalChanges

from accounts.models import Invitation, JoinRequest, OrganisationMember, OrganisationRequest, User
from attachments.models import Attachment
from events.enums import AttendanceSector
from events.models import AttendanceFigure, ProgrammeItem
from following.models import Subscription
from organisations.models import Contact, DocumentContribution, Organisation
from outbox.models import Mail
from projects.models import Project
from publishing.actions import change_status
from publishing.enums import Status
from publishing.models import Correction, Publishable, Transition
from search import index
from search.finding import Search
from search.following import gathered
from search.models import Miss
from search.readers import EVERYONE
from tests import factories
from tests.factories import (
    PASSWORD,
    ContactFactory,
    OrganisationFactory,
    ParticipationFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
    TransitionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MAX_QUERIES = 20
LIST_ROWS = 30
INLINE_ROWS = 6

# Concrete models that an editor does not meet, each with its reason.
NOT_IN_ADMIN = {
    "search.Document": "the index: written with the record it tells of, never by hand",
    "search.Word": "the vocabulary: words of the content, written with it",
    "search.Name": "names to suggest, written with the record they are of",
    "search.ContentVersion": "a counter that moves by itself with every change of content",
    "following.Follower": "who follows something is nobody's business but their own",
    "following.Dismissal": "as its follower",
    "following.Edition": "what has been seen of a record, written by the timer",
    "following.Round": "when the timer was there last",
    "funding.ShortlistedCall": "what somebody has picked for themselves or their colleagues is nobody else's business",
    "attachments.ProposedChange": "shown, and left undone, on the page of the files of the proposed version",
}
# Editable fields that no form shows.
NOT_IN_FORM = {
    (User, "user_permissions"): "rights are given by groups",
    (Mail, "html"): "the text has the same words",
    (Mail, "stop_url"): "whoever has it stops the mails of another",
    # How many follow what is shown, and nothing of any one of them.
    **{
        (Subscription, name): "personal"
        for name in ("follower", "document", "list", "query", "name", "rhythm", "asked_at", "confirmed_at")
    },
}

FACTORIES = {
    factory._meta.model: factory
    for name, factory in vars(factories).items()
    if name.endswith("Factory") and not name.startswith("_") and name != "DjangoModelFactory"
}
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Of a package's models: what is done with it is tested with the accounts.
OWN_PAGES = [model for model in REGISTERED if model in FACTORIES and model is not Authenticator]
# Only shown in the admin: what is done about them is tested in tests/members/.
SHOWN = {Invitation, JoinRequest, OrganisationMember, OrganisationRequest}
# Added on the page of its record: tests/attachments/test_admin.py.
ADDED_ELSEWHERE = {Attachment}
EDITED = [model for model in OWN_PAGES if model not in (Transition, Correction, Miss, Mail, Subscription, *SHOWN)]
KINDS_OF_CONTENT = [model for model in OWN_PAGES if issubclass(model, Publishable)]

each_page = pytest.mark.parametrize("model", OWN_PAGES, ids=lambda model: model._meta.label)
each_edited = pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.label)
each_kind = pytest.mark.parametrize("model", KINDS_OF_CONTENT, ids=lambda model: model._meta.label)


@pytest.fixture
def administrator(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


def new_editor():
    """Return staff with all rights to content and none to accounts, as the demo accounts have."""
    labels = {model._meta.app_label for model in EDITED} - {"accounts"}
    return UserFactory(staff=True, user_permissions=Permission.objects.filter(content_type__app_label__in=labels))


@pytest.fixture
def editor(client):
    user = new_editor()
    client.force_login(user)
    return user


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def with_foreign_keys(model, **given):
    """Return a record of ``model`` with a record of its own behind every foreign key."""
    for field in model._meta.concrete_fields:
        if field.name == "proposal_for":  # a record that is one is something else: tests/publishing
            continue
        if field.many_to_one and field.name not in given and field.related_model in FACTORIES:
            given[field.name] = FACTORIES[field.related_model]()
    if model is DocumentContribution:  # one or the other
        given["contact" if "organisation" in given and "contact" not in given else "organisation"] = None
    return FACTORIES[model](**given)


@gathered()
def filled(model, rows=INLINE_ROWS):
    """Return a record of ``model`` with every link set and ``rows`` rows in every inline."""
    if model is Transition:
        return TransitionFactory()
    record = with_foreign_keys(model)
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created and field.related_model in FACTORIES:
            getattr(record, field.name).set(FACTORIES[field.related_model].create_batch(3))
    for inline in admin.site._registry[model].inlines:
        fk = next(
            field.name
            for field in inline.model._meta.concrete_fields
            if field.many_to_one and field.related_model is model and inline.fk_name in (None, field.name)
        )
        for number in range(rows):
            row = {fk: record}
            if inline.model is AttendanceFigure:
                if number >= len(AttendanceSector):
                    break
                row["sector"] = list(AttendanceSector)[number]
            if inline.model is DocumentContribution:
                row |= {"organisation": None, "contact": None, fk: record}
                FACTORIES[inline.model](**row)
                continue
            made = with_foreign_keys(inline.model, **row)
            if inline.model is ProgrammeItem:
                made.speakers.set(ContactFactory.create_batch(2))
    if issubclass(model, Publishable):
        TransitionFactory.create_batch(rows, record=record)
    return record


def form_data(response):
    """Return what a browser would send from the form in ``response`` if nothing was changed."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is None or value is False:
                continue
            data[bound.html_name] = (
                [getattr(one, "pk", one) for one in value] if isinstance(value, list | models.QuerySet) else value
            )
    return data


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


# --- Every model ----------------------------------------------------------------------------------------------


def our_models():
    return {
        model
        for config in apps.get_app_configs()
        if Path(config.path).parent == portal_settings.BASE_DIR
        for model in config.get_models()
        if not issubclass(model, HistoricalChanges)  # versions: their pages are those of their records
    }


def test_every_model_is_in_the_admin_or_explained():
    reachable = set(REGISTERED)
    for page in admin.site._registry.values():
        reachable |= {inline.model for inline in page.inlines}

    missing = {model._meta.label for model in our_models() - reachable}

    assert missing == set(NOT_IN_ADMIN)


def test_every_model_has_a_factory():
    """Without one its pages would not be tested here."""
    missing = {model._meta.label for model in our_models() - set(FACTORIES)}

    assert missing == set(NOT_IN_ADMIN)


@each_page
def test_every_editable_field_is_in_the_form(model, rf):
    page = admin.site._registry[model]
    request = rf.get("/")
    request.user = UserFactory(admin=True)
    shown = set(flatten_fieldsets(page.get_fieldsets(request, FACTORIES[model]())))

    editable = {
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.editable and not field.primary_key and (model, field.name) not in NOT_IN_FORM
        # Links with a model of their own are edited as inlines; the log's key is shown as the record.
        if not (field.many_to_many and not field.remote_field.through._meta.auto_created)
        if field.name != "object_id"
    }

    assert editable <= shown


# --- Pages ----------------------------------------------------------------------------------------------------


def check_page(response):
    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="sv"' in page
    # The Content-Security-Policy lets nothing inline run.
    assert not re.search(r"<script(?![^>]*(?:\bsrc=|application/json))", page)
    assert not re.search(r"<style|<[^>]+\s(?:style|on\w+)=", page)


@each_page
def test_list_of_many_rows(model, client, administrator, django_assert_max_num_queries):
    with gathered():
        for _ in range(LIST_ROWS):
            with_foreign_keys(model)

    with django_assert_max_num_queries(MAX_QUERIES):
        response = client.get(address(model, "changelist"))

    check_page(response)
    assert len(response.context["cl"].result_list) >= LIST_ROWS


@pytest.mark.parametrize(
    "model", [model for model in EDITED if model not in ADDED_ELSEWHERE], ids=lambda m: m._meta.label
)
def test_add_page(model, client, administrator, django_assert_max_num_queries):
    with django_assert_max_num_queries(MAX_QUERIES):
        response = client.get(address(model, "add"))

    check_page(response)


@each_page
def test_change_page_with_many_rows(model, client, django_assert_max_num_queries):
    record = filled(model)

    # The permissions of an editor are looked up, those of an administrator are not.
    closed_to_editors = model in (User, Mail, Invitation, OrganisationMember)
    for user in [UserFactory(admin=True), *([] if closed_to_editors else [new_editor()])]:
        client.force_login(user)
        with django_assert_max_num_queries(MAX_QUERIES):
            response = client.get(address(model, "change", record.pk))

        check_page(response)


@pytest.mark.parametrize("path", ["/admin/", "/admin/auth/group/", "/admin/auth/group/add/", "/admin/publishing/"])
def test_other_page(path, client, administrator, django_assert_max_num_queries):
    with django_assert_max_num_queries(MAX_QUERIES):
        response = client.get(path)

    check_page(response)
    assert "Integrationsportalen" in response.content.decode()


@each_edited
def test_page_saved_unchanged_changes_nothing(model, client, administrator):
    record = filled(model, rows=2)
    path = address(model, "change", record.pk)
    before = form_data(client.get(path))

    response = client.post(path, before)

    assert response.status_code == 302, response.context["errors"]
    assert form_data(client.get(path)) == before


@each_page
def test_every_filter_and_column_of_the_list_works(model, client, administrator):
    with_foreign_keys(model)
    changes = client.get(address(model, "changelist")).context["cl"]
    queries = {"?o=" + ".".join(str(number) for number in range(1, len(changes.list_display)))}
    queries |= {"?q=%C3%B6rebro", "?q=%22", "?q=a+b"}
    for spec in changes.filter_specs:
        # "All" is first and has been seen; of those that follow, which differ in their value alone, two.
        choices = [choice["query_string"] for choice in spec.choices(changes)]
        queries |= {choices[1], choices[-1]}

    for query in sorted(queries):
        response = client.get(address(model, "changelist") + query)
        assert response.status_code == 200, query


# --- Search ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["Östhammar", "östhammar", "STADSNÄT östhammar"])
def test_search_finds_swedish_names_whatever_the_case(term, client, administrator):
    found = OrganisationFactory(name="Östhammars stadsnät")
    OrganisationFactory(name="Osthammars stadsnat")

    response = client.get(address(Organisation, "changelist"), {"q": term})

    assert list(response.context["cl"].result_list) == [found]


@pytest.mark.parametrize("term", ["tjeckien", "Czechia", "cz"])
def test_autocomplete_finds_a_country_by_name(term, client, editor):
    country = factories.CountryFactory(code="CZ")

    response = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "projects", "model_name": "project", "field_name": "countries", "term": term},
    )

    assert {"id": str(country.pk), "text": "Tjeckien"} in response.json()["results"]


# --- The rules of publishing ----------------------------------------------------------------------------------


@each_kind
def test_new_record_is_a_draft_of_its_editor(model, client, editor):
    data = form_data(client.get(address(model, "add")))
    data |= {"title": "Åtta öar", "slug": "atta-oar", "summary": "En mening.", "kind": _first_kind(model)}
    data |= {"status": "published", "version": 9, "owner": UserFactory().pk, "published_at": "2016-01-01"}
    if model._meta.label == "funding.Call":
        data["programme"] = ProgrammeFactory().pk

    response = client.post(address(model, "add"), data)

    assert response.status_code == 302, response.context["errors"]
    record = model.objects.get(slug="atta-oar")
    assert (record.status, record.version, record.owner) == (Status.DRAFT, 1, editor)
    assert (record.published_at, record.published_by) == (None, None)


def _first_kind(model):
    kinds = [field for field in model._meta.concrete_fields if field.name == "kind"]
    return kinds[0].choices[0][0] if kinds else ""


@each_kind
def test_status_cannot_be_set_by_post(model, client, administrator):
    record = FACTORIES[model](draft=True)
    path = address(model, "change", record.pk)
    owned = {"status": "published", "version": 9, "published_at": "2016-01-01", "published_by": administrator.pk}

    response = client.post(path, form_data(client.get(path)) | owned | {"title": "Nytt namn"})

    assert response.status_code == 302
    record.refresh_from_db()
    assert record.title == "Nytt namn"
    assert (record.status, record.version) == (Status.DRAFT, 2)  # the second is the form's
    assert (record.published_at, record.published_by) == (None, None)
    assert not Transition.objects.filter(object_id=record.pk, by=administrator).exists()


def test_status_that_moved_while_the_form_was_saved_stays(client, administrator, monkeypatch):
    project = ProjectFactory(draft=True)
    path = address(Project, "change", project.pk)
    data = form_data(client.get(path))
    page = admin.site._registry[Project]
    save = page.save_model

    def another_editor_is_first(request, obj, form, change):
        change_status(project, to=Status.PUBLISHED, by=administrator)
        save(request, obj, form, change)

    monkeypatch.setattr(page, "save_model", another_editor_is_first)
    client.post(path, data | {"title": "Nytt namn"})

    project.refresh_from_db()
    assert (project.title, project.status, project.version) == ("Nytt namn", Status.PUBLISHED, 3)


@pytest.mark.parametrize(
    ("model", "action", "came_from", "goes_to"),
    [
        *((model, "publish", Status.DRAFT, Status.PUBLISHED) for model in KINDS_OF_CONTENT),
        (Project, "send_to_review", Status.DRAFT, Status.IN_REVIEW),
        (Project, "archive", Status.PUBLISHED, Status.ARCHIVED),
    ],
    ids=str,
)
def test_action_moves_and_logs(model, action, came_from, goes_to, client, editor):
    draft = came_from == Status.DRAFT
    records = [FACTORIES[model](draft=draft), FACTORIES[model](draft=draft)]
    untouched = FACTORIES[model](draft=draft)

    response = client.post(
        address(model, "changelist"),
        {"action": action, "_selected_action": [record.pk for record in records]},
        follow=True,
    )

    assert len(messages_of(response)) == 1
    for record in records:
        record.refresh_from_db()
        assert (record.status, record.version) == (goes_to, 2)
        log = Transition.objects.get(object_id=record.pk, by=editor)
        assert (log.record, log.from_status, log.to_status) == (record, came_from, goes_to)
        if goes_to == Status.PUBLISHED:
            assert record.published_by == editor
            assert record.published_at
    untouched.refresh_from_db()
    assert untouched.status == came_from


def test_action_says_what_could_not_be_moved(client, editor):
    movable = ProjectFactory(title="Går bra")
    stuck = ProjectFactory(title="Fast <i>kvar</i>", draft=True)

    response = client.post(
        address(Project, "changelist"),
        {"action": "archive", "_selected_action": [movable.pk, stuck.pk]},
        follow=True,
    )

    done, not_done = messages_of(response)
    assert "1" in done
    assert str(Status.ARCHIVED.label) in done
    assert "Fast <i>kvar</i>" in not_done
    assert str(Status.DRAFT.label) in not_done
    assert str(Status.ARCHIVED.label) in not_done
    assert "<i>kvar" not in response.content.decode()
    stuck.refresh_from_db()
    assert stuck.status == Status.DRAFT


def test_action_without_change_permission_is_refused(client):
    user = UserFactory(staff=True, user_permissions=[Permission.objects.get(codename="view_project")])
    user.groups.clear()  # of the editors, whom an account among the staff belongs to
    client.force_login(user)
    project = ProjectFactory()

    page = client.get(address(Project, "changelist"))
    client.post(address(Project, "changelist"), {"action": "archive", "_selected_action": [project.pk]})

    assert page.status_code == 200
    assert 'value="archive"' not in page.content.decode()
    project.refresh_from_db()
    assert project.status == Status.PUBLISHED


def test_status_history_is_shown_and_escaped(client, administrator):
    project = ProjectFactory()
    TransitionFactory(record=project, by=UserFactory(name="Rut Redaktör"), comment="Klart <b>nu</b>")
    TransitionFactory(record=project, by=None)
    TransitionFactory(by=UserFactory(name="Någon annan"))

    page = client.get(address(Project, "change", project.pk)).content.decode()

    assert "Rut Redaktör" in page
    assert "Klart &lt;b&gt;nu&lt;/b&gt;" in page
    assert "Någon annan" not in page


def test_log_is_read_only(client, administrator):
    log = TransitionFactory()

    assert client.get(address(Transition, "add")).status_code == 403
    assert client.post(address(Transition, "change", log.pk), {"comment": "x"}).status_code == 403
    assert client.post(address(Transition, "delete", log.pk), {"post": "yes"}).status_code == 403
    page = client.get(address(Transition, "changelist")).content.decode()
    assert address(type(log.record), "change", log.object_id) in page


def test_log_of_a_deleted_record_is_listed(client, administrator):
    log = TransitionFactory()
    log.record.delete()

    page = client.get(address(Transition, "changelist"))

    assert f"#{log.object_id}" in page.content.decode()


@each_kind
def test_slug_is_proposed_for_new_records_only(model, client, administrator):
    record = FACTORIES[model]()

    proposed = client.get(address(model, "add")).context["adminform"].prepopulated_fields
    later = client.get(address(model, "change", record.pk)).context["adminform"].prepopulated_fields

    assert [fields["field"].name for fields in proposed] == ["slug"]
    assert later == []


def test_owner_is_handed_over_only_by_who_may_see_accounts(client, editor):
    project = ProjectFactory(owner=editor)
    path = address(Project, "change", project.pk)

    client.post(path, form_data(client.get(path)) | {"owner": UserFactory().pk})
    project.refresh_from_db()
    assert project.owner == editor

    heir = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="view_user"))
    client.post(path, form_data(client.get(path)) | {"owner": heir.pk})
    project.refresh_from_db()
    assert project.owner == heir


def test_form_that_comes_back_with_errors_keeps_its_choices(client, administrator):
    project = ProjectFactory(themes=[ThemeFactory(name="Första")])
    ParticipationFactory(project=project, organisation=OrganisationFactory(name="Nordkommun"))
    path = address(Project, "change", project.pk)
    data = form_data(client.get(path)) | {
        "title": "",
        "themes": [ThemeFactory(name="Andra").pk],
        "participations-0-organisation": OrganisationFactory(name="Sydkommun").pk,
    }

    page = client.post(path, data)

    assert page.status_code == 200
    text = page.content.decode()
    assert "Andra</option>" in text
    assert "Sydkommun</option>" in text


def test_saved_page_is_indexed_once_with_its_links(client, administrator, monkeypatch):
    written, put = [], index.put
    monkeypatch.setattr(index, "put", lambda *records, **more: written.append(records) or put(*records, **more))
    project, theme = ProjectFactory(), ThemeFactory(name="Xylofonspel")
    path = address(Project, "change", project.pk)
    written.clear()

    client.post(path, form_data(client.get(path)) | {"themes": [theme.pk]})

    assert Search("xylofonspel", [EVERYONE]).hits
    assert len(written) == 2  # the record, and then all its links and rows


# --- Accounts -------------------------------------------------------------------------------------------------


def test_account_is_made_with_an_address_and_no_user_name(client, administrator):
    data = {"email": "ny@example.org", "name": "Ny", "usable_password": "true"}
    data |= {"password1": PASSWORD, "password2": PASSWORD}

    response = client.post(address(User, "add"), data)

    assert response.status_code == 302, response.context["errors"]
    assert client.login(username="NY@example.org", password=PASSWORD)


def test_account_with_a_taken_address_is_refused_whatever_its_case(client, administrator):
    UserFactory(email="tagen@example.org")

    response = client.post(address(User, "add"), {"email": "Tagen@Example.org", "usable_password": "false"})

    assert response.status_code == 200
    assert response.context["errors"]


def test_account_keeper_cannot_become_administrator(client):
    rights = Permission.objects.filter(content_type__app_label="accounts")
    keeper, chief, other = UserFactory(staff=True, user_permissions=rights), UserFactory(admin=True), UserFactory()
    client.force_login(keeper)
    powers = {"is_staff": "on", "is_superuser": "on", "groups": [Group.objects.create(name="Alla").pk]}

    for user in (keeper, other):
        path = address(User, "change", user.pk)
        assert client.post(path, form_data(client.get(path)) | powers).status_code == 302
        user.refresh_from_db()
        assert (user.is_superuser, user.is_staff) == (False, user is keeper)
        assert not user.groups.filter(name="Alla").exists()
    assert client.post(address(User, "change", chief.pk), {"email": "x@example.org"}).status_code == 403
    assert client.post(address(User, "delete", chief.pk), {"post": "yes"}).status_code == 403
    assert client.get(f"/admin/accounts/user/{chief.pk}/password/").status_code == 403


def test_visitor_and_ordinary_account_are_kept_out(client):
    project = ProjectFactory()
    path = address(Project, "change", project.pk)
    assert client.get(path).status_code == 302

    client.force_login(UserFactory())
    assert client.get(path).status_code == 302


def test_contact_of_an_organisation_is_shown_with_a_link_to_its_page(client, editor):
    contact = ContactFactory(organisation=OrganisationFactory(), name="Anna Andersson")

    page = client.get(address(Organisation, "change", contact.organisation_id)).content.decode()

    assert "Anna Andersson" in page
    assert address(Contact, "change", contact.pk) in page
