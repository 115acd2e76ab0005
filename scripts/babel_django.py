"""Lets Babel find the texts in Django templates, so that no system gettext is needed."""

from io import BytesIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract(fileobj, keywords, comment_tags, options):
    """A Babel extraction method; see "Writing Extraction Methods" in Babel's documentation.

    As makemessages does: ``templatize`` turns each translation tag into a call of gettext and everything else into
    rows of X, which is enough like Python for an extractor. Indentation means nothing in that text but would stop
    Python's tokenizer. It writes each message on one line, so whatever starts a line can go.
    """
    source = templatize(fileobj.read().decode("utf-8"))
    unindented = "\n".join(line.lstrip() for line in source.split("\n"))
    return extract_python(BytesIO(unindented.encode("utf-8")), keywords, comment_tags, {"encoding": "utf-8"} | options)
