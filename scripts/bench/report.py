"""The measurements as Markdown."""

import datetime
import os
import statistics
from pathlib import Path

# What the design promises for 100,000 rows: times the bare view, times its own time at the smallest size.
TARGETS = {
    "list": (30, 1.3),
    "detail": (10, None),
    "etag": (2, None),
    "bare": (None, None),
    "search": (None, 4),
    "suggestions": (None, 2),
    "picking": (30, None),
    "finder": (20, None),
}
# What is promised of the search at every size: milliseconds to index a record, the share of the top of a full ranking.
INDEXING_AT_MOST, OVERLAP_AT_LEAST = 10, 0.8
SUGGESTIONS_AT_MOST = 50
# Seconds to put a mail for each of 10,000 followers of one call into the outbox (following_measures.py).
TELLING_AT_MOST = 5
BEGIN, END = "<!-- made by make bench: begin -->", "<!-- made by make bench: end -->"


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB of memory"


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def used(page):
    """Return the processor time of a request, in milliseconds: worker and database together."""
    return sum(page["cpu"]) / len(page["times"])


def rows_of(pages, smallest):
    """Yield for each page the cells of its line, and what of its targets it misses."""
    bare, bare_used = statistics.median(pages[0]["times"]), used(pages[0])
    for page, small in zip(pages, smallest, strict=True):
        median = statistics.median(page["times"])
        times_bare, times_small = median / bare, median / statistics.median(small["times"])
        most_bare, most_small = TARGETS[page["target"]]
        misses = []
        if most_bare and times_bare > most_bare:
            misses.append(f"{times_bare:.1f} times the bare view, not {most_bare}")
        if most_small and page is not small and times_small > most_small:
            misses.append(f"{times_small:.2f} times its time at the smallest size, not {most_small}")
        if page["target"] == "suggestions" and median > SUGGESTIONS_AT_MOST:
            misses.append(f"{median:.0f} ms, not {SUGGESTIONS_AT_MOST}")
        worker, database = (part / len(page["times"]) for part in page["cpu"])
        cpu = used(page) / bare_used
        cells = [page["name"], f"{page['total']}" if "total" in page else "", f"{median:.1f}"]
        cells += [f"{percentile(page['times'], 0.95):.1f}", f"{times_bare:.1f}"]
        cells += ["" if page is small else f"{times_small:.2f}", str(page["queries"]), f"{page['sql']:.2f}"]
        cells += [f"{worker:.1f}", f"{database:.1f}", f"{cpu:.1f}", f"{page['first']:.0f}"]
        yield cells, misses


HEADINGS = ["Page", "Hits", "Median, ms", "p95, ms", "× bare", "× smallest", "Queries", "SQL, ms"]
HEADINGS += ["CPU worker, ms", "CPU database, ms", "CPU × bare", "First, ms"]


def search_table(result):
    """Return the lines on what the search finds and what indexing takes, at all sizes of one engine."""
    queries = list(next(iter(result["sizes"].values()))["search"]["overlap"])
    headings = [
        "Projects and calls",
        "Indexing a record, ms",
        "With reading it, ms",
        *(f"Top 10, {q}" for q in queries),
    ]
    lines = ["", f"### {result['engine']}, the search", "", "| " + " | ".join(headings) + " |"]
    lines += ["|" + " ---: |" * len(headings)]
    missed = []
    for size, row in ((int(size), found["search"]) for size, found in result["sizes"].items()):
        shares = [f"{row['overlap'][query]:.1f}" for query in queries]
        written, read = (statistics.median(times) for times in zip(*row["indexing"], strict=True))
        lines.append(f"| {size:,} of each | {written:.1f} | {read:.1f} | {' | '.join(shares)} |")
        if written > INDEXING_AT_MOST:
            missed.append(f"- {size:,}: {written:.1f} ms to index a record, not {INDEXING_AT_MOST}.")
        for query in (query for query in queries if row["overlap"][query] < OVERLAP_AT_LEAST):
            missed.append(f"- {size:,}: {query}: {row['overlap'][query]:.1f} of the top, not {OVERLAP_AT_LEAST}.")
    return [*lines, *verdict(missed)]


def following_table(result):
    """Return the lines on what it takes to tell the followers of a call, at all sizes of one engine."""
    lines = ["", f"### {result['engine']}, 10,000 followers of one call", ""]
    lines += ["| Projects and calls | To see what has changed, s | To put their mails into the outbox, s |"]
    lines += ["| ---: | ---: | ---: |"]
    missed = []
    for size, row in ((int(size), found["following"]) for size, found in result["sizes"].items()):
        lines.append(f"| {size:,} of each | {row['look']:.2f} | {row['tell']:.2f} |")
        if row["tell"] > TELLING_AT_MOST:
            missed.append(f"- {size:,}: {row['tell']:.1f} s to put the mails, not {TELLING_AT_MOST}.")
    return [*lines, *verdict(missed)]


def verdict(missed):
    return ["", "Targets missed:", "", *missed] if missed else ["", "All targets met."]


def markdown(results, rounds, requests):
    """Return the whole section for the engines' ``results``."""
    first = results[0]
    lines = [BEGIN, "", f"Measured {datetime.date.today():%Y-%m-%d} on {machine()}, Python {first['python']}."]
    loads = ", ".join(f"{load:.1f}" for result in results for load in result["load"])
    lines.append(f"{rounds} rounds of {requests} requests a page. Load of the machine meanwhile (1 minute): {loads}.")
    for result in results:
        sizes = list(result["sizes"])
        smallest = result["sizes"][sizes[0]]["pages"]
        for size in sizes:
            found = list(rows_of(result["sizes"][size]["pages"], smallest))
            lines += ["", f"### {result['engine']}, {int(size):,} projects and as many calls", ""]
            lines += ["| " + " | ".join(HEADINGS) + " |", "| --- |" + " ---: |" * (len(HEADINGS) - 1)]
            lines += ["| " + " | ".join(cells) + " |" for cells, _misses in found]
            missed = [f"- {cells[0]}: {miss}." for cells, misses in found for miss in misses]
            lines += verdict(missed)
        lines += search_table(result)
        lines += following_table(result)
    return "\n".join([*lines, "", END])


def write(path, section):
    """Put the section into the file in place of the one before it."""
    before, _, rest = path.read_text().partition(BEGIN)
    path.write_text(before + section + rest.partition(END)[2])
