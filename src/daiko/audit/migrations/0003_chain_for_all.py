"""A row is chained upon the chain's last row, whoever's that is.

The tenant wall binds the owner of the tables too (FORCE), so that the trigger of an
organisation's transaction saw its own rows alone and took a place that was taken. It reads
the last row as the agency now; no row leaves the function. The table is not touched.
"""

from django.db import migrations

NEW_JSON = """json_build_array(
            (extract(epoch FROM NEW.written_at) * 1000000)::bigint,
            (extract(epoch FROM NEW.at) * 1000000)::bigint,
            NEW.event, NEW.subject, NEW.actor_kind, NEW.actor_name, NEW.actor_role,
            NEW.tenant, NEW.session, NEW.source_address, NEW.certificate,
            NEW.persons, NEW.purpose, NEW.result, NEW.clock, NEW.fields)::text"""

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_chain_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    family CONSTANT int := 1635083369;  -- "audi": advisory locks of the chains
{keep}BEGIN
    NEW.chain := 0;
    WHILE NOT pg_try_advisory_xact_lock(family, NEW.chain) LOOP
        NEW.chain := NEW.chain + 1;
        IF NEW.chain > 63 THEN
            NEW.chain := pg_backend_pid() % 64;
            PERFORM pg_advisory_xact_lock(family, NEW.chain);
            EXIT;
        END IF;
    END LOOP;
{lift}    SELECT e.seq, e.hash INTO NEW.seq, NEW.previous_hash FROM audit_entry e
        WHERE e.chain = NEW.chain ORDER BY e.seq DESC LIMIT 1;
{lower}    NEW.seq := coalesce(NEW.seq, 0) + 1;
    NEW.previous_hash := coalesce(NEW.previous_hash, audit_first_hash(NEW.chain));
    NEW.written_at := clock_timestamp();
    NEW.hash := sha256(NEW.previous_hash || convert_to({json}, 'UTF8'));
    RETURN NEW;
END $$;
"""

KEEP = """    present CONSTANT text := coalesce(current_setting('daiko.tenant', true), '');
"""
LIFT = """    PERFORM set_config('daiko.tenant', 'agency', true);
"""
LOWER = """    PERFORM set_config('daiko.tenant', present, true);
"""


def function(keep: str, lift: str, lower: str) -> str:
    """The trigger's function with these lines in it."""
    text = FUNCTION.replace("{keep}", keep).replace("{lift}", lift).replace("{lower}", lower)
    return text.replace("{json}", NEW_JSON)


class Migration(migrations.Migration):
    """Replaces one function; instant."""

    dependencies = [("audit", "0002_chain")]
    operations = [migrations.RunSQL(function(KEEP, LIFT, LOWER), function("", "", ""))]
