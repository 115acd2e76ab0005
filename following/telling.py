"""Tells followers what is new: at once, in a mail a day or in one a week, by the same steps.

Followers are told in portions. Each portion is one transaction: who is in it is locked, their news are worked out, the
mails are put into the outbox and what they have been told is written down. Killed in between, the rest has still to
be told and the others have been; two at the same time wait for one another, and the second finds nothing to tell.
"""

import datetime
from collections import defaultdict
from functools import cached_property

from django.db import transaction
from django.db.models import F, Min
from pyroaring import BitMap

from funding.models import Programme
from outbox.actions import Letter, put_mails
from search import registry

from .enums import Kind, Rhythm
from .letters import KEY, NEWS, WHICH, Item, news_mail, which_of
from .models import Dismissal, Follower, Subscription
from .news import Change, Story, compare
from .subjects import hits_of, records_of

# Followers told in one transaction: what a kill costs at most is to work them out again.
PORTION = 1000
# The Editions of what has been told of a record (Follower.told), where it has been told by nothing.
NEVER = (0, 0)


class Telling:
    """One round for the subscriptions of one rhythm, in view of the Editions up to ``through``."""

    def __init__(self, rhythm: Rhythm, through: int, now: datetime.datetime):
        self.rhythm, self.through, self.at = rhythm, through, now
        self._hits = {}

    # --- The round

    def tell(self, only: Follower | None = None) -> int:
        """Tell all who have news, or ``only`` one of them; return to how many a mail was written."""
        told, affected = 0, self._affected(only)
        for start in range(0, len(affected), PORTION):
            told += self._tell_portion(affected[start : start + PORTION])
        if only is None:
            # Nothing was new to the others: next time less is looked through. Who came in between knows more already.
            # It goes by rows and not by followers, so it waits for none that another has locked: those have time.
            unmoved = self.subscriptions.filter(told_through__gte=self.since, told_through__lt=self.through)
            with transaction.atomic():
                free = unmoved.select_for_update(of=("self",), skip_locked=True).order_by()
                Subscription.objects.filter(pk__in=free.values("pk")).update(told_through=self.through)
        return told

    @property
    def subscriptions(self):
        # An account that is closed to its owner gets no mail.
        return Subscription.objects.confirmed().filter(rhythm=self.rhythm).exclude(follower__user__is_active=False)

    @cached_property
    def since(self) -> int:
        least = self.subscriptions.aggregate(least=Min("told_through"))["least"]
        return self.through if least is None else least

    @cached_property
    def story(self) -> Story:
        return Story(self.since, self.through)

    def _affected(self, only) -> list[int]:
        """Return the followers who may have news, by their keys, in order."""
        found, changed = set(), self.story.changed
        programmes = {one for document in changed for one in self.story.programmes(document)}
        documents = BitMap(changed)
        rows = self.subscriptions.filter(follower=only) if only else self.subscriptions
        for follower, document, view, query, known in rows.order_by().values_list(
            "follower", "document", "list", "query", "known"
        ):
            if document is not None:
                is_affected = document in changed or document in programmes
            else:
                hits = BitMap.deserialize(bytes(known)) if known else BitMap()
                is_affected = bool(self.hits(view, query) - hits) or not hits.isdisjoint(documents)
            if is_affected:
                found.add(follower)
        return sorted(found)

    def hits(self, view: str, query: str) -> BitMap:
        """Return the hits of a search now; none of one that is no longer understood."""
        if (view, query) not in self._hits:
            self._hits[view, query] = hits_of(view, query) or BitMap()
        return self._hits[view, query]

    # --- A portion

    @transaction.atomic
    def _tell_portion(self, keys) -> int:
        followers = Follower.objects.select_for_update(of=("self",)).select_related("user")
        followers = list(followers.filter(pk__in=keys).order_by("pk"))
        subscriptions, dismissed = defaultdict(list), defaultdict(set)
        for subscription in Subscription.objects.confirmed().filter(follower__in=keys).order_by("pk"):
            subscriptions[subscription.follower_id].append(subscription)
        for follower, document in Dismissal.objects.filter(follower__in=keys).values_list("follower", "document"):
            dismissed[follower].add(document)
        alike, moved, searches, remember = defaultdict(list), [], [], []
        for follower in followers:
            own = subscriptions[follower.pk]
            told = {int(document): tuple(numbers) for document, numbers in follower.told.items()}
            items, causes = self._news_of(own, told, dismissed[follower.pk])
            for subscription in own:
                if subscription.rhythm == self.rhythm and subscription.told_through < self.through:
                    moved.append(subscription.pk)
                    subscription.told_through = self.through
                if subscription.list:
                    searches += self._knows_more(subscription, items)
            if items:
                is_digest = self.rhythm != Rhythm.AT_ONCE
                which = self.rhythm.value if is_digest else which_of(causes, otherwise=self.rhythm.value)
                alike[follower.speaks, tuple(items)].append((follower, which))
                remember += self._remembers(follower, told, items, own)
        self._put(alike)
        Subscription.objects.filter(pk__in=moved).update(told_through=self.through)
        Subscription.objects.bulk_update(searches, ["known"], batch_size=200)
        # They are there and locked, so this writes one field of theirs, in less time than bulk_update().
        Follower.objects.bulk_create(remember, update_conflicts=True, unique_fields=["id"], update_fields=["told"])
        written = [follower.pk for receivers in alike.values() for follower, _which in receivers]
        Follower.objects.filter(pk__in=written).update(mails=F("mails") + 1)
        return len(written)

    def _remembers(self, follower, told, items, subscriptions):
        """Return the follower, in a list, if what has been told is of any weight for other subscriptions."""
        for item in items:
            named, compared = told.get(item.document, NEVER)
            is_compared = item.changes[0].kind != Kind.NEW
            told[item.document] = max(named, self.through), max(compared, self.through if is_compared else 0)
        least = min(subscription.told_through for subscription in subscriptions)
        kept = {str(document): list(numbers) for document, numbers in told.items() if numbers[0] > least}
        if kept == follower.told:
            return []
        follower.told = kept
        return [follower]

    def _knows_more(self, subscription, items):
        """Return a search, in a list, if it has more hits that have been told: all now, or of another rhythm these."""
        is_told = subscription.rhythm == self.rhythm
        if not is_told and not items:
            return []
        hits, known = self.hits(subscription.list, subscription.query), subscription.hits
        come = (hits if is_told else hits & BitMap(item.document for item in items)) - known
        subscription.known = (known | come).serialize()
        return [subscription] if come else []

    def _put(self, alike):
        records = records_of({item.document for _language, items in alike for item in items})
        for (language, items), receivers in alike.items():
            mail = news_mail(items, records, self.story, language=language)
            letters = [
                Letter(
                    # The number of the mail: the same news, worked out twice, have the same key.
                    f"{NEWS}:{follower.pk}:{follower.mails + 1}",
                    follower.address,
                    {KEY: follower.key, WHICH: which},
                )
                for follower, which in receivers
            ]
            put_mails(letters, language=language, **mail)

    # --- The news of one follower

    def _news_of(self, subscriptions, told, dismissed) -> tuple[list[Item], list[int]]:
        """Return what is told to whoever has these subscriptions, and the keys of those that it comes from.

        What several of them have to tell is told once: by the first that comes to it, of whatever rhythm, and of those
        of the same by the nearest. What only watches, and tells nothing, takes nothing from another.
        """
        items, causes = {}, []
        for subscription in sorted(subscriptions, key=self._nearness):
            if subscription.rhythm != self.rhythm:
                continue
            for document, changes in self._news(subscription, told):
                is_direct = subscription.document == document
                if told.get(document, NEVER)[0] > subscription.told_through:
                    changes = [change for change in changes if change.kind != Kind.NEW]
                if not changes or document in items or (not is_direct and document in dismissed):
                    continue
                by = "" if subscription.document else subscription.name
                items[document] = Item(document, tuple(changes), by, is_direct)
                if subscription.pk not in causes:
                    causes.append(subscription.pk)
        return list(items.values()), causes

    @staticmethod
    def _nearness(subscription):
        is_of_programme = subscription.document and _is_programme(subscription.document)
        return 2 if subscription.list else 1 if is_of_programme else 0, subscription.pk

    def _news(self, subscription, told):
        """Yield (document, changes) for all that this subscription has to tell, after what others have ``told``."""
        if subscription.list:
            yield from self._of_search(subscription, told)
            return
        if subscription.document in self.story.changed:
            changes = self._since(subscription, subscription.document, told)
            # Which words of a page were changed is told to those alone who follow that page.
            yield subscription.document, changes + self.story.edited(subscription.document, subscription.told_through)
        if _is_programme(subscription.document) and subscription.told_through:
            for document in self.story.changed:
                if subscription.document in self.story.programmes(document):
                    yield document, self._of_programme(subscription, document, told)

    def _since(self, subscription, document, told) -> list[Change]:
        compared = told.get(document, NEVER)[1]
        return self.story.since(document, max(subscription.told_through, compared), self.at)

    def _of_programme(self, subscription, document, told) -> list[Change]:
        own, named = subscription.told_through, told.get(document, NEVER)[0]
        before, now = self.story.at(document, own), self.story.now(document)
        if subscription.document not in now["programmes"]:
            return []
        if before and subscription.document in before["programmes"]:
            return self._since(subscription, document, told)
        # It has come to the programme. Who has heard of it since, otherwise, hears what came after that.
        return self.story.since(document, named, self.at) if named > own else compare({"shown": False}, now, self.at)

    def _of_search(self, subscription, told):
        known = subscription.hits
        for document in self.hits(subscription.list, subscription.query) - known:
            yield document, [Change(Kind.NEW)]
        for document in known & BitMap(self.story.changed):
            yield document, self._since(subscription, document, told)


def _is_programme(document: int) -> bool:
    return registry.kind_of_document(document).model is Programme
