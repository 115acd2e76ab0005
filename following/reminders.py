"""Reminders of the last days of calls: 30, 7 and 1 days before, whatever rhythm one has chosen.

Of each last day one reminder is due at a time, the most urgent: after some days without a running portal nobody gets
three. Its key in the outbox says which it is, so it is written once, however often this runs.
"""

import datetime
from collections import defaultdict
from typing import NamedTuple

from django.utils import timezone
from pyroaring import BitMap

from funding import moments
from funding.models import Call
from outbox.actions import Letter, put_mails
from search import registry

from .closings import Closing, closings
from .letters import ALL, KEY, REMINDER, WHICH, reminder_mail, which_of
from .models import Dismissal, Edition, Follower, Subscription
from .subjects import records_of

DAYS = (1, 7, 30)
PORTION = 1000


class Due(NamedTuple):
    """A last day of a call that is to be reminded of: by which of DAYS, and since when it has been known."""

    document: int
    closing: Closing
    days: int
    programmes: frozenset
    known_since: datetime.date

    @property
    def from_day(self) -> datetime.date:
        """The day on which the reminder was due first."""
        return self.closing.last_day - datetime.timedelta(days=self.days)


def remind(now: datetime.datetime) -> int:
    """Put all reminders that are due at ``now`` into the outbox; return how many are new."""
    today, put = timezone.localdate(now), 0
    due = _due(now)
    records = records_of({one.document for one in due})
    receivers = _receivers(due)
    followers = Follower.objects.select_related("user").in_bulk({pk for found in receivers.values() for pk in found})
    for one in due:
        by_language, day = defaultdict(list), one.closing.last_day
        if one.document not in records:
            continue  # withdrawn while this was worked out, as a follower may have gone
        for pk, subscriptions in sorted(receivers[one].items()):
            if not (follower := followers.get(pk)):
                continue
            letter = Letter(
                f"{REMINDER}:{pk}:{one.document}:{day}:{one.days}",
                follower.address,
                {KEY: follower.key, WHICH: which_of(subscriptions, otherwise=ALL)},
            )
            by_language[follower.speaks].append(letter)
        for language, letters in by_language.items():
            mail = reminder_mail(records[one.document], one.closing, (day - today).days, language=language)
            for start in range(0, len(letters), PORTION):
                put += put_mails(letters[start : start + PORTION], language=language, **mail)
    return put


def _due(now) -> list[Due]:
    """Return the last days to remind of, as they were seen last (``news.look()``): those known to the day."""
    today, kind = timezone.localdate(now), registry.kind_of(Call)
    end = moments.start_of(today + datetime.timedelta(days=max(DAYS) + 1))
    closing_soon = Call.objects.published().filter(windows__closes_at__gt=now, windows__closes_at__lte=end)
    documents = [kind.document_id(pk) for pk in closing_soon.order_by().values_list("pk", flat=True).distinct()]
    editions = defaultdict(list)
    for edition in Edition.objects.filter(document__in=documents).order_by("-pk"):
        editions[edition.document].append(edition)
    found = []
    for document, seen in editions.items():
        facts = seen[0].facts
        for closing in sorted({closing for closing, _stage in closings(facts)} if facts["shown"] else ()):
            left = (closing.last_day - today).days
            if not closing.is_exact or closing.is_over(now) or left > max(DAYS):
                continue
            days = min(days for days in DAYS if left <= days)
            due = Due(document, closing, days, frozenset(facts["programmes"]), _known_since(seen, closing))
            # Who has just been told of a new last day is not reminded of it at the same time.
            found += [due] if due.known_since <= due.from_day else []
    return found


def _known_since(editions, closing) -> datetime.date:
    """Return when a last day was first seen, of the time in which it has held without a break."""
    since = editions[0].seen_at
    for edition in editions:
        if closing.on not in [other.on for other, _stage in closings(edition.facts)]:
            break
        since = edition.seen_at
    return timezone.localdate(since)


def _receivers(due) -> dict[Due, dict[int, list[int]]]:
    """Return for each of ``due`` who is reminded: the keys of followers, with those of what they follow it by."""
    found, by_others = {one: defaultdict(list) for one in due}, {one: defaultdict(list) for one in due}
    documents = BitMap(one.document for one in due)
    if not due:
        return found
    rows = Subscription.objects.confirmed().exclude(follower__user__is_active=False).order_by("pk")
    for subscription in rows.defer("query", "name"):
        since, hits = timezone.localdate(subscription.confirmed_at), BitMap()
        if subscription.list and (hits := subscription.hits).isdisjoint(documents):
            continue
        for one in due:
            # Who began to follow it later has seen how many days are left.
            if since > one.from_day:
                continue
            if subscription.document == one.document:
                found[one][subscription.follower_id].append(subscription.pk)
            elif one.document in hits or subscription.document in one.programmes:
                by_others[one][subscription.follower_id].append(subscription.pk)
    dismissed = set(Dismissal.objects.filter(document__in=list(documents)).values_list("follower", "document"))
    for one, followers in by_others.items():
        for pk, subscriptions in followers.items():
            if pk in found[one] or (pk, one.document) not in dismissed:
                found[one][pk] += subscriptions
    return found
