"""The kinds of content that people register themselves: in which steps, what the editors need, how it will look.

An app registers its kind in its ``apps.py``; the pages at /mitt/ (views.py) are the same for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string

from accounts.rights import Right


@dataclass(frozen=True)
class Step:
    """One page of the form. ``slug`` is in its address; ``form`` is a ``step_forms.StepForm``."""

    slug: str
    title: str
    form: type
    lead: str = ""


@dataclass(frozen=True)
class Need:
    """What must be there before a record goes to the editors: a name in its content, and what to say without it.

    ``test`` looks at the content where it is not enough that the field is filled in.
    """

    name: str
    says: str
    test: Callable[[dict], bool] | None = None

    def is_met(self, content: dict) -> bool:
        return self.test(content) if self.test else bool(content.get(self.name))


@dataclass(frozen=True)
class Kind:
    """A kind of content that is registered. ``preview(request, record)`` answers with the page as it will look."""

    slug: str
    model: type
    steps: tuple[Step, ...]
    needs: tuple[Need, ...]
    preview: Callable
    new: str  # "New project"
    # The content that a copy of a record begins with; None where none is offered.
    copied: Callable | None = None
    # By the name of a parameter: how something else that it was begun from (its slug) gives the first content.
    begun_from: dict[str, Callable] = field(default_factory=dict)

    def record(self, pk: int, *, writer):
        """Return the record with this key if ``writer`` may write it; Http404 otherwise."""
        return get_object_or_404(self.model.objects.open_to(writer, Right.WRITE), pk=pk)

    def step(self, slug: str) -> Step:
        """Return the step with this slug; Http404 where there is none."""
        for step in self.steps:
            if step.slug == slug:
                return step
        raise Http404

    def step_with(self, name: str) -> Step:
        """Return the step where the field or the rows called ``name`` are written."""
        return next(step for step in self.steps if name in step.form.names())

    def missing(self, content: dict, before: dict | None = None) -> list[tuple[Need, Step]]:
        """Return what the editors would need and ``content`` lacks, each with the step where it is written.

        What was published without something, ``before``, can be without it in a proposed version too.
        """
        needed = self.needs if before is None else [need for need in self.needs if need.is_met(before)]
        return [(need, self.step_with(need.name)) for need in needed if not need.is_met(content)]


_paths: list[str] = []


def register(path: str) -> None:
    """Let people register the ``Kind`` at the dotted ``path``; it is imported when it is asked for first.

    Its forms need what apps below and above register when they are ready.
    """
    _paths.append(path)


@cache
def kinds() -> list[Kind]:
    """Return all kinds that are registered, in the order in which their apps are installed."""
    return [import_string(path) for path in _paths]


def kind_called(slug: str) -> Kind:
    """Return the kind with this slug; Http404 where there is none."""
    for kind in kinds():
        if kind.slug == slug:
            return kind
    raise Http404


def kind_of(record) -> Kind | None:
    """Return the kind of ``record``; None where that is not registered by people."""
    return next((kind for kind in kinds() if kind.model is type(record)), None)
