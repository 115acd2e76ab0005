"""Who may read a document, as the index knows it: a value of the facet ``las`` for each group of readers.

The index is a copy, so it never decides alone: the rows that a page shows come through ``visible_to()`` as well.
"""

STAFF, EVERYONE = "redaktion", "alla"


def members_of(group: int) -> str:
    """Return the value for the readers who belong to the group with this key."""
    return f"grupp-{group}"


def readers_like(user) -> list:
    """Return the values of ``las`` whose documents ``user`` may read, in the words of ``visible_to()``."""
    if user.is_staff:
        return [STAFF]
    if not user.is_authenticated:
        return [EVERYONE]
    return [EVERYONE, user.pk, *(members_of(group) for group in user.reads_with)]
