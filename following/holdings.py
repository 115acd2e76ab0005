"""What is held about people who follow something (accounts/personal_data.py)."""

from django.utils.translation import gettext_lazy as _

from accounts.members.actions import confirmed_addresses

from .models import Dismissal, Follower, Subscription
from .subjects import records_of

TOLD = _("What you follow is deleted, and no more mail about it is sent.")


def export(user) -> dict:
    """Return what ``user`` follows, by the account and by the addresses that are known to be theirs."""
    followers = Follower.objects.of(user, confirmed_addresses(user))
    dismissals = Dismissal.objects.filter(follower__in=followers)
    subscriptions = list(Subscription.objects.filter(follower__in=followers).select_related("follower"))
    told = [int(document) for follower in followers for document in follower.told]
    documents = [one.document for one in [*subscriptions, *dismissals] if one.document] + told
    titles = {document: str(record) for document, record in records_of(documents).items()}
    return {
        "subscriptions": [
            {
                "by": one.follower.email or "account",
                "record": titles.get(one.document, one.document),
                "list": one.list,
                "query": one.query,
                "name": one.name,
                "rhythm": one.rhythm,
                "asked_at": one.asked_at,
                "confirmed_at": one.confirmed_at,
            }
            for one in subscriptions
        ],
        "told": [titles.get(document, document) for document in told],
        "dismissed": [titles.get(one.document, one.document) for one in dismissals],
    }


def release(user) -> None:
    """Forget the addresses of ``user`` that follow without the account, too; what the account follows goes with it."""
    followers = Follower.objects.of(user, confirmed_addresses(user))
    list(followers.select_for_update().order_by("pk"))  # before their subscriptions, as everywhere (actions.py)
    followers.filter(user=None).delete()
