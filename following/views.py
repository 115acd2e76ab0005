"""Following without an account: the form, the links in mails, and the page of all that an address follows.

Who has the key or the token of an address may do what it is for, and nobody has it but by a mail. So these pages ask
for no cookie, and no other site gains by sending somebody to them.
"""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from . import actions
from .enums import Rhythm
from .forms import FollowForm
from .models import Follower
from .overview import act_on, overview_of
from .subjects import LISTS, Subject, address_of_list, label_of, proposed_name, records_of, subject_at, what_of

require_page = require_http_methods(["GET", "HEAD", "POST"])


def by_mail(view):
    """A page that is reached by a link in a mail, or asks for one: open to all, kept by nobody, without cookies."""
    return login_not_required(csrf_exempt(never_cache(require_page(view))))


@by_mail
def follow(request):
    """The form for what the page at the address ``vad`` shows; without one, what can be followed at all."""
    address = request.POST.get("vad") or request.GET.get("vad", "")
    subject = subject_at(address)
    if subject is None:
        return render(request, "following/begin.html", {"is_wrong": bool(address)})
    has_account = request.user.is_authenticated
    form = form_for(subject, request.POST if request.method == "POST" and not has_account else None, has_account)
    status = 200
    if form.is_valid():
        if ratelimit.consume(request, action="follow"):
            _ask(request, subject, form.cleaned_data)
            return redirect("following:asked")
        form.add_error(None, _("That was many in a short time. What you wrote is still here: send it again later."))
        status = 429
    return follow_page(request, subject, form, address, status)


def form_for(subject, data, has_account):
    initial = {"name": proposed_name(subject)} if subject.list else {}
    return FollowForm(data, has_account=has_account, is_search=bool(subject.list), initial=initial)


def follow_page(request, subject, form, address, status=200):
    record = records_of([subject.document]).get(subject.document) if subject.document else None
    context = {"form": form, "address": address, "record": record, "what": label_of(record) if record else ""}
    if subject.list:
        context |= {"what": proposed_name(subject), "list_url": address_of_list(subject.list, subject.query)}
    return render(request, "following/follow.html", context, status=status)


def _ask(request, subject, given):
    """Ask by mail, unless the address has had its mails of this hour: the page says the same in either case."""
    if ratelimit.consume(request, action="follow_mail", key=given["email"].lower()):
        actions.ask(subject, language=get_language(), **given)


@login_not_required
@never_cache
@require_safe
def asked(request):
    return render(request, "following/asked.html", {"days": actions.CONFIRM_WITHIN.days})


@by_mail
def confirm(request, token):
    """A button by which whoever got the mail says yes. (What opens links in mails by itself presses none.)"""
    subscription = actions.asked_by(token)
    if subscription is None:
        return render(request, "following/gone.html", status=404)
    if request.method == "POST":
        try:
            confirmed = actions.confirm(subscription)
        except ValidationError as error:
            return _confirm_page(request, subscription, error.messages)
        if confirmed is None:
            return render(request, "following/gone.html", status=404)
        return redirect(f"{reverse('following:manage', args=[confirmed.follower.key])}?klart")
    return _confirm_page(request, subscription)


def _confirm_page(request, subscription, problems=()):
    context = {"what": what_of(subscription), "subscription": subscription, "problems": problems}
    if subscription.list in LISTS:
        # The name is what somebody wrote, and the mail did not say it.
        context["search"] = proposed_name(Subject(list=subscription.list, query=subscription.query))
    return render(request, "following/confirm.html", context, status=409 if problems else 200)


@by_mail
def manage(request, key):
    """All that an address follows: how often, what to stop, what was put away."""
    followers = list(Follower.objects.select_related("user").filter(key=key))
    if not followers:
        return render(request, "following/gone.html", status=404)
    if request.method == "POST":
        act_on(request, followers)
        if not Follower.objects.filter(key=key).exists():
            return render(request, "following/stopped.html", {"is_stopped": True})
        return redirect("following:manage", key)
    context = overview_of(followers) | {"is_new": "klart" in request.GET, "follower": followers[0]}
    return render(request, "following/overview.html", context)


@by_mail
def stop(request, key, which):
    """A button that stops; a POST stops at once, also one from a mail program (RFC 8058), and again does no harm."""
    followers = list(Follower.objects.filter(key=key))
    if request.method == "POST":
        is_stopped = actions.stop(followers, which=which) > 0
        is_left = Follower.objects.filter(key=key).exists()
        return render(request, "following/stopped.html", {"is_stopped": is_stopped, "manage_key": is_left and key})
    subscriptions = overview_of(followers)["subscriptions"] if followers else []
    if which in Rhythm.values:
        subscriptions = [one for one in subscriptions if one.rhythm == which]
    elif which != actions.ALL:
        subscriptions = [one for one in subscriptions if str(one.pk) in which.split("-")]
    if not subscriptions:
        return render(request, "following/stopped.html", {"manage_key": key if followers else ""})
    return render(request, "following/stop.html", {"subscriptions": subscriptions, "manage_key": key})


@by_mail
def dismiss(request, key, document):
    """A button that puts a hit away: no more mail about it."""
    follower = Follower.objects.filter(key=key).first()
    record = records_of([document]).get(document)
    if follower is None or record is None:
        return render(request, "following/gone.html", status=404)
    if request.method == "POST":
        actions.dismiss(follower, document=document)
        return redirect("following:manage", key)
    return render(request, "following/dismiss.html", {"record": record, "manage_key": key})
