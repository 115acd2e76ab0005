from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from publishing.enums import Status
from publishing.models import LinkQuerySet, Publishable, PublishableQuerySet
from search.documents import English
from search.followed import Followed
from search.swedish import sort_key_field
from sources.addresses import address
from sources.models import Citation, SlugManager
from sources.partial_dates import Period, last_day

from ..enums import Milestone, ProgrammeKind, ProgrammeRole, ProgrammeTie
from .money import GrantLimit, MoneyFacts, once_a_length


class ApplicantKind(Followed):
    """A kind of applicant, in the words the programmes use."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    sort_key = sort_key_field("name")
    name_en = models.CharField(_("name, English"), max_length=80)

    objects = SlugManager()

    class Meta:
        verbose_name = _("kind of applicant")
        verbose_name_plural = _("kinds of applicants")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


class ProgrammeQuerySet(PublishableQuerySet):
    def successors_of(self, programme):
        """Return what replaced ``programme``; for a strand also what replaced the programme it is a strand of."""
        replaced = [pk for pk in (programme.pk, programme.parent_id) if pk]
        return self.filter(predecessors__in=replaced).distinct()

    def family_of(self, programme):
        """Return the programmes tied to ``programme``, each with ``tie`` (a ProgrammeTie) saying how; one query."""

        def linked(field, this, other):
            through = Programme._meta.get_field(field).remote_field.through
            return Exists(through.objects.filter(**{this: programme, other: OuterRef("pk")}))

        ties = {
            ProgrammeTie.STRAND: Q(parent=programme),
            ProgrammeTie.SUCCESSOR: linked("succeeded_by", "from_programme", "to_programme"),
            ProgrammeTie.PREDECESSOR: linked("succeeded_by", "to_programme", "from_programme"),
            ProgrammeTie.COMPLEMENT: linked("complements", "from_programme", "to_programme"),
            ProgrammeTie.GOAL: linked("contributes_to", "from_programme", "to_programme"),
            ProgrammeTie.CONTRIBUTOR: linked("contributes_to", "to_programme", "from_programme"),
        }
        whens = [When(condition, then=Value(tie)) for tie, condition in ties.items()]
        tie = Case(*whens, default=Value(""), output_field=models.CharField())
        return self.annotate(tie=tie).exclude(tie="").order_by("strand_number", "starts_on", "sort_key")


class ProgrammeManager(SlugManager.from_queryset(ProgrammeQuerySet)):
    pass


class Programme(Publishable, Period, MoneyFacts):
    """An EU programme, fund or framework; a strand is a programme with a parent."""

    kind = models.CharField(_("kind"), max_length=12, choices=ProgrammeKind, default=ProgrammeKind.FUND)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.CharField(_("other spellings"), max_length=300, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,  # a strand without its programme is not understood
        null=True,
        blank=True,
        related_name="strands",
        verbose_name=_("strand of"),
    )
    strand_number = models.PositiveSmallIntegerField(_("number of the strand"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=250, blank=True)
    aim = models.TextField(_("aim"), blank=True, help_text=_("Markdown."))
    target_group = models.CharField(_("target group"), max_length=250, blank=True)
    target_group_en = models.CharField(_("target group, English"), max_length=250, blank=True)
    applicant_kinds = models.ManyToManyField(
        ApplicantKind, blank=True, related_name="programmes", verbose_name=_("who may apply")
    )
    applicants_note = models.CharField(_("note on who may apply"), max_length=250, blank=True)
    applicants_note_en = models.CharField(_("note on who may apply, English"), max_length=250, blank=True)
    area = models.CharField(_("area"), max_length=150, blank=True)
    website = models.URLField(_("website"), blank=True)
    succeeded_by = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    complements = models.ManyToManyField("self", blank=True, verbose_name=_("complements"))
    contributes_to = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="contributors",
        verbose_name=_("contributes to"),
    )
    organisations = models.ManyToManyField(
        "organisations.Organisation",
        through="ProgrammeOrganisation",
        related_name="programmes",
        verbose_name=_("organisations"),
    )
    contacts = models.ManyToManyField(
        "organisations.Contact", blank=True, related_name="programmes", verbose_name=_("contacts")
    )

    objects = ProgrammeManager()

    rows = ("roles", "ceilings", "steps", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            *Publishable.Meta.constraints,
            *Period.Meta.constraints,
            *MoneyFacts.Meta.constraints,
        ]

    def get_absolute_url(self):
        return address("funding:programme", self.slug)

    def search_document(self):
        document = super().search_document()
        document.names += [self.short_name, self.other_names]
        document.add_kind(ProgrammeKind(self.kind).label, _("Funding"))
        # A strand is run by those who run its programme.
        for programme in filter(None, (self, self.parent)):
            for role in programme.roles.all():
                document.tags += role.organisation.search_names
        if self.parent:
            document.tags += self.parent.search_names
        document.tags += [self.target_group, English(self.target_group_en), self.area]
        for kind in self.applicant_kinds.all():
            document.texts += [kind.name, English(kind.name_en)]
        document.texts += [self.aim, self.legal_basis, *(contact.name for contact in self.contacts.all())]
        for step in self.steps.all():
            document.texts += [step.text, English(step.text_en)]
        document.texts += [self.applicants_note, self.cofinancing_note, self.budget_note]
        document.texts += map(English, [self.applicants_note_en, self.cofinancing_note_en, self.budget_note_en])
        document.add_facts(
            {
                _("Budget"): self.budget,
                _("Co-financing rate"): self.cofinancing_percent,
                GrantCeiling._meta.verbose_name: self.ceilings.all(),
            }
        )
        document.facets["ar"] = self.years
        return document

    @property
    def search_names(self) -> list[str]:
        """What the programme is called, for the index of what it pays for; nothing as long as it is no reader's."""
        if self.status != Status.PUBLISHED:
            return []
        return [self.title, English(self.title_en), self.short_name]

    @property
    def tie_label(self) -> str:
        """What the programme is to the one of ``family_of()``, in words."""
        return str(ProgrammeTie(self.tie).label)

    @property
    def tie_order(self) -> int:
        return ProgrammeTie.values.index(self.tie)

    def ended_before(self, day) -> bool:
        """Whether the programme period was over on ``day``; False when the period is not known."""
        return self.ends_on is not None and last_day(self.ends_on, self.ends_precision) < day

    @property
    def gives_money(self) -> bool:
        """Whether there is something to apply for: strategies and initiatives have no money of their own."""
        return self.kind in (ProgrammeKind.FUND, ProgrammeKind.STRAND)

    @property
    def own_share_percent(self) -> int | None:
        """The share of the cost, in per cent, that the applicant bears."""
        return None if self.cofinancing_percent is None else 100 - self.cofinancing_percent


class ProgrammeCitation(Citation):
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("programme"),
    )

    class Meta(Citation.Meta):
        abstract = False


class ProgrammeOrganisation(Followed):
    """Who manages a programme, answers for it in Sweden or adopted it."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="roles",
        verbose_name=_("programme"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,  # a programme must not lose its managing body unnoticed
        related_name="programme_roles",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=ProgrammeRole)
    note = models.CharField(_("note"), max_length=250, blank=True)
    note_en = models.CharField(_("note, English"), max_length=250, blank=True)

    objects = LinkQuerySet.as_manager()
    roles = ProgrammeRole
    shows = "programme"

    class Meta:
        verbose_name = _("organisation of the programme")
        verbose_name_plural = _("organisations of the programme")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"],
                name="funding_organisation_once_a_role",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


class GrantCeiling(GrantLimit):
    """What one project of a programme may get."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,  # a ceiling is nothing without its programme
        related_name="ceilings",
        verbose_name=_("programme"),
    )

    class Meta(GrantLimit.Meta):
        abstract = False
        verbose_name = _("grant ceiling")
        verbose_name_plural = _("grant ceilings")
        constraints = [*GrantLimit.Meta.constraints, *once_a_length("programme", "funding_ceiling")]


# Weeks. Nobody plans an application for longer, so more is a slip of the hand.
LONGEST_PLAN = 104


class ApplicationStep(Followed):
    """One step of the advice on how to apply."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,  # a step is nothing without its programme
        related_name="steps",
        verbose_name=_("programme"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text, English"), blank=True)
    milestone = models.CharField(
        _("milestone"),
        max_length=12,
        choices=Milestone,
        blank=True,
        help_text=_("When the step is one that every plan has, it takes the place of that one."),
    )
    weeks_before = models.PositiveSmallIntegerField(
        _("weeks before the last day"),
        null=True,
        blank=True,
        help_text=_("When the step has to be done at the latest. Empty: just before the step that follows it."),
    )

    class Meta:
        verbose_name = _("application step")
        verbose_name_plural = _("application steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="funding_step_one_per_position",
                violation_error_message=_("There is already a step with this position."),
            ),
            models.UniqueConstraint(
                fields=["programme", "milestone"],
                condition=~models.Q(milestone=""),
                name="funding_step_one_per_milestone",
                violation_error_message=_("There is already a step that is this milestone."),
            ),
            models.CheckConstraint(
                condition=models.Q(weeks_before=None) | models.Q(weeks_before__lte=LONGEST_PLAN),
                name="funding_step_within_the_plan",
                violation_error_message=_("A plan begins at most two years before the last day."),
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.text}"
