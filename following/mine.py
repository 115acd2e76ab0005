"""Following in the account: at /mitt/bevakningar/."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.members.actions import confirmed_addresses

from . import actions
from .models import Follower
from .overview import act_on, overview_of
from .subjects import subject_at
from .views import follow_page, form_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request):
    """What the account follows, and what its confirmed addresses follow without it."""
    followers = list(Follower.objects.of(request.user, confirmed_addresses(request.user)).select_related("user"))
    if request.method == "POST":
        act_on(request, followers)
        messages.success(request, _("Saved."))
        return redirect("mine-following")
    return render(request, "following/mine.html", overview_of(followers))


@never_cache
@require_POST
def follow(request):
    """Follow what the page at the address ``vad`` shows, at once."""
    address = request.POST.get("vad", "")
    subject = subject_at(address)
    if subject is None:
        return render(request, "following/begin.html", {"is_wrong": True})
    form = form_for(subject, request.POST, has_account=True)
    if not form.is_valid():
        return follow_page(request, subject, form, address)
    try:
        actions.follow(subject, user=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return follow_page(request, subject, form, address)
    messages.success(request, _("You follow it now. Mail goes to the address of your account."))
    return redirect("mine-following")
