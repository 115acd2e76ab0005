from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .synonyms import phrases_of


class Document(models.Model):
    """What one record is found by: lexemes, as search/documents.py makes them, each column with a weight of its own.

    The database keeps its own index of these columns (FTS5 on SQLite, tsvector on PostgreSQL; see the migration), so
    whatever writes a row here writes the index.
    """

    # The kind of record and its primary key in one number (search/registry.py).
    id = models.BigIntegerField(primary_key=True)
    names = models.TextField()
    tags = models.TextField()
    summary = models.TextField()
    texts = models.TextField()
    parts = models.TextField()
    facets = models.TextField()
    # The texts as they are written, a line each, for what a hit shows of why it was found.
    passages = models.TextField()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self):
        return self.names


class Word(models.Model):
    """A word of the content as it is written, for spelling and suggestions. A rebuild takes away what is gone."""

    word = models.CharField(max_length=60, unique=True)
    # In how many documents at the latest rebuild; what came later counts once.
    documents = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self):
        return self.word


class Name(models.Model):
    """A name to suggest, from one of its words on (search/names.py)."""

    key = models.CharField(max_length=60)
    first = models.BooleanField()
    language = models.CharField(max_length=2, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,  # a name is nothing without what has it
        related_name="suggested_names",
    )

    class Meta:
        indexes = [models.Index(fields=["first", "key"])]
        verbose_name = _("name")
        verbose_name_plural = _("names")

    def __str__(self):
        return self.key


class Synonym(models.Model):
    """Words that mean the same to somebody who searches. Applied to the query, so a change works at once."""

    words = models.CharField(
        _("words"),
        max_length=300,
        unique=True,
        help_text=_("Words or phrases that find one another, with semicolons between: sfi; svenska för invandrare"),
    )
    one_way = models.BooleanField(
        _("one way"),
        default=False,
        help_text=_(
            "Only the first finds the others: somebody who looks for “pengar” wants “bidrag”, but not conversely."
        ),
    )

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return self.words

    def clean(self):
        if len(self.phrases) < 2:
            raise ValidationError({"words": _("Give at least two words, with a semicolon between them.")})

    @property
    def phrases(self) -> list[str]:
        return phrases_of(self.words)


class Miss(models.Model):
    """How often a query has been asked and has found nothing, on one day. No word of who asked."""

    is_content = False  # no page says other things for it

    query = models.CharField(_("search"), max_length=200)
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search without hits")
        verbose_name_plural = _("searches without hits")
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="search_miss_once_a_day")]

    def __str__(self):
        return self.query


class ContentVersion(models.Model):
    """One row; the database gives it another token at every write to the content (search/changes.py)."""

    token = models.CharField(max_length=36)
    # Another one when words have left the vocabulary; the latest rebuild wrote it.
    words = models.CharField(max_length=36, db_default="")

    def __str__(self):
        return self.token
