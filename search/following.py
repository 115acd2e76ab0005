"""The index follows what is written: a record, a row that belongs to it, the name of what it links to.

For a record that is found by the names of its partners, the lookup ``participations__organisation`` is followed step
by step: a participation that is saved or deleted, and an organisation that is renamed, both lead back to the records
to be indexed anew, in the same transaction. What goes past the signals of Django's models (``update()``,
``bulk_create()``) is followed by ``FollowedQuerySet``; SQL by hand is not, and ``search_check`` finds it.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

# For each model that is written: the registered models to index, and by which lookup they are found.
_followers = defaultdict(list)
_state = threading.local()


def follow(model, paths) -> None:
    """Index the records of ``model`` whenever one of them, or a row at one of the lookups ``paths``, is written."""
    _add(model, model, "")
    for path in paths:
        current, lookup = model, ""
        for step in path.split("__"):
            field = current._meta.get_field(step)
            through = _through(field)
            if through is not None and through._meta.auto_created:
                m2m_changed.connect(_links_changed, sender=through, dispatch_uid=f"search-{through._meta.label_lower}")
            current, lookup = field.related_model, f"{lookup}__{step}".strip("_")
            _add(current, model, lookup)


def _through(field):
    remote = field.remote_field if field.many_to_many and not field.auto_created else field
    return getattr(remote, "through", None)


def _add(written, model, lookup):
    if (model, lookup) not in _followers[written]:
        _followers[written].append((model, lookup))
    uid = f"search-{written._meta.label_lower}"
    post_save.connect(_saved, sender=written, dispatch_uid=uid)
    pre_delete.connect(_before_deletion, sender=written, dispatch_uid=uid)
    post_delete.connect(_deleted, sender=written, dispatch_uid=uid)


def affected(written, pks) -> dict:
    """Return the primary keys of the records to index, by model, when the rows ``pks`` of ``written`` are written."""
    found = defaultdict(set)
    for model, lookup in () if getattr(_state, "paused", False) else _followers.get(written, ()):
        if lookup:
            found[model] |= set(model._base_manager.filter(**{f"{lookup}__in": list(pks)}).values_list("pk", flat=True))
        else:
            found[model] |= set(pks)
    return found


@contextmanager
def paused():
    """Leave the index as it is meanwhile. For whoever rebuilds it afterwards, in the same transaction."""
    _state.paused = True
    try:
        yield
    finally:
        _state.paused = False


def index_affected(found: dict) -> None:
    from . import index

    for model, pks in found.items():
        index.put_all(model, pks)


def _saved(sender, instance, raw, **kwargs):
    if not raw:  # fixtures arrive before their relations; load_content rebuilds afterwards
        index_affected(affected(sender, [instance.pk]))


def _before_deletion(sender, instance, **kwargs):
    instance._search_affected = affected(sender, [instance.pk])


def _deleted(sender, instance, **kwargs):
    index_affected(instance.__dict__.pop("_search_affected", {}))


def _links_changed(sender, instance, action, reverse, model, pk_set, **kwargs):
    if action == "pre_clear":
        # After it, what was linked is not known any more.
        instance._search_affected = affected(type(instance), [instance.pk])
    elif action == "post_clear":
        index_affected(instance.__dict__.pop("_search_affected", {}))
    elif action in ("post_add", "post_remove"):
        found = affected(type(instance), [instance.pk])
        for other, pks in affected(model, pk_set or ()).items():
            found[other] |= pks
        index_affected(found)


class FollowedQuerySet(models.QuerySet):
    """A query set whose bulk writes the index follows."""

    def update(self, **values):
        if not _followers.get(self.model):
            return super().update(**values)
        pks = list(self.values_list("pk", flat=True))
        before = affected(self.model, pks)
        done = super().update(**values)
        for model, records in affected(self.model, pks).items():
            before[model] |= records
        index_affected(before)
        return done

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        created = super().bulk_create(objs, *args, **kwargs)
        index_affected(affected(self.model, [record.pk for record in created if record.pk]))
        return created

    bulk_create.alters_data = True

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = tuple(objs)
        done = super().bulk_update(objs, fields, *args, **kwargs)
        index_affected(affected(self.model, [record.pk for record in objs]))
        return done

    bulk_update.alters_data = True
