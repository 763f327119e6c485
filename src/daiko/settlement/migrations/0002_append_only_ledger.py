from django.db import migrations

# A posting carries the transaction that made it: entries come only with it. Every
# statement brings whole, balanced sources, so that no half of a booking is ever seen.
LEDGER = """
ALTER TABLE settlement_posting
    ADD COLUMN made_in xid8 NOT NULL DEFAULT pg_current_xact_id();

-- EXECUTE plans anew each time: a plan kept from the first, small posting would be
-- nested loops for a month of a million claims.
CREATE FUNCTION settlement_entries_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    EXECUTE $check$
        WITH sources AS MATERIALIZED (
            SELECT posting_id, sum(amount_yen) AS yen
            FROM new_rows GROUP BY posting_id, source_kind, source_id
        ), postings AS (
            SELECT posting_id, bool_or(yen <> 0) AS unbalanced FROM sources GROUP BY posting_id
        )
        SELECT n.posting_id || CASE WHEN unbalanced THEN ' is not balanced'
            ELSE ' is missing or complete: entries come with their posting' END
        FROM postings n
        LEFT JOIN settlement_posting p
            ON p.id = n.posting_id AND p.made_in = pg_current_xact_id()
        WHERE p.id IS NULL OR n.unbalanced LIMIT 1
    $check$ INTO wrong;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'posting %', wrong USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE $check$
        SELECT n.account_id FROM (SELECT DISTINCT account_id FROM new_rows) n
        LEFT JOIN settlement_account a ON a.id = n.account_id
        WHERE a.id IS NULL LIMIT 1
    $check$ INTO wrong;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'account % is missing', wrong USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_entry_whole AFTER INSERT ON settlement_entry
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION settlement_entries_whole();

CREATE FUNCTION settlement_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines bigint;
    total bigint;
BEGIN
    SELECT count(*), coalesce(sum(amount_yen), 0) INTO lines, total
    FROM settlement_entry WHERE posting_id = NEW.id;
    IF lines < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'posting % has % entries that add up to %', NEW.key, lines, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_posting_balanced AFTER INSERT ON settlement_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION settlement_posting_balanced();

CREATE FUNCTION settlement_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
REFUSALS = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION settlement_refuse_change();"
    for table in (
        "settlement_account",
        "settlement_posting",
        "settlement_entry",
        "settlement_allocation",
        "settlement_approval",
        "settlement_transfer",
    )
)
REST = """
ALTER TABLE settlement_claim SET (fillfactor = 60);
CREATE UNIQUE INDEX settlement_run_one_under_way ON settlement_payment_run ((true))
    WHERE state IN ('planned', 'approved', 'file_made');
"""
UNDO = """
DROP INDEX settlement_run_one_under_way;
DROP FUNCTION settlement_refuse_change() CASCADE;
DROP FUNCTION settlement_posting_balanced() CASCADE;
DROP FUNCTION settlement_entries_whole() CASCADE;
ALTER TABLE settlement_posting DROP COLUMN made_in;
"""


class Migration(migrations.Migration):
    """The ledger keeps itself: whole, balanced, append-only. New tables, nothing to scan.

    Also room in the pages of claims, so that a change of state is a HOT update, and one
    payment run under way at a time.
    """

    dependencies = [("settlement", "0001_tables")]
    operations = [migrations.RunSQL(LEDGER + REFUSALS + REST, UNDO)]
