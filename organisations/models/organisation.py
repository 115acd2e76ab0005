from django.db import models
from django.utils.translation import gettext_lazy as _

from search.documents import English, SearchDocument
from search.readers import EVERYONE, STAFF
from search.swedish import sort_key_field
from sources.addresses import address
from sources.models import Citation, Findable, SlugManager, Sourced, SourceDocument

from ..enums import ContributionRole, OrganisationKind, Sector
from .place import Country, Municipality, Region


class Organisation(Findable):
    """Someone who takes part: an authority, a municipality or a unit of one, an association …"""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = sort_key_field("name")
    name_en = models.CharField(_("name, English"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    other_names = models.CharField(
        _("other spellings"),
        max_length=300,
        blank=True,
        help_text=_("As the sources write it, separated by semicolons."),
    )
    number = models.CharField(
        _("organisation number"), max_length=11, blank=True, help_text=_("NNNNNN-NNNN, where it is known.")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary, English"), blank=True)
    country = models.ForeignKey(
        Country,
        # Reference data: never removed while something is there.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,  # reference data, see country
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("county"),
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,  # reference data, see country
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    place = models.CharField(_("place"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self",
        # A unit outlives the merger of the organisation it belonged to.
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("part of"),
    )
    collaborates_with = models.ManyToManyField("self", blank=True, verbose_name=_("collaborates with"))
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))

    objects = SlugManager()

    rows = ("citations",)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="organisations_organisation_number_unique",
                violation_error_message=_("There is already an organisation with this number."),
            )
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return address("organisations:detail", self.slug)

    @property
    def search_names(self) -> list[str]:
        """What the organisation is called, for the index."""
        return [self.name, English(self.name_en), self.short_name, self.other_names]

    def search_document(self) -> SearchDocument:
        """Return what is to be found of the organisation."""
        places = [place.name for place in (self.region, self.municipality) if place]
        return SearchDocument(
            names=self.search_names,
            tags=[*self.search_keywords, self.place, *places, *(self.country.search_names if self.country else [])],
            summary=[self.summary, English(self.summary_en)],
            texts=[
                self.body,
                *(contact.name for contact in self.contacts.all()),
            ],
            other_words=self.search_other_words,
            facets={"las": [STAFF, EVERYONE], "land": [self.country.code] if self.country else []},
        )


class OrganisationCitation(Citation):
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("organisation"),
    )

    class Meta(Citation.Meta):
        abstract = False


class Contact(Sourced):
    """A person named in a professional role.

    Personal data: kept so that readers can reach the right person, shown with the
    date it held for, and looked over by ``review_on`` at the latest (privacy page).
    """

    slug = models.SlugField(_("key"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=120)
    sort_key = sort_key_field("name")
    role = models.CharField(_("role"), max_length=200, blank=True)
    role_en = models.CharField(_("role, English"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,  # a person is listed for the sake of the organisation
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_en = models.CharField(_("note, English"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    review_on = models.DateField(
        _("review by"),
        help_text=_("By this day an editor confirms the details or removes them."),
    )

    objects = SlugManager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ContactCitation(Citation):
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("contact"),
    )

    class Meta(Citation.Meta):
        abstract = False


class DocumentContribution(models.Model):
    """Who published, wrote or was interviewed for a source document."""

    document = models.ForeignKey(
        SourceDocument,
        on_delete=models.CASCADE,  # the row only describes the document
        related_name="contributions",
        verbose_name=_("document"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,  # the row only links the two
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("organisation"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,  # personal data goes with the person
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("contact"),
    )
    role = models.CharField(_("role"), max_length=20, choices=ContributionRole)

    class Meta:
        verbose_name = _("contribution to a document")
        verbose_name_plural = _("contributions to documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(contact=None),
                name="organisations_contribution_one_contributor",
                violation_error_message=_("Choose either an organisation or a contact."),
            )
        ]

    def __str__(self):
        return f"{self.organisation or self.contact}: {self.get_role_display()}"
