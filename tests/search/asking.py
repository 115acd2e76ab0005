"""Asks the search as a reader does, so that a test speaks of titles and not of numbers in the index."""

from search import registry
from search.finding import Search
from search.readers import EVERYONE, readers_like
from tests.reading import ListPage, read_list


def search(query, user=None, **more) -> Search:
    return Search(query, readers_like(user) if user else [EVERYONE], **more)


def found(query, user=None, **more) -> list[str]:
    """Return the names of what ``query`` finds for ``user`` (nobody: a reader without an account), the best first."""
    return [name_of(number) for number in search(query, user, **more).ranked()]


def name_of(number: int) -> str:
    kind = registry.kind_of_document(number)
    return str(kind.model._base_manager.get(pk=number - kind.start))


def widened(query, **more) -> list[str]:
    """Return the words that the search for ``query`` is widened with."""
    return [widening.label for widening in search(query, **more).query.widenings]


def asked(client, query, path="/sok/", **choices) -> ListPage:
    """Return the page that a list of records shows for ``query``."""
    return read_list(client, path, [("q", query), *choices.items()])
