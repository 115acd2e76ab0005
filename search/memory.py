"""What a process keeps in its memory of the content, for as long as the content does not change."""

import threading
from collections import OrderedDict

from django.utils import timezone


class Memory:
    """Keeps the latest ``size`` results of one version of the content on one day, and forgets all with either."""

    def __init__(self, size: int):
        self.size, self.version, self.kept = size, None, OrderedDict()
        # Held while a result is worked out, too: the threads that wait for the lock wait for that result.
        self.lock = threading.RLock()

    def get(self, version: str, key: tuple, work):
        """Return what ``work()`` returns, from memory if it has been worked out for ``version`` and ``key`` before.

        Without a version (""), nothing is kept.
        """
        if not version:
            return work()
        with self.lock:
            if self.version != (now := (version, timezone.localdate())):
                self.version, self.kept = now, OrderedDict()
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
            result = work()
            # The work may have moved on itself, when somebody else's version came in between.
            if self.version == now:
                self.kept[key] = result
                while len(self.kept) > self.size:
                    self.kept.popitem(last=False)
            return result

    def peek(self, version: str, key):
        """Return what is kept for ``version`` and ``key``, or None."""
        with self.lock:
            return self.kept.get(key) if version and self.version == (version, timezone.localdate()) else None

    def put(self, version: str, key, result) -> None:
        """Keep ``result`` for ``version`` and ``key``."""
        self.get(version, key, lambda: result)
