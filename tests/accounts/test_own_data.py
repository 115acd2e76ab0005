"""What the portal holds about somebody: handed over, let go, tidied away."""

import datetime
import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import actions, personal_data
from accounts.models import User
from attachments.models import Attachment
from publishing.actions import propose_changes, save_content
from publishing.corrections import actions as corrections
from tests.accounts.steps import code_for, confirm_it_is_me, errors, is_signed_in, said, signed_in
from tests.factories import (
    AuthenticatorFactory,
    CorrectionFactory,
    EmailAddressFactory,
    InvitationFactory,
    JoinRequestFactory,
    MailFactory,
    OrganisationRequestFactory,
    ProjectFactory,
    TransitionFactory,
    UserFactory,
)
from tests.reading import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_app(monkeypatch):
    """An app above accounts that holds something about people."""
    monkeypatch.setattr(personal_data, "_holdings", dict(personal_data._holdings))
    released = []
    personal_data.register(
        "other", export=lambda user: {"letters": [f"to {user.name}"]}, release=released.append, told="Breven blir kvar."
    )
    return released


def test_export_holds_what_all_apps_hold_and_nothing_of_others(other_app):
    user, stranger = UserFactory(name="Åsa Ägare"), UserFactory(name="Någon Annan")
    client = signed_in(user)
    signed_in(stranger)
    AuthenticatorFactory(user=user)

    response = client.get("/konto/mina-uppgifter/")

    data = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/json"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert (data["account"]["name"], data["account"]["email"]) == ("Åsa Ägare", user.email)
    assert data["account"]["sessions"][0]["ip"] == "127.0.0.1"
    assert data["other"] == {"letters": ["to Åsa Ägare"]}
    assert "Åsa Ägare" in response.content.decode()
    for secret in (stranger.name, stranger.email, user.password, "JBSWY3DPEHPK3PXP", client.session.session_key):
        assert secret not in response.content.decode()


def test_export_holds_what_somebody_has_written_and_done(client):
    user, other = UserFactory(staff=True), UserFactory(staff=True)
    draft = ProjectFactory(draft=True, owner=user, summary="Ett utkast.")
    with_others = ProjectFactory(draft=True, owner=other, co_writers=[user], summary="Ett gemensamt utkast.")
    save_content(with_others, {"body": "Mer."}, by=user, seen_version=1, reason="För att det saknades")
    proposal = propose_changes(ProjectFactory(owner=user, summary="Kan alla läsa."), by=user)
    save_content(proposal, {"summary": "Ett förslag."}, by=user, seen_version=1)
    ProjectFactory(draft=True, owner=other, summary="En annans utkast.")
    TransitionFactory(by=user, comment="En kommentar.")
    CorrectionFactory(email=user.email.upper(), proposed="En rättelse.")
    CorrectionFactory(email=other.email, proposed="En annans rättelse.")
    corrections.decline(CorrectionFactory(), by=user, answer="Ett svar.")
    Attachment.objects.create(record=draft, kind="document", title="En rapport.", size=1, uploaded_by=user)
    MailFactory(to=user.email, subject="Ett mejl.", text="ABCD-EFGH")
    InvitationFactory(invited_by=user, email="inbjuden@example.org")
    OrganisationRequestFactory(decided_by=user, decided_at=timezone.now(), outcome="declined", answer="Ett nej.")
    JoinRequestFactory(decided_by=user, decided_at=timezone.now(), outcome="declined", organisation__name="En jour.")
    LogEntry.objects.create(user=user, action_flag=2, object_repr="En post.")

    client.force_login(user)
    exported = client.get("/konto/mina-uppgifter/").content.decode()

    for held in (
        *[
            "Ett utkast.",
            "Ett gemensamt utkast.",
            "För att det saknades",
            "Ett förslag.",
            "En kommentar.",
            "En rapport.",
        ],
        *["En rättelse.", "Ett svar.", "Ett mejl.", "inbjuden@example.org", "Ett nej.", "En jour.", "En post."],
    ):
        assert held in exported, held
    for not_theirs in ("En annans", other.email, "ABCD-EFGH"):
        assert not_theirs not in exported


def test_every_link_to_an_account_is_one_that_the_export_knows():
    """Whoever adds a table about people adds it to the export of its app, and here."""
    links = {
        (field.related_model._meta.label, field.field.name)
        for field in User._meta.get_fields(include_hidden=True)
        if field.auto_created and field.is_relation
    }
    of_records = {"owner", "published_by", "co_writers", "history_user"}  # publishing/holdings.py
    known = {
        *[("publishing.Correction", "decided_by"), ("publishing.Transition", "by")],
        *[("accounts.OrganisationMember", "user"), ("accounts.Invitation", "invited_by")],
        *[("accounts.JoinRequest", "user"), ("accounts.JoinRequest", "decided_by")],
        *[("accounts.OrganisationRequest", "user"), ("accounts.OrganisationRequest", "decided_by")],
        *[("account.EmailAddress", "user"), ("mfa.Authenticator", "user"), ("socialaccount.SocialAccount", "user")],
        *[("usersessions.UserSession", "user"), ("admin.LogEntry", "user"), ("accounts.User_groups", "user")],
        ("attachments.Attachment", "uploaded_by"),
        *[("following.Follower", "user"), ("funding.ShortlistedCall", "user"), ("funding.ShortlistedCall", "added_by")],
        ("accounts.User_user_permissions", "user"),  # given by groups alone
    }
    assert [link for link in links - known if link[1] not in of_records and "_co_writers" not in link[0]] == []


def test_account_is_deleted_with_what_is_its_own_and_what_it_wrote_stays(other_app):
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    project, transition = ProjectFactory(owner=user, published_by=user), TransitionFactory(by=user)
    page = confirm_it_is_me(here, "/konto/ta-bort/")
    assert "Breven blir kvar." in said(page)
    assert errors(here.post("/konto/ta-bort/"))
    assert User.objects.filter(pk=user.pk).exists()

    response = here.post("/konto/ta-bort/", {"sure": "on"}, follow=True)

    assert "Ditt konto är borttaget" in said(response)
    assert not User.objects.filter(pk=user.pk).exists()
    assert [released.email for released in other_app] == [user.email]
    for row in (project, transition):
        row.refresh_from_db()
    assert (project.owner, project.published_by, project.status, transition.by) == (None, None, "published", None)
    assert not EmailAddress.objects.filter(email=user.email).exists()
    assert not UserSession.objects.exists()
    assert not Session.objects.filter(session_key=there.session.session_key or "-").exists()
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_account_is_not_deleted_when_an_app_cannot_let_go(monkeypatch):
    monkeypatch.setattr(personal_data, "_holdings", dict(personal_data._holdings))
    user, project = UserFactory(), ProjectFactory()

    def fail(user):
        project.owner = user
        project.save()
        raise RuntimeError

    personal_data.register("other", export=dict, release=fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.delete_account(user=user, by=user)
    project.refresh_from_db()
    assert project.owner is None
    assert User.objects.filter(pk=user.pk).exists()


def test_account_without_a_password_signs_in_again_before_it_is_deleted(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.post("/konto/kod/", {"email": user.email})
    client.post("/konto/kod/bekrafta/", {"code": code_for(user.email)})
    assert parse(client.get("/konto/ta-bort/").content).one("main").all("input", name="sure")
    UserSession.objects.update(created_at=timezone.now() - datetime.timedelta(seconds=301))

    page = parse(client.post("/konto/ta-bort/", {"sure": "on"}).content).one("main")

    assert User.objects.filter(pk=user.pk).exists()
    form = page.one("form")
    response = client.post(form.attrs["action"], {"next": form.one("input", name="next").attrs["value"]})
    assert response.url == "/konto/kod/?next=%2Fkonto%2Fta-bort%2F"
    assert not is_signed_in(client)


def test_account_asks_for_its_password_again_before_it_is_deleted():
    user = UserFactory()
    response = signed_in(user).post("/konto/ta-bort/", {"sure": "on"})
    assert response.url.startswith("/konto/igen/losenord/")
    assert User.objects.filter(pk=user.pk).exists()


def test_last_administrator_cannot_leave():
    user = UserFactory(is_superuser=True)
    client = signed_in(user)
    confirm_it_is_me(client, "/konto/ta-bort/")
    assert "enda administratören" in errors(client.post("/konto/ta-bort/", {"sure": "on"}))
    assert is_signed_in(client)
    UserFactory(is_superuser=True, is_active=False)
    with pytest.raises(ValidationError), transaction.atomic():
        actions.delete_account(user=user, by=user)
    UserFactory(is_superuser=True)
    actions.delete_account(user=user, by=user)
    assert not User.objects.filter(pk=user.pk).exists()


# --- Tidied away ----------------------------------------------------------------------------------------------


def tidy():
    out = StringIO()
    call_command("tidy_accounts", stdout=out)
    return out.getvalue()


def joined(days, **kwargs):
    user = UserFactory(date_joined=timezone.now() - datetime.timedelta(days=days), address=None, **kwargs)
    EmailAddressFactory(user=user, email=user.email, verified=False)
    return user


def test_sign_up_that_nobody_confirmed_goes_after_a_week():
    old, new = joined(8), joined(6)
    confirmed = UserFactory(date_joined=timezone.now() - datetime.timedelta(days=8))
    made_by_hand = UserFactory(date_joined=timezone.now() - datetime.timedelta(days=8), address=None)
    used = joined(8, last_login=timezone.now())
    editor = joined(8, is_staff=True)

    assert "1 unconfirmed sign-ups" in tidy()

    left = set(User.objects.filter(pk__in=[u.pk for u in (old, new, confirmed, made_by_hand, used, editor)]))
    assert left == {new, confirmed, made_by_hand, used, editor}


def test_session_that_has_ended_goes_with_its_line_in_the_list():
    user = UserFactory()
    here, there = signed_in(user), signed_in(user)
    Session.objects.filter(session_key=there.session.session_key).update(
        expire_date=timezone.now() - datetime.timedelta(seconds=1)
    )
    tidy()
    assert is_signed_in(here)
    assert [s.session_key for s in UserSession.objects.filter(user=user)] == [here.session.session_key]


def test_counts_of_attempts_go_when_they_count_no_longer():
    cache.set("long", 1, 3600)
    cache.set("short", 1, 3600)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE portal_cache SET expires = %s WHERE cache_key LIKE %s", ["2020-01-01 00:00:00", "%short"]
        )
    assert "1 counts of attempts" in tidy()
    assert (cache.get("long"), cache.get("short")) == (1, None)


def test_tidying_twice_finds_nothing_more():
    joined(8)
    Client().post("/konto/logga-in/", {"login": "x@example.org", "password": "y"})
    tidy()
    assert tidy().startswith("Deleted: 0 sessions, 0 of them")
