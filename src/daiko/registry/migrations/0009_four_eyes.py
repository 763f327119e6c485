from django.db import migrations

# The first rows of a registry that never had any need nobody's approval: there is nobody
# yet whose account or price could be changed. The history tells: no row, or its first row
# is of this very transaction.
FUNCTIONS = """
CREATE FUNCTION registry_first_load() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT transaction = pg_current_xact_id()::text::bigint
                            AND recorded_at = now()
                     FROM registry_change ORDER BY id LIMIT 1), true)
$$;

CREATE FUNCTION registry_decide() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    SELECT proposed_by, proposed_at, expires_at
    INTO NEW.proposed_by, NEW.proposed_at, NEW.expires_at
    FROM registry_proposal WHERE id = NEW.proposal_id;
    NEW.transaction := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE FUNCTION registry_four_eyes() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    proposed jsonb;
    strange jsonb;
BEGIN
    IF registry_first_load() THEN
        RETURN NULL;
    END IF;
    SELECT p.rows -> TG_ARGV[0] INTO proposed
    FROM registry_proposal p JOIN registry_decision d ON d.proposal_id = p.id
    WHERE p.id = nullif(current_setting('daiko.proposal', true), '')::bigint
      AND d.verdict = 'approved' AND d.transaction = pg_current_xact_id()::text::bigint;
    IF proposed IS NULL THEN
        RAISE EXCEPTION '%: a second person must approve', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registry_four_eyes';
    END IF;
    SELECT row INTO strange FROM (
        SELECT to_jsonb(n) - 'id' AS row FROM new_rows n
        EXCEPT SELECT jsonb_array_elements(proposed)) x LIMIT 1;
    IF strange IS NOT NULL THEN
        RAISE EXCEPTION '%: the row is not the one that was approved', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registry_four_eyes';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER registry_decision_takes BEFORE INSERT ON registry_decision
    FOR EACH ROW EXECUTE FUNCTION registry_decide();
CREATE TRIGGER registry_decision_stays BEFORE UPDATE OR DELETE ON registry_decision
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
CREATE TRIGGER registry_proposal_stays BEFORE UPDATE OR DELETE ON registry_proposal
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
"""
GUARDED = {
    "payees": "registry_payee_account",
    "contract_prices": "registry_contract_price",
    "calendar": "registry_calendar",
}
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_four_eyes_{event.lower()} AFTER {event} ON {table} "
    f"REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    f"EXECUTE FUNCTION registry_four_eyes('{name}');"
    for name, table in GUARDED.items()
    for event in ("INSERT", "UPDATE")
)
BACK = """
DROP FUNCTION registry_four_eyes() CASCADE;
DROP FUNCTION registry_decide() CASCADE;
DROP FUNCTION registry_first_load();
DROP TRIGGER registry_proposal_stays ON registry_proposal;
DROP TRIGGER registry_decision_stays ON registry_decision;
"""


class Migration(migrations.Migration):
    """Accounts, prices and calendars take only what a second person approved."""

    dependencies = [("registry", "0008_proposals")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, BACK)]
