from django.db import migrations, models


class Migration(migrations.Migration):
    """Which cause a finding belongs to, and which finding it follows from (checks/causes.py).

    Columns with defaults: what was checked before stands ungrouped, each finding its own.
    """

    dependencies = [("reception", "0005_returned_person")]
    operations = [
        migrations.AddField("finding", "cause_group", models.TextField(default="")),
        migrations.AddField("finding", "leader", models.IntegerField(null=True)),
        migrations.AddConstraint(
            "finding",
            models.CheckConstraint(
                condition=models.Q(cause_group="")
                | models.Q(
                    cause_group__regex=r"^X-[A-Z]+-[0-9]{3}([.][0-9a-f]{8})?([.][a-z-]+)?$"
                ),
                name="reception_finding_cause_group",
            ),
        ),
        migrations.AddConstraint(
            "finding",
            models.CheckConstraint(
                condition=models.Q(leader__isnull=True)
                | ~models.Q(cause_group="")
                & ~models.Q(leader=models.F("position"))
                & models.Q(leader__gte=1),
                name="reception_finding_leader",
            ),
        ),
    ]
