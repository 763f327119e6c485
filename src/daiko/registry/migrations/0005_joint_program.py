from django.db import migrations, models


class Migration(migrations.Migration):
    """Contracts that order joint execution name the overlap (X-CT-011). A column of nulls."""

    dependencies = [("registry", "0004_receiver_severities_held")]
    operations = [
        migrations.AddField("contract", "joint_program_yen", models.IntegerField(null=True)),
        migrations.AddConstraint(
            "contract",
            models.CheckConstraint(
                condition=models.Q(joint_program_yen__isnull=True)
                | models.Q(joint_program_yen__range=(0, 999_999_999)),
                name="registry_contract_joint_program_yen",
            ),
        ),
    ]
