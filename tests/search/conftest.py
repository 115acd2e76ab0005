import pytest

from search.models import Document, Synonym, Word


@pytest.fixture
def nothing_indexed(db):
    """An index without the real content, its words and the editors' synonyms: what is found is what the test makes.

    The content itself stays, so nothing that is linked to it may be written.
    """
    for model in (Document, Word, Synonym):
        model.objects.all().delete()
