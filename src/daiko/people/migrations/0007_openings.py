"""Openings of emergency and maintenance accounts (people/models.py). New table, nothing to scan."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_offices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('emergency', '非常時'), ('maintenance', '保守')])),
                ('reason', models.TextField()),
                ('asked_by', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('approved_by', models.TextField(default='')),
                ('approved_at', models.DateTimeField(null=True)),
                ('refused_by', models.TextField(default='')),
                ('refused_at', models.DateTimeField(null=True)),
                ('closed_by', models.TextField(default='')),
                ('closed_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='people.account')),
            ],
            options={
                'db_table': 'people_opening',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__regex', '\\S'), ('asked_by__regex', '\\S')), name='people_opening_reason'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value('12:00:00'))), models.Q(('kind', 'maintenance'), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value('04:00:00'))), _connector='OR')), name='people_opening_length'), models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('asked_at'), '+', models.Value('24:00:00')))), name='people_opening_request_life'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by', '')), models.Q(('approved_at__isnull', False), ('approved_by__regex', '\\S'), ('refused_at__isnull', True), ('approved_at__lt', models.F('expires_at')), models.Q(('approved_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='people_opening_two_persons')],
            },
        ),
    ]
