"""Sees to it that a journey, whose server commits what it writes, leaves the content exactly as it met it."""

from contextlib import suppress

from django.apps import apps
from django.core.cache import cache
from django.db.models import ProtectedError, RestrictedError

from search import changes
from search.models import ContentVersion


def _models():
    """All tables, links and versions too; but for the token, which is another one after every write."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model is not ContentVersion
    ]


def rows() -> dict:
    """Return all rows of all tables: for each model the values of each row by its primary key."""
    found = {}
    for model in _models():
        at = [field.attname for field in model._meta.concrete_fields].index(model._meta.pk.attname)
        found[model] = {row[at]: row for row in model._base_manager.values_list()}
    return found


def take_away_what_came_since(before: dict) -> None:
    """Delete every row that is not in ``before``, whatever holds on to what; the index and the files follow."""
    while came := _came_since(before):
        for model, keys in came.items():
            # What something holds on to goes in a later round, as does the version that tells of a deletion.
            with suppress(ProtectedError, RestrictedError):
                model._base_manager.filter(pk__in=keys).delete()
        assert _came_since(before) != came, f"cannot be taken away: {came}"
    changes.move_words()  # the words of the journeys' own records have left the vocabulary
    cache.clear()


def _came_since(before):
    came = {model: now.keys() - before[model].keys() for model, now in rows().items()}
    return {model: keys for model, keys in came.items() if keys}


def differences(before: dict) -> list[str]:
    """Return what is not as it was, as sentences."""
    now = rows()
    return [
        f"{model._meta.label} {key}: {before[model].get(key)} → {now[model].get(key)}"
        for model in now
        for key in before[model].keys() | now[model].keys()
        if before[model].get(key) != now[model].get(key)
    ]
