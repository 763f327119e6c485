import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryMonth',
            fields=[
                ('month', models.TextField(primary_key=True, serialize=False)),
                ('packages', models.IntegerField()),
                ('documents', models.IntegerField()),
                ('claim_yen', models.BigIntegerField()),
                ('released_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'delivery_month',
                'constraints': [models.CheckConstraint(condition=models.Q(('month__regex', '^[0-9]{4}-(0[1-9]|1[0-2])$')), name='delivery_month_form')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('insurer', '保険者向け送付'), ('return', '返戻')])),
                ('month', models.TextField()),
                ('receiver', models.TextField()),
                ('archive_name', models.TextField(unique=True)),
                ('submitted_on', models.TextField()),
                ('sequence', models.SmallIntegerField()),
                ('submission_id', models.BigIntegerField(null=True)),
                ('sha256', models.TextField()),
                ('size_bytes', models.BigIntegerField()),
                ('object_key', models.TextField()),
                ('document_count', models.IntegerField()),
                ('claim_yen', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'delivery_package',
                'ordering': ['month', 'kind', 'receiver', 'sequence'],
                'constraints': [models.UniqueConstraint(fields=('receiver', 'submitted_on', 'sequence'), name='delivery_package_place'), models.CheckConstraint(condition=models.Q(('kind__in', ['insurer', 'return'])), name='delivery_package_kind'), models.CheckConstraint(condition=models.Q(('month__regex', '^[0-9]{4}-(0[1-9]|1[0-2])$')), name='delivery_package_month'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'insurer'), ('receiver__regex', '^[0-9]{8}$')), models.Q(('kind', 'return'), ('receiver__regex', '^[0-9]{10}$')), _connector='OR'), name='delivery_package_receiver'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'insurer'), ('submission_id__isnull', True)), models.Q(('kind', 'return'), ('submission_id__isnull', False)), _connector='OR'), name='delivery_package_submission'), models.CheckConstraint(condition=models.Q(('sequence__gte', 0), ('sequence__lte', 9)), name='delivery_package_sequence'), models.CheckConstraint(condition=models.Q(('claim_yen__gte', 0), ('document_count__gt', 0), ('size_bytes__gt', 0)), name='delivery_package_counts'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='delivery_package_sha256')],
            },
        ),
        migrations.CreateModel(
            name='PackageDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('document_id', models.BigIntegerField()),
                ('name', models.TextField()),
                ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='delivery.package')),
            ],
            options={
                'db_table': 'delivery_package_document',
                'constraints': [models.UniqueConstraint(fields=('kind', 'document_id'), name='delivery_document_sent_once'), models.UniqueConstraint(fields=('package', 'name'), name='delivery_name_in_package'), models.CheckConstraint(condition=models.Q(('kind__in', ['insurer', 'return'])), name='delivery_document_kind')],
            },
        ),
    ]
