"""Runs all tests on SQLite and on PostgreSQL at the same time; arguments go to pytest.

Each run has a database, a port and a cache of its own, and together they take little longer than the slower one. What
does not depend on the database is tested in one of the runs: how pages look is divided between them, and what asks no
database is SQLite's. Where there is only SQLite, all is there. SQLite's output is seen as it comes, PostgreSQL's
after it. The exit status is the worst of the two.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from with_postgres import find_binaries

CI = os.environ.get("CI") == "true"
LOG = Path(os.environ.get("VAR_DIR") or "var") / "test-postgresql.log"
SCRIPTS = Path(__file__).parent
# Set in tests/conftest.py on what is the same on every engine.
LEFT_TO_THE_OTHER = {"sqlite": "on_postgresql", "postgresql": "on_sqlite"}


def pytest_command(name, shared):
    return [
        sys.executable,
        "-m",
        "pytest",
        "-o",
        f"cache_dir=.pytest_cache/{name}",
        f"--output=test-results/{name}",
        f"--color={'yes' if sys.stdout.isatty() else 'no'}",
        *(["-m", f"not {LEFT_TO_THE_OTHER[name]}"] if shared else ()),
        *sys.argv[1:],
    ]


def start_on_postgres():
    """The running tests, or None when there is no PostgreSQL to run them on."""
    command = pytest_command("postgresql", shared=True)
    environment = dict(os.environ)
    if url := os.environ.get("TEST_DATABASE_URL"):
        environment["DATABASE_URL"] = url
    elif find_binaries():
        command = [sys.executable, SCRIPTS / "with_postgres.py", *command]
    else:
        return None
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("w") as log:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )


def main():
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    on_sqlite = on_postgres = None
    try:
        on_postgres = start_on_postgres()
        print("=== Tests on SQLite", flush=True)
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        on_sqlite = subprocess.Popen(pytest_command("sqlite", shared=on_postgres is not None), env=environment)
        status = on_sqlite.wait()
        if on_postgres:
            print("\n=== Tests on PostgreSQL", flush=True)
            on_postgres.wait()
            print(LOG.read_text(), end="", flush=True)
    except KeyboardInterrupt:
        on_sqlite.wait()  # it was interrupted too, and says how far it came
        sys.exit(130)
    finally:
        for running in (on_sqlite, on_postgres):
            if running and running.poll() is None:
                running.terminate()
                running.wait()

    print(f"\nSQLite: {'ok' if status == 0 else f'FAILED ({status})'}")
    if on_postgres:
        print(f"PostgreSQL: {'ok' if on_postgres.returncode == 0 else f'FAILED ({on_postgres.returncode})'}")
        sys.exit(max(status, on_postgres.returncode))
    print("PostgreSQL: NOT TESTED. No server programs were found and TEST_DATABASE_URL is not set.")
    sys.exit(status or int(CI))


if __name__ == "__main__":
    main()
