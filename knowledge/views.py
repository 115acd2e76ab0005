from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _

from search.lists import list_page
from search.together import Whole

from .drawings import indicator, undrawn
from .filters import KnowledgeFilter
from .models import KnowledgeEntry


@login_not_required
def entry_list(request):
    return list_page(request, KnowledgeFilter.of(request), "knowledge/list.html", title=_("Knowledge"))


def _entries(user):
    return KnowledgeEntry.objects.visible_to(user).select_related("parent")


def _of_entry(user, pk):
    entry = KnowledgeEntry(pk=pk)
    return {
        "record.themes": entry.themes.all(),
        "record.countries": entry.countries.all(),
        "record.municipalities": entry.municipalities.all(),
        "record.values": entry.values.all(),
        "record.attachments": entry.attachments.all(),
        "record.citations": entry.citations.select_related("document"),
        "record.contacts": entry.contacts.select_related("organisation"),
        "record.organisation_roles": entry.organisation_roles.select_related("organisation__country"),
        "record.parts": entry.parts.visible_to(user),
        "record.related": entry.related.visible_to(user),
        "record.projects": entry.projects.visible_to(user),
        "record.events": entry.events.visible_to(user),
        "record.networks": entry.networks.visible_to(user),
        "record.programmes": entry.programmes.visible_to(user),
    }


ENTRY = Whole(_entries, _of_entry)


@login_not_required
def entry_detail(request, slug):
    context = ENTRY.get(request.user, slug)
    drawing = indicator(context["record"])
    drawn = {"drawing": drawing, "values": undrawn(context["record"], drawing)}
    return render(request, "knowledge/detail.html", context | drawn)
