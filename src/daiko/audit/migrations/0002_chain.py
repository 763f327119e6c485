"""The record becomes a chain (standards/security-controls.md A4, docs/why/audit-chain.md).

A row is chained by the trigger that lets it in: it takes the first chain that no running
transaction holds, by an advisory lock that lasts until the commit, reads that chain's last
row by its index, and stands upon its hash. Sixty-four chains, because one would end group
commit and because a transaction that waits for another's chain while it holds what that
one needs would be a deadlock; with a free chain at hand nobody waits. ``audit_seal`` binds
the chains together. Rows that are there before this migration are chained here.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

COLUMNS = """
ALTER TABLE audit_entry
    ADD COLUMN actor_role text NOT NULL DEFAULT '',
    ADD COLUMN tenant text NOT NULL DEFAULT '',
    ADD COLUMN session text NOT NULL DEFAULT '',
    ADD COLUMN source_address text NOT NULL DEFAULT '',
    ADD COLUMN certificate text NOT NULL DEFAULT '',
    ADD COLUMN persons text[] NOT NULL DEFAULT '{}',
    ADD COLUMN purpose text NOT NULL DEFAULT '',
    ADD COLUMN result text NOT NULL DEFAULT 'done' CHECK (result IN ('done', 'refused', 'failed')),
    ADD COLUMN clock text NOT NULL DEFAULT 'unwatched',
    ADD COLUMN written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN chain smallint CHECK (chain BETWEEN 0 AND 63),
    ADD COLUMN seq bigint CHECK (seq > 0),
    ADD COLUMN previous_hash bytea CHECK (length(previous_hash) = 32),
    ADD COLUMN hash bytea CHECK (length(hash) = 32);

CREATE TABLE audit_seal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sealed_at timestamptz NOT NULL,
    body text NOT NULL CHECK (body <> ''),
    key_id text NOT NULL CHECK (key_id <> ''),
    signature bytea NOT NULL CHECK (length(signature) = 64)
);
"""

# What is hashed: the hash before, then the fields as one JSON array, so that no field can
# borrow from its neighbour; moments are microseconds since 1970. It stands in the trigger
# itself because a call of an SQL function for every field costs more than all the rest.
# audit/canonical.py reads rows with the same expression.
_JSON = """json_build_array(
            (extract(epoch FROM {row}.written_at) * 1000000)::bigint,
            (extract(epoch FROM {row}.at) * 1000000)::bigint,
            {row}.event, {row}.subject, {row}.actor_kind, {row}.actor_name, {row}.actor_role,
            {row}.tenant, {row}.session, {row}.source_address, {row}.certificate,
            {row}.persons, {row}.purpose, {row}.result, {row}.clock, {row}.fields)::text"""
NEW_JSON = _JSON.replace("{row}", "NEW")
ENTRY_JSON = _JSON.replace("{row}", "entry")

FUNCTIONS = (
    """
CREATE FUNCTION audit_first_hash(chain smallint) RETURNS bytea LANGUAGE sql IMMUTABLE AS
    $$ SELECT sha256(convert_to('daiko audit chain ' || chain, 'UTF8')) $$;

CREATE FUNCTION audit_chain_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    family CONSTANT int := 1635083369;  -- "audi": advisory locks of the chains
BEGIN
    NEW.chain := 0;
    WHILE NOT pg_try_advisory_xact_lock(family, NEW.chain) LOOP
        NEW.chain := NEW.chain + 1;
        IF NEW.chain > 63 THEN
            NEW.chain := pg_backend_pid() % 64;
            PERFORM pg_advisory_xact_lock(family, NEW.chain);
            EXIT;
        END IF;
    END LOOP;
    SELECT e.seq, e.hash INTO NEW.seq, NEW.previous_hash FROM audit_entry e
        WHERE e.chain = NEW.chain ORDER BY e.seq DESC LIMIT 1;
    NEW.seq := coalesce(NEW.seq, 0) + 1;
    NEW.previous_hash := coalesce(NEW.previous_hash, audit_first_hash(NEW.chain));
    NEW.written_at := clock_timestamp();
    NEW.hash := sha256(NEW.previous_hash || convert_to("""
    + NEW_JSON
    + """, 'UTF8'));
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
)

EXISTING = (
    """
ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_rows;
DO $$
DECLARE
    entry audit_entry;
    place bigint := 0;
    before bytea := audit_first_hash(0::smallint);
BEGIN
    FOR entry IN SELECT * FROM audit_entry ORDER BY id LOOP
        place := place + 1;
        UPDATE audit_entry SET chain = 0, seq = place, previous_hash = before,
            hash = sha256(before || convert_to("""
    + ENTRY_JSON
    + """, 'UTF8'))
            WHERE id = entry.id RETURNING hash INTO before;
    END LOOP;
END $$;
ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_rows;
ALTER TABLE audit_entry
    ALTER COLUMN chain SET NOT NULL, ALTER COLUMN seq SET NOT NULL,
    ALTER COLUMN previous_hash SET NOT NULL, ALTER COLUMN hash SET NOT NULL,
    ALTER COLUMN written_at DROP DEFAULT;
"""
)

GUARDS = """
CREATE UNIQUE INDEX audit_entry_place ON audit_entry (chain, seq);
CREATE INDEX audit_entry_actor ON audit_entry (actor_kind, actor_name, id);
CREATE INDEX audit_entry_at ON audit_entry (at);
CREATE INDEX audit_entry_persons ON audit_entry USING gin (persons) WHERE persons <> '{}';

CREATE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_chain_row();
CREATE TRIGGER audit_seal_rows BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_seal_table BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""

UNDO = """
DROP TRIGGER audit_entry_chained ON audit_entry;
DROP TABLE audit_seal;
DROP FUNCTION audit_chain_row(), audit_first_hash(smallint);
ALTER TABLE audit_entry DROP COLUMN actor_role, DROP COLUMN tenant, DROP COLUMN session,
    DROP COLUMN source_address, DROP COLUMN certificate, DROP COLUMN persons,
    DROP COLUMN purpose, DROP COLUMN result, DROP COLUMN clock, DROP COLUMN written_at,
    DROP COLUMN chain, DROP COLUMN seq, DROP COLUMN previous_hash, DROP COLUMN hash;
DROP INDEX audit_entry_actor;
DROP INDEX audit_entry_at;
"""


class Migration(migrations.Migration):
    """Adds columns, fills them row by row (small where it exists at all), then guards."""

    dependencies = [("audit", "0001_entries")]
    operations = [
        migrations.RunSQL([COLUMNS, FUNCTIONS, EXISTING, GUARDS], UNDO),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *(
                    migrations.AddField("auditentry", name, models.TextField())
                    for name in (
                        "actor_role", "tenant", "session", "source_address", "certificate",
                        "purpose", "result", "clock",
                    )
                ),
                migrations.AddField("auditentry", "persons", ArrayField(models.TextField())),
            ]
        ),
    ]
