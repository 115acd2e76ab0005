"""What the search is worth in one database, as JSON: how near its top comes to a full ranking, what indexing takes.

python search_measures.py overlap | indexing

- ``overlap``: for each common query the share of the first ten hits that belong there when every document with the
  words is weighed, and not only those that the engine chooses: those that weigh no less than the tenth;
- ``indexing``: milliseconds to write each of some changed records of 300 words, one of them new, to the index: the
  analysis, its document, words and names. After that the same with reading the record and what belongs to it, which is
  what follows a save.
"""

import json
import random
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402 (models need the set-up)
from django.db.models import prefetch_related_objects  # noqa: E402
from probe import SEARCHES  # noqa: E402

from projects.models import Project  # noqa: E402
from search import changes, following, index, registry, vocabulary  # noqa: E402
from search.documents import SearchDocument, columns  # noqa: E402
from search.finding import Search  # noqa: E402
from search.models import Word  # noqa: E402
from search.ranking import Ranking  # noqa: E402
from search.readers import EVERYONE  # noqa: E402

COMMON = [*SEARCHES["a very common word"][:3], SEARCHES["two common words"][0]]
TOP, AT_ONCE = 10, 1000
RECORDS, WARM_UP, WORDS = 60, 20, 300


def overlap(text):
    """Return the share of the first ten hits of ``text`` that weigh no less than the tenth of a full ranking."""
    search = Search(text, [EVERYONE])
    hits, ranking = list(search.all_words), Ranking(search.query, search.index, len(search.visible))
    best = []
    for start in range(0, len(hits), AT_ONCE):
        best = sorted([*best, *(row[0] for row in ranking.scored(hits[start : start + AT_ONCE]))])[:TOP]
    shown = [row[0] for row in ranking.scored(search.ranked()[:TOP])]
    return sum(score <= best[-1] for score in shown) / len(best)


def indexing():
    """Return the milliseconds that each of some records takes, (written, read and written); nothing of it stays.

    Each in a transaction of its own, as in the portal, in a process that has been at it for a while: it has met the
    words of the content before, but for the new one.
    """
    draw, words, times = random.Random(7), list(Word.objects.values_list("word", flat=True)), []  # noqa: S311
    columns(SearchDocument(names=[], texts=words))
    # Not by writing them: the portal would take it for a change.
    vocabulary._committed.since(changes.current_words()).update(words)
    for record in Project.objects.order_by("-pk")[: RECORDS + WARM_UP]:
        new = "".join(chr(ord("a") + int(sign)) for sign in str(record.pk))
        record.body = " ".join([f"ny{new}ord", *draw.choices(words, k=WORDS - 1)])
        prefetch_related_objects([record], *registry.kind_of(Project).follows)
        with transaction.atomic():
            written = milliseconds(lambda record=record: index.put(record))
            transaction.set_rollback(True)
        with transaction.atomic():
            with following.paused():
                record.save()
            times.append((written, milliseconds(lambda record=record: index.put_all(Project, [record.pk]))))
            transaction.set_rollback(True)
    return times[WARM_UP:]


def milliseconds(work):
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    if sys.argv[1] == "overlap":
        json.dump({text: overlap(text) for text in COMMON}, sys.stdout)
    else:
        json.dump(indexing(), sys.stdout)
