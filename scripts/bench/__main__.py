"""Measures the pages of the portal at several sizes on both database engines and prints a Markdown table.

Run by "make bench"; BENCH_ARGS= gives it options:
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import report

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def started(engine, arguments, file):
    """Start one engine's run, which fills its databases and waits; PostgreSQL is started for it and gone afterwards."""
    command = [sys.executable, HERE / "engine.py", file, arguments.rounds, arguments.requests, *arguments.sizes]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if engine == "postgresql":
        command[:1] = [sys.executable, ROOT / "scripts" / "with_postgres.py", sys.executable]
    return subprocess.Popen(
        [str(part) for part in command], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def measured(runs):
    """Let each of the ``runs`` (process, file) measure, one after the other; return what they found."""
    for process, _file in runs:
        if process.stdout.readline().strip() != b"filled":
            raise subprocess.CalledProcessError(process.wait(), process.args)
    results = []
    for process, file in runs:
        process.communicate(b"measure\n")
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        results.append(json.loads(file.read_text()))
    return results


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], help="rows of each kind")
    parser.add_argument("--rounds", type=int, default=6, help="how often it goes through all pages")
    parser.add_argument("--requests", type=int, default=10, help="requests of a page in each round")
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--write", type=Path, help="also put the section into this file, between its marks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / engine for engine in arguments.engines]
        runs = [(started(file.name, arguments, file), file) for file in files]
        try:
            results = measured(runs)
        finally:
            for process, _file in runs:
                process.terminate()
                process.wait()
    section = report.markdown(results, arguments.rounds, arguments.requests)
    print(section)
    if arguments.write:
        report.write(arguments.write, section)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as problem:
        sys.exit(f"The run failed ({problem.returncode}).")
    except KeyboardInterrupt:
        sys.exit(130)
