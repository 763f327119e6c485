"""Whether the registry is empty is asked as the agency, whoever's transaction it is.

A branch of the agency sees the history of its own organisations alone. It would take a
registry whose history it does not see for an empty one, whose first load needs nobody's
approval. One function, nothing to scan.
"""

from django.db import migrations

FIRST_LOAD = """
CREATE OR REPLACE FUNCTION registry_first_load() RETURNS boolean LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE
    present CONSTANT text := coalesce(current_setting('daiko.tenant', true), '');
    first boolean;
BEGIN
    PERFORM set_config('daiko.tenant', 'agency', true);
    SELECT transaction = pg_current_xact_id()::text::bigint AND recorded_at = now()
        INTO first FROM registry_change ORDER BY id LIMIT 1;
    PERFORM set_config('daiko.tenant', present, true);
    RETURN coalesce(first, true);
END $$;
"""
FIRST_LOAD_BEFORE = """
DROP FUNCTION registry_first_load();
CREATE FUNCTION registry_first_load() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT transaction = pg_current_xact_id()::text::bigint
                            AND recorded_at = now()
                     FROM registry_change ORDER BY id LIMIT 1), true)
$$;
"""


class Migration(migrations.Migration):
    """Replaces one function; instant."""

    dependencies = [("registry", "0012_agency_held")]
    operations = [migrations.RunSQL(FIRST_LOAD, FIRST_LOAD_BEFORE)]
