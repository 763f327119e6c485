"""Emergency and maintenance roles are held by accounts of these kinds, which open by two persons.

Otherwise a grant to one of the staff would be a way around the opening. Source:
standards/security-controls.md A9, A10; people/roles.py of_kind (a test compares both).
Functions and a trigger; what was granted before stays until it is revoked.
"""

from django.db import migrations

KINDS = """
CREATE FUNCTION people_role_of_kind(role text, kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT kind = 'desk' OR kind = CASE WHEN role = 'emergency' THEN 'emergency'
        WHEN role LIKE 'vendor_%' THEN 'maintenance' ELSE 'staff' END
$$;

CREATE FUNCTION people_role_fits_kind() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_account text;
BEGIN
    IF NEW.revoked_at IS NULL THEN
        SELECT kind INTO of_account FROM people_account WHERE id = NEW.account_id;
        IF NOT people_role_of_kind(NEW.role, of_account) THEN
            RAISE EXCEPTION 'accounts of kind % cannot hold %', of_account, NEW.role
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_role_fits_kind BEFORE INSERT OR UPDATE ON people_role_grant
    FOR EACH ROW EXECUTE FUNCTION people_role_fits_kind();
"""
UNDO = """
DROP TRIGGER people_role_fits_kind ON people_role_grant;
DROP FUNCTION people_role_fits_kind(), people_role_of_kind(text, text);
"""


class Migration(migrations.Migration):
    """A trigger; instant."""

    dependencies = [("people", "0008_opening_guards")]
    operations = [migrations.RunSQL(KINDS, UNDO)]
