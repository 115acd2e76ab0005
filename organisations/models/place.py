from functools import cache

from babel import Locale
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from search.documents import English, SearchDocument
from search.followed import Followed, FollowedQuerySet
from search.readers import EVERYONE, STAFF
from search.swedish import sort_key_field
from sources.addresses import address

from ..enums import Nuts2


class CodeManager(models.Manager.from_queryset(FollowedQuerySet)):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Country(Followed):
    """A country by its ISO 3166-1 code; its name comes from Babel, in the reader's language."""

    code = models.CharField(_("code"), max_length=2, unique=True)

    objects = CodeManager()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)

    @property
    def name(self) -> str:
        return country_name(self.code)

    @property
    def search_names(self) -> list[str]:
        """The name in both languages, for the index."""
        return [_territories("sv").get(self.code, ""), English(_territories("en").get(self.code, ""))]


def country_name(code: str) -> str:
    """Return the name of the country with ISO code ``code`` in the active language."""
    return _territories(get_language() or "sv").get(code, code)


@cache
def _territories(language: str) -> dict[str, str]:
    return Locale.parse(language).territories


class Region(Followed):
    """One of the 21 counties. The point is the mean of its municipalities' points."""

    code = models.CharField(_("county code"), max_length=2, unique=True)
    name = models.CharField(_("name"), max_length=60)
    sort_key = sort_key_field("name")
    short_name = models.CharField(_("short name"), max_length=60)
    slug = models.SlugField(_("address"), unique=True)
    nuts2 = models.CharField(_("NUTS 2 area"), max_length=4, choices=Nuts2)
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)

    objects = CodeManager()

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)


class Municipality(Followed):
    """One of the 290 municipalities, as places; a municipality that acts is an organisation."""

    code = models.CharField(_("municipality code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=60)
    sort_key = sort_key_field("name")
    full_name = models.CharField(_("full name"), max_length=80)
    slug = models.SlugField(_("address"), unique=True)
    region = models.ForeignKey(
        Region,
        # Reference data: a county with municipalities is never removed.
        on_delete=models.PROTECT,
        related_name="municipalities",
        verbose_name=_("county"),
    )
    latitude = models.DecimalField(_("latitude"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("longitude"), max_digits=7, decimal_places=4)

    objects = CodeManager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)

    def get_absolute_url(self):
        return address("organisations:municipality", self.slug)

    def search_document(self) -> SearchDocument:
        """Return what is to be found of the municipality as a place."""
        return SearchDocument(
            names=[self.name, self.full_name],
            tags=[self.region.name],
            facets={"las": [STAFF, EVERYONE], "land": ["SE"]},
        )
