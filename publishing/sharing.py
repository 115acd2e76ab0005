"""Writing along: an invitation by mail, which holds for whoever has the address, and the pages for it.

Nothing here tells whether an address has an account: who is asked shows as a co-writer when they have said yes.
"""

import time

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts import limits
from accounts.members.actions import confirmed_addresses
from accounts.rights import Right
from outbox.actions import put_mail

from . import actions
from .registration import kind_called

_SALT = "publishing.sharing"
DAYS = 14


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of a colleague"),
        help_text=gettext_lazy("They get a mail with a link, and can write along when they have said yes."),
        max_length=254,
    )


@transaction.atomic
def invite(record, kind, *, email: str, by) -> None:
    """Mail ``email`` an invitation to write ``record`` along; the same one sent twice in a day is one mail."""
    if not record.is_open_to(by, Right.SHARE):
        raise PermissionDenied("share")
    put_mail(
        key=f"{_key(kind, record, email)}:{timezone.localdate()}",
        to=email,
        template="mail/publishing/write_along.html",
        context={"record": record, "by": by, "token": token_for(record, kind, email=email, by=by), "days": DAYS},
        language=get_language(),
    )


def token_for(record, kind, *, email: str, by) -> str:
    """Return what the address of an invitation by ``by`` ends with; it holds for whoever has ``email``."""
    return signing.dumps([kind.slug, record.pk, email.lower(), by.pk, time.time()], salt=_SALT)


def _key(kind, record, email) -> str:
    """What an invitation is kept by where the address is not to be read."""
    return f"publishing:share:{kind.slug}:{record.pk}:{signing.Signer().signature(email.lower())[:20]}"


def co_writers(request, kind, pk):
    """Who writes a record along; whoever may share it can invite and remove others."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    may_share = record.is_open_to(request.user, Right.SHARE)
    form = InviteForm(request.POST if request.method == "POST" and may_share else None)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            limits.demand(request, "invite", key=email)
        except limits.TooOften as error:
            form.add_error(None, error)
        else:
            invite(record, kind, email=email, by=request.user)
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email})
            return redirect("mine:co-writers", kind.slug, pk)
    context = {"kind": kind, "record": record, "form": form, "may_share": may_share, "writers": record.co_writers.all()}
    return render(request, "mine/co_writers.html", context)


@require_POST
def remove(request, kind, pk):
    """Take somebody away who writes along; one may also leave by oneself."""
    kind = kind_called(kind)
    record = kind.record(pk, writer=request.user)
    writer = next((one for one in record.co_writers.all() if str(one.pk) == request.POST.get("user")), None)
    if writer:  # who has been removed already is no longer there
        actions.stop_sharing(record, with_user=writer, by=request.user)
        messages.success(request, _("%(name)s no longer writes along.") % {"name": writer})
    if record.is_open_to(request.user, Right.WRITE):
        return redirect("mine:co-writers", kind.slug, pk)
    return redirect("mine:overview")


def accept(request, token):
    """Who invites to what; whoever has confirmed the address that it was sent to can accept."""
    try:
        slug, pk, email, inviter, invited_at = signing.loads(token, salt=_SALT, max_age=DAYS * 24 * 3600)
        kind = kind_called(slug)
        record = kind.model.objects.get(pk=pk)
    except (signing.BadSignature, ObjectDoesNotExist):
        return render(request, "invitation_gone.html", status=404)
    # Followed once: who has been taken away again does not come back by the same mail. Kept as long as that one holds.
    if invited_at < cache.get(_key(kind, record, email), 0) and not record.is_open_to(request.user, Right.WRITE):
        return render(request, "invitation_gone.html", status=404)
    fits = email in {address.lower() for address in confirmed_addresses(request.user)}
    if request.method == "POST" and fits:
        try:
            actions.share(record, with_user=request.user, by=get_user_model().objects.get(pk=inviter, is_active=True))
        except (PermissionDenied, ObjectDoesNotExist):  # who invited may no longer do so, or is gone
            messages.warning(request, _("The invitation no longer holds. Ask for a new one."))
            return redirect("mine:overview")
        cache.set(_key(kind, record, email), time.time(), DAYS * 24 * 3600)
        messages.success(request, _("You can write along now."))
        return redirect("mine:edit", kind.slug, record.pk)
    return render(request, "mine/invitation.html", {"record": record, "kind": kind, "email": email, "fits": fits})
