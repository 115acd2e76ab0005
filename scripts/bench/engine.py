"""Measures one database engine at several sizes, all in one run; writes what it found to a file as JSON.

python engine.py FILE ROUNDS REQUESTS SIZE...
"""

import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from client import Visitor, children, parent, total_in, used, used_since

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# As scripts/serve has it, but one process: the visitor's one connection would keep the others idle.
GUNICORN = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]
GUNICORN += ["--log-level", "warning", "--limit-request-line", "0"]


class Portal:
    """A database of one size and the portal that serves it."""

    def __init__(self, size, folder):
        self.size = size
        self.environment = os.environ | {
            "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "bench_settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": self.own_database(os.environ.get("DATABASE_URL"), folder),
            "SECRET_KEY": "only-for-measuring-" + "x" * 50,
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
            "DEBUG": "off",
            "HTTPS": "off",
        }
        if not (folder / "static").exists():
            (folder / "static").mkdir()
            self.python("manage.py", "build_font", cwd=ROOT)
            self.python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", cwd=ROOT)
        started = time.perf_counter()
        self.python("fill.py", str(size))
        self.filled_in = time.perf_counter() - started

    def look(self):
        """Find out which pages to measure, and measure what is not a page."""
        self.database = json.loads(self.python("database.py"))
        self.pages = json.loads(self.python("probe.py"))
        self.search = {"overlap": json.loads(self.python("search_measures.py", "overlap")), "indexing": []}

    def index(self):
        """Measure what it takes to index some records."""
        self.search["indexing"] += json.loads(self.python("search_measures.py", "indexing"))

    def follow(self):
        """Measure what it takes to tell many followers; last of all, for it changes what the pages show."""
        self.following = json.loads(self.python("following_measures.py"))

    def own_database(self, server, folder):
        """Return the address of a database for this size: a file, or one beside the one that was given."""
        if not server:
            return f"sqlite:///{folder}/{self.size}.sqlite3"
        parts = urlsplit(server)
        url = urlunsplit(parts._replace(path=f"/bench_{self.size}"))
        code = "import sys, psycopg; psycopg.connect(sys.argv[1], autocommit=True).execute(sys.argv[2])"
        subprocess.run([sys.executable, "-c", code, server, f"CREATE DATABASE bench_{self.size}"], check=True)
        return url

    def python(self, *command, cwd=HERE):
        done = subprocess.run(
            [sys.executable, *command], cwd=cwd, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def serve(self, stack):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        gunicorn = [sys.executable, "-m", "gunicorn", "integration_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
        self.server = server = subprocess.Popen([*gunicorn, *GUNICORN], cwd=ROOT, env=self.environment)
        stack.callback(lambda: (server.terminate(), server.wait()))
        self.visitor = Visitor(port)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)

    def workers(self):
        return children(self.server.pid)

    def database_processes(self):
        """The processes of the database server; none on SQLite, which works inside the portal's."""
        return children(parent(self.database["backend"])) if self.database["backend"] else []

    def warm_up(self):
        """Ask for each page once, check its total, and note what the first and the second answer took."""
        for page in self.pages:
            asked = page.get("headers", {})
            first, status, headers, body = self.visitor.get(page["paths"][0], asked)
            page["first"], page["times"], page["cpu"] = first * 1000, [], [0.0, 0.0]
            if "total" in page and (printed := total_in(body)) != page["total"]:
                sys.exit(f"{page['name']} at {self.size} rows prints {printed}, a plain count says {page['total']}")
            if status != 200:
                sys.exit(f"{page['name']} at {self.size} rows answers {status}")
            page["headers"] = asked | ({"If-None-Match": headers["ETag"]} if page["target"] == "etag" else {})
            page["status"] = 304 if page["target"] == "etag" else 200

    def measure(self, page, requests):
        """Ask for a page several times; its answers must be what they were."""
        before = used(self.workers()), used(self.database_processes())
        for number in range(requests):
            path = page["paths"][number % len(page["paths"])]
            seconds, status, _headers, body = self.visitor.get(path, page["headers"])
            if status != page["status"]:
                sys.exit(f"{page['name']} at {self.size} rows answers {status}")
            if "total" in page and total_in(body) != page["total"]:
                sys.exit(f"{page['name']} at {self.size} rows prints another total than before")
            page["times"].append(seconds * 1000)
        page["cpu"][0] += used_since(before[0], self.workers()) * 1000
        page["cpu"][1] += used_since(before[1], self.database_processes()) * 1000


def tell(what):
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    print(f"{engine}: {what}", file=sys.stderr, flush=True)


def main(file, rounds, requests, *sizes):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        portals = []
        for size in sizes:
            tell(f"filling a database with {size} projects and calls …")
            portals.append(Portal(size, folder))
        print("filled", flush=True)  # the engines fill at the same time, but measure one after the other
        sys.stdin.readline()
        for portal in portals:
            portal.look()
            portal.serve(stack)
            portal.warm_up()
        loads = [os.getloadavg()[0]]
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds} …")
            # Page by page, size by size: what disturbs the machine disturbs neighbours alike.
            for pages in zip(*(portal.pages for portal in portals), strict=True):
                for portal, page in zip(portals, pages, strict=True):
                    portal.measure(portal.pages[0], 3)
                    portal.measure(page, requests)
            for portal in portals:
                portal.index()
            loads.append(os.getloadavg()[0])
        for portal in portals:
            portal.follow()
        Path(file).write_text(
            json.dumps(
                {
                    "engine": portals[0].database["version"],
                    "python": platform.python_version(),
                    "load": loads,
                    "sizes": {
                        p.size: {
                            "filled_in": p.filled_in,
                            "pages": p.pages,
                            "search": p.search,
                            "following": p.following,
                        }
                        for p in portals
                    },
                }
            )
        )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
