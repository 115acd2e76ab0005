import datetime

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable, PublishableQuerySet
from search.documents import English
from sources.addresses import address
from sources.enums import Precision
from sources.models import Citation, SlugManager
from sources.partial_dates import format_partial, over

from .. import moments
from ..enums import CallState
from .money import GrantLimit, MoneyFacts, once_a_length
from .programme import ApplicantKind, Programme

# A call closes soon when its last day is at most this many days away.
CLOSING_SOON_DAYS = 30


class CallQuerySet(PublishableQuerySet):
    def with_state(self, at: datetime.date):
        """Annotate ``state`` (a CallState) and the deadlines as they are at the moment ``at``.

        ``at`` is an aware datetime, or a day, which stands for its start in Sweden.

        The only place where the state of a call is worked out:

        - open: a window that is not over and has opened, or which the source says was open by then; closing soon when
          its last day is near;
        - planned: a window still to open; one planned for a month, a season or a year
          stays planned until that span is over;
        - expected again: every window is over, or none is known, and the call comes again before its programme ends;
        - closed: every window is over, or nothing is known of a window and the
          programme period is over;
        - unknown otherwise.
        """
        moment = at if isinstance(at, datetime.datetime) else moments.start_of(at)
        on = timezone.localdate(moment)
        windows = self.model._meta.get_field("windows").related_model.objects.filter(call=OuterRef("pk"))
        is_open = windows.filter(opens_at__lte=moment, closes_at__gt=moment)
        soon = moments.start_of(on + datetime.timedelta(days=min(CLOSING_SOON_DAYS + 1, (datetime.date.max - on).days)))
        not_over = Q(closes_at=None) | Q(closes_at__gt=moment)
        over_and_done = ~Exists(windows.filter(not_over))
        to_open = windows.filter(not_over, planned_until__gt=moment).order_by("planned_until")
        next_ = windows.filter(closes_at__gt=moment).order_by("closes_at")
        last = windows.order_by(F("closes_at").desc(nulls_last=True))
        return self.annotate(expected_month=_next_round(windows, on)).annotate(
            state=Case(
                When(Exists(is_open.filter(closes_at__lte=soon)), then=Value(CallState.CLOSING_SOON)),
                When(Exists(is_open), then=Value(CallState.OPEN)),
                When(Exists(to_open), then=Value(CallState.PLANNED)),
                When(over_and_done & Q(expected_month__lte=_last_month_of_programme()), then=Value(CallState.EXPECTED)),
                When(Exists(windows) & over_and_done, then=Value(CallState.CLOSED)),
                When(over("programme__ends", on), then=Value(CallState.CLOSED)),
                default=Value(CallState.UNKNOWN),
                output_field=models.CharField(max_length=12),
            ),
            next_opens_on=Subquery(to_open.values("opens_on")[:1]),
            next_opens_precision=Subquery(to_open.values("opens_precision")[:1]),
            next_closes_at=Subquery(next_.values("closes_at")[:1]),
            next_precision=Subquery(next_.values("closes_precision")[:1]),
            last_closes_at=Subquery(last.values("closes_at")[:1]),
            last_precision=Subquery(last.values("closes_precision")[:1]),
        )

    def of_programme(self, programme):
        """Return the calls of ``programme`` and of its strands, and those that also cover it."""
        own = Q(programme=programme) | Q(programme__parent=programme) | Q(other_programmes=programme)
        calls = self.filter(pk__in=Call.objects.filter(own).values("pk"))
        return calls.order_by(F("year").desc(nulls_last=True), "sort_key")


def _month(date) -> Combinable:
    """Return the number of the month of ``date``, counted from the year 0: months are what rounds are counted in."""
    # PostgreSQL extracts fractions, and would divide them as such.
    return Cast(ExtractYear(date) * 12 + ExtractMonth(date) - 1, models.IntegerField())


def _next_round(windows, on: datetime.date) -> Combinable:
    """Return the month in which a call that comes again is next expected on the day ``on``, as the number of the month.

    Counted from the latest opening (or last day) that is known, else from its year, in steps of ``recurs_months``: the
    first one, after that, that is not over. Null when it does not come again, or from what is not known.
    """
    latest = windows.annotate(known_on=Coalesce("opens_on", "closes_on")).order_by("-known_on")
    counted_from = Coalesce(Subquery(latest.annotate(month=_month("known_on")).values("month")[:1]), F("year") * 12)
    step, now = F("recurs_months"), on.year * 12 + on.month - 1
    rounds = Greatest(Value(1), (Value(now) - counted_from + step - 1) / step)
    return ExpressionWrapper(counted_from + rounds * step, models.IntegerField())


def _last_month_of_programme() -> Combinable:
    ends, precision = "programme__ends_on", "programme__ends_precision"
    more = Case(
        When(**{precision: Precision.YEAR}, then=Value(11)), When(**{precision: Precision.SEASON}, then=Value(2)),
        default=Value(0),
    )  # fmt: skip
    return Coalesce(_month(ends) + more, Value(12 * datetime.date.max.year))


class CallManager(SlugManager.from_queryset(CallQuerySet)):
    pass


class Call(Publishable, MoneyFacts):
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
    recurs_months = models.PositiveSmallIntegerField(
        _("comes again after, months"),
        null=True,
        blank=True,
        help_text=_("12 for every year. Only of the latest round; take it away when the next has a page of its own."),
    )
    recurs_note = models.CharField(_("note on when it comes again"), max_length=250, blank=True)
    recurs_note_en = models.CharField(_("note on when it comes again, English"), max_length=250, blank=True)

    objects = CallManager()

    rows = ("windows", "ceilings", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            *Publishable.Meta.constraints,
            *MoneyFacts.Meta.constraints,
            models.CheckConstraint(
                condition=Q(recurs_months=None) | Q(recurs_months__range=(1, 120)),
                name="funding_call_comes_again_in_time",
                violation_error_message=_("A call comes again after one month to ten years."),
            ),
        ]

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
    def rate(self) -> int | None:
        """The share of the cost that is paid, in per cent: as the call says, else as its programme says."""
        return self.cofinancing_percent or self.programme.cofinancing_percent

    @property
    def next_deadline(self) -> datetime.date | None:
        """The last day, in Sweden, of the window from ``with_state()`` that closes next."""
        return moments.last_day_before(self.next_closes_at)

    @property
    def last_deadline(self) -> datetime.date | None:
        """The last day, in Sweden, of the window that closes last."""
        return moments.last_day_before(self.last_closes_at)

    @property
    def next_opening_words(self) -> str:
        """When the window from ``with_state()`` that is to open next opens."""
        return format_partial(self.next_opens_on, self.next_opens_precision)

    @property
    def next_deadline_words(self) -> str:
        return moments.written_end(self.next_closes_at, self.next_precision)

    @property
    def last_deadline_words(self) -> str:
        return moments.written_end(self.last_closes_at, self.last_precision)

    @property
    def expected_words(self) -> str:
        """When ``with_state()`` expects it again: a month, or a year when only the year of a round is known."""
        year, month = divmod(self.expected_month, 12)
        is_dated = self.last_closes_at or self.last_precision
        return format_partial(datetime.date(year, month + 1, 1), Precision.MONTH if is_dated else Precision.YEAR)

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


class CallCeiling(GrantLimit):
    """What one project of a call may get, where the call says another thing than its programme."""

    call = models.ForeignKey(
        Call,
        on_delete=models.CASCADE,  # a ceiling is nothing without its call
        related_name="ceilings",
        verbose_name=_("call"),
    )

    class Meta(GrantLimit.Meta):
        abstract = False
        verbose_name = _("grant ceiling of the call")
        verbose_name_plural = _("grant ceilings of the call")
        constraints = [*GrantLimit.Meta.constraints, *once_a_length("call", "funding_call_ceiling")]
