"""The index in its plain form: which records hold all the words of a query.

A model says what is to be found in it: ``search_document()`` returns a title and
the texts. It registers itself in its app's ``apps.py``; from then on every save
keeps the index in step, in the transaction of the save.
"""

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save

QUERY_MAX_LENGTH = 200
_models = {}


def _documents():
    # Apps register while they are being loaded, before there are models to import.
    return apps.get_model("search", "Document").objects


def kind_of(model) -> str:
    return model._meta.label_lower


def register(model) -> None:
    """Keep ``model`` in the index from now on."""
    _models[kind_of(model)] = model
    post_save.connect(_saved, sender=model, dispatch_uid=f"search-saved-{kind_of(model)}")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-deleted-{kind_of(model)}")


def registered() -> dict:
    """Return the registered models by their kind."""
    return dict(_models)


def put(record) -> None:
    """Write ``record`` to the index, in place of what was there."""
    title, texts = record.search_document()
    _documents().update_or_create(
        kind=kind_of(type(record)),
        object_id=record.pk,
        defaults={"title": title.lower(), "text": "\n".join(text for text in [title, *texts] if text).lower()},
    )


def rebuild() -> int:
    """Write the index anew from all registered models; return how many records it holds."""
    _documents().all().delete()
    documents = []
    for kind, model in _models.items():
        for record in model.objects.iterator(chunk_size=500):
            title, texts = record.search_document()
            text = "\n".join(text for text in [title, *texts] if text).lower()
            documents.append(_documents().model(kind=kind, object_id=record.pk, title=title.lower(), text=text))
    _documents().bulk_create(documents, batch_size=500)
    return len(documents)


def words_of(query: str) -> list[str]:
    """Return the words of ``query`` as the index knows them: lower case, without NUL, cut to length."""
    return query.replace("\x00", " ")[:QUERY_MAX_LENGTH].lower().split()


def matching(query: str) -> QuerySet:
    """Return the documents that hold every word of ``query``; none for a query without words."""
    words = words_of(query)
    if not words:
        return _documents().none()
    documents = _documents().all()
    for word in words:
        documents = documents.filter(text__contains=word)
    return documents


def ids_matching(model, query: str) -> QuerySet:
    """Return the primary keys of the records of ``model`` that hold every word of ``query``."""
    return matching(query).filter(kind=kind_of(model)).values_list("object_id", flat=True)


def _saved(sender, instance, raw, **kwargs):
    if not raw:  # fixtures arrive before their relations; load_content rebuilds afterwards
        put(instance)


def _deleted(sender, instance, **kwargs):
    _documents().filter(kind=kind_of(sender), object_id=instance.pk).delete()
