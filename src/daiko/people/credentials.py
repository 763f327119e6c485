"""Verbs on certificates and API credentials of programs: register, issue, rotate, revoke.

A credential is a random secret of 256 bits that works only together with one registered
client certificate, for one organisation, for the permissions it names, until a day. The
secret is shown once; of it only the SHA-256 is kept, which is enough for a secret nobody can
guess. Nothing is deleted.
Source: standards/security-controls.md A6, A11, TEC-01, EXT-2.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from daiko.audit import services as audit
from daiko.people.errors import (
    CertificateOfAnother,
    CertificateUnknown,
    CredentialUnknown,
    ScopeNotOfOrganisation,
)
from daiko.people.factors import fingerprint
from daiko.people.models import ApiCredential, ClientCertificate
from daiko.people.permissions import allowable
from daiko.platform import certificates
from daiko.platform.actors import Actor
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import checked

LIFE: Final = timedelta(days=365)
OVERLAP: Final = timedelta(days=7)
_SECRET_BYTES: Final = 32
_Row = TypeVar("_Row", ApiCredential, ClientCertificate)


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A credential and its secret, which only its program may see, once."""

    credential_id: int
    secret: str
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One credential as lists show it."""

    credential_id: int
    tenant: str
    label: str
    scopes: tuple[str, ...]
    certificate: str  # serial
    certificate_revoked_at: datetime | None
    valid_from: datetime
    valid_to: datetime
    issued_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None

    def state_at(self, at: datetime) -> str:
        """works, revoked, certificate_revoked or expired: what a program would meet."""
        if self.revoked_at is not None:
            return "revoked"
        if self.certificate_revoked_at is not None:
            return "certificate_revoked"
        return "works" if self.valid_from <= at < self.valid_to else "expired"


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One registered client certificate as lists show it."""

    certificate_id: int
    tenant: str
    serial: str
    subject: str
    not_before: datetime
    not_after: datetime
    revoked_at: datetime | None


@transaction.atomic
def register_certificate(
    certificate: certificates.ClientCertificate, *, tenant: str, by: Actor, at: datetime
) -> int:
    """An organisation's programs come with this certificate; again it changes nothing.

    A certificate that names an organisation must name this one. Raises
    ``CertificateOfAnother``, also when it is registered for another.
    """
    named = certificate.organisation or checked(tenant)
    known = ClientCertificate.objects.filter(fingerprint=certificate.fingerprint).first()
    if known is not None:
        named = known.tenant
    if named != checked(tenant):
        raise CertificateOfAnother(named=named, tenant=tenant)
    if known is not None:
        return known.id
    row = ClientCertificate.objects.create(
        tenant=tenant,
        fingerprint=certificate.fingerprint,
        serial=certificate.serial,
        subject=certificate.subject,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        registered_at=at,
        registered_by=by.name,
    )
    _note("people.certificate.registered", row, by=by, at=at)
    return row.id


@transaction.atomic
def revoke_certificate(serial: str, *, tenant: str | None = None, by: Actor, at: datetime) -> None:
    """Refused from the next request on, before any revocation list says so.

    ``tenant``: only a certificate of this organisation. Raises ``CertificateUnknown``.
    """
    known = _of(ClientCertificate.objects.select_for_update(), tenant)
    rows = list(known.filter(serial=serial.lower(), revoked_at__isnull=True))
    if not rows:
        raise CertificateUnknown
    for row in rows:
        row.revoked_at, row.revoked_by = at, by.name
        row.save()
        _note("people.certificate.revoked", row, by=by, at=at)


@transaction.atomic
def issue(
    serial: str,
    *,
    label: str,
    scopes: Iterable[Permission],
    by: Actor,
    at: datetime,
    life: timedelta = LIFE,
    tenant: str | None = None,
) -> NewCredential:
    """A credential of the certificate's organisation; it ends with the certificate at the latest.

    ``tenant``: only of a certificate of this organisation, since serials are unique to their
    authority alone. Raises ``CertificateUnknown`` and ``ScopeNotOfOrganisation``.
    """
    certificate = _usable(serial, at=at, tenant=tenant)
    wanted = frozenset(scopes)
    for scope in sorted(wanted - allowable(certificate.tenant)):
        raise ScopeNotOfOrganisation(tenant=certificate.tenant, scope=scope.value)
    return _made(certificate, label, sorted(wanted), life=life, by=by, at=at)


@transaction.atomic
def rotate(
    credential_id: int,
    *,
    serial: str | None = None,
    by: Actor,
    at: datetime,
    life: timedelta = LIFE,
    overlap: timedelta = OVERLAP,
) -> NewCredential:
    """A new secret, with another certificate of the same organisation if one is named.

    The old one works on for ``overlap``, so that the program can change over. Raises
    ``CredentialUnknown``, ``CertificateUnknown`` and ``CertificateOfAnother``.
    """
    old = _in_force(credential_id, at=at)
    certificate = _usable(
        serial or old.certificate.serial, at=at, tenant=None if serial else old.tenant
    )
    if certificate.tenant != old.tenant:
        raise CertificateOfAnother(named=certificate.tenant, tenant=old.tenant)
    old.valid_to = min(old.valid_to, at + overlap)
    old.save()
    scopes = [Permission(scope) for scope in old.scopes]
    return _made(certificate, old.label, scopes, life=life, by=by, at=at, replaces=old)


@transaction.atomic
def revoke(credential_id: int, *, by: Actor, at: datetime) -> None:
    """Refused from the next request on. Raises ``CredentialUnknown``."""
    credential = _in_force(credential_id, at=at)
    credential.revoked_at, credential.revoked_by = at, by.name
    credential.save()
    audit.record("people.credential.revoked", _subject(credential), by=by, at=at)


@transaction.atomic
def revoke_issued_by(name: str, *, by: Actor, at: datetime) -> int:
    """Revoke what this actor was shown the secret of; says how many."""
    shown = ApiCredential.objects.select_for_update().filter(
        issued_by=name, revoked_at__isnull=True, valid_to__gt=at
    )
    for credential in shown:
        credential.revoked_at, credential.revoked_by = at, by.name
        credential.save()
        audit.record("people.credential.revoked", _subject(credential), by=by, at=at)
    return len(shown)


def credentials(
    tenant: str | None = None, *, offset: int = 0, limit: int | None = None
) -> list[CredentialRow]:
    """Credentials ever issued, of one organisation or of all, the newest first."""
    rows = _of(ApiCredential.objects.select_related("certificate"), tenant).order_by("-id")
    return [
        CredentialRow(
            credential_id=row.id,
            tenant=row.tenant,
            label=row.label,
            scopes=tuple(row.scopes),
            certificate=row.certificate.serial,
            certificate_revoked_at=row.certificate.revoked_at,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            issued_by=row.issued_by,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
        )
        for row in _cut(rows, offset, limit)
    ]


def credential_count(tenant: str | None = None) -> int:
    """How many ``credentials`` has in all."""
    return _of(ApiCredential.objects.all(), tenant).count()


def certificates_of(
    tenant: str | None = None, *, offset: int = 0, limit: int | None = None
) -> list[CertificateRow]:
    """Certificates ever registered, of one organisation or of all, the newest first."""
    rows = _of(ClientCertificate.objects.all(), tenant).order_by("-id")
    return [
        CertificateRow(
            row.id,
            row.tenant,
            row.serial,
            row.subject,
            row.not_before,
            row.not_after,
            row.revoked_at,
        )
        for row in _cut(rows, offset, limit)
    ]


def certificate_count(tenant: str | None = None) -> int:
    """How many ``certificates_of`` has in all."""
    return _of(ClientCertificate.objects.all(), tenant).count()


def _of(rows: QuerySet[_Row], tenant: str | None) -> QuerySet[_Row]:
    return rows if tenant is None else rows.filter(tenant=checked(tenant))


def _cut(rows: QuerySet[_Row], offset: int, limit: int | None) -> QuerySet[_Row]:
    return rows[offset:] if limit is None else rows[offset : offset + limit]


def _made(
    certificate: ClientCertificate,
    label: str,
    scopes: list[Permission],
    *,
    life: timedelta,
    by: Actor,
    at: datetime,
    replaces: ApiCredential | None = None,
) -> NewCredential:
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    row = ApiCredential.objects.create(
        certificate=certificate,
        tenant=certificate.tenant,
        label=label,
        secret_hash=fingerprint(secret),
        scopes=[scope.value for scope in scopes],
        valid_from=at,
        valid_to=min(at + life, certificate.not_after),
        issued_at=at,
        issued_by=by.name,
        replaces=replaces,
    )
    audit.record(
        "people.credential.issued",
        _subject(row),
        by=by,
        at=at,
        organisation=row.tenant,
        certificate=certificate.serial,
        scopes=" ".join(row.scopes),
        replaces=replaces.id if replaces else 0,
    )
    return NewCredential(row.id, secret, row.valid_to)


def _usable(serial: str, *, at: datetime, tenant: str | None = None) -> ClientCertificate:
    found = _of(ClientCertificate.objects.select_for_update(), tenant).filter(
        serial=serial.lower(), revoked_at__isnull=True, not_after__gt=at
    )
    certificate = found.first()
    if certificate is None:
        raise CertificateUnknown
    return certificate


def _in_force(credential_id: int, *, at: datetime) -> ApiCredential:
    found = ApiCredential.objects.select_for_update(of=("self",)).select_related("certificate")
    credential = found.filter(id=credential_id, revoked_at__isnull=True, valid_to__gt=at).first()
    if credential is None:
        raise CredentialUnknown
    return credential


def _note(event: str, row: ClientCertificate, *, by: Actor, at: datetime) -> None:
    audit.record(event, f"certificate {row.serial}", by=by, at=at, organisation=row.tenant)


def _subject(credential: ApiCredential) -> str:
    return f"credential {credential.id}"
