"""Places as people write them: Swedish municipalities, and countries."""

import re
from functools import cache
from typing import NamedTuple

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.enums import Nuts2
from organisations.finding import likeness
from organisations.models import Municipality
from search import changes
from search.memory import Memory

# Of 100: what is the same but for "kommun", "stad" and an s; what may have been meant.
SAME, MAYBE = 100, 65
SUGGESTED = 3
SWEDEN = "SE"
# Partners there count in every EU programme; whether those in other countries do, each programme says for itself.
EU_MEMBERS = frozenset(
    # fmt: off
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
    # fmt: on
)
_memory = Memory(1)


class Place(NamedTuple):
    """A municipality and what it lies in."""

    name: str
    full_name: str
    region: str
    nuts2: str

    @property
    def names(self) -> tuple:
        """What an area is called that the municipality lies in, or is."""
        return self.name, self.full_name, self.region, self.region.removesuffix(" län"), str(Nuts2(self.nuts2).label)


def _municipalities() -> list[Place]:
    rows = Municipality.objects.order_by("sort_key").values_list("name", "full_name", "region__name", "region__nuts2")
    return _memory.get(changes.current(), (), lambda: [Place(*row) for row in rows])


def read_municipality(text: str) -> Place:
    """Return the municipality that is called ``text``: "Kristianstad", "Kristianstads kommun", "Malmö stad" …

    A ``ValidationError`` for what is none, with those that may have been meant.
    """
    wanted, places = " ".join(text.split()).casefold(), _municipalities()
    for place in places:
        if wanted in (place.name.casefold(), place.full_name.casefold()):
            return place
    alike = sorted((likeness(text, place.full_name), likeness(text, place.name), place) for place in places)[::-1]
    same = [place for full, _short, place in alike if full >= SAME]
    if len(same) == 1:
        return same[0]
    near = [place.name for full, short, place in alike if max(full, short) >= MAYBE][:SUGGESTED]
    if near:
        message = _("There is no Swedish municipality called “%(typed)s”. Did you mean %(near)s?")
    else:
        message = _("There is no Swedish municipality called “%(typed)s”. Write its name, for example Kristianstad.")
    raise ValidationError(message, code="municipality", params={"typed": text[:60], "near": ", ".join(near)})


@cache
def _countries() -> dict[str, str]:
    """The code of each country by its name in lower case, in Swedish and English, and by the code itself."""
    found = {}
    for language in ("en", "sv"):
        for code, name in Locale.parse(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "ZZ"):
                found |= {name.lower(): code, code.lower(): code}
    # What people write besides the names of Unicode's data.
    return found | {"england": "GB", "skottland": "GB", "uk": "GB", "usa": "US", "holland": "NL", "tjeckien": "CZ"}


def read_countries(text: str) -> frozenset:
    """Return the ISO codes of the countries in ``text``, with commas, semicolons or "och" between.

    A ``ValidationError`` that names what is no country.
    """
    parts = [part.strip(" .") for part in re.split(r"[,;\n]", text)]
    # "Bosnien och Hercegovina" is one.
    whole_or_split = ([part] if part.lower() in _countries() else re.split("(?i) och | and ", part) for part in parts)
    names = [name.strip() for names in whole_or_split for name in names if name.strip()]
    unknown = [name for name in names if name.lower() not in _countries()]
    if unknown:
        message = _("“%(name)s” is no country that the portal knows. Write names, with commas between.")
        raise ValidationError(message, code="country", params={"name": unknown[0][:60]})
    return frozenset(_countries()[name.lower()] for name in names)


def countries_named(text: str) -> set:
    """Return the ISO codes of the countries whose names are in ``text``."""
    text = text.lower()
    return {
        code
        for name, code in _countries().items()
        if len(name) > 3 and name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    }
