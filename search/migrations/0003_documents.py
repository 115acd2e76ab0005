from django.db import migrations, models

# The database keeps its own index of the columns of search_document, so that nothing that writes a row goes past it.
# Whoever changes that table in a later migration drops these first and makes them again: SQLite remakes the table.
SQLITE = [
    """
    CREATE VIRTUAL TABLE search_fts USING fts5(
        names, tags, summary, texts, parts, facets,
        content = 'search_document', content_rowid = 'id', tokenize = "ascii"
    )
    """,
    """
    CREATE TRIGGER search_fts_insert AFTER INSERT ON search_document BEGIN
        INSERT INTO search_fts (rowid, names, tags, summary, texts, parts, facets)
        VALUES (new.id, new.names, new.tags, new.summary, new.texts, new.parts, new.facets);
    END
    """,
    """
    CREATE TRIGGER search_fts_delete AFTER DELETE ON search_document BEGIN
        INSERT INTO search_fts (search_fts, rowid, names, tags, summary, texts, parts, facets)
        VALUES ('delete', old.id, old.names, old.tags, old.summary, old.texts, old.parts, old.facets);
    END
    """,
    """
    CREATE TRIGGER search_fts_update AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_fts (search_fts, rowid, names, tags, summary, texts, parts, facets)
        VALUES ('delete', old.id, old.names, old.tags, old.summary, old.texts, old.parts, old.facets);
        INSERT INTO search_fts (rowid, names, tags, summary, texts, parts, facets)
        VALUES (new.id, new.names, new.tags, new.summary, new.texts, new.parts, new.facets);
    END
    """,
]
# The configuration "simple" takes lexemes as they are. A tsvector holds at most 1 MB: what would not fit is cut.
POSTGRESQL = [
    # What is wide is kept apart from the rows, so that the numbers of a hundred thousand hits are read in few pages.
    "ALTER TABLE search_document SET (toast_tuple_target = 128)",
    """
    ALTER TABLE search_document
    ADD COLUMN head tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', left(names, 100000)), 'A') ||
        setweight(to_tsvector('simple', left(tags, 100000)), 'B')
    ) STORED,
    ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', left(names, 100000)), 'A') ||
        setweight(to_tsvector('simple', left(tags, 100000)), 'B') ||
        setweight(to_tsvector('simple', left(summary, 100000)), 'B') ||
        setweight(to_tsvector('simple', left(texts, 400000)), 'C') ||
        setweight(to_tsvector('simple', left(parts, 200000)), 'D') ||
        setweight(to_tsvector('simple', left(facets, 50000)), 'D')
    ) STORED
    """,
    "CREATE INDEX search_document_head ON search_document USING gin (head) WITH (fastupdate = off)",
    "CREATE INDEX search_document_tsv ON search_document USING gin (tsv) WITH (fastupdate = off)",
]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER search_fts_{name}")
        schema_editor.execute("DROP TABLE search_fts")
    else:
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN head, DROP COLUMN tsv")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_content_version"),
    ]

    operations = [
        # The plain index: all of it is made anew by search_rebuild.
        migrations.DeleteModel(name="Document"),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("names", models.TextField()),
                ("tags", models.TextField()),
                ("summary", models.TextField()),
                ("texts", models.TextField()),
                ("parts", models.TextField()),
                ("facets", models.TextField()),
                ("passages", models.TextField()),
            ],
            options={"verbose_name": "document", "verbose_name_plural": "documents"},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("documents", models.PositiveIntegerField(default=1)),
            ],
            options={"verbose_name": "word", "verbose_name_plural": "words"},
        ),
    ]
