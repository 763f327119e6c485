from django.db import migrations

# One function for all tables: whether added rows keep their values, then the key columns.
# It writes as the owner, so that the application needs no right on the history; a table
# of the same name elsewhere (temporary tables are anybody's) cannot borrow it.
FUNCTIONS = """
CREATE FUNCTION registry_record_change() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET datestyle = 'ISO' AS $$
DECLARE
    who text := coalesce(nullif(current_setting('daiko.actor', true), ''), session_user);
    moment timestamptz := coalesce(nullif(current_setting('daiko.at', true), '')::timestamptz,
                                   now());
    keys text;
    same text;
    written bigint;
    expected bigint;
BEGIN
    IF TG_TABLE_SCHEMA <> 'public' THEN
        RAISE EXCEPTION 'the history is of the registry only'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT string_agg(format('n.%I::text', c), ', '),
           string_agg(format('n.%1$I = o.%1$I', c), ' AND ')
    INTO keys, same FROM unnest(TG_ARGV[1:]) AS c;
    IF TG_OP = 'INSERT' THEN
        EXECUTE format(
            'INSERT INTO registry_change (table_name, row_key, action, new, changed_by,
                 changed_at, recorded_at, transaction)
             SELECT %L, ARRAY[%s], ''added'', %s, $1, $2, now(),
                    pg_current_xact_id()::text::bigint FROM new_rows n',
            TG_TABLE_NAME, keys,
            CASE TG_ARGV[0] WHEN 'key' THEN 'NULL' ELSE 'to_jsonb(n)' END) USING who, moment;
        RETURN NULL;
    END IF;
    EXECUTE format(
        'INSERT INTO registry_change (table_name, row_key, action, old, new, changed_by,
             changed_at, recorded_at, transaction)
         SELECT %L, ARRAY[%s], ''changed'', to_jsonb(o), to_jsonb(n), $1, $2, now(),
                pg_current_xact_id()::text::bigint FROM new_rows n JOIN old_rows o ON %s',
        TG_TABLE_NAME, keys, same) USING who, moment;
    GET DIAGNOSTICS written = ROW_COUNT;
    SELECT count(*) INTO expected FROM new_rows;
    IF written <> expected THEN
        RAISE EXCEPTION '%: the key of a row never changes; end the row and add another',
            TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION registry_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: rows end by their dates and stay', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER registry_change_stays BEFORE UPDATE OR DELETE ON registry_change
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
"""
KEYS = {
    "registry_insurer": ("insurer_number",),
    "registry_payee": ("payee_number",),
    "registry_payee_account": ("payee_number", "valid_from"),
    "registry_provider": ("provider_number",),
    "registry_contract": ("contract_id",),
    "registry_contract_insurer": ("contract_id", "insurer_number", "valid_from"),
    "registry_contract_provider": ("contract_id", "provider_number", "valid_from"),
    "registry_contract_price": (
        "contract_id",
        "commission_type",
        "price_class",
        "item_code",
        "valid_from",
    ),
    "registry_card": ("insurer_number", "card_id"),
    "registry_calendar": ("processing_month",),
    "registry_receiver_severity": ("receiver", "rule", "valid_from"),
}


def _triggers(table, key):
    arguments = ", ".join(f"'{word}'" for word in (_kept(table), *key))
    return f"""
CREATE TRIGGER {table}_history_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change({arguments});
CREATE TRIGGER {table}_history_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change({arguments});
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
"""


def _kept(table):
    """Cards come by the million and name people: no second copy of a new one."""
    return "key" if table == "registry_card" else "whole"


TRIGGERS = "".join(_triggers(table, key) for table, key in KEYS.items())
BEGAN = """
INSERT INTO registry_change (table_name, row_key, action, changed_by, changed_at, recorded_at,
    transaction)
SELECT 'registry', '{}', 'began', session_user, now(), now(), pg_current_xact_id()::text::bigint
WHERE EXISTS (SELECT FROM registry_insurer) OR EXISTS (SELECT FROM registry_payee)
   OR EXISTS (SELECT FROM registry_provider) OR EXISTS (SELECT FROM registry_calendar)
   OR EXISTS (SELECT FROM registry_contract);
"""
BACK = """
DROP FUNCTION registry_record_change() CASCADE;
DROP FUNCTION registry_rows_stay() CASCADE;
"""


class Migration(migrations.Migration):
    """Every change of a row is kept, and no row is deleted. Triggers only, nothing to scan."""

    dependencies = [("registry", "0006_changes")]
    operations = [migrations.RunSQL(FUNCTIONS + BEGAN + TRIGGERS, BACK)]
