
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AddressFailures',
            fields=[
                ('address', models.TextField(primary_key=True, serialize=False)),
                ('failures', models.SmallIntegerField()),
                ('since', models.DateTimeField()),
                ('locked_until', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'people_address_failures',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('login', models.TextField(unique=True)),
                ('display_name', models.TextField()),
                ('tenant', models.TextField()),
                ('office', models.TextField(default='')),
                ('kind', models.TextField(choices=[('staff', '職員'), ('emergency', '非常時'), ('maintenance', '保守')], default='staff')),
                ('state', models.TextField(choices=[('invited', '招待中'), ('active', '利用中'), ('suspended', '停止中'), ('ended', '終了')], default='invited')),
                ('password_hash', models.TextField(default='')),
                ('passwords_before', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.TextField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('failures', models.SmallIntegerField(default=0)),
                ('failures_today', models.SmallIntegerField(default=0)),
                ('failed_on', models.DateField(null=True)),
                ('locked_until', models.DateTimeField(null=True)),
                ('needs_reset', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'people_account',
                'constraints': [models.CheckConstraint(condition=models.Q(('login__regex', '^[a-z0-9][a-z0-9._@+-]{2,99}$')), name='people_login_form'), models.CheckConstraint(condition=models.Q(('tenant__regex', '^(agency|provider:[0-9]{10}|insurer:[0-9]{8})$')), name='people_tenant_form'), models.CheckConstraint(condition=models.Q(models.Q(('office__regex', '^(0[0-9]|[1-3][0-9]|4[0-7])$'), ('tenant', 'agency')), models.Q(models.Q(('tenant', 'agency'), _negated=True), ('office', '')), _connector='OR'), name='people_office_of_agency'), models.CheckConstraint(condition=models.Q(('password_hash__regex', '^($|argon2[$]argon2id[$])')), name='people_password_argon2'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'maintenance'), _negated=True), ('ends_on__isnull', False), _connector='OR'), name='people_maintenance_ends'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='people_ended_at')],
            },
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('tenant', models.TextField()),
                ('address_range', models.TextField()),
                ('line', models.TextField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('set_by', models.TextField()),
            ],
            options={
                'db_table': 'people_network',
                'constraints': [models.CheckConstraint(condition=models.Q(('line__in', ['ip-vpn', 'ipsec-ike', 'office'])), name='people_network_line')],
            },
        ),
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField(choices=[('totp', '認証アプリ'), ('passkey', 'パスキー'), ('recovery', '回復コード')])),
                ('label', models.TextField(default='')),
                ('secret', models.BinaryField()),
                ('credential_id', models.BinaryField(null=True, unique=True)),
                ('counter', models.BigIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authenticators', to='people.account')),
            ],
            options={
                'db_table': 'people_authenticator',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('credential_id__isnull', False), ('kind', 'passkey')), models.Q(models.Q(('kind', 'passkey'), _negated=True), ('credential_id__isnull', True)), _connector='OR'), name='people_passkey_credential')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('token_hash', models.TextField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.TextField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.account')),
            ],
            options={
                'db_table': 'people_invitation',
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value('72:00:00')))), name='people_invitation_life')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role', models.TextField()),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.TextField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.TextField(default='')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='people.account')),
            ],
            options={
                'db_table': 'people_role_grant',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['provider_clerk', 'provider_admin', 'insurer_clerk', 'insurer_admin', 'agency_intake', 'agency_checker', 'agency_settlement', 'agency_approver', 'security_officer', 'privacy_officer', 'auditor', 'sysadmin', 'vendor_operator', 'vendor_manager', 'emergency'])), name='people_role_known'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('account', 'role'), name='people_role_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('token_hash', models.TextField(primary_key=True, serialize=False)),
                ('step', models.TextField(choices=[('password', '二要素待ち'), ('enrolling', '登録中'), ('full', '認証済')])),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('proved_at', models.DateTimeField(null=True)),
                ('locked_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('challenge', models.BinaryField(null=True)),
                ('source_address', models.TextField()),
                ('certificate', models.TextField(default='')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='people.account')),
            ],
            options={
                'db_table': 'people_session',
                'indexes': [models.Index(fields=['account'], name='people_session_account')],
            },
        ),
    ]
