"""The demo accounts: made once, with one password that only this machine knows, and never in public."""

import stat
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import OrganisationMember, User
from tests.factories import PASSWORD, AuthenticatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_accounts(settings, tmp_path):
    """Runs the command with an empty folder for what it writes, and returns what it prints."""
    settings.VAR_DIR = tmp_path / "var"
    settings.DEBUG = True

    def run():
        out = StringIO()
        call_command("demo_accounts", stdout=out)
        return out.getvalue()

    return run


def test_demo_accounts_are_made_once_with_one_password(demo_accounts, settings, client):
    shown = demo_accounts()
    again = demo_accounts()

    path = settings.VAR_DIR / "demo_password"
    password = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(password) >= 16
    assert shown == again
    assert shown.count(password) == 5
    rights = {user.email: (user.is_staff, user.is_superuser) for user in User.objects.filter(email__in=shown.split())}
    assert rights == {
        "administrator@example.org": (True, True),
        "redaktor@example.org": (True, False),
        "samordnare@example.org": (False, False),
        "ansvarig@example.org": (False, False),
        "medlem@example.org": (False, False),
    }
    roles = OrganisationMember.objects.filter(organisation__slug="kristianstads-kommun")
    assert set(roles.values_list("user__email", "role")) == {
        ("ansvarig@example.org", "responsible"),
        ("medlem@example.org", "member"),
    }
    for email in rights:
        assert client.login(username=email, password=password)


def test_demo_editor_may_edit_content_but_not_accounts(demo_accounts, client):
    demo_accounts()
    editor = User.objects.get(email="redaktor@example.org")
    AuthenticatorFactory(user=editor)
    client.force_login(editor)

    assert list(editor.groups.values_list("name", flat=True)) == ["Redaktörer"]
    for page in ("projects/project", "funding/call", "organisations/contact", "sources/sourcedocument"):
        assert client.get(f"/admin/{page}/add/").status_code == 200, page
    for page in ("accounts/user", "auth/group"):
        assert client.get(f"/admin/{page}/").status_code == 403, page


def test_demo_account_with_a_password_of_its_own_keeps_it(demo_accounts, client):
    demo_accounts()
    user = User.objects.get(email="samordnare@example.org")
    user.set_password(PASSWORD)
    user.save()

    shown = demo_accounts()

    assert PASSWORD not in shown
    assert "(changed since)" in shown
    assert client.login(username=user.email, password=PASSWORD)


def test_demo_accounts_get_a_new_password_when_the_file_is_lost(demo_accounts, settings, client):
    demo_accounts()
    (settings.VAR_DIR / "demo_password").unlink()

    demo_accounts()

    password = (settings.VAR_DIR / "demo_password").read_text()
    assert client.login(username="redaktor@example.org", password=password)


@pytest.mark.parametrize(("name", "value"), [("HTTPS", True), ("DEBUG", False)])
def test_demo_accounts_are_refused_where_others_can_sign_in(demo_accounts, settings, name, value):
    setattr(settings, name, value)

    with pytest.raises(CommandError, match="only with DEBUG on and HTTPS off"):
        demo_accounts()

    assert not User.objects.filter(email__endswith="@example.org").exists()
    assert not (settings.VAR_DIR / "demo_password").exists()


def test_second_step_is_told_of_where_one_is_asked_for(demo_accounts, settings):
    assert "SECOND_FACTOR=off make run" in demo_accounts()
    settings.SECOND_FACTOR = False
    assert "second step" not in demo_accounts()


def test_demo_accounts_can_sign_in_without_confirming_their_address(demo_accounts, client):
    demo_accounts()

    assert set(EmailAddress.objects.values_list("verified", "primary")) == {(True, True)}
    assert EmailAddress.objects.count() == 5
