from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0007_begun_with"),
        ("organisations", "0004_versions"),
        ("publishing", "0003_versions_and_proposals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="call",
            name="funding_call_published_has_time",
        ),
        migrations.RemoveConstraint(
            model_name="programme",
            name="funding_programme_published_has_time",
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "archived"]), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="funding_call_published_has_time",
                violation_error_message="What is or was published has a time of publication.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "archived"]), _negated=True),
                    ("status_since__gte", models.F("published_at")),
                    _connector="OR",
                ),
                name="funding_call_status_since_publication",
                violation_error_message="What is or was published cannot have its status since before it was.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_by", None), ("published_at__isnull", False), _connector="OR"),
                name="funding_call_publisher_has_time",
                violation_error_message="Whoever has published a record did so at some time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "returned"]),
                    models.Q(("title", ""), ("summary", ""), _connector="OR", _negated=True),
                    _connector="OR",
                ),
                name="funding_call_shown_is_whole",
                violation_error_message="What editors decide on and readers see has a title and a summary.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "archived"]), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="funding_programme_published_has_time",
                violation_error_message="What is or was published has a time of publication.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "archived"]), _negated=True),
                    ("status_since__gte", models.F("published_at")),
                    _connector="OR",
                ),
                name="funding_programme_status_since_publication",
                violation_error_message="What is or was published cannot have its status since before it was.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_by", None), ("published_at__isnull", False), _connector="OR"),
                name="funding_programme_publisher_has_time",
                violation_error_message="Whoever has published a record did so at some time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "returned"]),
                    models.Q(("title", ""), ("summary", ""), _connector="OR", _negated=True),
                    _connector="OR",
                ),
                name="funding_programme_shown_is_whole",
                violation_error_message="What editors decide on and readers see has a title and a summary.",
            ),
        ),
    ]
