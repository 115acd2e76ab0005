from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render

from search.together import Whole

from .models import Citation, SourceDocument


@login_not_required
def document_list(request):
    return render(request, "sources/list.html", {"documents": SourceDocument.objects.all()})


def _documents(user):
    return SourceDocument.objects.all()


def _of_document(user, pk):
    """The contributions to a document and, for each kind of record, those that cite it."""
    found = {"contributions": SourceDocument(pk=pk).contributions.select_related("organisation", "contact")}
    for citation in Citation.__subclasses__():
        record_field = next(f for f in citation._meta.fields if f.is_relation and f.name != "document")
        model = record_field.related_model
        records = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()
        found[model._meta.label] = records.filter(
            pk__in=citation.objects.filter(document=pk).values(record_field.attname)
        )
    return found


DOCUMENT = Whole(_documents, _of_document)


@login_not_required
def document_detail(request, slug):
    found = DOCUMENT.get(request.user, slug)
    contributed = {}
    for contribution in found.pop("contributions"):
        contributed.setdefault(contribution.role, []).append(contribution)
    context = {"record": found.pop("record"), "contributed": contributed}
    context["cited_by"] = [(rows[0]._meta.verbose_name_plural, rows) for rows in found.values() if rows]
    return render(request, "sources/detail.html", context)
