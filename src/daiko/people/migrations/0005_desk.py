from django.db import migrations, models


class Migration(migrations.Migration):
    """A kind for the ready accounts of the desk; only the choices change, no row is touched."""

    dependencies = [("people", "0004_machine_guards")]
    operations = [
        migrations.AlterField(
            "account",
            "kind",
            models.TextField(
                choices=[
                    ("staff", "職員"),
                    ("emergency", "非常時"),
                    ("maintenance", "保守"),
                    ("desk", "試用"),
                ],
                default="staff",
            ),
        )
    ]
