"""Who follows what, what they have been told, and what there has been to tell."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from .enums import Rhythm


def new_key() -> str:
    """Return a key that nobody can guess, for the addresses in one's mails."""
    return secrets.token_urlsafe(24)


class FollowerQuerySet(models.QuerySet):
    def of(self, user, addresses):
        """Return the followers that are ``user``: by the account, and by ``addresses`` that are known to be theirs."""
        return self.filter(Q(user=user) | Q(email__in=[address.lower() for address in addresses]))


class Follower(models.Model):
    """Somebody who follows something: an account, or an e-mail address alone.

    Personal data, kept to send what was asked for. One without subscriptions is deleted (``actions.forget()``).
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,  # nobody is left to be told
        null=True,
        blank=True,
        related_name="follower",
        verbose_name=_("account"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    # In the addresses by which mails are stopped. It never ends: a mail of last year must be able to stop them too.
    key = models.CharField(_("key"), max_length=40, unique=True, default=new_key, editable=False)
    # How many mails with news there have been: the next one's number is a part of its key in the outbox.
    mails = models.PositiveIntegerField(_("mails"), default=0, editable=False)
    # What one subscription has told and another has still to come to: by the number of the record as text, the Edition
    # as of which a mail named it, and that as of which a mail said what has changed ("new" says nothing of that).
    told = models.JSONField(default=dict, editable=False)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(email=""),
                name="following_follower_is_account_or_address",
                violation_error_message=_("Who follows is an account or an e-mail address, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="following_follower_email_lower_case",
                violation_error_message=_("An e-mail address is kept in small letters."),
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="following_follower_language_spoken",
                violation_error_message=_("The portal does not speak this language."),
            ),
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="following_follower_email_once"),
        ]

    def __str__(self):
        return str(self.user or self.email)

    @property
    def address(self) -> str:
        """Where mail goes to."""
        return self.user.email if self.user else self.email

    @property
    def speaks(self) -> str:
        """The language of mail: that of the account, or the one chosen for the address."""
        return self.user.language if self.user else self.language


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """One thing that somebody follows: a record by its number in the index (search/registry.py), or a saved search.

    ``told_through`` is the last Edition as of which everything has been told; what has changed since is its news. A
    search also knows the hits that have been told.
    """

    follower = models.ForeignKey(
        Follower,
        on_delete=models.CASCADE,  # nobody is left to be told
        related_name="subscriptions",
        verbose_name=_("follower"),
    )
    document = models.PositiveBigIntegerField(_("record"), null=True, blank=True)
    list = models.CharField(_("list"), max_length=40, blank=True)
    query = models.CharField(_("search"), max_length=1000, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    rhythm = models.CharField(_("how often"), max_length=7, choices=Rhythm, default=Rhythm.AT_ONCE)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_through = models.PositiveBigIntegerField(default=0, editable=False)
    known = models.BinaryField(default=bytes, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, list="", query="") | Q(document=None) & ~Q(list=""),
                name="following_subscription_is_to_a_record_or_a_search",
                violation_error_message=_("What is followed is a record or a search, one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="following_subscription_rhythm_known",
                violation_error_message=_("Mail comes at once, once a day or once a week."),
            ),
            models.UniqueConstraint(
                fields=["follower", "document"],
                condition=Q(document__isnull=False),
                name="following_subscription_record_once",
                violation_error_message=_("You follow this already."),
            ),
            models.UniqueConstraint(
                fields=["follower", "list", "query"],
                condition=Q(document=None),
                name="following_subscription_search_once",
                violation_error_message=_("You follow this already."),
            ),
        ]
        indexes = [
            models.Index(fields=["document"], condition=Q(document__isnull=False), name="following_of_record"),
            models.Index(fields=["rhythm", "told_through"], name="following_to_tell"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="following_unconfirmed"),
        ]

    def __str__(self):
        return self.name or f"{self.list or self.document}"

    @cached_property
    def hits(self) -> BitMap:
        """The hits of the search that have been told, or were there when it was saved, as documents."""
        return BitMap.deserialize(bytes(self.known)) if self.known else BitMap()


class Dismissal(models.Model):
    """A record that somebody does not want to hear of any more, by whatever search or programme it would come."""

    follower = models.ForeignKey(
        Follower,
        on_delete=models.CASCADE,  # nobody is left to be spared
        related_name="dismissals",
        verbose_name=_("follower"),
    )
    document = models.PositiveBigIntegerField(_("record"))

    class Meta:
        verbose_name = _("dismissed hit")
        verbose_name_plural = _("dismissed hits")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["follower", "document"], name="following_dismissal_once")]

    def __str__(self):
        return str(self.document)


class Edition(models.Model):
    """What there is to tell of a record as it was seen at a moment: written when it is another than the one before.

    Tells nothing of persons, and of what is not published only that it is not.
    """

    document = models.PositiveBigIntegerField(_("record"))
    facts = models.JSONField(_("facts"))
    seen_at = models.DateTimeField(_("seen at"), default=timezone.now)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["pk"]
        indexes = [models.Index(fields=["document", "id"], name="following_edition_latest")]

    def __str__(self):
        return f"{self.document}: {self.pk}"


class Round(models.Model):
    """When something that is done again and again was last done whole, and in view of what."""

    name = models.CharField(_("name"), max_length=20, primary_key=True)
    at = models.DateTimeField(_("last done at"), default=timezone.now)
    seen = models.CharField(_("in view of"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")

    def __str__(self):
        return self.name
