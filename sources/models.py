from django.db import models
from django.utils.translation import gettext_lazy as _

from search.documents import English, SearchDocument
from search.followed import Followed, FollowedQuerySet
from search.readers import EVERYONE, STAFF
from search.swedish import sort_key_field

from .addresses import address
from .enums import DocumentKind, Precision
from .partial_dates import format_partial
from .versions import VERSIONS


class SlugManager(models.Manager.from_queryset(FollowedQuerySet)):
    """Lets fixtures and links name a record by its slug."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Sourced(Followed):
    """What every record tells of its origin: the date its facts hold for and an editor's note."""

    facts_as_of = models.DateField(_("facts as of"), null=True, blank=True)
    facts_as_of_precision = models.CharField(
        _("precision of the date of the facts"),
        max_length=6,
        choices=Precision,
        default=Precision.DAY,
    )
    facts_as_of_note = models.CharField(_("note on the date of the facts"), max_length=300, blank=True)
    facts_as_of_note_en = models.CharField(_("note on the date of the facts, English"), max_length=300, blank=True)
    editor_note = models.TextField(
        _("editor's note"),
        blank=True,
        help_text=_("What the source leaves open or where it contradicts itself. Readers see it."),
    )
    editor_note_en = models.TextField(_("editor's note, English"), blank=True)

    class Meta:
        abstract = True

    @property
    def facts_as_of_text(self) -> str:
        return format_partial(self.facts_as_of, self.facts_as_of_precision)


class Findable(Sourced):
    """What readers search for, besides by its texts, by the keywords and other words that an editor gives it."""

    keywords = models.CharField(
        _("keywords"),
        max_length=300,
        blank=True,
        help_text=_("What the record is about in single words, with commas between. The search finds it by them."),
    )
    other_words = models.TextField(
        _("other words"),
        max_length=600,
        blank=True,
        help_text=_(
            "What readers may search for and the record does not say, with commas between: everyday words, other "
            "terms, English ones. The search finds the record by them after those that say so."
        ),
    )

    history = VERSIONS
    # The content of a record (versions.py): the rows that belong to it, and the fields that are none of it.
    rows = ()
    not_content = frozenset({"slug"})
    is_kept_when_deleted = True

    class Meta:
        abstract = True

    @classmethod
    def last_change(cls):
        """Return the expression for when a record's content changed last; null where nobody has since it came."""
        versions = cls.history.model.objects.filter(id=models.OuterRef("pk"))
        return models.Subquery(versions.order_by("-history_date").values("history_date")[:1])

    @property
    def search_keywords(self) -> list[str]:
        """The keywords one by one: neighbours in the list are no phrase."""
        return self.keywords.split(",")

    @property
    def search_other_words(self) -> list[str]:
        return self.other_words.split(",")


class SourceDocument(Findable):
    """A document or public source that records cite."""

    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    sort_key = sort_key_field("title")
    title_en = models.CharField(_("title, English"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DocumentKind)
    form = models.CharField(_("form"), max_length=200, blank=True)
    form_en = models.CharField(_("form, English"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    dated = models.CharField(_("date as the document gives it"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, default="sv")
    url = models.URLField(_("web address"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("summary, English"), blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))

    objects = SlugManager()

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["kind", "sort_key"]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return address("sources:document", self.slug)

    def search_document(self) -> SearchDocument:
        """Return what is to be found of the document: what it is, not all that records have taken from it."""
        return SearchDocument(
            names=[self.title, English(self.title_en)],
            tags=[*self.search_keywords, self.publisher, self.author, self.form, English(self.form_en)],
            summary=[self.summary, English(self.summary_en)],
            texts=[self.body],
            other_words=self.search_other_words,
            facets={"las": [STAFF, EVERYONE]},
        )


class Citation(models.Model):
    """Where in which document a record's facts stand.

    Abstract: every kind of record has a citation table of its own, so that the
    database itself holds record and citation together (docs/adr/0002).
    """

    document = models.ForeignKey(
        SourceDocument,
        # A cited document cannot go: the record would lose its origin.
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document"),
    )
    place = models.CharField(
        _("place in the document"),
        max_length=300,
        blank=True,
        help_text=_("Heading and lines or pages."),
    )

    class Meta:
        abstract = True
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.document}: {self.place}" if self.place else str(self.document)
