"""Nobody approves a change of the registry who came to it within a day.

Source: standards/security-controls.md A5 (no delegate of the last 24 hours). An account that
was made, invited anew or given the approver's role less than 24 hours before its approval
may be the proposer's second name: whoever hands out an invitation can use it. Ready accounts
of the desk, which no other profile starts with, are always young. The function looks past the
wall, because a branch sees no accounts; no row leaves it. Triggers; instant.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION people_came_within_a_day(name text, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    present CONSTANT text := coalesce(current_setting('daiko.tenant', true), '');
    settled boolean;
BEGIN
    PERFORM set_config('daiko.tenant', 'agency', true);
    SELECT a.kind = 'desk' OR NOT (
            a.created_at > moment - interval '24 hours'
            OR EXISTS (SELECT FROM people_invitation i WHERE i.account_id = a.id
                AND i.made_at > moment - interval '24 hours')
            OR EXISTS (SELECT FROM people_role_grant g WHERE g.account_id = a.id
                AND g.role = 'agency_approver' AND g.revoked_at IS NULL
                AND g.granted_at > moment - interval '24 hours'))
        INTO settled FROM people_account a WHERE 'account-' || a.id = name;
    PERFORM set_config('daiko.tenant', present, true);
    RETURN NOT coalesce(settled, false);
END $$;

CREATE FUNCTION people_registry_approver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.verdict = 'approved' AND NEW.decided_kind = 'account'
        AND people_came_within_a_day(NEW.decided_by, NEW.decided_at)
    THEN
        RAISE EXCEPTION 'the approver is unknown or came within a day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registry_decision_approver';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER people_registry_approver AFTER INSERT ON registry_decision
    FOR EACH ROW EXECUTE FUNCTION people_registry_approver();
"""
UNDO = """
DROP TRIGGER people_registry_approver ON registry_decision;
DROP FUNCTION people_registry_approver(), people_came_within_a_day(text, timestamptz);
"""


class Migration(migrations.Migration):
    """A trigger; instant."""

    dependencies = [("people", "0009_roles_of_kinds"), ("registry", "0015_entry_appointments")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
