"""Who must have a second step besides the password or the code by mail, and who has one.

Whether a session's account has one is kept in the session from signing in and from adding one, so that the question
costs nothing (accounts/receivers.py). When the last one goes, all other sessions of the account end.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings

SESSION_KEY = "has_second_factor"
# Reserve codes are a way in when one of these is lost, and nothing by themselves.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_required_of(user) -> bool:
    """Return whether ``user`` must have a second step: whoever may change what others have written."""
    return settings.SECOND_FACTOR and user.is_authenticated and (user.is_staff or user.is_superuser)


def has(user_id: int) -> bool:
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def session_has(request) -> bool:
    """Return whether the account of this session has a second step. Reads the database only where it has to."""
    return request.session.get(SESSION_KEY, False) or has(request.user.pk)
