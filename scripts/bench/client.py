"""Asks one server for pages, one after the other on one connection; reads what its processes used of the processor."""

import gzip
import http.client
import re
import time
from contextlib import suppress
from pathlib import Path


def children(pid):
    """Return the ids of the processes that ``pid`` has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name of the program, in brackets, may itself hold spaces and brackets.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def used(pids) -> dict:
    """Return the seconds of processor time that each of the processes has used, all its threads together."""
    seconds = {}
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # a thread or a process that ended
                seconds[pid] = seconds.get(pid, 0) + int(thread.read_text().split()[0]) / 1e9
    return seconds


def used_since(before: dict, pids) -> float:
    """Return the seconds that the processes have used since ``before``; those that have come or gone do not count."""
    return sum(now - before[pid] for pid, now in used(pids).items() if pid in before)


class Visitor:
    """Reads pages on one connection that stays open."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(self, path, headers=None):
        """Return seconds, status, headers and body of one answer."""
        started = time.perf_counter()
        try:
            self.connection.request("GET", path, headers=headers or {})
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # the server closes a connection that rests
            self.connection.close()
            started = time.perf_counter()
            self.connection.request("GET", path, headers=headers or {})
            response = self.connection.getresponse()
        body = response.read()
        return time.perf_counter() - started, response.status, response.headers, body


def total_in(body):
    """Return the number of hits that a list prints; ``body`` may be compressed."""
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    heading = re.search(r'id="results-heading"[^>]*>(.*?)</h2>', body.decode(), re.DOTALL)[1]
    return int(re.sub(r"[^\d]", "", re.sub(r"<[^>]*>", "", heading)))
