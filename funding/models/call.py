import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable, PublishableQuerySet
from search.documents import English
from sources.addresses import address
from sources.enums import Precision
from sources.models import Citation, SlugManager
from sources.partial_dates import format_partial, format_period, over

from ..enums import CallState
from .programme import ApplicantKind, Programme

# A call closes soon when its last day is at most this many days away.
CLOSING_SOON_DAYS = 30


class CallQuerySet(PublishableQuerySet):
    def with_state(self, on: datetime.date):
        """Annotate ``state`` (a CallState) and ``next_deadline`` as they are on the day ``on``.

        The only place where the state of a call is worked out:

        - open: a window whose last day has not passed and which has opened, or which
          the source says was open by that day; closing soon when the last day is near;
        - planned: a window still to open; one planned for a month, a season or a year
          stays planned until that span is over;
        - closed: every window has closed, or nothing is known of a window and the
          programme period is over;
        - unknown otherwise.
        """
        windows = CallWindow.objects.filter(call=OuterRef("pk"))
        opened = Q(opens_on__lte=on, opens_precision=Precision.DAY) | Q(opens_on=None, known_open_on__lte=on)
        is_open = windows.filter(opened, closes_on__gte=on)
        soon = on + datetime.timedelta(days=min(CLOSING_SOON_DAYS, (datetime.date.max - on).days))
        still_planned = Q(opens_on__gt=on) | (~Q(opens_precision=Precision.DAY) & ~over("opens", on))
        planned = windows.filter(still_planned).filter(Q(closes_on=None) | Q(closes_on__gte=on))
        unfinished = windows.exclude(closes_on__lt=on)
        period_over = over("programme__ends", on)
        return self.annotate(
            state=Case(
                When(Exists(is_open.filter(closes_on__lte=soon)), then=Value(CallState.CLOSING_SOON)),
                When(Exists(is_open), then=Value(CallState.OPEN)),
                When(Exists(planned), then=Value(CallState.PLANNED)),
                When(Exists(windows) & ~Exists(unfinished), then=Value(CallState.CLOSED)),
                When(period_over, then=Value(CallState.CLOSED)),
                default=Value(CallState.UNKNOWN),
                output_field=models.CharField(max_length=12),
            ),
            next_deadline=models.Subquery(
                windows.filter(closes_on__gte=on).order_by("closes_on").values("closes_on")[:1]
            ),
            last_deadline=models.Subquery(
                windows.filter(closes_on__isnull=False).order_by("-closes_on").values("closes_on")[:1]
            ),
        )

    def of_programme(self, programme):
        """Return the calls of ``programme`` and of its strands, and those that also cover it."""
        own = Q(programme=programme) | Q(programme__parent=programme) | Q(other_programmes=programme)
        calls = self.filter(pk__in=Call.objects.filter(own).values("pk"))
        return calls.order_by(F("year").desc(nulls_last=True), "sort_key")


class CallManager(SlugManager.from_queryset(CallQuerySet)):
    pass


class Call(Publishable):
    """A call for proposals, or a yearly work programme that announces calls."""

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,  # a call without its programme is not understood
        related_name="calls",
        verbose_name=_("programme"),
    )
    other_programmes = models.ManyToManyField(
        Programme,
        blank=True,
        related_name="joint_calls",
        verbose_name=_("also covers"),
    )
    applicant_kinds = models.ManyToManyField(
        ApplicantKind,
        blank=True,
        related_name="calls",
        verbose_name=_("who may apply"),
        help_text=_("Only where it differs from the programme."),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    announced_at = models.CharField(_("where it is announced"), max_length=200, blank=True)
    announced_at_en = models.CharField(_("where it is announced, English"), max_length=200, blank=True)
    contacts = models.ManyToManyField(
        "organisations.Contact", blank=True, related_name="calls", verbose_name=_("contacts")
    )
    website = models.URLField(_("website"), blank=True)

    objects = CallManager()

    rows = ("windows", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = Publishable.Meta.constraints

    def get_absolute_url(self):
        return address("funding:call", self.slug)

    def search_document(self):
        document = super().search_document()
        document.add_kind(self._meta.verbose_name, _("Funding"))
        for programme in (self.programme, *self.other_programmes.all()):
            document.tags += programme.search_names
        for kind in self.applicants:
            document.texts += [kind.name, English(kind.name_en)]
        document.texts += [self.announced_at, *(contact.name for contact in self.contacts.all())]
        document.facets["ar"] = [self.year] if self.year else []
        return document

    @property
    def applicants(self) -> list:
        """Who may apply: as the call says, else as its programme says."""
        return list(self.applicant_kinds.all()) or list(self.programme.applicant_kinds.all())

    @property
    def state_label(self) -> str:
        """The state from ``with_state()`` in words."""
        return str(CallState(self.state).label)


class CallCitation(Citation):
    call = models.ForeignKey(
        Call,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("call"),
    )

    class Meta(Citation.Meta):
        abstract = False


class CallWindow(models.Model):
    """A span in which a call takes applications, as exactly as it is known."""

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
    known_open_on = models.DateField(
        _("known to be open on"),
        null=True,
        blank=True,
        help_text=_("When the opening day is unknown: the first day the source says it was open."),
    )
    closes_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("application window")
        verbose_name_plural = _("application windows")
        ordering = ["closes_on", "opens_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="funding_window_closes_after_opening",
                violation_error_message=_("The last day is before the opening."),
            ),
            models.CheckConstraint(
                condition=~Q(opens_on=None, closes_on=None),
                name="funding_window_has_a_date",
                violation_error_message=_("Give at least one date."),
            ),
        ]

    def __str__(self):
        return self.period

    @property
    def opens(self) -> str:
        return format_partial(self.opens_on, self.opens_precision)

    @property
    def closes(self) -> str:
        return format_partial(self.closes_on)

    @property
    def period(self) -> str:
        return format_period(self.opens_on, self.opens_precision, self.closes_on, Precision.DAY)
