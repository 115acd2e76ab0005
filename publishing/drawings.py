"""What the drawings of all kinds of content share: content in the reader's language, and numbers as words."""

from django.utils.translation import get_language, gettext as _

from drawings.text import Words

from .templatetags.content import in_language, number


def words(record, field: str = "title") -> Words:
    """Return the text of ``field`` in the reader's language, or in the record's own and marked with it."""
    text, language = in_language(record, field)
    return Words(" ".join(text.split()), "" if language == get_language() else language)


def amount(value, approximate: bool = False) -> str:
    """Return a number as it stands in a drawing, where room is short: "ca 70"."""
    return _("c. %(number)s") % {"number": number(value)} if approximate else number(value)


def spelled(value, approximate: bool = False) -> str:
    """Return a number as it stands in a table and everywhere else in the portal: "cirka 70"."""
    return " ".join([_("about"), number(value)]) if approximate else number(value)
