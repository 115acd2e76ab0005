from search.lists import ListFilter

from .models import SourceDocument


class SourceDocumentFilter(ListFilter):
    """Shows sources among the hits of the search; their own page lists them all."""

    row_template = "sources/_row.html"

    class Meta:
        model = SourceDocument
        fields = []
