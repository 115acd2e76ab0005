from django.db import migrations

# A document's parts and facets stand in the vector without their places: nobody looks for phrases of them, and it takes
# less time to write. No lexeme is longer than such a vector takes (2 kB), see search/documents.py.
POSTGRESQL = [
    # What was deleted is checked now: a table with checks that wait cannot be altered.
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE search_document DROP COLUMN tsv",
    """
    ALTER TABLE search_document ADD COLUMN tsv tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', left(names, 100000)), 'A') ||
        setweight(to_tsvector('simple', left(tags, 100000)), 'B') ||
        setweight(to_tsvector('simple', left(summary, 100000)), 'B') ||
        setweight(to_tsvector('simple', left(texts, 400000)), 'C') ||
        array_to_tsvector(array_remove(string_to_array(left(parts, 200000) || ' ' || left(facets, 50000), ' '), ''))
    ) STORED
    """,
    """
    CREATE INDEX search_document_tsv ON search_document
    USING gin (tsv) WITH (fastupdate = on, gin_pending_list_limit = 256)
    """,
    # A tenth of the time to write a document goes into packing it; lz4 takes a third of it. Not every server has it.
    """
    DO $$ BEGIN
        ALTER TABLE search_document
        ALTER COLUMN texts SET COMPRESSION lz4, ALTER COLUMN parts SET COMPRESSION lz4,
        ALTER COLUMN facets SET COMPRESSION lz4, ALTER COLUMN passages SET COMPRESSION lz4,
        ALTER COLUMN tsv SET COMPRESSION lz4;
    EXCEPTION WHEN feature_not_supported THEN NULL;
    END $$
    """,
]


def forget_documents(apps, schema_editor):
    """A document's parts stand in another order from now on; an empty index is filled at the next start."""
    apps.get_model("search", "Document").objects.all().delete()
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0006_documents_with_other_words"),
    ]

    operations = [
        migrations.RunPython(forget_documents, migrations.RunPython.noop),
    ]
