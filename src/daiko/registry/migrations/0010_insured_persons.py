import django.db.models.deletion
from django.db import migrations, models

KEY = (
    "insurer_number",
    "symbol",
    "number",
    "branch_code",
    "birth_date",
    "sex",
    "covered_from",
)
# As of the other dated tables, but the message names nobody: these rows are persons.
OVERLAP = """
CREATE FUNCTION registry_refuse_coverage_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(TG_TABLE_NAME, 0));
    IF EXISTS (
        SELECT FROM new_rows n JOIN registry_insured_person o
          ON o.insurer_number = n.insurer_number AND o.symbol = n.symbol
         AND o.number = n.number AND o.branch_code = n.branch_code
         AND o.birth_date = n.birth_date AND o.sex = n.sex AND o.id <> n.id
         AND daterange(o.covered_from, o.covered_to, '[]')
             && daterange(n.covered_from, n.covered_to, '[]')) THEN
        RAISE EXCEPTION '%: two rows of one person hold on the same day', TG_TABLE_NAME
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
"""
OVERLAP_TRIGGERS = "".join(
    f"CREATE TRIGGER registry_insured_person_overlap_{event.lower()} "
    f"AFTER {event} ON registry_insured_person REFERENCING NEW TABLE AS new_rows "
    f"FOR EACH STATEMENT EXECUTE FUNCTION registry_refuse_coverage_overlap();"
    for event in ("INSERT", "UPDATE")
)
# Persons come by the million: as of cards, no second copy of a new row.
ARGUMENTS = ", ".join(f"'{word}'" for word in ("key", *KEY))
HISTORY = f"""
CREATE TRIGGER registry_insured_person_history_insert AFTER INSERT ON registry_insured_person
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change({ARGUMENTS});
CREATE TRIGGER registry_insured_person_history_update AFTER UPDATE ON registry_insured_person
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION registry_record_change({ARGUMENTS});
CREATE TRIGGER registry_insured_person_stays BEFORE DELETE ON registry_insured_person
    FOR EACH STATEMENT EXECUTE FUNCTION registry_rows_stay();
"""
BACK = "DROP FUNCTION registry_refuse_coverage_overlap() CASCADE;"


class Migration(migrations.Migration):
    """Register of insured persons of insurers that give it. A new table, nothing to scan."""

    dependencies = [("registry", "0009_four_eyes")]
    operations = [
        migrations.CreateModel(
            name='InsuredPerson',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('symbol', models.TextField()),
                ('number', models.TextField()),
                ('branch_code', models.TextField()),
                ('name_kana', models.TextField()),
                ('birth_date', models.DateField()),
                ('sex', models.TextField()),
                ('coverage_type', models.TextField()),
                ('covered_from', models.DateField()),
                ('covered_to', models.DateField(null=True)),
                ('insurer', models.ForeignKey(db_column='insurer_number', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='registry.insurer')),
            ],
            options={
                'db_table': 'registry_insured_person',
                'constraints': [models.UniqueConstraint(fields=('insurer', 'symbol', 'number', 'branch_code', 'birth_date', 'sex', 'covered_from'), name='registry_insured_person_once'), models.CheckConstraint(condition=models.Q(('number__regex', '^\\S+$'), ('symbol__regex', '^\\S*$')), name='registry_insured_person_evened'), models.CheckConstraint(condition=models.Q(('branch_code__regex', '^([0-9]{2})?$')), name='registry_insured_person_branch'), models.CheckConstraint(condition=models.Q(('sex__in', ['1', '2'])), name='registry_insured_person_sex'), models.CheckConstraint(condition=models.Q(('covered_from__gte', models.F('birth_date'))), name='registry_insured_person_birth'), models.CheckConstraint(condition=models.Q(('covered_to__isnull', True), ('covered_to__gte', models.F('covered_from')), _connector='OR'), name='registry_insured_person_days')],
            },
        ),
        migrations.RunSQL(OVERLAP + OVERLAP_TRIGGERS + HISTORY, BACK),
    ]
