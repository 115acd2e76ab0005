"""Who may read a document, as the index knows it: a value of the facet ``las`` for each group of readers.

The index is a copy, so it never decides alone: the rows that a page shows come through ``visible_to()`` as well.
"""

STAFF, EVERYONE = "redaktion", "alla"


def readers_like(user) -> list:
    """Return the values of ``las`` whose documents ``user`` may read, in the words of ``visible_to()``."""
    if user.is_staff:
        return [STAFF]
    return [EVERYONE, user.pk] if user.is_authenticated else [EVERYONE]
