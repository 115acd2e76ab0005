from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rights import Reach, Right, member_roles, reach, role_in_portal
from attachments.models import Attachment, ProposedChange
from search.documents import English, SearchDocument
from search.followed import Followed, FollowedQuerySet
from search.readers import EVERYONE, STAFF, members_of
from search.swedish import sort_key_field
from sources.models import Findable, SlugManager

from .corrections.models import Correction  # noqa: F401 (Django looks for models here)
from .enums import Language, Status


class Theme(Followed):
    """A subject that readers browse by; one short list for all kinds of content."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    sort_key = sort_key_field("name")
    name_en = models.CharField(_("name, English"), max_length=60)

    objects = SlugManager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["sort_key"]

    def __str__(self):
        return self.name

    @property
    def search_names(self) -> list[str]:
        """What the index of a record takes from its theme."""
        return [self.name, English(self.name_en), self.slug]

    def natural_key(self):
        return (self.slug,)


class PublishableQuerySet(FollowedQuerySet):
    """What may be seen and written, once for all kinds of content.

    A proposed version of a published record is a record of its own that shows in no list, not even to its writers: it
    is met on their pages and the editors', which ask ``open_to()``.
    """

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user):
        """Return what ``user`` may read in lists and on pages: the published, and drafts that are open to them."""
        if not user.is_authenticated:
            return self.published()
        drafts = self._reached(user, Right.READ_DRAFTS)
        whole = self.filter(proposal_for=None)
        return whole if drafts is None else whole.filter(models.Q(status=Status.PUBLISHED) | drafts)

    def open_to(self, user, right):
        """Return the records, proposed versions too, that ``right`` (accounts.rights.Right) reaches for ``user``."""
        reached = self._reached(user, right)
        return self if reached is None else self.filter(reached)

    def of_writer(self, user):
        """Return the records that ``user`` writes: their own, those they write along, those of their organisations."""
        return self.filter(self._tied_to(user, Right.WRITE))

    def _reached(self, user, right):
        """Return the condition that ``right`` reaches a record for ``user``; None when it reaches all."""
        how_far = reach(role_in_portal(user), right)
        if how_far == Reach.ALL:
            return None
        return self._tied_to(user, right) if how_far >= Reach.OWN else models.Q(pk__in=[])

    def _tied_to(self, user, right):
        shared = self.model.co_writers.through.objects.filter(user=user).values(self.model._meta.model_name)
        tied = models.Q(owner=user) | models.Q(pk__in=shared)
        if roles := member_roles(right):
            tied |= models.Q(organisation__in=user.memberships.filter(role__in=roles).values("organisation"))
        return tied


class PublishableManager(SlugManager.from_queryset(PublishableQuerySet)):
    pass


class LinkQuerySet(FollowedQuerySet):
    """Rows that link a record to something else; ``shows`` on the model names the field of the record."""

    def visible_to(self, user, shows: str = ""):
        """Return the rows whose record ``user`` may read; ``shows`` picks another field than the usual."""
        field = shows or self.model.shows
        records = self.model._meta.get_field(field).related_model.objects.visible_to(user)
        return self.filter(**{f"{field}__in": records.order_by()}).select_related(field)


class Publishable(Findable):
    """What all kinds of content share: texts, address, status and owner."""

    title = models.CharField(_("title"), max_length=250)
    sort_key = sort_key_field("title")
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    summary = models.TextField(_("summary"), help_text=_("One to three sentences."))
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SWEDISH)
    title_en = models.CharField(_("title, English"), max_length=250, blank=True)
    summary_en = models.TextField(_("summary, English"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="%(class)s_set", verbose_name=_("themes"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # Published work stays when an account goes; editors take it over.
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        verbose_name=_("owner"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        on_delete=models.SET_NULL,  # as for the owner
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered for"),
        help_text=_("The organisation whose members may write the record along with its owner."),
    )
    co_writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("write along")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    status_since = models.DateTimeField(_("status since"), default=timezone.now)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # as for the owner
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    proposal_for = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,  # there is nothing left to propose changes to
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("proposed version of"),
    )
    proposed_from = models.JSONField(_("content that the proposal began with"), null=True, blank=True, editable=False)
    # Of the form that began the draft: sent twice, it begins one.
    begun_with = models.UUIDField(null=True, unique=True, editable=False)
    attachments = GenericRelation(Attachment)  # which therefore go with the record
    file_changes = GenericRelation(ProposedChange)  # what a proposed version wishes, and what therefore goes with it

    objects = PublishableManager()

    # What rules own, and no writer: see sources/versions.py.
    not_content = Findable.not_content | {
        "status",
        "status_since",
        "owner",
        "organisation",
        "co_writers",
        "version",
        "published_at",
        "published_by",
        "proposal_for",
        "proposed_from",
        "begun_with",
    }

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=Status.reached_readers()) | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_time",
                violation_error_message=_("What is or was published has a time of publication."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=Status.reached_readers())
                | models.Q(status_since__gte=models.F("published_at")),
                name="%(app_label)s_%(class)s_status_since_publication",
                violation_error_message=_("What is or was published cannot have its status since before it was."),
            ),
            models.CheckConstraint(
                condition=models.Q(published_by=None) | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_publisher_has_time",
                violation_error_message=_("Whoever has published a record did so at some time."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.RETURNED])
                | ~(models.Q(title="") | models.Q(summary="")),
                name="%(app_label)s_%(class)s_shown_is_whole",
                violation_error_message=_("What editors decide on and readers see has a title and a summary."),
            ),
            models.CheckConstraint(
                condition=models.Q(proposal_for=None) | models.Q(status__in=Status.open()),
                name="%(app_label)s_%(class)s_proposal_is_open",
                violation_error_message=_("A proposed version is never published itself: its record takes it over."),
            ),
            models.CheckConstraint(
                condition=models.Q(proposal_for=None, proposed_from=None)
                | models.Q(proposal_for__isnull=False, proposed_from__isnull=False),
                name="%(app_label)s_%(class)s_proposal_knows_its_start",
                violation_error_message=_("A proposed version, and nothing else, knows what it began with."),
            ),
        ]
        # What readers see, in the order in which lists show it: read from the index alone.
        indexes = [
            models.Index(
                fields=["sort_key", "id"],
                condition=models.Q(status=Status.PUBLISHED),
                name="%(app_label)s_%(class)s_shown",
            )
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    @classmethod
    def last_change(cls):
        """Return the expression for when what readers see changed last: with its content, or by being published."""
        published = Coalesce("published_at", "status_since")
        return Greatest(published, Coalesce(super().last_change(), published))

    @property
    def is_kept_when_deleted(self) -> bool:
        """Whether its versions stay when it goes: those of what readers have seen."""
        return self.published_at is not None and self.proposal_for_id is None

    def is_visible_to(self, user) -> bool:
        """Whether ``user`` may read this record: the rule of ``visible_to()`` for a record at hand.

        A proposed version, which shows in no list, is read by those who write it and by the editors.
        """
        return self.status == Status.PUBLISHED or (user.is_authenticated and self.is_open_to(user, Right.READ_DRAFTS))

    def is_open_to(self, user, right) -> bool:
        """Whether ``right`` reaches this record for ``user``: the rule of ``open_to()`` for a record at hand."""
        return type(self).objects.open_to(user, right).filter(pk=self.pk).exists()

    def search_document(self) -> SearchDocument:
        """Return what is to be found of the record; kinds of content add their own."""
        themes = self.themes.all()
        return SearchDocument(
            names=[self.title, English(self.title_en)],
            tags=self.search_keywords,
            summary=[self.summary, English(self.summary_en)],
            texts=[self.body, *(name for theme in themes for name in (theme.name, English(theme.name_en)))],
            other_words=self.search_other_words,
            facets={"las": self._readers(), "tema": [theme.slug for theme in themes]},
        )

    def _readers(self) -> list:
        """Return who may read the record: the rule of ``visible_to()`` for the index, see ``readers_like()``."""
        if self.proposal_for_id:
            return []
        if self.status == Status.PUBLISHED:
            return [STAFF, EVERYONE]
        writers = {self.owner_id, *(user.pk for user in self.co_writers.all())} - {None}
        return [STAFF, *sorted(writers), *([members_of(self.organisation_id)] if self.organisation_id else [])]


class TransitionQuerySet(models.QuerySet):
    def of(self, record):
        """Return the log of ``record``."""
        # get_for_model keeps the content types in memory, a generic relation would be one query more.
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)


class Transition(models.Model):
    """One change of status: who, when, from, to and why. Written by actions, never by hand."""

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,  # the log goes with the kind of content it tells of
        verbose_name=_("kind"),
    )
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey()
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,  # the change is still true without the account
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    from_status = models.CharField(_("from"), max_length=10, choices=Status)
    to_status = models.CharField(_("to"), max_length=10, choices=Status)
    comment = models.TextField(_("comment"), blank=True)
    of_proposal = models.BooleanField(_("of a proposed version"), default=False)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_status=models.F("to_status")),
                name="publishing_transition_moves",
                violation_error_message=_("A change of status leads to another status."),
            )
        ]

    def __str__(self):
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
