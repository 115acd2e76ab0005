from django.db import migrations


def forget_documents(apps, schema_editor):
    """The index holds more of each document from now on; an empty one is filled at the next start."""
    apps.get_model("search", "Document").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0005_documents_anew"),
    ]

    operations = [
        migrations.RunPython(forget_documents, migrations.RunPython.noop),
    ]
