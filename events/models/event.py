import datetime

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from publishing.models import LinkQuerySet, Publishable, PublishableQuerySet
from search.documents import English
from search.followed import Followed
from search.swedish import sort_key_field
from sources.addresses import address
from sources.models import Citation, SlugManager
from sources.partial_dates import Period, format_partial, over

from ..enums import EventKind, EventRole, ProjectTie


class EventSeries(Followed):
    """Events that follow on one another, run by a network or as part of a project."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    sort_key = sort_key_field("name")
    name_en = models.CharField(_("name, English"), max_length=200)
    network = models.ForeignKey(
        "networks.Network",
        on_delete=models.SET_NULL,  # the events remain a series
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("network"),
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.SET_NULL,  # the events remain a series
        null=True,
        blank=True,
        related_name="series",
        verbose_name=_("project"),
    )

    objects = SlugManager()

    class Meta:
        verbose_name = _("event series")
        verbose_name_plural = pgettext_lazy("plural", "event series")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)


def over_on(on: datetime.date) -> models.Q:
    """Return the condition that an event is over on the day ``on``; without an end it is over with its start."""
    return (models.Q(ends_on=None) & over("starts", on)) | (models.Q(ends_on__isnull=False) & over("ends", on))


class EventQuerySet(PublishableQuerySet):
    def coming(self, on):
        """Return the events that are not over on the day ``on``, as far as their time is known."""
        return self.exclude(starts_on=None, ends_on=None).exclude(over_on(on))

    def of_project(self, project):
        """Return the events that are part of ``project`` or tied to it, with ``tie`` saying how ("" for a part).

        ``counted`` says whether there are figures of who came.
        """
        return (
            self.annotate(
                to_project=models.FilteredRelation("project_ties", condition=models.Q(project_ties__project=project)),
                tie=Coalesce("to_project__tie", models.Value("")),
                counted=models.Exists(Event.attendance.rel.related_model.objects.filter(event=models.OuterRef("pk"))),
            )
            .filter(models.Q(project=project) | models.Q(to_project__isnull=False))
            .order_by("starts_on", "sort_key")
        )


class EventManager(SlugManager.from_queryset(EventQuerySet)):
    pass


class Event(Publishable, Period):
    """A conference, forum, training week or other meeting, held or planned."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind, default=EventKind.CONFERENCE)
    starts_at = models.TimeField(_("start time"), null=True, blank=True)
    ends_at = models.TimeField(_("end time"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    venue = models.CharField(_("venue"), max_length=150, blank=True)
    country = models.ForeignKey(
        "organisations.Country",
        on_delete=models.PROTECT,  # reference data
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("country"),
    )
    municipalities = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="events",
        verbose_name=_("municipalities"),
    )
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.SET_NULL,  # the event stands on its own
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.SET_NULL,  # the event stands on its own
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("part of the project"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,  # a session is part of its event
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("session of"),
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # the later event stands on its own
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows on"),
    )
    audience = models.CharField(_("audience"), max_length=250, blank=True)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    registration_url = models.URLField(_("address for registration"), blank=True)
    registration_opens_on = models.DateField(_("registration opens"), null=True, blank=True)
    registration_closes_on = models.DateField(_("last day to register"), null=True, blank=True)

    objects = EventManager()

    rows = ("organisation_roles", "project_ties", "programme_items", "attendance", "findings", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            *Publishable.Meta.constraints,
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(registration_opens_on=None)
                | models.Q(registration_closes_on=None)
                | models.Q(registration_closes_on__gte=models.F("registration_opens_on")),
                name="events_event_registration_in_order",
                violation_error_message=_("Registration closes before it opens."),
            ),
        ]

    def get_absolute_url(self):
        return address("events:detail", self.slug)

    def search_document(self):
        document = super().search_document()
        document.add_kind(EventKind(self.kind).label)
        for role in self.organisation_roles.all():
            document.tags += role.organisation.search_names
        document.tags += [self.place, self.venue, self.audience]
        if self.series:
            document.tags += [self.series.name, English(self.series.name_en)]
        document.add_places([self.country] if self.country else [], [], self.municipalities.all())
        document.texts += [finding.text for finding in self.findings.all()]
        document.texts += [item.title for item in self.programme_items.all()]
        document.facets["ar"] = self.years
        return document

    @property
    def period(self) -> str:
        """When the event is; without an end it is over where it starts, not "from" there."""
        if self.ends_on is None:
            return format_partial(self.starts_on, self.starts_precision)
        return super().period

    @property
    def tie_label(self) -> str:
        """What the event has to do with the project of ``of_project()``, when it is not a part of it."""
        return str(ProjectTie(self.tie).label) if self.tie else ""


class EventCitation(Citation):
    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("event"),
    )

    class Meta(Citation.Meta):
        abstract = False


class EventOrganisation(Followed):
    """An organisation's role at an event."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="organisation_roles",
        verbose_name=_("event"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.PROTECT,  # an event must not lose its organiser by a slip of the hand
        related_name="event_roles",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=EventRole)
    note = models.CharField(_("note"), max_length=250, blank=True)
    note_en = models.CharField(_("note, English"), max_length=250, blank=True)

    objects = LinkQuerySet.as_manager()
    roles = EventRole
    shows = "event"

    class Meta:
        verbose_name = _("organisation at the event")
        verbose_name_plural = _("organisations at the event")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                name="events_organisation_once_a_role",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"


class EventProject(models.Model):
    """A project that was shown at an event, that it builds on or that came out of it."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="project_ties",
        verbose_name=_("event"),
    )
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,  # the row only links the two
        related_name="event_ties",
        verbose_name=_("project"),
    )
    tie = models.CharField(_("tie"), max_length=12, choices=ProjectTie)

    objects = LinkQuerySet.as_manager()
    shows = "event"

    class Meta:
        verbose_name = _("project at the event")
        verbose_name_plural = _("projects at the event")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "project", "tie"],
                name="events_project_once_a_tie",
                violation_error_message=_("The project is already listed."),
            )
        ]

    def __str__(self):
        return f"{self.project}: {self.get_tie_display()}"
