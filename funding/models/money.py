"""What a programme or a call says of its money: shares, amounts, partners, and when it is paid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from search.followed import Followed


class MoneyFacts(models.Model):
    """The terms of the money, each with what is known of it; empty is unknown, and said so.

    A call says what differs from its programme (``funding.terms``).
    """

    minimum_partners = models.PositiveSmallIntegerField(
        _("minimum partners"), null=True, blank=True, help_text=_("Besides the applicant.")
    )
    minimum_countries = models.PositiveSmallIntegerField(
        _("minimum countries"), null=True, blank=True, help_text=_("The applicant’s own counted.")
    )
    partners_note = models.CharField(_("note on partners"), max_length=250, blank=True)
    partners_note_en = models.CharField(_("note on partners, English"), max_length=250, blank=True)
    cofinancing_percent = models.PositiveSmallIntegerField(
        _("co-financing rate, per cent"),
        null=True,
        blank=True,
        help_text=_("The share of the cost that the programme pays."),
    )
    cofinancing_percent_highest = models.PositiveSmallIntegerField(
        _("highest rate, per cent"), null=True, blank=True, help_text=_("In cases that the programme names.")
    )
    cofinancing_note = models.CharField(_("note on co-financing"), max_length=250, blank=True)
    cofinancing_note_en = models.CharField(_("note on co-financing, English"), max_length=250, blank=True)
    time_counts = models.BooleanField(
        _("working time counts as own share"), null=True, blank=True, help_text=_("Empty as long as it is not known.")
    )
    budget = models.DecimalField(_("budget"), max_digits=16, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(_("currency"), max_length=3, default="EUR")
    budget_approximate = models.BooleanField(_("approximate"), default=False)
    budget_per_year = models.BooleanField(_("per year"), default=False)
    budget_note = models.CharField(
        _("note on the budget"),
        max_length=250,
        blank=True,
        help_text=_("The amount in the words of the source."),
    )
    budget_note_en = models.CharField(_("note on the budget, English"), max_length=250, blank=True)
    advance_percent = models.PositiveSmallIntegerField(
        _("paid in advance, per cent of the grant"),
        null=True,
        blank=True,
        help_text=_("0 when all is paid in arrears."),
    )
    claim_months = models.PositiveSmallIntegerField(_("months between claims for payment"), null=True, blank=True)
    payment_months = models.PositiveSmallIntegerField(_("months from a claim to the payment"), null=True, blank=True)
    payment_note = models.CharField(_("note on payment"), max_length=250, blank=True)
    payment_note_en = models.CharField(_("note on payment, English"), max_length=250, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(cofinancing_percent=None) | Q(cofinancing_percent__range=(1, 100)),
                name="%(app_label)s_%(class)s_cofinancing_is_percent",
                violation_error_message=_("The rate is between 1 and 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(cofinancing_percent_highest=None)
                | Q(
                    cofinancing_percent__isnull=False,
                    cofinancing_percent_highest__gt=F("cofinancing_percent"),
                    cofinancing_percent_highest__lte=100,
                ),
                name="%(app_label)s_%(class)s_highest_rate_above_rate",
                violation_error_message=_("The highest rate is above the usual one, and at most 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="%(app_label)s_%(class)s_budget_not_negative",
                violation_error_message=_("The budget cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(advance_percent=None) | Q(advance_percent__lte=100),
                name="%(app_label)s_%(class)s_advance_is_percent",
                violation_error_message=_("At most 100 per cent of the grant can be paid in advance."),
            ),
            models.CheckConstraint(
                condition=Q(claim_months=None) | Q(claim_months__gte=1),
                name="%(app_label)s_%(class)s_claims_have_a_pause",
                violation_error_message=_("There is at least a month between claims."),
            ),
        ]


class GrantLimit(Followed):
    """The least and the most that one project may get, by its length; without a length, whatever it is."""

    months = models.PositiveSmallIntegerField(
        _("length in months"), null=True, blank=True, help_text=_("Empty when the amounts hold for any length.")
    )
    floor = models.DecimalField(_("at least"), max_digits=12, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("at most"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")

    class Meta:
        abstract = True
        ordering = ["months"]
        constraints = [
            models.CheckConstraint(
                condition=Q(floor__isnull=False) | Q(amount__isnull=False),
                name="%(app_label)s_%(class)s_has_an_amount",
                violation_error_message=_("Give at least one amount."),
            ),
            models.CheckConstraint(
                condition=Q(floor=None) | Q(amount=None) | Q(amount__gte=F("floor")),
                name="%(app_label)s_%(class)s_most_above_least",
                violation_error_message=_("The most cannot be less than the least."),
            ),
        ]

    def __str__(self):
        amounts = " – ".join(str(amount) for amount in (self.floor, self.amount) if amount is not None)
        return f"{amounts} {self.currency}" + (f" / {self.months}" if self.months else "")

    @property
    def years(self) -> int | None:
        """Whole years, or None when the length is not a number of whole years or none is given."""
        return self.months // 12 if self.months and self.months % 12 == 0 else None


def once_a_length(record: str, name: str) -> list:
    """Return the constraints that a ``record`` has one limit for each length."""
    message = _("There is already a limit for this length.")
    return [
        models.UniqueConstraint(
            fields=[record, "months"], name=f"{name}_once_a_length", violation_error_message=message
        ),
        models.UniqueConstraint(
            fields=[record], condition=Q(months=None), name=f"{name}_once_for_any", violation_error_message=message
        ),
    ]
