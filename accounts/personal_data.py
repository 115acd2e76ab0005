"""What the portal holds about a person, gathered from all apps: to hand over, and to let go.

Accounts may not import the apps above, so each of them says in its ``apps.py`` what it holds::

    personal_data.register("publishing", export=own_records, release=hand_over, told=_("Your drafts are …"))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class Holding:
    """What one app holds about users.

    ``export(user)`` returns it as lists, dictionaries, texts, numbers and times. ``release(user)`` runs before the
    account is deleted, in the same transaction: it hands over or takes the name away; what hangs on the user by
    CASCADE or SET_NULL needs nothing. ``told`` says to the user what becomes of it.
    """

    export: Callable
    release: Callable
    told: str


_holdings: dict[str, Holding] = {}


def register(name: str, *, export: Callable, release: Callable = lambda user: None, told: str = "") -> None:
    """Let an app say what it holds. ``name`` is its key in the export; the same name again takes the former's place."""
    _holdings[name] = Holding(export, release, told)


def export(user: Model) -> dict:
    """Return all that is held about ``user``, by the names under which it was registered."""
    return {name: holding.export(user) for name, holding in sorted(_holdings.items())}


def release(user: Model) -> None:
    """Let every app hand over or take the name away, before ``user`` is deleted."""
    for _name, holding in sorted(_holdings.items()):
        holding.release(user)


def told() -> Iterable[str]:
    """Return what becomes of everything when an account is deleted, a sentence an app that has something to say."""
    return [holding.told for _name, holding in sorted(_holdings.items()) if holding.told]
