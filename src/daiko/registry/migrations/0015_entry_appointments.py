import django.db.models.deletion
from django.db import migrations, models

TABLE = "registry_entry_appointment"
KEY = "'agent_number', 'provider_number', 'valid_from'"
HELD = f"""
CREATE TRIGGER {TABLE}_history_insert AFTER INSERT ON {TABLE}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change('whole', {KEY});
CREATE TRIGGER {TABLE}_history_update AFTER UPDATE ON {TABLE}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change('whole', {KEY});
CREATE TRIGGER {TABLE}_stays BEFORE DELETE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
""" + "".join(
    f"CREATE TRIGGER {TABLE}_overlap_{event.lower()} AFTER {event} ON {TABLE} "
    f"REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    f"EXECUTE FUNCTION registry_refuse_overlap('agent_number', 'provider_number');"
    for event in ("INSERT", "UPDATE")
)
BACK = "".join(
    f"DROP TRIGGER {TABLE}_{name} ON {TABLE};"
    for name in (
        "history_insert", "history_update", "stays", "overlap_insert", "overlap_update"
    )
)


class Migration(migrations.Migration):
    """Which provider appointed which entry agent. A new table, nothing to scan."""

    dependencies = [("registry", "0014_withdrawn")]
    operations = [
        migrations.CreateModel(
            name="EntryAppointment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        db_column="agent_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.entryagent",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_column="provider_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="registry.provider",
                    ),
                ),
            ],
            options={"db_table": TABLE},
        ),
        migrations.AddConstraint(
            model_name="entryappointment",
            constraint=models.UniqueConstraint(
                fields=("agent", "provider", "valid_from"), name="registry_entry_appointment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entryappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("agent", models.F("provider")), _negated=True),
                name="registry_entry_appointment_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="registry_entry_appointment_days",
            ),
        ),
        migrations.RunSQL(HELD, BACK),
    ]
