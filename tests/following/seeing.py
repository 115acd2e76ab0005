"""Shows every template about following to whoever looks: see tests/test_pages.py."""

from django.test import Client

from following.actions import dismiss, token_for
from tests.factories import SubscriptionFactory, UserFactory


def look_at_following(prefix):
    """Open every page about following, without and with an account; ``prefix`` is "" or "/en"."""
    client, account, user = Client(), Client(), UserFactory()
    account.force_login(user)
    followed, other = SubscriptionFactory(), SubscriptionFactory(confirmed_at=None)
    dismiss(followed.follower, document=other.document)
    home, by_key = f"{prefix}/bevaka/", f"{prefix}/bevaka/{followed.follower.key}/"
    call = f"{prefix}/finansiering/utlysningar/amif-2016/"
    for path in ("", "skickat/", f"?vad={call}", f"?vad={prefix}/projekt/", f"bekrafta/{token_for(other)}/", "borta/"):
        client.get(home + path)
    for path in ("", "sluta/all/", f"avfarda/{other.document}/"):
        client.get(by_key + path)
    account.get(call)
    account.get(f"{prefix}/mitt/bevakningar/")
    account.post(f"{prefix}/mitt/bevakningar/ny/", {"vad": call, "rhythm": "daily"})
    account.get(f"{prefix}/mitt/bevakningar/")
    account.get(call)
    client.post(f"{by_key}sluta/all/")
