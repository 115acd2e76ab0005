"""Swedish text: an order of names that is right on both database engines."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Replace

# å, ä and ö come after z; é, ü and the Nordic neighbours sort as Swedish does
# (SAOL, SS 03 82 10). Letters only, so that the order does not depend on the
# collation of the database: "zz" plus a letter is after every Swedish word.
_REPLACEMENTS = (
    ("Å", "zza"), ("å", "zza"),
    ("Ä", "zzb"), ("ä", "zzb"), ("Æ", "zzb"), ("æ", "zzb"),
    ("Ö", "zzc"), ("ö", "zzc"), ("Ø", "zzc"), ("ø", "zzc"),
    ("É", "e"), ("é", "e"), ("Ü", "y"), ("ü", "y"),
)  # fmt: skip


def swedish_sort_key(text: str) -> str:
    """Return the key that orders ``text`` among Swedish names, as the database does."""
    for letter, key in _REPLACEMENTS:
        text = text.replace(letter, key)
    return text.lower()


def sort_key_field(source: str) -> models.GeneratedField:
    """Return a column that the database keeps: the Swedish order of the text in ``source``."""
    expression = models.F(source)
    for letter, key in _REPLACEMENTS:
        expression = Replace(expression, Value(letter), Value(key))
    return models.GeneratedField(
        expression=Lower(expression),
        output_field=models.CharField(max_length=1000),
        db_persist=True,
        editable=False,
    )
