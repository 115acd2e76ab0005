"""The addresses of records: those of dozens on a page, put together in no time, and a free one for a new record."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.text import slugify
from django.utils.translation import get_language

from search.changes import wait_for_writers

_SLUG = "the-slug"


@cache
def _around(view: str, language: str | None, prefix: str) -> list[str]:
    return reverse(view, args=[_SLUG]).split(_SLUG)


def address(view: str, slug: str) -> str:
    """Return what ``reverse(view, args=[slug])`` does in the active language, in a fifth of the time."""
    before, after = _around(view, get_language(), get_script_prefix())
    return f"{before}{slug}{after}"


def free_slug(model, name: str, but=None) -> str:
    """Return the slug for ``name`` that no record of ``model`` has, unless it is the record ``but``.

    It stays free until the transaction ends: whoever else asks for one, or writes any content, waits for that.
    """
    wait_for_writers()
    start = slugify(name)[:100].strip("-") or model._meta.model_name
    others = model._base_manager.filter(slug__startswith=start).exclude(pk=but.pk if but else None)
    taken = set(others.values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug
