"""How content is shown: in the reader's language where there is one, marked with its own where not."""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

import nh3
from babel.numbers import format_currency, format_decimal
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from publishing.corrections.fields import kind_of
from search.swedish import swedish_sort_key
from sources.enums import Precision
from sources.models import SourceDocument
from sources.partial_dates import format_partial

register = template.Library()

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_ALLOWED_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "br", "hr",
                 "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def _written_in(record) -> str:
    """The language of the record's own texts: what we say of a source is Swedish, whatever language it is in itself."""
    return "sv" if isinstance(record, SourceDocument) else getattr(record, "language", "sv")


def in_language(record, field: str) -> tuple[str, str]:
    """Return the text of ``field`` and the language it is in, the reader's own if there is one."""
    written_in = _written_in(record)
    if get_language() == "en" and written_in != "en":
        english = getattr(record, f"{field}_en", "")
        if english:
            return english, "en"
    return getattr(record, field, "") or "", written_in


@register.filter
def plain(record, field: str) -> str:
    """The text of ``field`` in the reader's language, without markup: for titles and attributes."""
    return in_language(record, field)[0] if record else ""


@register.filter
def localised(record, field: str) -> str:
    """The text of ``field`` in the reader's language, else in its own and marked so."""
    if not record:
        return ""
    text, language = in_language(record, field)
    # A hit of a search shows why it is one (search/highlights.py).
    if text and (found := getattr(record, "found", None)):
        text = found.mark(text)
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


def _name_field(record) -> str:
    return "title" if hasattr(record, "title") else "name"


@register.filter
def localised_name(record) -> str:
    """The title or, for what has none, the name of a record of any kind."""
    return localised(record, _name_field(record))


@register.filter
def called(record) -> str:
    """The title or name of a record of any kind, without markup."""
    return plain(record, _name_field(record))


@register.filter
def correction_url(record) -> str:
    """The address at which a reader proposes a correction of ``record``; "" where nobody can."""
    kind = kind_of(record)
    return reverse("corrections:propose", args=[kind, record.slug]) if kind else ""


@register.filter
def kind_name(record) -> str:
    """What kind of thing a record of any kind is, in the reader's language."""
    return capfirst(str(record._meta.verbose_name))


@register.filter
def short_name(record) -> str:
    """The short name of a record that has one, unless it stands in the title that the reader sees."""
    short = getattr(record, "short_name", "")
    return "" if short in plain(record, _name_field(record)) else short


@register.filter
def visible_to(record, user):
    """The record if ``user`` may read it, else None: for links to a single other record."""
    return record if record and record.is_visible_to(user) else None


@register.filter
def foreign_lang(record) -> str:
    """The attribute that marks a block of the record's own text, when it is not in the reader's language."""
    written_in = _written_in(record)
    return "" if written_in == get_language() else format_html(' lang="{}"', written_in)


@register.filter
@lru_cache(maxsize=1000)  # texts: reading one takes longer than the rest of its page
def markdown(text: str) -> str:
    """``text`` as HTML: headings from level 2, lists, tables, links; nothing else gets through."""
    html = nh3.clean(_markdown.render(text or ""), tags=_ALLOWED_TAGS, attributes={"a": {"href"}})
    return mark_safe(html)  # noqa: S308 (cleaned on the line above)


@register.filter
def chapters(text: str) -> list[tuple[str, str]]:
    """``text`` as HTML, cut at its headings of level 2: (heading, text) of each; the first may have none."""
    before, *rest = re.split(r"<h2>(.*?)</h2>", markdown(text), flags=re.DOTALL)
    parts = [("", before), *zip(rest[::2], rest[1::2], strict=True)]
    return [(mark_safe(head), mark_safe(part)) for head, part in parts if head or part.strip()]  # noqa: S308 (cleaned)


@register.filter
def money(amount, currency: str) -> str:
    """An amount with its currency as the reader's language writes it; whole amounts without decimals."""
    if amount is None:
        return ""
    locale, whole = get_language() or "sv", Decimal(amount) == Decimal(amount).to_integral_value()
    if locale == "sv":
        # Myndigheternas skrivregler: the amount, a space, the unit; "kr" and "euro" rather than symbols.
        unit = {"SEK": "kr", "EUR": "euro"}.get(currency, currency)
        figures = format_decimal(amount, locale=locale, format="#,##0" if whole else "#,##0.00")
        return f"{figures}\N{NO-BREAK SPACE}{unit}".replace("-", "\N{MINUS SIGN}")  # Babel's would break the line
    text = format_currency(amount, currency, locale=locale, format="¤#,##0" if whole else None, currency_digits=False)
    text = text.replace("-", "\N{MINUS SIGN}")
    return text.replace(currency, f"{currency}\N{NO-BREAK SPACE}")  # "€500", but "SEK 500"


@register.simple_tag
def money_range(low, high, currency: str) -> str:
    """A span of amounts with the currency said once: "50–1 000 euro", "€50–1,000"."""
    if get_language() == "en":
        return f"{money(low, currency)}–{number(high)}"
    return f"{number(low)}–{money(high, currency)}"


@register.filter
def by_name(countries) -> list:
    """Countries in the order of their names in the reader's language."""
    return sorted(countries, key=lambda country: swedish_sort_key(country.name))


@register.filter
def number(value) -> str:
    """A number as the reader's language writes it."""
    return "" if value is None else format_decimal(value, locale=get_language() or "sv")


@register.filter
def day(date: datetime.date | None) -> str:
    return format_partial(date)


@register.filter
def month(date: datetime.date) -> str:
    """The month that ``date`` is in: "augusti 2027"."""
    return format_partial(date, Precision.MONTH)


@register.filter
def sentence(text) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return capfirst(str(text))


@register.filter
def by_role(rows, field: str = "role") -> list:
    """Rows that have a role or a kind, in the order in which their enum lists them; for {% regroup %}."""
    rows = list(rows)
    if not rows:
        return rows
    order = [value for value, _label in rows[0]._meta.get_field(field).choices]
    return sorted(rows, key=lambda row: order.index(getattr(row, field)))


@register.filter
def only_role(rows, roles: str) -> list:
    """The rows whose role is one of ``roles``, which are separated by spaces."""
    return [row for row in rows if row.role in roles.split()]


@register.filter
def without_roles(rows, roles: str) -> list:
    """The rows whose role is none of ``roles``, which are separated by spaces."""
    return [row for row in rows if row.role not in roles.split()]


@register.filter
def from_sweden(memberships) -> list:
    """The members of a network that are from Sweden."""
    members = [row for row in memberships if row.role == "member" and row.organisation.country]
    return [row for row in members if row.organisation.country.code == "SE"]


@register.filter
def heading(rows, field: str = "role") -> str:
    """The heading over ``rows`` of one role or kind, in the singular or the plural."""
    enum = getattr(rows[0], f"{field}s")
    return enum(getattr(rows[0], field)).heading(len(rows))


@register.filter
def by_tie(programmes) -> list:
    """Programmes of a family in the order of ProgrammeTie; for {% regroup %}."""
    return sorted(programmes, key=lambda programme: programme.tie_order)


@register.simple_tag(takes_context=True)
def with_page(context, number: int) -> str:
    """The address of page ``number`` of the list as it is chosen."""
    parts = [part for part in (context["query"], f"sida={number}" if number > 1 else "") if part]
    return "?" + "&".join(parts) if parts else context["list_path"]
