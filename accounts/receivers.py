"""What follows from what django-allauth does, connected in ``apps.py``."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.usersessions.models import UserSession

from . import second_factor


def note_second_factor(sender, request, user, **kwargs):
    """Somebody has signed in or added a second step: the session remembers whether there is one."""
    request.session[second_factor.SESSION_KEY] = second_factor.has(user.pk)


def count_as_proof(sender, request, user, authenticator, **kwargs):
    """Who has just added a second step has shown that it is them, and is not asked for it on the very next page."""
    record_authentication(request, user, method="mfa", type=authenticator.type, reauthenticated=True)


def forget_second_factor(sender, instance, **kwargs):
    """A second step was deleted, by its owner or by an administrator. After the last one no other session goes on."""
    if second_factor.has(instance.user_id):
        return
    request = context.request
    if request and request.user.pk == instance.user_id:
        request.session[second_factor.SESSION_KEY] = False
    _end_other_sessions(request, instance.user_id)


def end_other_sessions(sender, request, user, **kwargs):
    """A password was chosen, changed or reset: whoever had the old one is signed out, and so listed no longer."""
    _end_other_sessions(request, user.pk)


def distrust_password(sender, request, user, method, **kwargs):
    """Somebody has shown by a code that an address is theirs, which the account had never confirmed.

    So who made the account may be another, who waits with a password of their own: it is valid no longer.
    """
    if method != "code" or not user.has_usable_password():
        return
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _end_other_sessions(request, user_id):
    own = request.session.session_key if request else None
    for session in UserSession.objects.filter(user_id=user_id).exclude(session_key=own or ""):
        session.end()
