from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from publishing.models import LinkQuerySet
from search.followed import Followed

from ..enums import AttendanceSector, FindingKind
from .event import Event


class ProgrammeItem(Followed):
    """A point in an event's programme."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # an item is nothing without its event
        related_name="programme_items",
        verbose_name=_("event"),
    )
    position = models.PositiveSmallIntegerField(_("position"))
    starts_at = models.TimeField(_("start time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("title, English"), max_length=250, blank=True)
    session = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,  # the item stays in the programme
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page of the session"),
    )
    speakers = models.ManyToManyField(
        "organisations.Contact",
        blank=True,
        related_name="programme_items",
        verbose_name=_("speakers"),
    )

    objects = LinkQuerySet.as_manager()
    shows = "event"

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"],
                name="events_item_one_per_position",
                violation_error_message=_("There is already an item with this position."),
            )
        ]

    def __str__(self):
        return self.title


class AttendanceFigure(models.Model):
    """How many came, by sector."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # a figure is nothing without its event
        related_name="attendance",
        verbose_name=_("event"),
    )
    sector = models.CharField(_("sector"), max_length=15, choices=AttendanceSector)
    number = models.PositiveIntegerField(pgettext_lazy("people", "number"))
    approximate = models.BooleanField(_("approximate"), default=False)

    class Meta:
        verbose_name = _("attendance figure")
        verbose_name_plural = _("attendance figures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sector"],
                name="events_attendance_once_a_sector",
                violation_error_message=_("The sector already has a figure."),
            )
        ]

    def __str__(self):
        return f"{self.get_sector_display()}: {self.number}"


class Finding(Followed):
    """What came out of an event: an obstacle, an opportunity, a lesson or a recommendation."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,  # a finding is nothing without its event
        related_name="findings",
        verbose_name=_("event"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=FindingKind)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text, English"), blank=True)

    kinds = FindingKind

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["kind", "position"]

    def __str__(self):
        return self.text
