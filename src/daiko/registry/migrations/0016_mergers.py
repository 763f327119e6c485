from django.db import migrations

FITS = """
CREATE FUNCTION registry_merger_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM registry_insurer d JOIN registry_insurer s ON s.insurer_number = d.merged_into
        WHERE NEW.insurer_number IN (d.insurer_number, s.insurer_number)
          AND (s.start_on > d.end_on + 1 OR s.end_on <= d.end_on)
    ) THEN
        RAISE EXCEPTION 'insurer %: no merger into one that does not exist on its day',
            NEW.insurer_number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registry_insurer_merger_fits';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_insurer_merger_fits
    AFTER INSERT OR UPDATE OF start_on, end_on, merged_into ON registry_insurer
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW
    EXECUTE FUNCTION registry_merger_fits();
"""
BACK = """
DROP TRIGGER registry_insurer_merger_fits ON registry_insurer;
DROP FUNCTION registry_merger_fits();
"""


class Migration(migrations.Migration):
    """No merger into an insurer that does not exist on its day, so none in a circle.

    Rows that stand already are looked at when they change.
    """

    dependencies = [("registry", "0015_entry_appointments")]
    operations = [migrations.RunSQL(FITS, BACK)]
