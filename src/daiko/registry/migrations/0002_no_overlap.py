from django.db import migrations

# One function for all dated tables; the columns that name the thing are its arguments.
# It runs once a statement, on the rows of the statement, under a lock of the table's
# own, so that two transactions cannot each put in half of an overlap.
FUNCTION = """
CREATE FUNCTION registry_refuse_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    same text;
    clash text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME, 0));
    SELECT string_agg(format('o.%1$I = n.%1$I', c), ' AND ') INTO same FROM unnest(TG_ARGV) AS c;
    EXECUTE format(
        'SELECT concat_ws('' '', %s) FROM new_rows n JOIN %I o ON %s AND o.id <> n.id
         AND daterange(o.valid_from, o.valid_to, ''[]'')
             && daterange(n.valid_from, n.valid_to, ''[]'') LIMIT 1',
        (SELECT string_agg(format('n.%I', c), ', ') FROM unnest(TG_ARGV) AS c),
        TG_TABLE_NAME, same) INTO clash;
    IF clash IS NOT NULL THEN
        RAISE EXCEPTION '%: two rows of % hold on the same day', TG_TABLE_NAME, clash
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
"""
KEYS = {
    "registry_payee_account": "'payee_number'",
    "registry_contract_insurer": "'contract_id', 'insurer_number'",
    "registry_contract_provider": "'contract_id', 'provider_number'",
    "registry_contract_price": "'contract_id', 'commission_type', 'price_class', 'item_code'",
}
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_overlap_{event.lower()} AFTER {event} ON {table} "
    f"REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    f"EXECUTE FUNCTION registry_refuse_overlap({columns});"
    for table, columns in KEYS.items()
    for event in ("INSERT", "UPDATE")
)


class Migration(migrations.Migration):
    """No two rows of one thing hold on the same day. New tables, nothing to scan.

    An exclusion constraint would need the extension btree_gist, which the wheel's
    server does not have.
    """

    dependencies = [("registry", "0001_tables")]
    operations = [
        migrations.RunSQL(
            FUNCTION + TRIGGERS, "DROP FUNCTION registry_refuse_overlap() CASCADE;"
        ),
    ]
