"""Runs a command with a private PostgreSQL that is gone afterwards.

    python scripts/with_postgres.py COMMAND [ARGUMENT...]

The command finds it in DATABASE_URL and TEST_DATABASE_URL. The server listens on a Unix socket in a temporary folder
only, so it can meet no other. Started by root it runs as an unprivileged user, as PostgreSQL demands.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

NEEDED = ("initdb", "postgres", "pg_isready", "createdb")


def find_binaries():
    """The folder with PostgreSQL's server programs, or None: from PATH, from pg_config, from where Debian puts them."""
    candidates = []
    if found := shutil.which("postgres"):
        candidates.append(Path(found).resolve().parent)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        candidates.append(Path(answer.stdout.strip()))
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    candidates += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in candidates if all((folder / name).exists() for name in NEEDED)), None)


def unprivileged():
    """How to start a program as somebody other than root; nothing when we are not root."""
    if os.getuid() != 0:
        return {}
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def wait_until_ready(binaries, server, folder):
    for _ in range(300):
        if server.poll() is not None:
            break
        if subprocess.run([binaries / "pg_isready", "--quiet", "--host", folder]).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def run(command, binaries):
    """Runs the command with the server and returns its exit status."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    server = child = None
    try:
        identity = unprivileged()
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        # In the folder: the unprivileged user may not be allowed to stand where we do.
        options = {"cwd": folder, **identity}
        initdb = [binaries / "initdb", "--pgdata", folder / "data", "--username", "portal", "--auth", "trust"]
        initdb += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        done = subprocess.run(initdb, capture_output=True, text=True, **options)
        if done.returncode:
            sys.exit(f"initdb failed:\n{done.stderr}")
        # No data here outlives the command, so nothing waits for the disk.
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": folder,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [
                    binaries / "postgres",
                    "-D",
                    folder / "data",
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the command; the server is stopped below
                **options,
            )
        wait_until_ready(binaries, server, folder)
        subprocess.run([binaries / "createdb", "--host", folder, "--username", "portal", "portal"], check=True)
        url = f"postgres://portal@{quote(str(folder), safe='')}/portal"
        child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url, "TEST_DATABASE_URL": url})
        return child.wait()
    finally:
        # A second signal must not interrupt the cleaning up.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if child and child.poll() is None:
            child.terminate()
            child.wait()
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)  # "fast shutdown": closes connections and ends
            server.wait()
        shutil.rmtree(folder)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binaries = find_binaries()
    if not binaries:
        sys.exit("No PostgreSQL server programs were found.")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    try:
        sys.exit(run(sys.argv[1:], binaries))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
