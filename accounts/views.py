"""The pages of one's own account. Signing in, passwords and second steps are views of django-allauth: see urls.py."""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from . import actions, personal_data, second_factor
from .forms import AccountForm, DeleteForm

require_page = require_http_methods(["GET", "HEAD", "POST"])


@require_page
def account(request):
    """What the portal keeps of whoever is signed in, how they sign in, and the ways on from here."""
    form = AccountForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        changed = actions.change_account(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your name and language are saved."))
        return redirect(translate_url(reverse("account"), changed.language))
    if form.errors:
        request.user.refresh_from_db()  # the form has filled it with what is wrong
    steps = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "has_app": Authenticator.Type.TOTP in steps,
        "passkeys": steps.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(live_sessions(request)),
        "second_step_missing": second_factor.is_required_of(request.user) and not second_factor.session_has(request),
        "directory": settings.SOCIALACCOUNT_PROVIDERS,
    }
    return render(request, "accounts/account.html", context)


def live_sessions(request) -> list[UserSession]:
    """Return the sessions of whoever is signed in that can still be used, the newest first."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(UserSession.objects.filter(user=request.user, session_key__in=live).order_by("-created_at", "-pk"))


@require_page
def sessions(request):
    """Where one is signed in; a POST signs one of the others out, or all of them."""
    live = live_sessions(request)
    for session in live:
        session.here = session.session_key == request.session.session_key
    if request.method == "POST":
        others = [session.pk for session in live if not session.here]
        chosen = (
            [pk for pk in others if str(pk) == request.POST.get("session")] if "session" in request.POST else others
        )
        ended = actions.end_sessions(by=request.user, keys=chosen)
        messages.success(
            request,
            ngettext("%(number)s session is signed out.", "%(number)s sessions are signed out.", ended)
            % {"number": ended},
        )
        return redirect("usersessions_list")
    return render(request, "usersessions/usersession_list.html", {"sessions": live})


@require_safe
def export(request):
    """All that the portal holds about whoever is signed in, as JSON to keep."""
    response = JsonResponse(personal_data.export(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="integrationsportalen.json"'
    response["Cache-Control"] = "private, no-store"
    return response


def just_signed_in(view):
    """Ask for the password or a second step again; of who has neither, to sign in anew by mail."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not get_reauthentication_flows(request.user):
            since = timezone.now() - timedelta(seconds=app_settings.REAUTHENTICATION_TIMEOUT)
            if not UserSession.objects.filter(session_key=request.session.session_key, created_at__gt=since).exists():
                again = f"{reverse('account_request_login_code')}?{urlencode({'next': request.path})}"
                return render(request, "accounts/sign_in_again.html", {"again": again})
        return reauthentication_required(view)(request, *args, **kwargs)

    return asked


@require_page
@just_signed_in
def delete(request):
    """Says what becomes of everything when the account is deleted, and deletes it."""
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.delete_account(user=request.user, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("start")
    return render(request, "accounts/delete.html", {"form": form, "told": personal_data.told()})


def limited(view):
    """A view of allauth with a rate limit, which would count a HEAD as an attempt: it asks no more than a GET does."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if request.method == "HEAD":
            request.method = "GET"  # the server drops the body
        return view(request, *args, **kwargs)

    return asked


def directory(view):
    """A view of signing in with a directory: not there unless one is configured, and a page when it does not answer."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.SOCIALACCOUNT_PROVIDERS:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        # It answers with an error, with no JSON, or without what the standard says must be there.
        except (RequestException, ValueError, LookupError, TypeError, AttributeError):
            return render(request, "socialaccount/authentication_error.html", status=502)

    return guarded
