from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0007_parts_without_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="contentversion",
            name="words",
            field=models.CharField(db_default="", max_length=36),
        ),
    ]
