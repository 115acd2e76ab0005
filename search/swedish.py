"""Swedish text: an order of names that is right on both database engines."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Replace

# å, ä and ö come after z; é, ü and the Nordic neighbours sort as Swedish does
# (SAOL, SS 03 82 10). Letters only, so that the order does not depend on the
# collation of the database: z is always "zb", so "zc" is after every z.
_REPLACEMENTS = (
    ("z", "zb"),
    ("Å", "zc"), ("å", "zc"),
    ("Ä", "zd"), ("ä", "zd"), ("Æ", "zd"), ("æ", "zd"),
    ("Ö", "ze"), ("ö", "ze"), ("Ø", "ze"), ("ø", "ze"),
    ("É", "e"), ("é", "e"), ("Ü", "y"), ("ü", "y"),
)  # fmt: skip


def swedish_sort_key(text: str) -> str:
    """Return the key that orders ``text`` among Swedish names, as the database does."""
    text = text.lower()
    for letter, key in _REPLACEMENTS:
        text = text.replace(letter, key)
    return text


def sort_key_field(source: str) -> models.GeneratedField:
    """Return a column that the database keeps: the Swedish order of the text in ``source``."""
    expression = Lower(source)  # of SQLite's only a to z; the other letters are replaced in both cases
    for letter, key in _REPLACEMENTS:
        expression = Replace(expression, Value(letter), Value(key))
    return models.GeneratedField(
        expression=expression,
        output_field=models.CharField(max_length=1000),
        db_persist=True,
        editable=False,
    )
