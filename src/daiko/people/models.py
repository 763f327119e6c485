"""Tables of people: accounts, roles, second factors, invitations, sessions, networks.

Source: standards/security-controls.md A1, A2, A6, TEC-01, TEC-02, TEC-09. Nothing is
deleted: accounts end, grants are revoked, authenticators are removed by a date. Constraints
that need several rows (forbidden pairs, roles of the organisation) are triggers of
``migrations/0001_tables.py``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daiko.people.roles import Role

_ARGON2_OR_NONE = r"^($|argon2[$]argon2id[$])"


class Account(models.Model):
    """One person (or one sealed emergency account). ``tenant`` is the organisation."""

    class Kind(models.TextChoices):
        STAFF = "staff", "職員"
        EMERGENCY = "emergency", "非常時"
        MAINTENANCE = "maintenance", "保守"
        DESK = "desk", "試用"  # ready accounts of the desk; other profiles do not start with them

    class State(models.TextChoices):
        INVITED = "invited", "招待中"
        ACTIVE = "active", "利用中"
        SUSPENDED = "suspended", "停止中"
        ENDED = "ended", "終了"

    id = models.BigAutoField(primary_key=True)
    login = models.TextField(unique=True)  # lower case
    display_name = models.TextField()
    tenant = models.TextField()  # agency, provider:<10 digits>, insurer:<8 digits>
    office = models.TextField(default="")  # agency: 00 head office, 01–47 prefectures
    kind = models.TextField(choices=Kind.choices, default=Kind.STAFF)
    state = models.TextField(choices=State.choices, default=State.INVITED)
    password_hash = models.TextField(default="")  # argon2 only, "" before the first
    passwords_before = models.JSONField(default=list)  # hashes of the last 24
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # mandatory for maintenance
    created_at = models.DateTimeField()
    created_by = models.TextField()
    last_used_at = models.DateTimeField(null=True)
    failures = models.SmallIntegerField(default=0)  # since the last success
    failures_today = models.SmallIntegerField(default=0)
    failed_on = models.DateField(null=True)
    locked_until = models.DateTimeField(null=True)
    needs_reset = models.BooleanField(default=False)  # ten failures in a day
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_account"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(login__regex=r"^[a-z0-9][a-z0-9._@+-]{2,99}$"), name="people_login_form"
            ),
            models.CheckConstraint(
                condition=Q(tenant__regex=r"^(agency|provider:[0-9]{10}|insurer:[0-9]{8})$"),
                name="people_tenant_form",
            ),
            models.CheckConstraint(
                condition=Q(tenant="agency", office__regex=r"^(0[0-9]|[1-3][0-9]|4[0-7])$")
                | (~Q(tenant="agency") & Q(office="")),
                name="people_office_of_agency",
            ),
            models.CheckConstraint(
                condition=Q(password_hash__regex=_ARGON2_OR_NONE), name="people_password_argon2"
            ),
            models.CheckConstraint(
                condition=~Q(kind="maintenance") | Q(ends_on__isnull=False),
                name="people_maintenance_ends",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False)
                | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="people_ended_at",
            ),
        ]


class RoleGrant(models.Model):
    """A role somebody holds from ``granted_at`` until ``revoked_at``."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.TextField()
    granted_at = models.DateTimeField()
    granted_by = models.TextField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")

    class Meta:
        db_table = "people_role_grant"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="people_role_known"
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(revoked_at__isnull=True),
                name="people_role_once",
            ),
        ]


class Authenticator(models.Model):
    """A second factor. ``secret``: TOTP seed, encrypted; hash of a recovery code; passkey's key."""

    class Kind(models.TextChoices):
        TOTP = "totp", "認証アプリ"
        PASSKEY = "passkey", "パスキー"
        RECOVERY = "recovery", "回復コード"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="authenticators")
    kind = models.TextField(choices=Kind.choices)
    label = models.TextField(default="")
    secret = models.BinaryField()
    credential_id = models.BinaryField(null=True, unique=True)  # passkeys
    counter = models.BigIntegerField(default=0)  # last TOTP step used, or the passkey's count
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_authenticator"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="passkey", credential_id__isnull=False)
                | (~Q(kind="passkey") & Q(credential_id__isnull=True)),
                name="people_passkey_credential",
            ),
        ]


class Invitation(models.Model):
    """The single way in: a random token, used once, at most 72 hours old (TEC-02, TEC-10)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    token_hash = models.TextField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_invitation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=models.F("made_at") + models.Value("72:00:00")),
                name="people_invitation_life",
            )
        ]


class Session(models.Model):
    """A browser that somebody signed in with. The token itself is only in its cookie."""

    class Step(models.TextChoices):
        PASSWORD = "password", "二要素待ち"
        ENROLLING = "enrolling", "登録中"
        FULL = "full", "認証済"

    token_hash = models.TextField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    step = models.TextField(choices=Step.choices)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)  # last full proof, for dangerous acts
    locked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    challenge = models.BinaryField(null=True)  # of a passkey ceremony
    source_address = models.TextField()
    certificate = models.TextField(default="")

    class Meta:
        db_table = "people_session"
        indexes: ClassVar = [models.Index(fields=["account"], name="people_session_account")]


class AddressFailures(models.Model):
    """Failed sign-ins of one address within its window (TEC-01: lock per address)."""

    address = models.TextField(primary_key=True)
    failures = models.SmallIntegerField()
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_address_failures"


class Network(models.Model):
    """A range an organisation's people may sign in from; none at all means from anywhere."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.TextField()
    address_range = models.TextField()  # CIDR
    line = models.TextField()  # ip-vpn | ipsec-ike | office
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    set_by = models.TextField()

    class Meta:
        db_table = "people_network"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(line__in=["ip-vpn", "ipsec-ike", "office"]), name="people_network_line"
            ),
        ]


class ClientCertificate(models.Model):
    """A client certificate of an organisation's programs, known by its fingerprint."""

    id = models.BigAutoField(primary_key=True)
    tenant = models.TextField()
    fingerprint = models.TextField(unique=True)  # SHA-256 of the DER form, hexadecimal
    serial = models.TextField()  # hexadecimal
    subject = models.TextField()  # RFC 4514
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.TextField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")

    class Meta:
        db_table = "people_client_certificate"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                name="people_certificate_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(tenant__regex=r"^(agency|provider:[0-9]{10}|insurer:[0-9]{8})$"),
                name="people_certificate_tenant",
            ),
        ]


class ApiCredential(models.Model):
    """A program's secret: only with its certificate, for one organisation, until a day.

    Of the secret (256 random bits) only the SHA-256 is kept. ``scopes``: permissions.
    """

    id = models.BigAutoField(primary_key=True)
    certificate = models.ForeignKey(ClientCertificate, models.PROTECT, related_name="credentials")
    tenant = models.TextField()  # that of the certificate: a foreign key of both
    label = models.TextField()
    secret_hash = models.TextField(unique=True)
    scopes = models.JSONField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by = models.TextField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(default="")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_api_credential"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__lte=models.F("valid_from") + models.Value("400 days")),
                name="people_credential_life",
            ),
        ]


class Opening(models.Model):
    """A time in which an emergency or maintenance account works: asked by one, approved by another.

    Outside of its openings such an account cannot sign in at all. ``asked_by`` and
    ``approved_by`` are names of actors; who approves when is checked by triggers of
    ``migrations/0008_opening_guards.py``.
    """

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", "非常時"
        MAINTENANCE = "maintenance", "保守"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="openings")
    kind = models.TextField(choices=Kind.choices)  # that of the account
    reason = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # the request, 24 hours
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    approved_by = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    refused_by = models.TextField(default="")
    refused_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_opening"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S") & Q(asked_by__regex=r"\S"),
                name="people_opening_reason",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at"))
                & Q(ends_at__lte=models.F("starts_at") + models.Value("12:00:00"))
                & (
                    Q(kind="maintenance")
                    | Q(ends_at__lte=models.F("starts_at") + models.Value("04:00:00"))
                ),
                name="people_opening_length",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=models.F("asked_at") + models.Value("24:00:00")),
                name="people_opening_request_life",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by="")
                | (
                    Q(approved_at__isnull=False, approved_by__regex=r"\S", refused_at__isnull=True)
                    & Q(approved_at__lt=models.F("expires_at"))
                    & ~Q(approved_by=models.F("asked_by"))
                ),
                name="people_opening_two_persons",
            ),
        ]
