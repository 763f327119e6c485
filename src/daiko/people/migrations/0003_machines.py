"""Certificates and API credentials of programs (people/models.py). New tables, nothing to scan."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClientCertificate',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('tenant', models.TextField()),
                ('fingerprint', models.TextField(unique=True)),
                ('serial', models.TextField()),
                ('subject', models.TextField()),
                ('not_before', models.DateTimeField()),
                ('not_after', models.DateTimeField()),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.TextField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.TextField(default='')),
            ],
            options={
                'db_table': 'people_client_certificate',
                'constraints': [models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{64}$')), name='people_certificate_fingerprint'), models.CheckConstraint(condition=models.Q(('tenant__regex', '^(agency|provider:[0-9]{10}|insurer:[0-9]{8})$')), name='people_certificate_tenant')],
            },
        ),
        migrations.CreateModel(
            name='ApiCredential',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('tenant', models.TextField()),
                ('label', models.TextField()),
                ('secret_hash', models.TextField(unique=True)),
                ('scopes', models.JSONField()),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField()),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.TextField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.TextField(default='')),
                ('last_used_at', models.DateTimeField(null=True)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='people.apicredential')),
                ('certificate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='people.clientcertificate')),
            ],
            options={
                'db_table': 'people_api_credential',
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__lte', django.db.models.expressions.CombinedExpression(models.F('valid_from'), '+', models.Value('400 days')))), name='people_credential_life')],
            },
        ),
    ]
