"""What the search is worth in one database, as JSON: how near its top comes to a full ranking, what indexing takes.

- ``overlap``: for each common query the share of the first ten hits that are also the first ten when every document
  with the words is weighed, and not only those that the engine chooses;
- ``indexing``: milliseconds to write one changed record of 300 words, one of them new, to the index: reading it and
  what belongs to it, the analysis, its document, words and names. The median of some records, after others.
"""

import json
import random
import statistics
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402 (models need the set-up)
from probe import SEARCHES  # noqa: E402

from projects.models import Project  # noqa: E402
from search import following, index  # noqa: E402
from search.finding import Search  # noqa: E402
from search.models import Word  # noqa: E402
from search.ranking import Ranking  # noqa: E402
from search.readers import EVERYONE  # noqa: E402

COMMON = [*SEARCHES["a very common word"], *SEARCHES["two common words"]]
TOP, AT_ONCE = 10, 1000
RECORDS, WARM_UP, WORDS = 60, 20, 300


def overlap(text):
    """Return the share of the first ten hits of ``text`` that a full ranking has among its first ten."""
    search = Search(text, [EVERYONE])
    hits, ranking = list(search.all_words), Ranking(search.query, search.index, len(search.visible))
    best = []
    for start in range(0, len(hits), AT_ONCE):
        best = ranking.order([*best, *hits[start : start + AT_ONCE]])[:TOP]
    return len(set(search.ranked()[:TOP]) & set(best)) / max(len(best), 1)


def indexing():
    """Return the milliseconds that each of some records takes; nothing of it stays."""
    draw, words, times = random.Random(7), list(Word.objects.values_list("word", flat=True)[:5000]), []  # noqa: S311
    with transaction.atomic():
        for record in Project.objects.order_by("-pk")[: RECORDS + WARM_UP]:
            new = "".join(chr(ord("a") + int(sign)) for sign in str(record.pk))
            record.body = " ".join([f"ny{new}ord", *draw.choices(words, k=WORDS - 1)])
            with following.paused():
                record.save()
            started = time.perf_counter()
            index.put_all(Project, [record.pk])
            times.append((time.perf_counter() - started) * 1000)
        transaction.set_rollback(True)
    return times[WARM_UP:]


if __name__ == "__main__":
    took = indexing()
    json.dump({"overlap": {text: overlap(text) for text in COMMON}, "indexing": statistics.median(took)}, sys.stdout)
