from django.db import models


class Document(models.Model):
    """What is found of one record: its words, in both languages, in lower case.

    The plain form of the index: the text is lower-cased in Python, because
    SQLite knows no other lower case than that of a to z.
    """

    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    title = models.TextField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]

    def __str__(self):
        return self.title


class ContentVersion(models.Model):
    """One row; the database gives it another token at every write to the content (search/changes.py)."""

    token = models.CharField(max_length=36)

    def __str__(self):
        return self.token
