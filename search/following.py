"""The index follows what is written: a record, a row that belongs to it, the name of what it links to.

For a record that is found by the names of its partners, the lookup ``participations__organisation`` is followed step
by step: a participation that is saved or deleted, and an organisation that is renamed, both lead back to the records
to be indexed anew, in the same transaction. What goes past the signals of Django's models (``update()``,
``bulk_create()``) is followed by search/followed.py; SQL by hand is not, and ``search_check`` finds it.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

# For each model that is written: the registered models to index, and by which lookup they are found.
followers = defaultdict(list)
# For each table of links: the models on the side of which it is followed.
owners = defaultdict(set)
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
                owners[through].add(current)
                m2m_changed.connect(_links_changed, sender=through, dispatch_uid=f"search-{through._meta.label_lower}")
            current, lookup = field.related_model, f"{lookup}__{step}".strip("_")
            _add(current, model, lookup)


def _through(field):
    remote = field.remote_field if field.many_to_many and not field.auto_created else field
    return getattr(remote, "through", None)


def _add(written, model, lookup):
    if (model, lookup) not in followers[written]:
        followers[written].append((model, lookup))
    uid = f"search-{written._meta.label_lower}"
    pre_save.connect(_before_save, sender=written, dispatch_uid=uid)
    post_save.connect(_saved, sender=written, dispatch_uid=uid)
    pre_delete.connect(_before_deletion, sender=written, dispatch_uid=uid)
    post_delete.connect(_deleted, sender=written, dispatch_uid=uid)


def affected(written, pks, only_itself: bool = False) -> dict:
    """Return the primary keys of the records to index, by model, when the rows ``pks`` of ``written`` are written."""
    found = defaultdict(set)
    for model, lookup in () if getattr(_state, "paused", False) else followers.get(written, ()):
        if lookup and only_itself:
            continue
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


@contextmanager
def gathered():
    """Index what is written meanwhile once, at the end: a form with many rows is many writes to one record.

    Inside a transaction, which the index belongs to.
    """
    if getattr(_state, "gathered", None) is not None:
        yield
        return
    _state.gathered = defaultdict(set)
    try:
        yield
        found = _state.gathered
    finally:
        _state.gathered = None
    index_affected(found)


def index_affected(found: dict) -> None:
    from . import index

    if getattr(_state, "gathered", None) is not None:
        for model, pks in found.items():
            _state.gathered[model] |= set(pks)
        return
    for model, pks in found.items():
        index.put_all(model, pks)


def _before_save(sender, instance, raw, **kwargs):
    """Note which records the row belonged to, for one that goes over to another record leaves the first."""
    instance._search_left = {}
    if instance.pk and not raw:
        before = sender._base_manager.filter(pk=instance.pk).first()
        gives = getattr(instance, "search_names", None)
        # An organisation that is saved under the same names changes nothing for thousands of projects.
        instance._search_same = before is not None and gives is not None and gives == before.search_names
        if not instance._search_same:
            instance._search_left = affected(sender, [instance.pk])


def _saved(sender, instance, raw, **kwargs):
    if raw:  # fixtures arrive before their relations; load_content rebuilds afterwards
        return
    same = instance.__dict__.pop("_search_same", False)
    found = affected(sender, [instance.pk], only_itself=same)
    for model, pks in instance.__dict__.pop("_search_left", {}).items():
        found[model] |= pks
    index_affected(found)


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
        found = defaultdict(set)
        for owner in owners[sender]:
            pks = [instance.pk] if isinstance(instance, owner) else pk_set if model is owner else ()
            for record_model, records in affected(owner, pks).items() if pks else ():
                found[record_model] |= records
        index_affected(found)
