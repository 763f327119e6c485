"""What one row cannot say: forbidden pairs, roles of the organisation, nothing is deleted.

Source: standards/security-controls.md A1, A2. The pairs are those of ``people/roles.py``
(a test compares them by trying every pair). New tables, nothing to scan.
"""

from django.db import migrations

ROLES = """
CREATE FUNCTION people_family(role text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN role LIKE 'provider_%' THEN 'provider' WHEN role LIKE 'insurer_%' THEN 'insurer'
        WHEN role LIKE 'vendor_%' THEN 'vendor' ELSE 'agency' END
$$;

CREATE FUNCTION people_clash(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT people_family(one) = 'vendor' AND people_family(other) = 'agency'
        OR (one, other) IN (('agency_intake', 'agency_approver'),
            ('agency_settlement', 'agency_approver'), ('sysadmin', 'auditor'),
            ('sysadmin', 'security_officer'))
$$;

CREATE FUNCTION people_role_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    of_tenant text;
    other text;
BEGIN
    IF NEW.revoked_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    SELECT split_part(tenant, ':', 1) INTO of_tenant FROM people_account
        WHERE id = NEW.account_id FOR UPDATE;  -- grants of one person come one after another
    IF replace(people_family(NEW.role), 'vendor', 'agency') <> of_tenant THEN
        RAISE EXCEPTION 'people of % cannot hold %', of_tenant, NEW.role
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT role INTO other FROM people_role_grant g
        WHERE g.account_id = NEW.account_id AND g.id <> NEW.id AND g.revoked_at IS NULL
            AND (people_clash(g.role, NEW.role) OR people_clash(NEW.role, g.role)) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'one person may not hold % and %', other, NEW.role
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_role_fits BEFORE INSERT OR UPDATE ON people_role_grant
    FOR EACH ROW EXECUTE FUNCTION people_role_fits();

CREATE FUNCTION people_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: rows end by their dates and stay', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
KEPT = "".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION people_kept();\n"
    for table in (
        "people_account", "people_role_grant", "people_authenticator", "people_invitation",
        "people_session", "people_network",
    )
)
UNDO = """
DROP TRIGGER people_role_fits ON people_role_grant;
DROP FUNCTION people_role_fits(), people_clash(text, text), people_family(text);
DROP FUNCTION people_kept() CASCADE;
"""


class Migration(migrations.Migration):
    """Triggers on new tables."""

    dependencies = [("people", "0001_tables")]
    operations = [migrations.RunSQL(ROLES + KEPT, UNDO)]
