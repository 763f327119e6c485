from django.db import migrations, models


class Migration(migrations.Migration):
    """From when a warning will be an error. A column of nulls; the constraint scans findings."""

    dependencies = [("reception", "0002_accepted_claims")]
    operations = [
        migrations.AddField("finding", "becomes_error_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "finding",
            models.CheckConstraint(
                condition=models.Q(becomes_error_on__isnull=True) | models.Q(severity="warning"),
                name="reception_finding_becomes_error",
            ),
        ),
    ]
