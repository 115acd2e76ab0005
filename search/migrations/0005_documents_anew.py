from django.db import migrations

POSTGRESQL = [
    "ALTER TABLE search_document DROP COLUMN head",
    # A record has many hundred lexemes: they are put into the index together with those of the next records. What waits
    # is read through by every search, so it is kept short.
    "ALTER INDEX search_document_tsv SET (fastupdate = on, gin_pending_list_limit = 256)",
]


def forget_documents(apps, schema_editor):
    """The index holds more of each document from now on; an empty one is filled at the next start."""
    apps.get_model("search", "Document").objects.all().delete()
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_names_synonyms_misses"),
    ]

    operations = [
        migrations.RunPython(forget_documents, migrations.RunPython.noop),
    ]
