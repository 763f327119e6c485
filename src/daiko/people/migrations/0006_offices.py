"""People of a branch hold roles of branches only; who moves to one, too.

Source: standards/security-controls.md A1, A2; people/roles.py AT_BRANCHES (a test compares
both). Functions and a trigger; the accounts of before are all at the head office or fit.
"""

from django.db import migrations

OFFICES = """
CREATE FUNCTION people_at_branch(role text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT role IN ('agency_intake', 'agency_checker', 'agency_settlement', 'agency_approver')
$$;

CREATE FUNCTION people_role_at_office() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_office text;
BEGIN
    IF NEW.revoked_at IS NULL THEN
        SELECT office INTO of_office FROM people_account WHERE id = NEW.account_id FOR UPDATE;
        IF of_office NOT IN ('', '00') AND NOT people_at_branch(NEW.role) THEN
            RAISE EXCEPTION 'people of a branch cannot hold %', NEW.role
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_role_at_office BEFORE INSERT OR UPDATE ON people_role_grant
    FOR EACH ROW EXECUTE FUNCTION people_role_at_office();

CREATE FUNCTION people_office_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.office NOT IN ('', '00') AND EXISTS (SELECT FROM people_role_grant g
        WHERE g.account_id = NEW.id AND g.revoked_at IS NULL AND NOT people_at_branch(g.role))
    THEN
        RAISE EXCEPTION 'a role of the head office is held' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_office_fits BEFORE UPDATE OF office ON people_account
    FOR EACH ROW EXECUTE FUNCTION people_office_fits();
"""
UNDO = """
DROP TRIGGER people_office_fits ON people_account;
DROP TRIGGER people_role_at_office ON people_role_grant;
DROP FUNCTION people_office_fits(), people_role_at_office(), people_at_branch(text);
"""


class Migration(migrations.Migration):
    """Triggers; instant."""

    dependencies = [("people", "0005_desk")]
    operations = [migrations.RunSQL(OFFICES, UNDO)]
