from django.db import migrations, models


class Migration(migrations.Migration):
    """A job may reject what a leaver proposed; approvals stay with persons. One row each day."""

    dependencies = [("registry", "0013_branches")]
    operations = [
        migrations.RemoveConstraint("decision", "registry_decision_by_a_person"),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_kind__in", ["operator", "account"]),
                        models.Q(("decided_kind", "system"), ("verdict", "rejected")),
                        _connector="OR",
                    ),
                    ("decided_by__regex", "\\S"),
                ),
                name="registry_decision_by_a_person",
            ),
        ),
    ]
