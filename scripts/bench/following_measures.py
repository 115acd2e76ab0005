"""What it takes to tell the followers of one call that its last day has moved, in one database, as JSON.

Seconds: to look for what has changed among all records, and to put a mail for each of 10,000 followers into the outbox,
half of them in English. What is written stays: it is measured last.
"""

import datetime
import json
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402 (models need the set-up)
from django.utils.translation import override  # noqa: E402

from following.enums import Rhythm  # noqa: E402
from following.models import Follower, Subscription  # noqa: E402
from following.news import look  # noqa: E402
from following.subjects import subject_at  # noqa: E402
from following.telling import Telling  # noqa: E402
from funding.models import Call  # noqa: E402
from outbox.models import Mail  # noqa: E402

FOLLOWERS = 10_000


def main():
    call = Call.objects.published().filter(windows__isnull=False).order_by("-pk").first()
    for language in ("sv", "en"):  # the process has been at it for a while
        with override(language):
            document, now = subject_at(call.get_absolute_url()).document, timezone.now()
    through = look(now)
    followers = [Follower(email=f"{n}@example.org", language="en" if n % 2 else "sv") for n in range(FOLLOWERS)]
    Subscription.objects.bulk_create(
        Subscription(follower=follower, document=document, confirmed_at=now, told_through=through)
        for follower in Follower.objects.bulk_create(followers, batch_size=1000)
    )
    window = call.windows.order_by("pk").last()
    window.closes_on = timezone.localdate() + datetime.timedelta(days=400)
    window.save()
    before, started = Mail.objects.count(), time.perf_counter()
    through = look(timezone.now())
    looked, told = time.perf_counter(), Telling(Rhythm.AT_ONCE, through, timezone.now()).tell()
    ended = time.perf_counter()
    if not told == Mail.objects.count() - before == FOLLOWERS:
        sys.exit(f"{told} of {FOLLOWERS} followers were told, {Mail.objects.count() - before} mails written")
    json.dump({"look": looked - started, "tell": ended - looked}, sys.stdout)


if __name__ == "__main__":
    main()
