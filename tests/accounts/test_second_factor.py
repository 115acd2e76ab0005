"""Whoever edits for others has a second step, in every session, before anything but their own account."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.steps import app_code, confirm_it_is_me, is_signed_in, newest_mail, said, sign_in, signed_in
from tests.factories import PASSWORD, AuthenticatorFactory, UserFactory
from tests.reading import parse
from tests.test_settings import in_new_process

pytestmark = pytest.mark.django_db

ROLES = {
    "editor": {"is_staff": True},
    "administrator": {"is_staff": True, "is_superuser": True},
    "of old": {"is_superuser": True},
}
each_role = pytest.mark.parametrize("rights", ROLES.values(), ids=ROLES)


@each_role
@pytest.mark.parametrize(
    "path", ["/admin/", "/projekt/", "/", "/admin/projects/project/", "/en/projekt/kin/", "/finns-inte/"]
)
def test_editor_without_a_second_step_is_sent_to_add_one(rights, path):
    client = signed_in(UserFactory(**rights))
    response = client.get(path)
    assert (response.status_code, response.url) == (302, f"{'/en' if path.startswith('/en/') else ''}/konto/tvastegs/")
    assert client.post(path).status_code == 302
    assert ("second step" if path.startswith("/en/") else "andra steg") in said(client.get(response.url))


@each_role
def test_editor_without_a_second_step_reaches_all_of_the_account(rights):
    client = signed_in(UserFactory(**rights))
    for path in (
        "/konto/",
        "/en/konto/",
        "/konto/tvastegs/",
        "/konto/passkeys/",
        "/konto/e-post/",
        "/konto/mina-uppgifter/",
    ):
        assert client.get(path).status_code == 200, path
    client.post("/konto/logga-ut/")
    assert client.get("/projekt/").status_code == 200


def test_others_need_no_second_step():
    assert signed_in(UserFactory()).get("/projekt/").status_code == 200
    assert Client().get("/projekt/").status_code == 200


def test_editor_goes_on_where_a_second_step_has_been_added(django_capture_on_commit_callbacks):
    client = signed_in(UserFactory(is_staff=True))
    page = confirm_it_is_me(client, "/konto/tvastegs/app/")
    secret = parse(page.content).one("main").one("code").text
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/tvastegs/app/", {"code": app_code(secret)})
    assert client.get("/admin/").status_code == 200


def test_session_that_is_older_than_the_rights_is_held_to_the_rule():
    user = UserFactory()
    client = signed_in(user)
    assert client.get("/projekt/").status_code == 200
    user.is_staff = True
    user.save()
    assert client.get("/projekt/").status_code == 302
    AuthenticatorFactory(user=user)
    assert client.get("/projekt/").status_code == 200


def test_second_step_that_an_administrator_takes_away_ends_the_sessions(client):
    """Lost telephone, or another's hand in it: who had the session must sign in anew, and add a second step."""
    user = UserFactory(staff=True)
    there = Client()
    there.post(sign_in(there, user).url, {"code": app_code()})
    assert there.get("/admin/").status_code == 200
    client.force_login(UserFactory(admin=True))
    step = Authenticator.objects.get(user=user)

    page = client.get(reverse("admin:mfa_authenticator_change", args=[step.pk]))
    assert step.data["secret"] not in page.content.decode()
    assert client.post(reverse("admin:mfa_authenticator_delete", args=[step.pk]), {"post": "yes"}).status_code == 302

    assert not is_signed_in(there)
    again = signed_in(user)
    assert again.get("/admin/").url == "/konto/tvastegs/"


def test_administrators_of_accounts_take_no_administrators_second_step(client):
    rights = Permission.objects.filter(content_type__app_label="mfa")
    client.force_login(UserFactory(staff=True, user_permissions=rights))
    for user, allowed in ((UserFactory(staff=True), True), (UserFactory(admin=True), False)):
        step = Authenticator.objects.get(user=user)
        client.post(reverse("admin:mfa_authenticator_delete", args=[step.pk]), {"post": "yes"})
        assert Authenticator.objects.filter(pk=step.pk).exists() is not allowed


def test_removed_app_is_told_by_mail_and_the_rule_holds_at_once():
    user = UserFactory(staff=True)
    client = Client()
    client.post(sign_in(client, user).url, {"code": app_code()})
    response = confirm_it_is_me(client, "/konto/tvastegs/app/ta-bort/")
    response = client.post("/konto/tvastegs/app/ta-bort/", follow=True)
    assert "Kodappen är borttagen" in said(response)
    assert newest_mail(user.email).subject == "Kodappen har tagits bort"
    assert client.get("/admin/").url == "/konto/tvastegs/"


def test_second_step_costs_no_query_in_a_session_that_has_one():
    asked = {}
    for name, user in {"editor": UserFactory(staff=True), "reader": UserFactory()}.items():
        client = Client()
        response = sign_in(client, user)
        if name == "editor":
            client.post(response.url, {"code": app_code()})
        client.get("/om/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/om/").status_code == 200
        asked[name] = len(queries)
    assert asked["editor"] == asked["reader"]


# --- The way in -----------------------------------------------------------------------------------------------


def test_admin_has_no_way_in_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/projects/project/")
    assert response.status_code == 302
    assert response.url.startswith("/konto/logga-in/?next=")
    user = UserFactory(staff=True)
    assert client.post("/admin/login/", {"username": user.email, "password": PASSWORD}).status_code == 302
    assert not is_signed_in(client)


def test_password_is_changed_on_the_account_page_from_the_admin_too():
    user, client = UserFactory(admin=True), Client()
    client.post(sign_in(client, user).url, {"code": app_code()})
    assert client.get("/admin/password_change/").url == "/konto/losenord/"
    assert client.post("/admin/password_change/", {"new_password1": "x"}).url == "/konto/losenord/"


def test_editor_who_was_asked_to_sign_in_comes_to_where_they_were_going():
    user, client = UserFactory(admin=True), Client()
    asked = client.get("/admin/projects/project/", follow=True).redirect_chain[-1][0]
    assert asked == "/konto/logga-in/?next=/admin/projects/project/"
    response = sign_in(client, user, next="/admin/projects/project/")
    assert client.post(response.url, {"code": app_code()}).url == "/admin/projects/project/"


def test_admin_says_no_to_who_may_not_edit():
    client = signed_in(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


# --- Switched off ---------------------------------------------------------------------------------------------


def test_rule_is_lifted_where_it_is_switched_off(settings):
    settings.SECOND_FACTOR = False
    assert signed_in(UserFactory(is_staff=True)).get("/projekt/").status_code == 200


def test_rule_cannot_be_switched_off_where_others_can_sign_in():
    done = in_new_process("-c", "import integration_portal.settings", SECRET_KEY="x", SECOND_FACTOR="off")
    assert done.returncode != 0
    assert ImproperlyConfigured.__name__ in done.stderr
    assert "SECOND_FACTOR=off" in done.stderr
    environment = {"SECRET_KEY": "x", "SECOND_FACTOR": "off", "HTTPS": "off"}
    assert in_new_process("-c", "import integration_portal.settings", **environment).returncode == 0
