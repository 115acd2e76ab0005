from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.enums import Precision
from sources.partial_dates import first_day, format_hour, format_moment, format_partial, format_period, last_day
from sources.written_dates import FIRST_YEAR, LAST_YEAR

from .. import moments
from ..enums import TimeZone
from .call import Call

# What the moments are worked out from.
DATES = {"opens_on", "opens_precision", "opens_time", "known_open_on", "closes_on", "closes_precision", "closes_time"}
DATES |= {"time_zone"}


class CallWindowQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        for window in (objs := list(objs)):
            window.work_out_moments()
        return super().bulk_create(objs, *args, **kwargs)

    @transaction.atomic
    def update(self, **values):
        """Write ``values``, and the moments with the dates that they are worked out from."""
        if not DATES & values.keys():
            return super().update(**values)
        keys = list(self.values_list("pk", flat=True))
        done = super().update(**values)
        for window in self.model._base_manager.filter(pk__in=keys):
            window.save(update_fields=["opens_at", "planned_until", "closes_at"])
        return done

    update.alters_data = True


class CallWindow(models.Model):
    """A span in which a call takes applications, as exactly as it is known.

    Dates and hours are written as the funder gives them. The moments worked out of them are columns, for states are
    asked for of thousands of calls at a time.
    """

    call = models.ForeignKey(
        Call,
        on_delete=models.CASCADE,  # a window is nothing without its call
        related_name="windows",
        verbose_name=_("call"),
    )
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    stage_en = models.CharField(_("stage, English"), max_length=120, blank=True)
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    opens_precision = models.CharField(
        _("precision of the opening"), max_length=6, choices=Precision, default=Precision.DAY
    )
    opens_time = models.TimeField(_("opens at"), null=True, blank=True)
    known_open_on = models.DateField(
        _("known to be open on"),
        null=True,
        blank=True,
        help_text=_("When the opening day is unknown: the first day the source says it was open."),
    )
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    closes_precision = models.CharField(
        _("precision of the last day"), max_length=6, choices=Precision, default=Precision.DAY
    )
    closes_time = models.TimeField(
        _("closes at"), null=True, blank=True, help_text=_("The hour, in the funder’s time zone. Empty if unknown.")
    )
    time_zone = models.CharField(_("the funder’s time zone"), max_length=20, choices=TimeZone, default=TimeZone.SWEDEN)

    # From when it is open; until when it is planned; from when it is closed. None when that is not known.
    opens_at = models.DateTimeField(null=True, editable=False, db_index=True)
    planned_until = models.DateTimeField(null=True, editable=False, db_index=True)
    closes_at = models.DateTimeField(null=True, editable=False, db_index=True)

    objects = CallWindowQuerySet.as_manager()

    # Content has them as they were written and not by their dates: a calendar knows them by that (funding/formats.py).
    content_order = ["pk"]

    class Meta:
        verbose_name = _("application window")
        verbose_name_plural = _("application windows")
        ordering = ["closes_on", "opens_on"]
        constraints = [
            models.CheckConstraint(
                # Of a closing known to the month, the season or the year the first day is stored: see ``clean``.
                condition=Q(opens_on=None)
                | Q(closes_on=None)
                | ~Q(closes_precision=Precision.DAY)
                | Q(closes_on__gte=F("opens_on")),
                name="funding_window_closes_after_opening",
                violation_error_message=_("The last day is before the opening."),
            ),
            models.CheckConstraint(
                condition=~Q(opens_on=None, closes_on=None),
                name="funding_window_has_a_date",
                violation_error_message=_("Give at least one date."),
            ),
            models.CheckConstraint(
                condition=Q(opens_time=None) | Q(opens_on__isnull=False, opens_precision=Precision.DAY),
                name="funding_window_opening_hour_of_a_day",
                violation_error_message=_("An hour of opening needs its day."),
            ),
            models.CheckConstraint(
                condition=Q(closes_time=None) | Q(closes_on__isnull=False, closes_precision=Precision.DAY),
                name="funding_window_closing_hour_of_a_day",
                violation_error_message=_("An hour of closing needs its day."),
            ),
        ]

    def __str__(self):
        return self.period

    def clean(self):
        """Refuse a year that is a slip of the hand, a day more exact than its precision, a closing before the opening.

        A closing "in January" lasts until the end of January, so the window may open on the 15th.
        """
        super().clean()
        for name in ("opens_on", "known_open_on", "closes_on"):
            day = getattr(self, name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                message = _("The year must be between %(first)s and %(last)s.")
                raise ValidationError({name: message % {"first": FIRST_YEAR, "last": LAST_YEAR}})
        for end in ("opens", "closes"):
            day, precision = getattr(self, f"{end}_on"), getattr(self, f"{end}_precision")
            if day and day != first_day(day, precision):
                raise ValidationError({f"{end}_on": _("With this precision, give the first day of the month or year.")})
        if self.opens_on and self.closes_on and last_day(self.closes_on, self.closes_precision) < self.opens_on:
            raise ValidationError({"closes_on": _("The last day is before the opening.")})
        same_day = self.opens_on == self.closes_on and self.opens_time and self.closes_time
        if same_day and self.closes_time <= self.opens_time:
            raise ValidationError({"closes_time": _("It closes before it opens.")})

    def work_out_moments(self) -> None:
        """Set the moments as the dates and hours have them."""
        opening = (self.opens_on, self.opens_precision, self.opens_time, self.time_zone)
        opens_at = moments.opening(*opening)
        self.planned_until = opens_at or moments.end_of(*opening)
        if self.opens_on is None and self.known_open_on:
            opens_at = moments.start_of(self.known_open_on)
        self.opens_at = opens_at
        self.closes_at = moments.end_of(self.closes_on, self.closes_precision, self.closes_time, self.time_zone)

    @property
    def opens(self) -> str:
        return self._written(self.opens_on, self.opens_precision, self.opens_time)

    @property
    def closes(self) -> str:
        return self._written(self.closes_on, self.closes_precision, self.closes_time)

    @property
    def closes_there(self) -> str:
        """The hour of closing where the funder is, when that is another than in Sweden; else ""."""
        if not self.closes_time or self.closes_time == timezone.localtime(self.closes_at).time():
            return ""
        return format_hour(self.closes_time)

    def _written(self, day, precision, hour) -> str:
        """Return a day in words, with its hour in Swedish time where one is known."""
        if not (day and hour):
            return format_partial(day, precision)
        return format_moment(moments.at_hour(day, hour, self.time_zone))

    @property
    def period(self) -> str:
        return format_period(self.opens_on, self.opens_precision, self.closes_on, self.closes_precision)


@receiver(pre_save, sender=CallWindow, dispatch_uid="funding-moments-of-a-window")
def _work_out_moments(instance, **kwargs):
    """Also of what is loaded from a fixture, which goes past ``save()``."""
    instance.work_out_moments()
