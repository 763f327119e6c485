from django.db import migrations

KEYS = {
    "registry_agency": "'agency_number', 'valid_from'",
    "registry_office": "'office_number'",
    "registry_entry_agent": "'agent_number'",
}
HISTORY = "".join(
    f"""
CREATE TRIGGER {table}_history_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change('whole', {key});
CREATE TRIGGER {table}_history_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change('whole', {key});
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
"""
    for table, key in KEYS.items()
)
OVERLAP = "".join(
    f"CREATE TRIGGER registry_agency_overlap_{event.lower()} AFTER {event} ON registry_agency "
    f"REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    f"EXECUTE FUNCTION registry_refuse_overlap('agency_number');"
    for event in ("INSERT", "UPDATE")
)
BACK = "".join(
    f"DROP TRIGGER {table}_history_insert ON {table};"
    f"DROP TRIGGER {table}_history_update ON {table};"
    f"DROP TRIGGER {table}_stays ON {table};"
    for table in KEYS
) + "".join(
    f"DROP TRIGGER registry_agency_overlap_{event} ON registry_agency;"
    for event in ("insert", "update")
)


class Migration(migrations.Migration):
    """History, no deletion, no overlap for the new registers. New tables, nothing to scan."""

    dependencies = [("registry", "0011_agency")]
    operations = [migrations.RunSQL(HISTORY + OVERLAP, BACK)]
