from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from events.models import Event
from funding.models import Call, Programme
from knowledge.models import KnowledgeEntry
from networks.models import Network
from organisations.models import Municipality, Organisation
from projects.models import Project
from sources.models import SourceDocument


class _TwoLanguages(Sitemap):
    i18n = True
    alternates = True


class PageSitemap(_TwoLanguages):
    def items(self):
        names = ["start", "funding:programmes", "funding:find", "funding:timeline", "funding:compare"]
        names += ["funding:calls", "projects:list", "projects:map", "networks:list", "networks:compare", "events:list"]
        names += ["knowledge:list", "organisations:list", "organisations:municipalities", "sources:list"]
        return [*names, "about", "roles", "accessibility", "privacy"]

    def location(self, item):
        return reverse(item)


class RecordSitemap(_TwoLanguages):
    """All public records of one model."""

    def __init__(self, model):
        self.model = model

    def items(self):
        if hasattr(self.model.objects, "published"):
            return self.model.objects.published().order_by("pk")
        return self.model.objects.order_by("pk")


SITEMAPS = {"pages": PageSitemap()} | {
    model._meta.model_name: RecordSitemap(model)
    for model in (
        Programme,
        Call,
        Project,
        Network,
        Event,
        KnowledgeEntry,
        Organisation,
        Municipality,
        SourceDocument,
    )
}
