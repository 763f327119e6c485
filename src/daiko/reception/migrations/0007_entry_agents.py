from django.db import migrations, models


class Migration(migrations.Migration):
    """Which entry agent brought a submission for its sender.

    A column with a default: what was received before came from its sender. The index holds
    only what agents brought.
    """

    dependencies = [("reception", "0006_causes")]
    operations = [
        migrations.AddField("submission", "brought_by", models.TextField(default="")),
        migrations.AddIndex(
            "submission",
            models.Index(
                fields=["brought_by"],
                condition=~models.Q(brought_by=""),
                name="reception_submission_agent",
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=models.Q(brought_by="")
                | models.Q(brought_by__regex=r"^[0-9]{10}$")
                & ~models.Q(brought_by=models.F("sender")),
                name="reception_submission_brought_by",
            ),
        ),
    ]
