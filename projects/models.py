from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import LinkQuerySet, Publishable
from search.followed import Followed
from sources.addresses import address
from sources.models import Citation
from sources.partial_dates import Period

from .enums import NetworkRole, ProjectRole


class Project(Publishable, Period):
    """A project or lasting piece of joint work, with what it led to."""

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.CharField(
        _("other spellings"),
        max_length=300,
        blank=True,
        help_text=_("As the sources write it, separated by semicolons."),
    )
    target_group = models.CharField(_("target group"), max_length=250, blank=True)
    budget = models.DecimalField(_("total budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    grant = models.DecimalField(_("granted support"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="SEK")
    eu_funded = models.BooleanField(_("EU funded"), null=True, blank=True)
    results = models.TextField(_("results"), blank=True, help_text=_("Markdown."))
    lessons = models.TextField(_("lessons"), blank=True, help_text=_("Markdown."))
    status_after = models.TextField(_("after the end"), blank=True, help_text=_("What lives on. Markdown."))
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # the later project stands on its own
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("continues"),
        db_index=False,  # see Meta.indexes
    )
    area = models.CharField(_("area"), max_length=100, blank=True, help_text=_("As the source names it."))
    countries = models.ManyToManyField(
        "organisations.Country", blank=True, related_name="projects", verbose_name=_("countries")
    )
    regions = models.ManyToManyField(
        "organisations.Region", blank=True, related_name="projects", verbose_name=_("counties")
    )
    municipalities = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="projects",
        verbose_name=_("municipalities"),
    )
    contacts = models.ManyToManyField(
        "organisations.Contact", blank=True, related_name="projects", verbose_name=_("contacts")
    )
    contributes_to = models.ManyToManyField(
        "funding.Programme",
        blank=True,
        related_name="contributing_projects",
        verbose_name=_("contributes to"),
    )

    rows = ("participations", "funding", "networks", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            *Publishable.Meta.indexes,
            # Few projects continue another one. With the many that do not in it, a planner would think little of it.
            models.Index(
                fields=["predecessor"],
                condition=models.Q(predecessor__isnull=False),
                name="projects_project_predecessor",
            ),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(budget__gte=0),
                name="projects_project_budget_not_negative",
                violation_error_message=_("The budget cannot be negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(grant=None) | models.Q(budget=None) | models.Q(grant__lte=models.F("budget")),
                name="projects_project_grant_within_budget",
                violation_error_message=_("The support is larger than the budget."),
            ),
        ]

    def get_absolute_url(self):
        return address("projects:detail", self.slug)

    def search_document(self):
        document = super().search_document()
        document.add_kind(self._meta.verbose_name)
        document.names += [self.short_name, self.other_names]
        for participation in self.participations.all():
            document.tags += participation.organisation.search_names
        for row in self.funding.all():
            document.tags += row.programme.search_names
        document.add_places(self.countries.all(), self.regions.all(), self.municipalities.all())
        document.tags += [self.target_group, self.area]
        document.texts += [self.results, self.lessons, self.status_after, *(c.name for c in self.contacts.all())]
        document.add_facts({_("total budget"): self.budget, _("granted support"): self.grant})
        document.facets["ar"] = self.years
        return document


class ProjectCitation(Citation):
    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("project"),
    )

    class Meta(Citation.Meta):
        abstract = False


class Participation(Followed):
    """An organisation's role in a project."""

    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="participations",
        verbose_name=_("project"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,  # a project must not lose its owner by a slip of the hand
        related_name="participations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=ProjectRole)
    note = models.CharField(_("note"), max_length=250, blank=True)
    note_en = models.CharField(_("note, English"), max_length=250, blank=True)

    objects = LinkQuerySet.as_manager()
    roles = ProjectRole
    shows = "project"

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"],
                name="projects_participation_once_a_role",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


class ProjectFunding(Followed):
    """A programme's money in a project."""

    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="funding",
        verbose_name=_("project"),
    )
    programme = models.ForeignKey(
        "funding.Programme",
        on_delete=models.PROTECT,  # what paid for a project is not to be forgotten
        related_name="funded",
        verbose_name=_("programme"),
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="SEK")

    objects = LinkQuerySet.as_manager()
    shows = "project"

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "programme"],
                name="projects_funding_once_a_programme",
                violation_error_message=_("The programme is already listed."),
            )
        ]

    def __str__(self):
        return str(self.programme)


class ProjectNetwork(models.Model):
    """A network that a project belongs to, is steered by or takes advice from."""

    project = models.ForeignKey(
        Project,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="networks",
        verbose_name=_("project"),
    )
    network = models.ForeignKey(
        "networks.Network",
        on_delete=models.CASCADE,  # the row only links the two
        related_name="projects",
        verbose_name=_("network"),
    )
    role = models.CharField(_("role"), max_length=20, choices=NetworkRole)

    objects = LinkQuerySet.as_manager()
    shows = "project"

    class Meta:
        verbose_name = _("network of the project")
        verbose_name_plural = _("networks of the project")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "network", "role"],
                name="projects_network_once_a_role",
                violation_error_message=_("The network already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.network}: {self.get_role_display()}"
