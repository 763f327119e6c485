"""Which schema set a package encloses (rulings.md 31). Adds a column with a default: quick."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_tables")]
    operations = [
        migrations.AddField("package", "schema_set", models.TextField(default="daiko")),
    ]
