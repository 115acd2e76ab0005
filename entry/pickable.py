"""What may be picked in a form: the kinds of records, by what they are found, and by whom.

An app registers its kinds in its ``apps.py``; ``entry/finding.py`` looks among them.
"""

from collections.abc import Callable
from dataclasses import dataclass

_kinds = {}


@dataclass(frozen=True)
class Pickable:
    """A kind of record that may be picked. ``name`` is in addresses and in forms."""

    name: str
    model: type
    # Columns with more that the record is called, with semicolons between where there are several.
    names: tuple[str, ...] = ()
    # What stands beside the name, to tell those of the same name apart.
    note: Callable = lambda record: ""
    related: tuple[str, ...] = ()
    # Whether they are so few, some hundreds at most, that a page without script can list them all.
    few: bool = False

    def records(self, user):
        """Return those that ``user`` may read, which are those that ``user`` may pick."""
        manager = self.model._default_manager
        records = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
        return records.select_related(*self.related) if self.related else records  # none named would be all

    def beside(self, record) -> str:
        """Return what stands beside the name of ``record``."""
        return str(self.note(record) or "")


def register(name: str, model, **more) -> None:
    """Let records of ``model`` be picked as ``name``; ``more`` are the other fields of ``Pickable``."""
    _kinds[name] = Pickable(name, model, **more)


def kind(name: str) -> Pickable:
    """Return the kind of this name; KeyError where there is none."""
    return _kinds[name]
