"""From a template to a mail: a subject, a plain text and HTML with the same words.

A template of a mail is ``{% extends layout %}`` and these blocks, of which the first two are required:

- ``subject``: one line.
- ``text``: paragraphs with blank lines between them; a line break within one stays.
- ``code``: what one is to type somewhere; ``more``: paragraphs after it.
- ``quote``: what a person wrote, set apart.
- ``action`` and ``address``: what the receiver can do ("See the project") and where; a path is enough, ``{% url %}``
  gives it in the receiver's language.
- ``why``: why one gets this mail, when "your address is in use here" does not say it.

Each block is rendered as plain text with nothing escaped. ``templates/mail/layout.txt`` and ``layout.html`` make a
mail of them, and the latter escapes all of it: neither a title nor a translation can become markup.
"""

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.shortcuts import resolve_url
from django.template import Context, Template, engines
from django.template.loader import get_template
from django.utils.text import Truncator
from django.utils.translation import override

BLOCKS = ["subject", "text", "code", "more", "quote", "action", "address", "why"]
SUBJECT_LENGTH = 150  # characters; more than any list of mails shows


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def absolute_url(to, *args, language: str, **kwargs) -> str:
    """Return the whole address of a record, or of the name of an address with its arguments, in ``language``.

    A path is taken as it is. Raises NoReverseMatch for a name that is not there.
    """
    with override(language):
        return urljoin(settings.PORTAL_URL, resolve_url(to, *args, **kwargs))


def render(template: str, context: dict, language: str) -> Rendered:
    """Return the mail that ``template`` ("mail/….html") makes of ``context``, in ``language``.

    The template also has ``portal_url``, to put before a path in its text.
    """
    with override(language):
        source = get_template(template).template
        values = {"portal_url": settings.PORTAL_URL, **context}
        parts = {
            # Escaping is for the layouts.
            name: _lines(source.render(Context({**values, "layout": _only(name)}, autoescape=False)))
            for name in BLOCKS
        }
        subject = " ".join(parts["subject"].split())  # one line: nobody can add a header by it
        parts |= {
            "subject": Truncator(subject).chars(SUBJECT_LENGTH),
            "address": parts["address"] and urljoin(settings.PORTAL_URL, parts["address"]),
            "language": language,
            "portal_url": settings.PORTAL_URL,
            "responsible": settings.RESPONSIBLE,
            "contact_email": settings.CONTACT_EMAIL,
        }
        text, html = (get_template(layout).render(parts).strip() for layout in ("mail/layout.txt", "mail/layout.html"))
    return Rendered(parts["subject"], text + "\n", html + "\n")


@cache
def _only(block) -> Template:
    """A layout with this block and nothing else."""
    return engines["django"].from_string(f"{{% block {block} %}}{{% endblock %}}").template


def _lines(text) -> str:
    """Without the indentation and the empty lines of the template, and no string that counts as escaped."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines)
