from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import LinkQuerySet, Publishable
from search.documents import English
from search.followed import Followed
from sources.addresses import address
from sources.models import Citation
from sources.partial_dates import Period

from .enums import FeeKind, MembershipRole


class Network(Publishable, Period):
    """A network, forum, reference group or other standing group that people can turn to."""

    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    other_names = models.CharField(_("other spellings"), max_length=300, blank=True)
    fee_kind = models.CharField(_("fee"), max_length=8, choices=FeeKind, default=FeeKind.UNKNOWN)
    fee_from = models.DecimalField(_("fee from"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_to = models.DecimalField(_("fee to"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_open_ended = models.BooleanField(_("or more"), default=False, help_text=_("The source sets no upper limit."))
    fee_currency = models.CharField(_("currency"), max_length=3, default="EUR")
    fee_note = models.CharField(_("note on the fee"), max_length=250, blank=True)
    fee_note_en = models.CharField(_("note on the fee, English"), max_length=250, blank=True)
    activities = models.TextField(_("activities"), blank=True, help_text=_("Markdown."))
    joining = models.TextField(_("how to take part"), blank=True, help_text=_("Markdown."))
    meets = models.CharField(_("how often it meets"), max_length=150, blank=True)
    meets_en = models.CharField(_("how often it meets, English"), max_length=150, blank=True)
    place = models.CharField(_("seat"), max_length=100, blank=True)
    country = models.ForeignKey(
        "organisations.Country",
        on_delete=models.PROTECT,  # reference data
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("country"),
    )
    municipalities = models.ManyToManyField(
        "organisations.Municipality",
        blank=True,
        related_name="networks",
        verbose_name=_("municipalities"),
    )
    regions = models.ManyToManyField(
        "organisations.Region", blank=True, related_name="networks", verbose_name=_("counties")
    )
    website = models.URLField(_("website"), blank=True)
    contacts = models.ManyToManyField(
        "organisations.Contact", blank=True, related_name="networks", verbose_name=_("contacts")
    )
    funded_by = models.ManyToManyField(
        "funding.Programme",
        blank=True,
        related_name="funded_networks",
        verbose_name=_("funded by"),
    )
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,  # the earlier network stands on its own
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )

    rows = ("memberships", "citations")

    class Meta(Publishable.Meta):
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            *Publishable.Meta.constraints,
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fee_from=None) | models.Q(fee_to=None) | models.Q(fee_to__gte=models.F("fee_from")),
                name="networks_network_fee_in_order",
                violation_error_message=_("The upper fee is below the lower one."),
            ),
            models.CheckConstraint(
                condition=models.Q(fee_kind=FeeKind.PAID) | models.Q(fee_from=None, fee_to=None),
                name="networks_network_amount_only_when_paid",
                violation_error_message=_("An amount belongs to a membership fee."),
            ),
        ]

    def get_absolute_url(self):
        return address("networks:detail", self.slug)

    def search_document(self):
        document = super().search_document()
        document.add_kind(self._meta.verbose_name)
        document.names += [self.short_name, self.other_names]
        for membership in self.memberships.all():
            document.tags += membership.organisation.search_names
        document.tags.append(self.place)
        document.add_places([self.country] if self.country else [], self.regions.all(), self.municipalities.all())
        document.texts += [
            self.activities,
            self.joining,
            self.fee_note,
            English(self.fee_note_en),
            self.meets,
            *(contact.name for contact in self.contacts.all()),
        ]
        if self.fee_kind != FeeKind.UNKNOWN:
            document.add_facts({FeeKind.PAID.label: True, FeeKind.FREE.label: self.fee_kind == FeeKind.FREE})
        document.facets["ar"] = self.years
        return document


class NetworkCitation(Citation):
    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,  # a citation is nothing without its record
        related_name="citations",
        verbose_name=_("network"),
    )

    class Meta(Citation.Meta):
        abstract = False


class Membership(Followed):
    """An organisation's place in a network."""

    network = models.ForeignKey(
        Network,
        on_delete=models.CASCADE,  # the row only links the two
        related_name="memberships",
        verbose_name=_("network"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.CASCADE,  # the row only links the two
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole, default=MembershipRole.MEMBER)
    note = models.CharField(_("note"), max_length=250, blank=True)
    note_en = models.CharField(_("note, English"), max_length=250, blank=True)

    objects = LinkQuerySet.as_manager()
    roles = MembershipRole
    shows = "network"

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation", "role"],
                name="networks_membership_once_a_role",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.get_role_display()}"
