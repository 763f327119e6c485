from django.db import migrations, models

FIRM = """
    IF own.is_firm AND NEW.severity NOT LIKE 'reject-%' THEN
        RAISE EXCEPTION '% is firm: no receiver can soften it', NEW.rule
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registry_firm_rule';
    END IF;
"""
# As of migration 0004, and what is firm stays an error.
RECORD = (
    """
CREATE OR REPLACE FUNCTION registry_receiver_severity_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := coalesce(nullif(current_setting('daiko.load_on', true), '')::date,
                           (now() AT TIME ZONE 'Asia/Tokyo')::date);
    own registry_rule;
BEGIN
    NEW.insurer_number := nullif(NEW.receiver, 'agency');
    IF TG_OP = 'INSERT' OR NEW.severity <> OLD.severity OR NEW.valid_from <> OLD.valid_from
       OR NEW.receiver <> OLD.receiver OR NEW.rule <> OLD.rule
       OR (NEW.error_on IS NOT NULL AND NEW.error_on < coalesce(OLD.error_on, 'infinity')) THEN
        NEW.recorded_on := today;
    ELSE
        NEW.recorded_on := OLD.recorded_on;
    END IF;
    IF NEW.error_on IS NOT NULL AND NEW.valid_to IS DISTINCT FROM NEW.error_on - 1 THEN
        RAISE EXCEPTION 'the warning of % for % ends on the day before it becomes an error',
            NEW.rule, NEW.receiver USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO own FROM registry_rule r WHERE r.rule = NEW.rule;
    IF own IS NULL THEN
        RAISE EXCEPTION 'there is no rule %', NEW.rule USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF NEW.severity LIKE 'reject-%' AND NEW.severity <> own.error_severity THEN
        RAISE EXCEPTION '% refuses as %', NEW.rule, own.error_severity
            USING ERRCODE = 'check_violation';
    END IF;"""
    + FIRM
    + """    NEW.direction := CASE sign(registry_severity_rank(NEW.severity)
                               - registry_severity_rank(own.severity))
        WHEN 1 THEN 'stricter' WHEN 0 THEN 'same' ELSE 'softer' END;
    RETURN NEW;
END $$;
"""
)
BACK = RECORD.replace(FIRM, "")


class Migration(migrations.Migration):
    """Rules that no receiver can soften. Rows that stand already are passed over by the check.

    The table is the rule book, 354 rows, filled anew by every load.
    """

    dependencies = [("registry", "0016_mergers")]
    operations = [
        migrations.AddField("rule", "is_firm", models.BooleanField(db_default=False)),
        migrations.RunSQL(RECORD, BACK),
    ]
