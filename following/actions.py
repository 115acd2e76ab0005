"""What is done with subscriptions: asked for, confirmed, changed, stopped, forgotten. Who is told what: telling.py."""

import datetime
from itertools import product
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from accounts.members.actions import confirmed_addresses
from outbox.actions import put_mail, take_back

from .enums import Rhythm
from .letters import ALL, NEWS, REMINDER
from .models import Dismissal, Follower, Subscription
from .news import latest, look
from .subjects import Subject, hits_of, kind_of_search, what_of
from .telling import Telling

# So long a link in a mail confirms, and so long an address that nobody has confirmed is kept.
CONFIRM_WITHIN = datetime.timedelta(days=3)
SALT = "following.confirm"
# So many things one can follow: what each round looks through for one person has an end.
MOST = 200


# --- Beginning ------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(subject: Subject, *, email: str, language: str, rhythm: str, name: str = "") -> None:
    """Ask whoever has the address ``email`` by mail whether they want to follow ``subject``.

    Who follows it already is told so, in a mail too: what the page says is the same, and whether an address is known
    here is told to nobody but its owner.
    """
    followers = Follower.objects.select_for_update()  # before any subscription, see _locked()
    follower, _new = followers.get_or_create(email=email.lower(), defaults={"language": language})
    if not follower.subscriptions.confirmed().exists():
        # Whoever asked first need not have been its owner, whose choice it is from the first answer on.
        speak(follower, language=language)
    chosen = {"rhythm": rhythm, "name": name, "asked_at": timezone.now()}
    subscription, _new = follower.subscriptions.get_or_create(**subject.fields, defaults=chosen)
    if subscription.confirmed_at:
        _put("mail/following/already.html", subscription, {"key": follower.key}, follower.language)
        return
    for field, value in chosen.items():
        setattr(subscription, field, value)
    subscription.save(update_fields=list(chosen))
    _put("mail/following/confirm.html", subscription, {"token": token_for(subscription)}, language)


def _put(template, subscription, context, language):
    with override(language):
        # Of a search not its name: whoever asks could send words and addresses of their own to anybody.
        what = kind_of_search(subscription.list) if subscription.list else what_of(subscription)
    put_mail(
        key=f"following:asked:{uuid4()}",  # asked for twice, it is sent twice
        to=subscription.follower.email,
        template=template,
        context={"what": what, "days": CONFIRM_WITHIN.days, **context},
        language=language,
    )


def token_for(subscription: Subscription) -> str:
    """Return what confirms ``subscription``, for CONFIRM_WITHIN."""
    return signing.dumps(subscription.pk, salt=SALT)


def asked_by(token: str) -> Subscription | None:
    """Return the subscription that ``token`` confirms; None when it is too old, was stopped or never was."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Subscription.objects.select_related("follower__user").filter(pk=pk).first()


@transaction.atomic
def confirm(subscription: Subscription) -> Subscription | None:
    """Begin what was asked for by mail, and return it; None when it has been stopped meanwhile.

    Where an account with the same confirmed address follows the same, that one is returned and this one goes: nobody
    is told the same twice. Raises ValidationError for whoever follows MOST things.
    """
    _locked([subscription.follower_id])
    subscription = Subscription.objects.filter(pk=subscription.pk).first()
    if subscription is None or subscription.confirmed_at:
        return subscription
    of_account = Subscription.objects.confirmed().filter(
        document=subscription.document,
        list=subscription.list,
        query=subscription.query,
        follower__user__in=EmailAddress.objects.filter(email=subscription.follower.email, verified=True).values("user"),
    )
    if there := of_account.first():
        _delete([subscription])
        return there
    return _begin(subscription)


@transaction.atomic
def follow(subject: Subject, *, user, rhythm: str, name: str = "") -> Subscription:
    """Let ``user`` follow ``subject``, from now on; who does so already gets the rhythm that is asked for.

    Raises ValidationError for whoever follows MOST things.
    """
    there = Subscription.objects.confirmed().filter(
        follower__in=Follower.objects.of(user, confirmed_addresses(user)), **subject.fields
    )
    if found := there.first():
        change_rhythm(found, rhythm=rhythm)
        return found
    follower, _new = Follower.objects.select_for_update().get_or_create(user=user)
    subscription, is_new = follower.subscriptions.get_or_create(
        **subject.fields, defaults={"rhythm": rhythm, "name": name}
    )
    return _begin(subscription) if is_new else subscription


def _begin(subscription):
    """What there is now is known: it is told of what comes after."""
    if subscription.follower.subscriptions.confirmed().count() >= MOST:
        raise ValidationError(
            _("You follow %(number)s things, and more is not possible. Stop following something first.")
            % {"number": MOST}
        )
    subscription.confirmed_at = timezone.now()
    subscription.told_through = latest()
    if subscription.list:
        hits = hits_of(subscription.list, subscription.query)
        subscription.known = hits.serialize() if hits else b""
    subscription.save(update_fields=["confirmed_at", "told_through", "known"])
    if subscription.document:
        # Whoever follows a page wants to hear of it, by whatever search it had been put away.
        subscription.follower.dismissals.filter(document=subscription.document).delete()
    return subscription


# --- Changing and stopping ------------------------------------------------------------------------------------


@transaction.atomic
def change_rhythm(subscription: Subscription, *, rhythm: str) -> None:
    """Let mails of ``subscription`` come in another rhythm; what waits in the one it had is told now."""
    if subscription.rhythm == rhythm:
        return
    now = timezone.now()
    Telling(Rhythm(subscription.rhythm), look(now), now).tell(only=subscription.follower)
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=rhythm)


@transaction.atomic
def stop(followers, *, which: str) -> int:
    """Stop of what ``followers`` follow: ``which`` is "all", a rhythm, or keys with hyphens between; return how many.

    At once and for good: the rows are deleted, and with the last one the address.
    """
    locked = _locked([follower.pk for follower in followers])
    subscriptions = Subscription.objects.filter(follower__in=locked)
    if which in Rhythm.values:
        subscriptions = subscriptions.filter(rhythm=which)
    elif which != ALL:
        keys = [int(key) for key in which.split("-") if key.isdecimal() and len(key) < 19]
        subscriptions = subscriptions.filter(pk__in=keys)
    stopped = _delete(list(subscriptions))
    gone = set(locked) - set(Follower.objects.filter(pk__in=locked).values_list("pk", flat=True))
    for pk, kind in product(gone, (NEWS, REMINDER)):
        take_back(f"{kind}:{pk}:")
    return stopped


def _locked(followers) -> list[int]:
    """Lock ``followers``, given by their keys, until the transaction ends; return the keys of those there are.

    Always before their subscriptions, and in the order of their keys: so does the timer, and none waits for another
    that waits for it.
    """
    found = Follower.objects.select_for_update().filter(pk__in=followers).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _delete(subscriptions) -> int:
    Subscription.objects.filter(pk__in=[one.pk for one in subscriptions]).delete()
    Follower.objects.filter(pk__in={one.follower_id for one in subscriptions}, subscriptions=None).delete()
    return len(subscriptions)


def dismiss(follower: Follower, *, document: int) -> None:
    """Tell ``follower`` no more of a record, unless they follow the record itself."""
    Dismissal.objects.get_or_create(follower=follower, document=document)


def take_back_dismissal(followers, *, document: int) -> None:
    Dismissal.objects.filter(follower__in=followers, document=document).delete()


def speak(follower: Follower, *, language: str) -> None:
    """Write to ``follower`` in ``language`` from now on. (An account has its own, on the page of the account.)"""
    Follower.objects.filter(pk=follower.pk).update(language=language)


@transaction.atomic
def forget(now: datetime.datetime) -> int:
    """Delete what nobody confirmed in time, and followers of nothing; return how many subscriptions that is."""
    old = Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN)
    idle = Follower.objects.filter(subscriptions=None)
    locked = _locked([*old.values_list("follower", flat=True), *idle.values_list("pk", flat=True)])
    deleted = _delete(list(old.filter(follower__in=locked)))
    idle.filter(pk__in=locked).delete()
    return deleted
