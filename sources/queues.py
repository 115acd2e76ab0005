"""What waits for an editor, gathered from all apps for the first page of the admin.

An app says in its ``apps.py`` what of its own waits; the page knows no app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.db.models import Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst


@dataclass(frozen=True)
class Queue:
    """``waiting()`` returns the records of ``model``, ``since`` is the date or time since when each of them waits.

    ``what`` says for what they wait ("new, in review"). ``choices`` are those of the model's list in the admin that
    show the same records, by the names in its address.
    """

    what: str
    model: type
    waiting: Callable[[], QuerySet]
    since: str
    choices: dict[str, str]


@dataclass(frozen=True)
class Waiting:
    """A queue that is not empty: how many wait in it, the oldest of them since when, and the address of their list."""

    label: str
    number: int
    oldest: datetime
    url: str


_queues: dict[tuple, Queue] = {}


def register(what: str, model: type, *, waiting: Callable[[], QuerySet], since: str, choices: dict[str, str]) -> None:
    """Let the first page of the admin tell of a queue; see ``Queue``. The same list again takes the former's place."""
    _queues[model, *choices.items()] = Queue(what, model, waiting, since, choices)


def waiting_for(user) -> list[Waiting]:
    """Return the queues that ``user`` may see in the admin and that are not empty, in one query; oldest first."""
    shown = [queue for queue in _queues.values() if _is_open_to(user, queue.model)]
    countings = [
        queue.waiting()
        .order_by()
        .annotate(queue=Value(number))
        .values("queue")
        .annotate(number=Count("pk"), oldest=Cast(Min(queue.since), DateTimeField()))
        for number, queue in enumerate(shown)
    ]
    rows = countings[0].union(*countings[1:], all=True) if countings else []
    found = [_waiting(shown[row["queue"]], row["number"], row["oldest"]) for row in rows if row["number"]]
    return sorted(found, key=lambda waiting: waiting.oldest)


def order_of(model: type, asked) -> str | None:
    """Return by which field the list of ``model`` is ordered, oldest first, where its choices are those of a queue."""
    for queue in _queues.values():
        if queue.model is model and all(asked.get(name) == value for name, value in queue.choices.items()):
            return queue.since
    return None


def _is_open_to(user, model) -> bool:
    return admin.site.is_registered(model) and user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


def _waiting(queue, number, oldest):
    opts = queue.model._meta
    url = f"{reverse(f'admin:{opts.app_label}_{opts.model_name}_changelist')}?{urlencode(queue.choices)}"
    return Waiting(f"{capfirst(opts.verbose_name_plural)}: {queue.what}", number, oldest, url)
