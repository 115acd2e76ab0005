"""The ways from every page to the others: the main menu, and those at the foot of the page."""

from functools import cache
from typing import NamedTuple

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext_lazy as _

register = template.Library()

MAIN = (
    ("funding:programmes", _("Funding")),
    ("funding:calls", _("Calls")),
    ("projects:list", _("Projects")),
    ("networks:list", _("Networks")),
    ("events:list", _("Events")),
    ("knowledge:list", _("Knowledge")),
    ("organisations:list", _("Organisations")),
)
WITH_ACCOUNT = (("mine:overview", _("My work")),)
ABOUT = (
    ("about", _("About the portal")),
    ("sources:list", _("Sources")),
    ("organisations:municipalities", _("Municipalities")),
    ("roles", _("Who may do what")),
    ("accessibility", _("Accessibility")),
    ("privacy", _("Privacy")),
)


class Way(NamedTuple):
    """A link: ``current`` is what ``aria-current`` says of it, "page" or, on pages below it, "true"."""

    address: str
    label: str
    current: str = ""


@cache
def _ways(named: tuple, language: str | None, prefix: str) -> tuple[Way, ...]:
    """Return the ways to the views ``named``: looked up once, for every page has them."""
    return tuple(Way(reverse(view), str(label)) for view, label in named)


def _to(named: tuple) -> tuple[Way, ...]:
    return _ways(named, get_language(), get_script_prefix())


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[Way]:
    """The main menu. Of the ways that lead above the page the nearest is the current one: calls are below funding."""
    request, user = context.get("request"), context.get("user")
    path = (request and request.path) or ""  # an error page may have none
    ways = _to(MAIN + WITH_ACCOUNT if user and user.is_authenticated else MAIN)
    nearest = max((way.address for way in ways if path.startswith(way.address)), key=len, default="")
    current = "page" if path == nearest else "true"
    return [way._replace(current=current) if way.address == nearest else way for way in ways]


@register.simple_tag
def about_menu() -> tuple[Way, ...]:
    """What is at the foot of every page, whoever reads it."""
    return _to(ABOUT)
