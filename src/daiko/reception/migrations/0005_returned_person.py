from django.db import migrations, models


class Migration(migrations.Migration):
    """Finds what was returned of a person (X-DU-009). Partial: returned documents are few."""

    dependencies = [("reception", "0004_guidance")]
    operations = [
        migrations.AddIndex(
            "document",
            models.Index(
                fields=["insurer_number", "person_key"],
                condition=models.Q(state="returned"),
                name="reception_returned_person",
            ),
        ),
    ]
