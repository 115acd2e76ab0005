"""Who may do what: the table of rights, the queries that ask it, and every address of the portal with every role."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from accounts.enums import MemberRole
from accounts.rights import RIGHTS, Reach, Right, Role, may, role_in_portal
from attachments.actions import add_attachment
from attachments.checking import check
from following.actions import token_for
from integration_portal.editors import EDITORS
from publishing import sharing
from publishing.models import Publishable
from publishing.registration import kind_called
from sources.versions import WholeContent, keep_version
from tests import factories
from tests.attachments.samples import picture as a_picture
from tests.factories import (
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    ProjectFactory,
    SubscriptionFactory,
    UserFactory,
)
from tests.reading import parse
from tests.test_bad_input import SLUGS

pytestmark = pytest.mark.django_db

ALL, NOBODY = set(Role), set()
# A page on the way in: whoever is not on it is led elsewhere.
IN_THE_MIDDLE = {"in the middle"}
ACCOUNTS = ALL - {Role.VISITOR}
MEMBERS = {Role.MEMBER, Role.RESPONSIBLE}


@pytest.fixture
def organisation():
    return OrganisationFactory(slug="are-kommun")


@pytest.fixture
def people(organisation):
    """Somebody with each role, by it; None for a visitor. Members are so of the one organisation."""
    found = {Role.VISITOR: None, Role.USER: UserFactory()}
    for role in MemberRole:
        found[Role(role.value)] = OrganisationMemberFactory(organisation=organisation, role=role).user
    return found | {Role.EDITOR: UserFactory(staff=True), Role.ADMINISTRATOR: UserFactory(admin=True)}


@pytest.fixture
def visitor():
    return AnonymousUser()


# --- The table ------------------------------------------------------------------------------------------------


def test_every_right_says_how_far_it_reaches_for_every_role():
    assert set(RIGHTS) == set(Right)
    assert {len(reaches) for reaches in RIGHTS.values()} == {len(Role)}


def test_a_role_has_what_those_to_its_left_have():
    for right, reaches in RIGHTS.items():
        assert list(reaches) == sorted(reaches), right


def test_only_editors_decide_and_only_administrators_see_to_accounts():
    """What must never be widened by a slip in the table."""
    below_editor = slice(0, list(Role).index(Role.EDITOR))
    for right in (Right.REVIEW, Right.EDIT, Right.ADMINISTER):
        assert set(RIGHTS[right][below_editor]) == {Reach.NOTHING}
    assert RIGHTS[Right.ADMINISTER][list(Role).index(Role.EDITOR)] == Reach.NOTHING
    for right in set(Right) - {Right.READ, Right.CORRECT, Right.FOLLOW}:
        assert RIGHTS[right][0] == Reach.NOTHING


def test_role_in_the_portal_is_told_by_the_account(people, visitor):
    roles = {role: role_in_portal(user or visitor) for role, user in people.items()}
    assert roles == {role: role for role in people} | dict.fromkeys(MEMBERS, Role.USER)


# --- The queries that ask it ----------------------------------------------------------------------------------


def reached(role, right):
    """Which of the records below ``right`` reaches, worked out from the table."""
    how_far = RIGHTS[right][list(Role).index(role)]
    return {
        Reach.NOTHING: set(),
        Reach.OWN: {"own", "co-written"},
        Reach.ORGANISATION: {"own", "co-written", "organisation's"},
        Reach.ALL: {"own", "co-written", "organisation's", "others'", "other organisation's"},
    }[how_far]


@pytest.mark.parametrize("factory", [ProjectFactory, EventFactory], ids=["project", "event"])
@pytest.mark.parametrize("role", Role)
def test_rights_reach_the_records_that_the_table_says(people, visitor, organisation, factory, role):
    user = people[role] or visitor
    account = people[role]
    records = {
        "own": factory(draft=True, owner=account or UserFactory()),
        "co-written": factory(draft=True, owner=UserFactory(), co_writers=[account] if account else []),
        "organisation's": factory(draft=True, owner=UserFactory(), organisation=organisation),
        "others'": factory(draft=True, owner=UserFactory()),
        # Where somebody else is responsible, and the user is nothing.
        "other organisation's": factory(
            draft=True, owner=UserFactory(), organisation=OrganisationMemberFactory(responsible=True).organisation
        ),
    }
    model = type(records["own"])
    for right in set(Right) - {Right.SEE_MEMBERS, Right.LEAD_MEMBERS}:  # those are no rights to records
        opened = set(model.objects.open_to(user, right))
        found = {name for name, record in records.items() if record in opened}
        assert found == reached(role, right), right
        assert {name for name, record in records.items() if record.is_open_to(user, right)} == found


@pytest.mark.parametrize("role", Role)
def test_rights_in_an_organisation_are_those_of_the_table(people, visitor, organisation, role):
    user, other = people[role] or visitor, OrganisationFactory()
    for right, reaches in RIGHTS.items():
        how_far = reaches[list(Role).index(role)]
        # In the portal a member is a user like others.
        everywhere = RIGHTS[right][list(Role).index(role_in_portal(user))] == Reach.ALL
        assert may(user, right) is everywhere
        assert may(user, right, organisation) is (how_far >= Reach.ORGANISATION)
        assert may(user, right, organisation.pk) is may(user, right, organisation)
        assert may(user, right, other) is everywhere


def test_roles_in_two_organisations_are_not_mixed(people, organisation):
    user = people[Role.RESPONSIBLE]
    second = OrganisationMemberFactory(user=user).organisation
    assert may(user, Right.LEAD_MEMBERS, organisation)
    assert not may(user, Right.LEAD_MEMBERS, second)
    project = ProjectFactory(draft=True, organisation=second)
    assert project.is_open_to(user, Right.WRITE)
    assert not project.is_open_to(user, Right.SHARE)


# --- Every address with every role ----------------------------------------------------------------------------

# By the name of the view: the right that opens it, or the roles that do where it is nobody's right but one's own.
ADDRESSES = {
    "health": ALL, "robots": ALL, "sitemap": ALL, "start": Right.READ, "search": Right.READ, "search-miss": ALL,
    "suggestions": Right.READ, "about": ALL, "roles": ALL, "accessibility": ALL, "privacy": ALL,
    "funding:programmes": Right.READ, "funding:timeline": Right.READ, "funding:programme": Right.READ,
    "funding:compare": Right.READ, "funding:calls": Right.READ, "funding:call": Right.READ,
    "funding:programme-costs": Right.READ, "funding:call-costs": Right.READ,
    "funding:programme-plan": Right.READ, "funding:call-plan": Right.READ, "funding:find": Right.READ,
    "funding:shortlist": Right.READ, "funding:shortlist-change": Right.READ, "funding:shortlist-take-over": ACCOUNTS,
    "projects:list": Right.READ, "projects:map": Right.READ, "projects:detail": Right.READ,
    "networks:list": Right.READ, "networks:compare": Right.READ, "networks:detail": Right.READ,
    "events:list": Right.READ, "events:detail": Right.READ, "knowledge:list": Right.READ,
    "knowledge:detail": Right.READ, "organisations:list": Right.READ, "organisations:detail": Right.READ,
    "organisations:municipalities": Right.READ, "organisations:municipality": Right.READ,
    "sources:list": Right.READ, "sources:document": Right.READ,
    "design": NOBODY, "design-states": NOBODY,  # only with DEBUG
    "following:follow": Right.FOLLOW, "following:asked": Right.FOLLOW, "following:confirm": Right.FOLLOW,
    "following:manage": Right.FOLLOW, "following:stop": Right.FOLLOW, "following:dismiss": Right.FOLLOW,
    "mine-following": ACCOUNTS, "mine-follow": ACCOUNTS,
    "corrections:propose": Right.CORRECT, "corrections:thanks": Right.CORRECT,
    "attachments:show": Right.READ, "attachments:small": Right.READ,
    # One's own account
    **dict.fromkeys(
        ["account_login", "account_signup", "account_request_login_code", "account_reset_password",
         "account_password_reset_completed", "account_inactive", "account_logout"],
        ALL,
    ),
    **dict.fromkeys(
        ["account", "account_export", "account_delete", "usersessions_list", "account_reauthenticate",
         "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_email", "account_change_password",
         "account_set_password", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
         "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
         "mfa_edit_webauthn", "mfa_remove_webauthn"],
        ACCOUNTS,
    ),
    **dict.fromkeys(
        ["account_email_verification_sent", "account_confirm_login_code", "account_confirm_password_reset_code",
         "account_complete_password_reset", "mfa_authenticate", "mfa_login_webauthn"],
        IN_THE_MIDDLE,
    ),
    **dict.fromkeys(  # not there but where a directory is configured: tests/accounts/test_directory.py
        ["socialaccount_connections", "socialaccount_signup", "socialaccount_login_cancelled", "openid_connect_login",
         "openid_connect_callback"],
        NOBODY,
    ),
    # Registering
    "mine:overview": ACCOUNTS, "mine:new": Right.REGISTER, "mine:invitation": ACCOUNTS, "entry:options": ACCOUNTS,
    "mine:edit": Right.WRITE, "mine:step": Right.WRITE, "mine:preview": Right.WRITE, "mine:act": Right.WRITE,
    "mine:co-writers": Right.WRITE, "mine:remove-co-writer": Right.WRITE, "mine:files": Right.WRITE,
    "mine:file": Right.WRITE,
    "mine:remove-file": Right.WRITE, "mine:keep-file": Right.WRITE,
    # Organisations
    "members:mine": ACCOUNTS, "members:invitation": ACCOUNTS, "members:leave": MEMBERS,
    "asking:find": Right.ASK, "asking:new": Right.ASK, "asking:stop-asking": Right.ASK,
    "members:join": Right.ASK, "members:stop-asking": Right.ASK, "members:list": Right.SEE_MEMBERS,
    "members:invite": Right.LEAD_MEMBERS, "members:invite-again": Right.LEAD_MEMBERS,
    "members:take-back": Right.LEAD_MEMBERS, "members:answer": Right.LEAD_MEMBERS,
    "members:member": Right.LEAD_MEMBERS,
    # The administration as a whole
    "admin:login": Right.EDIT, "admin:index": Right.EDIT, "admin:logout": ACCOUNTS, "admin:password_change": Right.EDIT,
    "admin:password_change_done": Right.EDIT, "admin:autocomplete": Right.EDIT, "admin:jsi18n": Right.EDIT,
    "admin:view_on_site": Right.EDIT, "admin:app_list": Right.EDIT,
    "admin:auth_user_password_change": Right.ADMINISTER,
}  # fmt: skip
# Of these there may be nothing to show yet.
OF_WHAT_ONE_HAS = {"mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_deactivate_totp"}
# Pages of a model in the admin: list, add, change, history, delete.
MODELS = {
    **dict.fromkeys(
        ["sources.sourcedocument", "organisations.country", "organisations.region", "organisations.municipality",
         "organisations.organisation", "organisations.contact", "publishing.theme", "publishing.transition",
         "funding.programme", "funding.call", "funding.applicantkind", "networks.network", "projects.project",
         "events.event", "events.eventseries", "knowledge.knowledgeentry", "search.synonym", "search.miss",
         "accounts.organisationrequest", "accounts.joinrequest", "publishing.correction",
         "attachments.attachment", "following.subscription"],
        Right.EDIT,
    ),
    **dict.fromkeys(
        ["accounts.user", "auth.group", "accounts.organisationmember", "accounts.invitation", "mfa.authenticator",
         "outbox.mail"],
        Right.ADMINISTER,
    ),
}  # fmt: skip
# What is only looked at: nobody adds or deletes it there.
ONLY_SHOWN = {"publishing.transition", "accounts.organisationrequest", "accounts.joinrequest"}
ONLY_SHOWN |= {"accounts.organisationmember", "accounts.invitation", "outbox.mail", "following.subscription"}
MADE_ELSEWHERE = {"attachments.attachment", "search.miss", "publishing.correction", "mfa.authenticator"}
PAGES_OF_A_MODEL = {"changelist": True, "change": True, "history": True, "add": False, "delete": False}
POST_ONLY = {"logout", "search-miss", "admin:logout", "members:invite-again", "members:take-back", "members:answer"}
POST_ONLY |= {"members:stop-asking", "asking:stop-asking", "mine:act", "mine:remove-co-writer", "mine:remove-file"}
POST_ONLY |= {"mine:keep-file", "mine-follow", "funding:shortlist-change", "funding:shortlist-take-over"}
# Django's own catch-all and its old addresses of records, which lead to those above.
UNNAMED = {"admin:(?P<url>.*)$", "admin:<path:object_id>/"}

FACTORIES = {
    factory._meta.model: factory
    for name, factory in vars(factories).items()
    if name.endswith("Factory") and not name.startswith("_") and name != "DjangoModelFactory"
}


def names(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield namespace + (entry.name or str(entry.pattern))
        else:
            yield from names(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def table():
    """Return what opens each address, by the name of its view."""
    found = dict(ADDRESSES)
    for label, right in MODELS.items():
        for page, shown in PAGES_OF_A_MODEL.items():
            nobody = not shown and (label in ONLY_SHOWN or page == "add" and label in MADE_ELSEWHERE)
            opened = NOBODY if nobody else right
            found[f"admin:{label.replace('.', '_')}_{page}"] = opened
    for model in admin.site._registry:
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        if hasattr(model, "history"):
            found[f"{name}_simple_history"] = Right.REVIEW
        if issubclass(model, Publishable):
            found[f"{name}_review"] = found[f"{name}_files"] = Right.REVIEW
    return found


def opens(opened, role):
    return role in opened if isinstance(opened, set) else RIGHTS[opened][list(Role).index(role)] >= Reach.ORGANISATION


def test_every_address_is_in_the_table():
    assert set(names(get_resolver())) - UNNAMED == set(table())


@pytest.fixture
def arguments(organisation, settings, tmp_path):
    """Returns what an address is made with, for a user (None: a visitor)."""
    rows = {
        "members:invite-again": InvitationFactory(organisation=organisation),
        "members:take-back": InvitationFactory(organisation=organisation),
        "members:answer": JoinRequestFactory(organisation=organisation),
        "members:member": OrganisationMemberFactory(organisation=organisation),
    }
    followed = SubscriptionFactory()
    own = {"members:stop-asking": JoinRequestFactory, "asking:stop-asking": OrganisationRequestFactory}
    records = {}
    for model in admin.site._registry:
        record = None
        if model is EmailAddress:
            record = EmailAddress.objects.create(user=UserFactory(), email="x@example.org")
        elif model is Authenticator:
            record = factories.AuthenticatorFactory(user=UserFactory())
        elif model is Group:
            record = Group.objects.get(name=EDITORS)
        records[model._meta.label_lower.replace(".", "_")] = (record or FACTORIES[model]()).pk

    versions = {}
    for model in admin.site._registry:
        if hasattr(model, "history"):
            name = model._meta.label_lower.replace(".", "_")
            keep_version(model._base_manager.get(pk=records[name]), by=None)
            versions[f"admin:{name}_simple_history"] = [records[name], model.history.filter(id=records[name]).get().pk]
    draft = ProjectFactory(draft=True, organisation=organisation)
    settings.MEDIA_ROOT = tmp_path
    checked = check(SimpleUploadedFile("bild.png", a_picture("PNG")))
    picture, of_draft = (
        add_attachment(record=record, checked=checked, title="En bild", alternative_text="En ruta", by=UserFactory())
        for record in (ProjectFactory(), draft)
    )
    invitation_to_write = sharing.token_for(draft, kind_called("projekt"), email="x@example.org", by=UserFactory())

    def give(name, user):
        if name in versions:
            return versions[name]
        if name == "following:confirm":
            return {"token": token_for(followed)}
        if name in ("following:manage", "following:stop", "following:dismiss"):
            more = {"following:stop": {"which": "all"}, "following:dismiss": {"document": followed.document}}
            return {"key": followed.follower.key} | more.get(name, {})
        if name == "mine:invitation":
            return {"token": invitation_to_write}
        if name.startswith("attachments:"):
            return {"pk": picture.pk}
        if name == "mine:new":
            return {"kind": "projekt"}
        if name == "entry:options":
            return {"kind": "tema"}
        if name.startswith("mine:") and name != "mine:overview":
            more = {
                "mine:step": {"step": "om"},
                "mine:remove-file": {"attachment": 1},
                "mine:keep-file": {"attachment": 1},
            }
            more["mine:file"] = {"attachment": of_draft.pk}
            return {"kind": "projekt", "pk": draft.pk} | more.get(name, {})
        if name.startswith("corrections:"):
            return {"kind": "projekt", "slug": "kin"}
        if name.startswith("openid_connect"):
            return {"provider_id": "katalog"}
        if name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            return {"pk": 1}
        if name in SLUGS:
            return {"slug": SLUGS[name]}
        if name in own:
            return {"pk": own[name](**({"user": user} if user else {})).pk}
        if name == "members:invitation":
            return {"token": rows["members:take-back"].token}
        if name.startswith("members:") and name != "members:mine":
            return {"slug": organisation.slug} | ({"pk": rows[name].pk} if name in rows else {})
        if name == "admin:app_list":
            return {"app_label": "projects"}
        if name == "admin:view_on_site":
            project = ProjectFactory()
            return {"content_type_id": ContentType.objects.get_for_model(project).pk, "object_id": project.pk}
        if name == "admin:auth_user_password_change":
            return {"id": records["accounts_user"]}
        if name.startswith("admin:") and (key := records.get(name.removeprefix("admin:").rpartition("_")[0])):
            return {} if name.endswith(("_changelist", "_add")) else {"object_id": key}
        return {}

    return give


def answer(client, name, path):
    """Return whether the page is shown, refused, or asks to sign in."""
    query = {"app_label": "projects", "model_name": "project", "field_name": "themes"}
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"HX-Request": "true"} if name == "search-miss" else {})
    with transaction.atomic():  # the next one asks for the same
        if name in POST_ONLY:
            response = client.post(path, {"do": "send", "lagg-till": "amif-2016"}, headers=headers)
        else:
            response = client.get(path, query if name == "admin:autocomplete" else {})
            if response.streaming:
                response.getvalue()  # which closes the file
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.partition("?")[0] == reverse("account_login"):
        return "sign in"
    if response.status_code == 302 and response.url.startswith("/admin/login/"):
        return "sign in"
    if response.status_code == 302 and response.url.startswith("/en/konto/logga-in/"):
        return "sign in"
    return {200: "shown", 204: "shown", 302: "led on", 403: "refused", 404: "refused"}[response.status_code]


@pytest.mark.parametrize("role", Role)
def test_every_address_opens_to_the_roles_of_the_table_and_no_others(people, arguments, role):
    wrong, user, asked, client = [], people[role], 0, Client()
    if user:
        client.force_login(user)
    cookies = client.cookies.copy()
    for name, opened in table().items():
        for language in ("sv", "en"):
            with translation.override(language):
                given = arguments(name, user)
                path = reverse(name, **({"args": given} if isinstance(given, list) else {"kwargs": given}))
            if language == "en" and not path.startswith("/en/"):
                continue  # one address, whatever the language
            client.cookies = cookies.copy()  # signing out is among the addresses
            got, asked = answer(client, name, path), asked + 1
            if opened is IN_THE_MIDDLE:
                expected = {"led on", "sign in"}
            elif opens(opened, role):
                expected = {"shown", "led on", *(["refused"] if name in OF_WHAT_ONE_HAS else [])}
            elif opened == NOBODY and role == Role.VISITOR:
                expected = {"refused", "sign in"}
            elif role == Role.VISITOR:
                expected = {"sign in"}
            else:
                # Django's admin lets whoever is no staff sign in as somebody else.
                expected = {"refused", "sign in"} if name.startswith("admin:") else {"refused"}
            if got not in expected:
                wrong.append(f"{path} ({name}): {got}")
    assert wrong == []
    assert asked > 150


# --- The group of the editors ---------------------------------------------------------------------------------


def test_editors_are_a_group_that_is_there_after_migrating():
    group = Group.objects.get(name=EDITORS)
    allowed = {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
    assert {"projects.add_project", "organisations.delete_contact", "search.change_synonym"} <= allowed
    assert {"accounts.view_organisationrequest", "accounts.change_joinrequest"} <= allowed
    assert {one for one in allowed if one.startswith(("accounts.", "auth.", "outbox.", "account.", "sessions."))} == {
        f"accounts.{action}_{model}"
        for action in ("view", "change")
        for model in ("organisationrequest", "joinrequest")
    }


def test_editors_look_at_versions_and_change_none():
    for permission in Group.objects.get(name=EDITORS).permissions.select_related("content_type"):
        if issubclass(permission.content_type.model_class(), WholeContent):
            assert permission.codename.startswith("view_historical")
    assert Group.objects.get(name=EDITORS).permissions.filter(codename="view_historicalproject").exists()


def test_group_is_made_again_as_it_is_listed():
    group = Group.objects.get(name=EDITORS)
    before = set(group.permissions.all())
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    assert set(group.permissions.all()) == before
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.get(name=EDITORS).permissions.all()) == before


def test_whoever_becomes_an_editor_is_in_the_group_and_whoever_is_none_is_not():
    user, others = UserFactory(), Group.objects.create(name="Andra")
    user.groups.add(others)
    user.is_staff = True
    user.save()
    assert {group.name for group in user.groups.all()} == {"Andra", EDITORS}
    user.is_staff = False
    user.save()
    assert {group.name for group in user.groups.all()} == {"Andra"}


# --- The page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "language"), [("", "sv"), ("/en", "en")])
def test_page_of_the_roles_is_the_table(client, prefix, language):
    page = parse(client.get(f"{prefix}/om/roller/").content).one("table")
    rows = page.one("tbody").all("tr")
    with translation.override(language):
        heads = [role.label.lower() for role in Role]
        for row, (right, reaches) in zip(rows, RIGHTS.items(), strict=True):
            assert row.one("th", scope="row").text.lower() == right.label.lower()
            cells = [cell.text.lower() for cell in row.all("td")]
            assert cells == [f"{head}: {reach.label}" for head, reach in zip(heads, reaches, strict=True)]
    assert [head.text.lower() for head in page.one("thead").all("th")] == heads


def test_page_of_the_roles_is_led_to_from_every_page(client):
    assert "/om/roller/" in [link.attrs["href"] for link in parse(client.get("/").content).one("footer").all("a")]
