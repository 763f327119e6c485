"""A credential is of its certificate's organisation and never changes; nothing is deleted.

Only an earlier end, the revocation and the last use may be written after the issue. Source:
standards/security-controls.md A11, EXT-2. New tables, nothing to scan.
"""

from django.db import migrations

GUARDS = """
ALTER TABLE people_client_certificate ADD CONSTRAINT people_certificate_of_tenant
    UNIQUE (id, tenant);
ALTER TABLE people_api_credential ADD CONSTRAINT people_credential_of_tenant
    FOREIGN KEY (certificate_id, tenant) REFERENCES people_client_certificate (id, tenant);

CREATE FUNCTION people_credential_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.certificate_id, NEW.tenant, NEW.secret_hash, NEW.scopes, NEW.valid_from, NEW.issued_at,
            NEW.issued_by, NEW.replaces_id)
        IS DISTINCT FROM (OLD.certificate_id, OLD.tenant, OLD.secret_hash, OLD.scopes,
            OLD.valid_from, OLD.issued_at, OLD.issued_by, OLD.replaces_id)
        OR NEW.valid_to > OLD.valid_to
        OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    THEN
        RAISE EXCEPTION 'a credential does not change; issue another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_credential_fixed BEFORE UPDATE ON people_api_credential
    FOR EACH ROW EXECUTE FUNCTION people_credential_fixed();

CREATE FUNCTION people_certificate_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.tenant, NEW.fingerprint, NEW.serial, NEW.not_before, NEW.not_after)
        IS DISTINCT FROM (OLD.tenant, OLD.fingerprint, OLD.serial, OLD.not_before, OLD.not_after)
        OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
    THEN
        RAISE EXCEPTION 'a certificate does not change; register another'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER people_certificate_fixed BEFORE UPDATE ON people_client_certificate
    FOR EACH ROW EXECUTE FUNCTION people_certificate_fixed();

CREATE TRIGGER people_client_certificate_kept BEFORE DELETE ON people_client_certificate
    FOR EACH ROW EXECUTE FUNCTION people_kept();
CREATE TRIGGER people_api_credential_kept BEFORE DELETE ON people_api_credential
    FOR EACH ROW EXECUTE FUNCTION people_kept();
"""
UNDO = """
DROP TRIGGER people_client_certificate_kept ON people_client_certificate;
DROP TRIGGER people_api_credential_kept ON people_api_credential;
DROP TRIGGER people_credential_fixed ON people_api_credential;
DROP TRIGGER people_certificate_fixed ON people_client_certificate;
DROP FUNCTION people_credential_fixed(), people_certificate_fixed();
ALTER TABLE people_api_credential DROP CONSTRAINT people_credential_of_tenant;
ALTER TABLE people_client_certificate DROP CONSTRAINT people_certificate_of_tenant;
"""


class Migration(migrations.Migration):
    """Triggers and a foreign key on new tables."""

    dependencies = [("people", "0003_machines")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
