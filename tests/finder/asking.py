"""Asks the finder as its page does, and reads its answer."""

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory

from funding.finder.answer import Answer
from funding.finder.beside import put_beside, rows, surroundings
from funding.finder.catalogue import Catalogue
from funding.finder.forms import FinderForm


def answer_to(user=None, **choices) -> Answer:
    """Return the answer to the ``choices`` of the form, by their names in the address."""
    query = QueryDict(mutable=True)
    for name, value in choices.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    request = RequestFactory().get("/finansiering/hitta/", query)
    request.user = user or AnonymousUser()
    catalogue = Catalogue(request, FinderForm(query).answers)
    return Answer(catalogue, rows(catalogue, surroundings(catalogue)))


def hits(answer: Answer) -> list:
    """Return all hits, each with what stands beside it."""
    found = answer[0 : answer.count()]
    put_beside(found, answer.catalogue, surroundings(answer.catalogue))
    return found


def slugs(answer: Answer, standing: str | None = None) -> list[str]:
    """Return the slugs of the hits, in order; of one standing if it is given."""
    return [hit.record.slug for hit in hits(answer) if standing in (None, hit.standing.key)]


def hit_of(answer: Answer, slug: str):
    return next(hit for hit in hits(answer) if hit.record.slug == slug)


def verdict_of(answer: Answer, slug: str, rule: str):
    """Return (outcome, sentence) of a rule, by its name, for the record with this slug."""
    found = next(verdict for one, verdict in hit_of(answer, slug).verdicts if one.name == rule)
    return found.outcome, found.sentence
