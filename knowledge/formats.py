"""What tables show of ways of working, indicators, reports and reforms."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from publishing.formats import SUMMARY, THEMES, TITLE
from search.formats.cells import Column, field, labelled, names
from sources.formats import FACTS_AS_OF

KNOWLEDGE_COLUMNS = [
    TITLE,
    labelled(_("kind"), "kind"),
    Column(_("period"), attrgetter("period")),
    field(_("author"), "author"),
    field(_("target group"), "target_group"),
    field(_("place"), "place"),
    names(_("countries"), "countries"),
    THEMES,
    field(_("website"), "website"),
    FACTS_AS_OF,
    SUMMARY,
]
