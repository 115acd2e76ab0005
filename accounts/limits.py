"""How often somebody may do what sends mail to others: counted as sign-in is, by django-allauth in the cache.

A rule of one's own on the cache would do the same without its lock, and tell the same in another place. The rates are
beside those of sign-in, in accounts/allauth_settings.py.
"""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class TooOften(ValidationError):
    """Asked for more often than the limits allow; nothing was done."""

    def __init__(self):
        super().__init__(_("That was many in a short time. What you wrote is still here: send it again later."))


def demand(request, action: str, key: str = "") -> None:
    """Count one more ``action`` of the user, and to the address ``key`` if one is given; raises TooOften."""
    if not ratelimit.consume(request, action=action, key=key.lower()):
        raise TooOften
