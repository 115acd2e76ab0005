"""What a process keeps in its memory of the content, for as long as the content does not change."""

import datetime
import threading
from collections import OrderedDict

from django.utils import timezone


class Memory:
    """Keeps the latest ``size`` results of one version of the content on one day, and forgets all with either."""

    def __init__(self, size: int):
        self.size, self.version, self.kept = size, None, OrderedDict()
        self.begins = self.ends = None
        # Held while a result is worked out, too: the threads that wait for the lock wait for that result.
        self.lock = threading.RLock()

    def _is_of(self, version: str) -> bool:
        # Not by the date: to work it out takes longer than all else here, which pages do fifty times.
        return self.version == version and self.begins <= timezone.now() < self.ends

    def get(self, version: str, key: tuple, work):
        """Return what ``work()`` returns, from memory if it has been worked out for ``version`` and ``key`` before.

        Without a version (""), nothing is kept.
        """
        if not version:
            return work()
        with self.lock:
            if not self._is_of(version):
                self.version, self.kept = version, OrderedDict()
                self.begins, self.ends = _today()
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
            kept = self.kept
            result = work()
            # The work may have moved on itself, when somebody else's version came in between.
            if self.kept is kept:
                kept[key] = result
                while len(self.kept) > self.size:
                    self.kept.popitem(last=False)
            return result

    def peek(self, version: str, key):
        """Return what is kept for ``version`` and ``key``, or None."""
        with self.lock:
            return self.kept.get(key) if version and self._is_of(version) else None

    def put(self, version: str, key, result) -> None:
        """Keep ``result`` for ``version`` and ``key``."""
        self.get(version, key, lambda: result)


def _today() -> tuple[datetime.datetime, datetime.datetime]:
    """Return the moments at which today begins and ends."""
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return begins, begins + datetime.timedelta(days=1)
