import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import actions
from accounts.enums import MemberRole
from accounts.models import OrganisationMember, User
from organisations.models import Organisation

# example.org is kept free by RFC 2606: no mail to a demo account ever reaches anyone.
ADMINISTRATOR = {"email": "administrator@example.org", "name": "Adam Administratör"}
EDITOR = {"email": "redaktor@example.org", "name": "Rut Redaktör"}
COORDINATOR = {"email": "samordnare@example.org", "name": "Sam Samordnare"}
RESPONSIBLE = {"email": "ansvarig@example.org", "name": "Anna Ansvarig"}
MEMBER = {"email": "medlem@example.org", "name": "Moa Medlem"}
# Where the last two work; a database without it has them without an organisation.
ORGANISATION = "kristianstads-kommun"


class Command(BaseCommand):
    help = "Make the demo accounts where they are missing, and show how to sign in with them."

    def handle(self, *args, **options):
        if not settings.DEBUG or settings.HTTPS:
            raise CommandError(
                "Demo accounts are made only with DEBUG on and HTTPS off: never where others can sign in."
            )
        password, is_new = demo_password()
        with transaction.atomic():
            accounts = {
                "administrator": account(ADMINISTRATOR, is_staff=True, is_superuser=True),
                "editor": account(EDITOR, is_staff=True),
                "coordinator": account(COORDINATOR),
                "responsible": account(RESPONSIBLE),
                "member": account(MEMBER),
            }
            for organisation in Organisation.objects.filter(slug=ORGANISATION):
                for role in MemberRole:
                    OrganisationMember.objects.get_or_create(
                        user=accounts[role.value], organisation=organisation, defaults={"role": role}
                    )
            for user in accounts.values():
                # A lost file would otherwise leave accounts that nobody can sign in to.
                if is_new or not user.password:
                    user.set_password(password)
                    user.save(update_fields=["password"])
                actions.set_address(user=user, confirmed=True)
        self.stdout.write("Demo accounts:")
        for role, user in accounts.items():
            shown = password if user.check_password(password) else "(changed since)"
            self.stdout.write(f"  {role:<13}  {user.email:<25}  {shown}")
        self.stdout.write("Sign in at /konto/logga-in/ with e-mail address and password.")
        if settings.SECOND_FACTOR:
            self.stdout.write(
                "The administrator and the editor are first asked for a second step: an authenticator app or a "
                "passkey. Without: SECOND_FACTOR=off make run"
            )


def account(details, **rights):
    """Return the account with this address, made with ``rights`` and without a password if it is missing."""
    user, _ = User.objects.get_or_create(email=details["email"], defaults={"name": details["name"], **rights})
    return user


def demo_password():
    """Return the password of the demo accounts, and whether it was made just now. Only this user can read its file."""
    path = settings.VAR_DIR / "demo_password"
    password = path.read_text().strip() if path.exists() else ""
    if password:
        return password, False
    password = secrets.token_urlsafe(12)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: an interrupted run leaves no half password.
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password)
    unfinished.replace(path)
    return password, True
