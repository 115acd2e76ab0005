from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from search.documents import English, SearchDocument
from search.followed import Followed, FollowedQuerySet
from search.readers import EVERYONE, STAFF
from search.swedish import sort_key_field
from sources.models import Findable, SlugManager

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
    """What may be seen, written once for all kinds of content."""

    def published(self):
        return self.filter(status=Status.PUBLISHED)

    def visible_to(self, user):
        """Return what ``user`` may read: everyone the published, owners and staff the rest too."""
        if user.is_staff:
            return self
        if user.is_authenticated:
            return self.filter(models.Q(status=Status.PUBLISHED) | models.Q(owner=user))
        return self.published()


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
    version = models.PositiveIntegerField(_("version"), default=1)
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
    attachments = GenericRelation(Attachment)  # which therefore go with the record

    objects = PublishableManager()

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status=Status.PUBLISHED) | models.Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_time",
                violation_error_message=_("What is published has a time of publication."),
            )
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

    def is_visible_to(self, user) -> bool:
        """Whether ``user`` may read this record: the rule of ``visible_to()`` for a record at hand."""
        return self.status == Status.PUBLISHED or user.is_staff or (user.is_authenticated and self.owner_id == user.pk)

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
        readers = [STAFF]
        if self.status == Status.PUBLISHED:
            readers.append(EVERYONE)
        elif self.owner_id:
            readers.append(self.owner_id)
        return readers


class Transition(models.Model):
    """One change of status: who, when, from, to and why. Written by actions, never by hand."""

    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,  # the log goes with the kind of content it tells of
        verbose_name=_("kind"),
    )
    object_id = models.PositiveBigIntegerField(_("record"))
    record = GenericForeignKey()
    at = models.DateTimeField(_("at"), auto_now_add=True)
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

    class Meta:
        verbose_name = _("status change")
        verbose_name_plural = _("status changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
