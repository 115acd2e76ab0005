"""What a list shows of its facets and of the choices in force."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Stands for the number of hits until there is one.
HITS = "\N{OBJECT REPLACEMENT CHARACTER}"


@lru_cache(maxsize=20_000)
def _around_hits(language: str, facet: str, value: str, label: str, chosen: bool, one: bool) -> tuple[str, str]:
    """Return the markup of an option before and after its number of hits; only that differs from page to page."""
    option = {"facet": facet, "value": value, "label": label, "chosen": chosen, "hits": HITS, "number": 1 if one else 2}
    before, _hits, after = render_to_string("_option.html", option).rpartition(HITS)
    return before, after


@dataclass
class Option:
    value: str
    label: str
    hits: int
    chosen: bool


@dataclass
class FacetOptions:
    """A facet as the page shows it."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)

    @property
    def markup(self) -> SafeString:
        """All options as ``_option.html`` shows them: hundreds on a page, so each is made once in a process."""
        language, made = get_language(), []
        # With DEBUG a template may change under the running server.
        around_hits = _around_hits.__wrapped__ if settings.DEBUG else _around_hits
        for option in self.options:
            before, after = around_hits(
                language, self.name, option.value, option.label, option.chosen, option.hits == 1
            )
            made.append(f"{before}{option.hits}{after}")
        return mark_safe("".join(made))  # noqa: S308 (made by a template)


@dataclass
class Chip:
    """A choice in force: what it says, and the address of the list without it."""

    label: str
    query: str
    hits: int | None = None
