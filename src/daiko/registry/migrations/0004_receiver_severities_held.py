from django.db import migrations

# Since when a row can be seen counts for the time of warning: the day of the load (set by
# the service, so that a replay tells the same), else today in Tokyo. A later error day is
# softer, so the warning goes on; an earlier one begins anew.
RECORD = """
CREATE FUNCTION registry_warning_days() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 30';

CREATE FUNCTION registry_severity_rank(severity text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE severity WHEN 'note' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END $$;

CREATE FUNCTION registry_receiver_severity_record() RETURNS trigger LANGUAGE plpgsql AS $$
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
    END IF;
    NEW.direction := CASE sign(registry_severity_rank(NEW.severity)
                               - registry_severity_rank(own.severity))
        WHEN 1 THEN 'stricter' WHEN 0 THEN 'same' ELSE 'softer' END;
    RETURN NEW;
END $$;

CREATE TRIGGER registry_receiver_severity_record BEFORE INSERT OR UPDATE
    ON registry_receiver_severity FOR EACH ROW
    EXECUTE FUNCTION registry_receiver_severity_record();

CREATE FUNCTION registry_receiver_severity_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: rows end by their dates and stay', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER registry_receiver_severity_kept BEFORE DELETE ON registry_receiver_severity
    FOR EACH ROW EXECUTE FUNCTION registry_receiver_severity_kept();
CREATE TRIGGER registry_receiver_severity_change_kept BEFORE UPDATE OR DELETE
    ON registry_receiver_severity_change
    FOR EACH ROW EXECUTE FUNCTION registry_receiver_severity_kept();

CREATE FUNCTION registry_receiver_severity_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO registry_receiver_severity_change
        (receiver, rule, severity, valid_from, valid_to, error_on, reason, direction,
         recorded_on, changed_at)
    VALUES (NEW.receiver, NEW.rule, NEW.severity, NEW.valid_from, NEW.valid_to, NEW.error_on,
            NEW.reason, NEW.direction, NEW.recorded_on, now());
    RETURN NULL;
END $$;

CREATE TRIGGER registry_receiver_severity_log AFTER INSERT OR UPDATE
    ON registry_receiver_severity FOR EACH ROW
    EXECUTE FUNCTION registry_receiver_severity_log();
"""

# What holds on a day: the insurer's row, else the agency's, else the rule's own severity.
# A day on which an error begins needs, on the day before, a warning that named this very
# day and could be seen for registry_warning_days() days. Only days on which a row begins
# or has ended can be such days.
# A warning that follows another one on the very day that one had announced is a
# postponement, and the time of warning goes on.
SUDDEN = """
CREATE FUNCTION registry_warned_from(wanted bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN p.id IS NULL THEN greatest(s.valid_from, s.recorded_on)
                ELSE registry_warned_from(p.id) END
    FROM registry_receiver_severity s
    LEFT JOIN registry_receiver_severity p
      ON p.receiver = s.receiver AND p.rule = s.rule AND p.error_on = s.valid_from
    WHERE s.id = wanted
$$;

CREATE FUNCTION registry_severity_on(wanted_receiver text, wanted_rule text, on_day date)
RETURNS TABLE (severity text, warned_from date, error_on date) LANGUAGE sql STABLE AS $$
    SELECT severity, warned_from, error_on
    FROM (SELECT CASE s.receiver WHEN wanted_receiver THEN 1 ELSE 2 END AS place, s.severity,
                 registry_warned_from(s.id) AS warned_from, s.error_on
          FROM registry_receiver_severity s
          WHERE s.rule = wanted_rule AND s.receiver IN (wanted_receiver, 'agency')
            AND daterange(s.valid_from, s.valid_to, '[]') @> on_day
          UNION ALL
          SELECT 3, r.severity, NULL, NULL FROM registry_rule r WHERE r.rule = wanted_rule) x
    ORDER BY place LIMIT 1
$$;

CREATE FUNCTION registry_sudden_errors(wanted_receiver text, wanted_rule text)
RETURNS SETOF date LANGUAGE sql STABLE AS $$
    SELECT d.day
    FROM (SELECT valid_from AS day FROM registry_receiver_severity
          WHERE rule = wanted_rule AND receiver IN (wanted_receiver, 'agency')
          UNION
          SELECT valid_to + 1 FROM registry_receiver_severity
          WHERE rule = wanted_rule AND receiver IN (wanted_receiver, 'agency')
            AND valid_to IS NOT NULL) d
    CROSS JOIN LATERAL registry_severity_on(wanted_receiver, wanted_rule, d.day) n
    CROSS JOIN LATERAL registry_severity_on(wanted_receiver, wanted_rule, d.day - 1) b
    WHERE n.severity LIKE 'reject-%' AND b.severity NOT LIKE 'reject-%'
      AND (b.severity = 'warning' AND b.error_on = d.day
           AND d.day - b.warned_from >= registry_warning_days()) IS NOT TRUE
    ORDER BY d.day
$$;

CREATE FUNCTION registry_refuse_sudden_errors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sudden jsonb;
BEGIN
    SELECT jsonb_agg(jsonb_build_object('receiver', k.receiver, 'rule', k.rule, 'day', day)
                     ORDER BY k.receiver, k.rule, day)
    INTO sudden
    FROM (SELECT n.receiver, n.rule FROM new_rows n
          UNION
          SELECT s.receiver, s.rule FROM new_rows n
          JOIN registry_receiver_severity s ON s.rule = n.rule
          WHERE n.receiver = 'agency') k
    CROSS JOIN LATERAL registry_sudden_errors(k.receiver, k.rule) day;
    IF sudden IS NOT NULL THEN
        RAISE EXCEPTION 'an error needs % days of announced warning before it',
            registry_warning_days()
            USING ERRCODE = 'check_violation', DETAIL = sudden::text,
                  CONSTRAINT = 'registry_no_sudden_errors';
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER registry_receiver_severity_{name}_{event.lower()} AFTER {event} "
    f"ON registry_receiver_severity REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT "
    f"EXECUTE FUNCTION {function};"
    for name, function in (
        ("overlap", "registry_refuse_overlap('receiver', 'rule')"),
        ("sudden", "registry_refuse_sudden_errors()"),
    )
    for event in ("INSERT", "UPDATE")
)
BACK = """
DROP FUNCTION registry_refuse_sudden_errors() CASCADE;
DROP FUNCTION registry_sudden_errors(text, text);
DROP FUNCTION registry_severity_on(text, text, date);
DROP FUNCTION registry_warned_from(bigint);
DROP FUNCTION registry_receiver_severity_log() CASCADE;
DROP FUNCTION registry_receiver_severity_kept() CASCADE;
DROP FUNCTION registry_receiver_severity_record() CASCADE;
DROP FUNCTION registry_severity_rank(text);
DROP FUNCTION registry_warning_days();
DROP TRIGGER registry_receiver_severity_overlap_insert ON registry_receiver_severity;
DROP TRIGGER registry_receiver_severity_overlap_update ON registry_receiver_severity;
"""


class Migration(migrations.Migration):
    """What one row of a receiver profile cannot see. New tables, nothing to scan."""

    dependencies = [("registry", "0003_receiver_severities")]
    operations = [migrations.RunSQL(RECORD + SUDDEN + TRIGGERS, BACK)]
