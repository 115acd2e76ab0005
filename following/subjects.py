"""What can be followed: a call, a programme, a network, or a search in any list; told by the address of its page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, gettext as _, override
from pyroaring import BitMap

from events.filters import EventFilter
from funding.filters import CallFilter, ProgrammeFilter
from funding.finder.fitting import Fitting
from funding.models import Call, Programme
from knowledge.filters import KnowledgeFilter
from networks.filters import NetworkFilter
from networks.models import Network
from organisations.filters import OrganisationFilter
from projects.filters import ProjectFilter
from publishing.templatetags.content import called
from search import registry
from search.lists import ListFilter

# By the names of the views of their pages.
RECORDS = {"funding:call": Call, "funding:programme": Programme, "networks:detail": Network}
LISTS: dict[str, type[ListFilter | Fitting]] = {
    "funding:programmes": ProgrammeFilter,
    "funding:calls": CallFilter,
    "funding:find": Fitting,
    "projects:list": ProjectFilter,
    "networks:list": NetworkFilter,
    "events:list": EventFilter,
    "knowledge:list": KnowledgeFilter,
    "organisations:list": OrganisationFilter,
}
# Of an address what is no part of the search: the page of the list, its order, and the day that it looks at.
LEFT_OUT = {"sida", "sortera", "datum"}
QUERY_LENGTH, NAME_LENGTH = 1000, 120
# Sets hold 32 bits; what somebody writes into an address may be anything.
LARGEST = 1 << 32


def add_list(view: str, filter_class: type[ListFilter]) -> None:
    """Let searches in one list more be saved: for an app above, whose list this one cannot import."""
    LISTS[view] = filter_class


@dataclass(frozen=True)
class Subject:
    """A record by its number in the index, or a search: the name of its list's view and the choices as a query."""

    document: int | None = None
    list: str = ""
    query: str = ""

    @property
    def fields(self) -> dict:
        """The same as fields of a Subscription."""
        return {"document": self.document, "list": self.list, "query": self.query}


def subject_at(address: str) -> Subject | None:
    """Return what can be followed on the page at ``address``, a path of the portal in any language; None for nothing.

    Of records only the published can be followed, whoever asks.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    match = None if parts.scheme or parts.netloc else _match(parts.path)
    if match and (model := RECORDS.get(match.view_name)):
        pk = model.objects.published().filter(slug=match.kwargs["slug"]).values_list("pk", flat=True).first()
        return pk and Subject(document=registry.kind_of(model).document_id(pk))
    if match and match.view_name in LISTS:
        return _search(match.view_name, parts.query)
    return None


def _match(path):
    for language, _name in settings.LANGUAGES:
        with override(language):  # addresses are resolved in the active language alone
            try:
                return resolve(path)
            except Resolver404:
                continue
    return None


def _search(view, query):
    chosen = filter_of(view, query)
    valid = chosen.valid_query()
    for name in LEFT_OUT & valid.keys():
        del valid[name]
    normal = QueryDict(mutable=True)
    for name in sorted(valid):
        normal.setlist(name, sorted(valid.getlist(name)))
    # The search over everything lists nothing until something is looked for.
    if len(normal.urlencode()) > QUERY_LENGTH or (chosen.searched_apart and not normal.get("q")):
        return None
    return Subject(list=view, query=normal.urlencode())


def filter_of(view: str, query: str) -> ListFilter | Fitting:
    """Return the list at ``view`` with the choices of ``query``, as somebody without an account sees it."""
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", AnonymousUser(), QueryDict(query)
    return LISTS[view].of(request)


def hits_of(view: str, query: str) -> BitMap | None:
    """Return the hits of a saved search, as documents; None when it can no longer be understood as it was saved.

    A theme that is gone would be left out, and the search would find all that has any theme.
    """
    if view not in LISTS or _search(view, query) != Subject(list=view, query=query):
        return None
    return filter_of(view, query).documents


def proposed_name(subject: Subject) -> str:
    """Return a name for a search that somebody saves: its list and its choices, in the active language."""
    chosen = filter_of(subject.list, subject.query)
    words = [chosen.cleaned["q"]] if chosen.searched_apart else []
    labels = [*words, *(chip.label for chip in chosen.chips)]
    title = list_title(subject.list)
    return f"{title}: {', '.join(labels)}"[:NAME_LENGTH] if labels else title


def list_title(view: str) -> str:
    return LISTS[view].list_title()


def kind_of_search(view: str) -> str:
    return _("Search in %(list)s") % {"list": list_title(view)}


def address_of_list(view: str, query: str) -> str:
    """Return the path of a saved search in the active language."""
    return f"{reverse(view)}?{query}" if query else reverse(view)


def records_of(documents) -> dict:
    """Return the published records (or those of a kind that knows no drafts) among ``documents``, by their numbers."""
    found, wanted = {}, BitMap(number for number in documents if number < LARGEST)
    for kind in registry.kinds():
        if pks := kind.records(wanted):
            objects = kind.model.objects
            shown = objects.published() if hasattr(objects, "published") else objects.all()
            found |= {kind.document_id(record.pk): record for record in shown.filter(pk__in=list(pks))}
    return found


def name_of(facts: dict) -> str:
    """Return the title that the facts of an Edition hold, in the active language."""
    return (get_language() == "en" and facts.get("title_en")) or facts.get("title", "")


def label_of(record) -> str:
    return called(record)


def what_of(subscription) -> str:
    """Return what a subscription is to, in words, in the active language."""
    if subscription.list:
        return subscription.name
    record = records_of([subscription.document]).get(subscription.document)
    return called(record) if record else _("a page that is no longer published")
