"""The design language as the stylesheet has it: colours with their contrast, and the states of its components.

Read from portal.css itself, so that what is shown and written of it cannot drift from what is used.
"""

import re
from dataclasses import dataclass

from django.conf import settings

STYLESHEET = settings.BASE_DIR / "static" / "portal.css"
# The states that a page cannot put an element in by itself, and the class that stands for each on the design page.
STATES = {":hover": ".is-hover", ":focus-visible": ".is-focus"}


@dataclass
class Colour:
    """A colour of the stylesheet in one theme: ``#rrggbb``, with its contrast to paper and to sunk ground."""

    name: str
    value: str
    on_paper: float
    on_sunk: float


def _luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours ``#rrggbb``, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colours() -> dict[str, list[Colour]]:
    """Return the colours of the light and of the dark theme, in the order of the stylesheet."""
    tokens = STYLESHEET.read_text().split("@layer tokens {")[1].split("@layer base {")[0]
    light, dark = tokens.split("@media screen and (prefers-color-scheme: dark)")
    themes = {}
    for theme, text in {"light": light, "dark": dark}.items():
        found = {name: _long(value) for name, value in re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", text)}
        themes[theme] = [
            Colour(name, value, contrast(value, found["paper"]), contrast(value, found["sunk"]))
            for name, value in found.items()
        ]
    return themes


def _long(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])


def states_stylesheet() -> str:
    """Return the stylesheet with hover and focus as classes, so that a page can show them."""
    # From another address, so what is named beside the stylesheet is named in full.
    css = STYLESHEET.read_text().replace('url("', f'url("{settings.STATIC_URL}')
    for state, shown in STATES.items():
        css = css.replace(state, shown)
    return css
