from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import LinkQuerySet, Publishable
from search.followed import Followed
from sources.addresses import address
from sources.models import Citation
from sources.partial_dates import Period

from .enums import KnowledgeKind, KnowledgeRole


class KnowledgeEntry(Publishable, Period):
    """A way of working, an indicator, a report or a reform.

    One model with a kind: they share one list, one address and all their links
    (docs/adr/0003). The period says when a practice began, or when a report came out.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=KnowledgeKind)
    other_names = models.CharField(_("other names"), max_length=300, blank=True)
    target_group = models.CharField(_("target group"), max_length=250, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    countries = models.ManyToManyField(
        "organisations.Country", blank=True, related_name="knowledge", verbose_name=_("countries")
    )
    municipalities = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="knowledge",
        verbose_name=_("municipalities"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # a part stands on its own
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    related = models.ManyToManyField("self", blank=True, verbose_name=_("see also"))
    projects = models.ManyToManyField(
        "projects.Project", blank=True, related_name="knowledge", verbose_name=_("projects")
    )
    events = models.ManyToManyField("events.Event", blank=True, related_name="knowledge", verbose_name=_("events"))
    networks = models.ManyToManyField(
        "networks.Network", blank=True, related_name="knowledge", verbose_name=_("networks")
    )
    programmes = models.ManyToManyField(
        "funding.Programme", blank=True, related_name="knowledge", verbose_name=_("programmes")
    )
    contacts = models.ManyToManyField(
        "organisations.Contact", blank=True, related_name="knowledge", verbose_name=_("contacts")
    )

    rows = ("organisation_roles", "values", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("knowledge entry")
        verbose_name_plural = _("knowledge entries")
        constraints = [*Publishable.Meta.constraints, *Period.Meta.constraints]

    def get_absolute_url(self):
        return address("knowledge:detail", self.slug)

    def search_document(self):
        document = super().search_document()
        document.add_kind(KnowledgeKind(self.kind).label)
        document.names.append(self.other_names)
        for role in self.organisation_roles.all():
            document.tags += role.organisation.search_names
        document.tags += [self.target_group, self.place, self.author]
        document.add_places(self.countries.all(), [], self.municipalities.all())
        document.texts += [value.label for value in self.values.all()]
        document.texts += [contact.name for contact in self.contacts.all()]
        document.facets["ar"] = self.years
        return document


class KnowledgeCitation(Citation):
    entry = models.ForeignKey(
        KnowledgeEntry,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("knowledge entry"),
    )

    class Meta(Citation.Meta):
        abstract = False


class KnowledgeOrganisation(Followed):
    """What an organisation has to do with a piece of knowledge."""

    entry = models.ForeignKey(
        KnowledgeEntry,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="organisation_roles",
        verbose_name=_("knowledge entry"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # the row only links the two
        related_name="knowledge_roles",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=KnowledgeRole)

    objects = LinkQuerySet.as_manager()
    roles = KnowledgeRole
    shows = "entry"

    class Meta:
        verbose_name = _("organisation behind it")
        verbose_name_plural = _("organisations behind it")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation", "role"],
                name="knowledge_organisation_once_a_role",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


class IndicatorValue(Followed):
    """One value of an indicator: a number, or the words of the source where it is none."""

    entry = models.ForeignKey(
        KnowledgeEntry,
        on_delete=models.CASCADE,  # a value is nothing without its indicator
        related_name="values",
        verbose_name=_("indicator"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    label = models.CharField(_("label"), max_length=200)
    label_en = models.CharField(_("label, English"), max_length=200, blank=True)
    number = models.DecimalField(_("number"), max_digits=16, decimal_places=2, null=True, blank=True)
    text = models.CharField(_("value in words"), max_length=250, blank=True, help_text=_("As the source writes it."))
    text_en = models.CharField(_("value in words, English"), max_length=250, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    unit_en = models.CharField(_("unit, English"), max_length=60, blank=True)
    approximate = models.BooleanField(_("approximate"), default=False)
    derived = models.BooleanField(_("worked out"), default=False, help_text=_("Not in the source; worked out from it."))

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__isnull=False) | ~models.Q(text=""),
                name="knowledge_value_has_number_or_text",
                violation_error_message=_("Give a number or a value in words."),
            )
        ]

    def __str__(self):
        return f"{self.label}: {self.number if self.number is not None else self.text}"
