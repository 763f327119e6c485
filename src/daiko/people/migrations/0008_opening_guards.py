"""Who approves an opening, and that it changes no more afterwards.

Source: standards/security-controls.md A5, A9, A10. An opening is of the kind of its account;
neither its own person nor an account younger than 24 hours approves (ready accounts of the
desk, which no other profile starts with, are always young); what was approved ends earlier
or is closed, nothing else. New table, nothing to scan.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION people_opening_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_kind text;
    young boolean;
BEGIN
    SELECT kind INTO of_kind FROM people_account WHERE id = NEW.account_id;
    IF of_kind IS DISTINCT FROM NEW.kind THEN
        RAISE EXCEPTION 'an opening is of the kind of its account'
            USING ERRCODE = 'check_violation';
    END IF;
    IF 'account-' || NEW.account_id IN (NEW.asked_by, NEW.approved_by) THEN
        RAISE EXCEPTION 'nobody opens the own account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_opening_approver';
    END IF;
    IF NEW.approved_at IS NULL OR (TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    IF NEW.approved_by !~ '^account-[0-9]+$' THEN
        RETURN NEW;  -- an operator of the machine
    END IF;
    SELECT created_at > NEW.approved_at - interval '24 hours' AND kind <> 'desk' INTO young
        FROM people_account WHERE id = substr(NEW.approved_by, 9)::bigint;
    IF young IS NULL OR young THEN
        RAISE EXCEPTION 'the approver is unknown or younger than a day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'people_opening_approver';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_opening_fits BEFORE INSERT OR UPDATE ON people_opening
    FOR EACH ROW EXECUTE FUNCTION people_opening_fits();

CREATE FUNCTION people_opening_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.account_id, NEW.kind, NEW.reason, NEW.asked_by, NEW.asked_at, NEW.expires_at)
            IS DISTINCT FROM
            (OLD.account_id, OLD.kind, OLD.reason, OLD.asked_by, OLD.asked_at, OLD.expires_at)
        OR (OLD.approved_at IS NOT NULL AND
            ((NEW.approved_by, NEW.approved_at, NEW.starts_at, NEW.refused_at) IS DISTINCT FROM
             (OLD.approved_by, OLD.approved_at, OLD.starts_at, OLD.refused_at)
             OR NEW.ends_at > OLD.ends_at))
        OR (OLD.refused_at IS NOT NULL AND NEW.refused_at IS DISTINCT FROM OLD.refused_at)
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
    THEN
        RAISE EXCEPTION 'an opening does not change; ask for another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_opening_fixed BEFORE UPDATE ON people_opening
    FOR EACH ROW EXECUTE FUNCTION people_opening_fixed();
CREATE TRIGGER people_opening_kept BEFORE DELETE ON people_opening
    FOR EACH ROW EXECUTE FUNCTION people_kept();
"""
UNDO = """
DROP TRIGGER people_opening_kept ON people_opening;
DROP TRIGGER people_opening_fixed ON people_opening;
DROP TRIGGER people_opening_fits ON people_opening;
DROP FUNCTION people_opening_fixed(), people_opening_fits();
"""


class Migration(migrations.Migration):
    """Triggers on a new table."""

    dependencies = [("people", "0007_openings")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
