"""What the calculator asks: the project, what one has oneself, and what the programme does not say."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.forms import CURRENCIES
from publishing.templatetags.content import number
from sources.enums import Precision
from sources.forms import PartialDateField
from sources.partial_dates import last_day

from .assumptions import currency_of, payment_term
from .calculation import Inputs
from .fields import NumberField, PositiveAmountField
from .sums import Exchange

LONGEST_MONTHS = 120
_PER_CENT = dict.fromkeys(["%", "procent", "per cent", "percent"], 1)
_MONTHS = dict.fromkeys(["månad", "månader", "mån", "month", "months"], 1) | dict.fromkeys(["år", "year", "years"], 12)
_HOURS = dict.fromkeys(["timme", "timmar", "tim", "h", "hour", "hours"], 1)
_KRONOR = dict.fromkeys(["kr", "kronor", "sek"], 1)
# The fields of the payments, and the terms that they are about.
PAYMENTS = {"forskott": "advance_percent", "rekvisition": "claim_months", "utbetalning": "payment_months"}
# The parts of the form: what each is called, and its fields.
PARTS = [
    (_("The project"), ["budget", "start", "manader", "slut"]),
    (_("Your own money and working time"), ["eget", "timmar", "timkostnad"]),
    (_("Rate and currency"), ["stodniva", "kurs", "kursdag"]),
    (_("When the money comes"), [*PAYMENTS]),
]


class CostsForm(forms.Form):
    """The fields are called as in the address. ``terms`` are those of the programme or call (``terms_of``).

    ``asked`` is what stands in the address. What it says nothing of is filled in where the programme says it, and for
    the payments with what is assumed. Without a budget and own money there is nothing to work out and nothing wrong.
    """

    budget = PositiveAmountField(label=_("What the project costs"))
    start = PartialDateField(label=_("Starts"), required=False, help_text=_("The month, for example March 2018."))
    manader = NumberField(label=_("Length in months"), least=1, most=LONGEST_MONTHS, example=24, units=_MONTHS)
    slut = PartialDateField(label=_("Ends"), required=False, help_text=_("If you would rather not write the length."))
    eget = PositiveAmountField(
        label=_("Money of your own"), help_text=_("Without a cost above: how large a project it is enough for.")
    )
    timmar = NumberField(label=_("Hours you put in"), least=1, most=999_999, example=1200, units=_HOURS, decimals=2)
    timkostnad = PositiveAmountField(
        label=_("What an hour costs you"), help_text=_("With social charges, for example 450 kr.")
    )
    stodniva = NumberField(
        label=_("The programme pays, per cent"), least=1, most=100, example=75, units=_PER_CENT, decimals=2
    )
    kurs = NumberField(label=_("Kronor for one euro"), least=1, most=100, example="11.25", units=_KRONOR, decimals=6)
    kursdag = PartialDateField(
        label=_("Day of that rate"),
        required=False,
        help_text=_("For example 5 March 2018."),
    )
    forskott = NumberField(
        label=_("Advance, per cent of the grant"), least=0, most=100, example=40, units=_PER_CENT, decimals=2
    )
    rekvisition = NumberField(
        label=_("Months between claims for payment"), least=1, most=LONGEST_MONTHS, example=6, units=_MONTHS
    )
    utbetalning = NumberField(
        label=_("Months from a claim until the money comes"), least=0, most=36, example=3, units=_MONTHS
    )

    def __init__(self, asked, terms, **options):
        said = {name: payment_term(terms, term) for name, term in PAYMENTS.items()} | {"stodniva": terms.rate}
        self.filled = {name: number(term.value) for name, term in said.items() if term.value is not None}
        # NUL is nothing that a page may hold; it is shown again as the sign for what cannot be read.
        asked = {name: asked[name].replace("\0", "\ufffd") for name in self.base_fields if name in asked}
        self.typed = {name: text for name, text in asked.items() if text.strip()}
        kept = "data" if {"budget", "eget"} & set(asked) else "initial"
        super().__init__(**{kept: self.filled | self.typed}, **options)
        self.terms, self.currency = terms, currency_of(terms)
        examples = _("4 148 664, 4.1 million kronor or 300 000 euro. Without a currency it is read as %(currency)s.")
        if not terms.rate.is_known:
            self.fields["stodniva"].label = _("If the programme pays, per cent")
            self.fields["stodniva"].help_text = _("The portal does not know what it pays. Write a rate to try.")
        self.fields["budget"].help_text = examples % {"currency": CURRENCIES.get(self.currency, self.currency)}

    @property
    def parts(self) -> list[tuple]:
        """(heading, fields, whether to show them) of each part: where something is typed, wrong or missing, it is."""
        shown = {name for name, text in self.typed.items() if text != self.filled.get(name)} | set(self.errors)
        if not self.terms.rate.is_known or any(limit.currency != self.currency for limit in self.terms.limits.value):
            shown.add("stodniva")
        return [(heading, [self[name] for name in names], bool(shown & set(names))) for heading, names in PARTS]

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) or name in self.errors for name in ("budget", "eget")):
            self.add_error("budget", _("Write what the project costs, or how much money of your own you have."))
        self._clean_length()
        self._clean_exchange()
        for name, other, message in [
            ("timmar", "timkostnad", _("Write how many hours, or leave the cost of an hour empty.")),
            ("timkostnad", "timmar", _("Write what an hour costs, or leave the hours empty.")),
        ]:
            if cleaned.get(other) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        self._clean_currency()
        return cleaned

    def _clean_length(self):
        """Work out the months of a project with an end, and refuse what does not fit together."""
        cleaned = self.cleaned_data
        start, end, months = (cleaned.get(name) for name in ("start", "slut", "manader"))
        cleaned["months"] = int(months) if months else None
        if start and start.precision not in (Precision.DAY, Precision.MONTH):
            self.add_error("start", _("Write the month too, for example March 2018."))
        elif end and not start and "start" not in self.errors:
            self.add_error("start", _("Write the start too, or the length instead of the end."))
        elif start and end and last_day(*end) < start.date:
            self.add_error("slut", _("The end is before the start."))
        elif start and end:
            cleaned["months"] = length = _months(start.date, last_day(*end))
            if length > LONGEST_MONTHS:
                message = _("The project can be at most %(number)s months long here.") % {"number": LONGEST_MONTHS}
                self.add_error("slut", message)
            elif months and months != length:
                message = _("From the start to the end it is %(number)s months. Write the length or the end, not both.")
                self.add_error("manader", message % {"number": length})

    def _clean_exchange(self):
        rate, day = (self.cleaned_data.get(name) for name in ("kurs", "kursdag"))
        self.cleaned_data["exchange"] = None
        if rate and not day and "kursdag" not in self.errors:
            self.add_error("kursdag", _("Write the day that the exchange rate is of."))
        elif day and not rate and "kurs" not in self.errors:
            self.add_error("kurs", _("Write the exchange rate of that day, or leave the day empty."))
        elif day and day.precision != Precision.DAY:
            self.add_error("kursdag", _("Write the whole date, for example 5 March 2018."))
        elif day and day.date > timezone.localdate():
            self.add_error("kursdag", _("That day has not come yet."))
        elif day and rate:
            self.cleaned_data["exchange"] = Exchange(rate, day.date)

    def _clean_currency(self):
        """Let all amounts be in one currency: that of the cost, else of the own money, else the programme's."""
        cleaned, exchange = self.cleaned_data, self.cleaned_data["exchange"]
        leading = cleaned.get("budget") or cleaned.get("eget")
        self.currency = (leading and leading.currency) or self.currency
        for name in ("budget", "eget", "timkostnad"):
            amount, currency = cleaned.get(name) or (None, None)
            if currency not in (None, self.currency):
                amount = exchange and exchange.convert(amount, currency, self.currency)
                if amount is None and not {"kurs", "kursdag"} & set(self.errors):
                    message = _("Write it in %(currency)s, or write an exchange rate.")
                    self.add_error(name, message % {"currency": CURRENCIES.get(self.currency, self.currency)})
            cleaned[name] = amount

    def inputs(self) -> Inputs:
        """Return what was typed, of a form that is valid."""
        cleaned = self.cleaned_data
        return Inputs(
            currency=self.currency,
            budget=cleaned["budget"],
            own_money=cleaned["eget"],
            hours=cleaned["timmar"],
            hourly_cost=cleaned["timkostnad"],
            rate=cleaned["stodniva"],
            exchange=cleaned["exchange"],
            months=cleaned["months"],
            start=cleaned["start"] and cleaned["start"].date,
            **{term: cleaned[name] for name, term in PAYMENTS.items()},
        )


def _months(start: datetime.date, last: datetime.date) -> int:
    """Return how many months it is from ``start`` to ``last``, both counted; a part of a month is a month."""
    after = last + datetime.timedelta(days=1)
    return (after.year - start.year) * 12 + after.month - start.month + (after.day > start.day)
