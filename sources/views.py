from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from .models import Citation, SourceDocument


@login_not_required
def document_list(request):
    return render(request, "sources/list.html", {"documents": SourceDocument.objects.all()})


@login_not_required
def document_detail(request, slug):
    document = get_object_or_404(
        SourceDocument.objects.prefetch_related("contributions__organisation", "contributions__contact"), slug=slug
    )
    contributed = {}
    for contribution in document.contributions.all():
        contributed.setdefault(contribution.role, []).append(contribution)
    cited_by = [(model._meta.verbose_name_plural, rows) for model, rows in _cited_by(document, request.user) if rows]
    context = {"record": document, "contributed": contributed, "cited_by": cited_by}
    return render(request, "sources/detail.html", context)


def _cited_by(document, user):
    """Yield, for each kind of record, the model and those of its records that cite ``document``."""
    for citation in Citation.__subclasses__():
        record_field = next(f for f in citation._meta.fields if f.is_relation and f.name != "document")
        model = record_field.related_model
        records = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects.all()
        ids = citation.objects.filter(document=document).values(record_field.attname)
        yield model, list(records.filter(pk__in=ids))
