"""What is done with accounts: changed, confirmed, deleted. Sign-up, passwords and second steps are allauth's."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import personal_data
from .models import User


@transaction.atomic
def change_account(*, by: User, name: str, language: str) -> User:
    """Change one's own name and language ("sv" or "en"); return the account as it is then."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name, user.language = name, language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name", "language"])
    return user


@transaction.atomic
def set_address(*, user: User, confirmed: bool) -> None:
    """Let the address of an account that was made or changed by hand be its one address to sign in with.

    One that is not ``confirmed`` is asked for a code by mail at the next sign-in.
    """
    address = user.email.lower()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": confirmed, "primary": True})


@transaction.atomic
def delete_account(*, user: User, by: User | None) -> None:
    """Delete an account with all that belongs to it alone; ``by`` is its owner, or None for the tidying command.

    What others need stays, without the name: each app says what becomes of its own (accounts/personal_data.py). All
    sessions end. Raises ValidationError when this is the last administrator, without whom nobody could let another in.
    """
    # All of them: two administrators who leave at the same moment must not both find the other one still there.
    administrators = list(User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk"))
    user = User.objects.select_for_update().get(pk=user.pk)
    if administrators == [user]:
        raise ValidationError(_("You are the only administrator. Make somebody else one before you leave."))
    personal_data.release(user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.delete()


@transaction.atomic
def end_sessions(*, by: User, keys) -> int:
    """Sign one's own sessions out, given by their keys in the list (pk); return how many."""
    sessions = UserSession.objects.select_for_update().filter(user=by, pk__in=keys)
    for session in sessions:
        session.end()
    return len(sessions)
