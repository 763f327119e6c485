"""Who may manage whose programs: an administrator the own organisation's, the agency all.

Certificates and credentials are looked up in reach of the person first; only then the verb
runs as the agency, which alone writes them. What is out of reach is not there.
Source: standards/security-controls.md A3, A11, TEC-01, TEC-05.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from daiko.people import credentials
from daiko.people.administration import reach
from daiko.people.credentials import CertificateRow, CredentialRow, NewCredential
from daiko.people.errors import (
    CertificateUnknown,
    CertificateUnnamed,
    CertificateUnreadable,
    CredentialUnknown,
)
from daiko.people.sessions import SignedIn
from daiko.platform.certificates import ClientCertificateRefused, flaw_of, read_certificate
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant, checked

Row = TypeVar("Row")
LIVES: Final = (30, 90, 180, 365)
"""Days a credential may be asked to last."""


@dataclass(frozen=True, slots=True)
class CutRows(Generic[Row]):
    """Some of the rows of a list, and how many it has."""

    rows: tuple[Row, ...]
    total: int


def credential_rows(person: SignedIn, of: str, offset: int, limit: int) -> CutRows[CredentialRow]:
    """Credentials in reach, of one organisation where ``of`` names it."""
    with as_tenant(AGENCY):
        tenant = _tenant(person, of)
        rows = credentials.credentials(tenant, offset=offset, limit=limit)
        return CutRows(tuple(rows), credentials.credential_count(tenant))


def certificate_rows(person: SignedIn, of: str, offset: int, limit: int) -> CutRows[CertificateRow]:
    """Certificates in reach, of one organisation where ``of`` names it."""
    with as_tenant(AGENCY):
        tenant = _tenant(person, of)
        rows = credentials.certificates_of(tenant, offset=offset, limit=limit)
        return CutRows(tuple(rows), credentials.certificate_count(tenant))


def certificate(person: SignedIn, certificate_id: int) -> CertificateRow:
    """One certificate in reach. Raises ``CertificateUnknown``."""
    with as_tenant(AGENCY):
        rows = credentials.certificates_of(_tenant(person, ""))
    found = next((row for row in rows if row.certificate_id == certificate_id), None)
    if found is None:
        raise CertificateUnknown
    return found


def credential(person: SignedIn, credential_id: int) -> CredentialRow:
    """One credential in reach. Raises ``CredentialUnknown``."""
    with as_tenant(AGENCY):
        rows = credentials.credentials(_tenant(person, ""))
    found = next((row for row in rows if row.credential_id == credential_id), None)
    if found is None:
        raise CredentialUnknown
    return found


def register(person: SignedIn, pem: bytes, *, tenant: str, at: datetime) -> int:
    """Register a certificate; a person of an organisation only one that names it.

    So nobody takes the certificate of another organisation, which is no secret, for the own.
    Raises ``CertificateUnreadable``, ``ClientCertificateRefused``, ``CertificateUnnamed`` and
    ``CertificateOfAnother``.
    """
    try:
        shown = read_certificate(pem)
    except ValueError:
        raise CertificateUnreadable from None
    flaw = flaw_of(shown, at=at)
    if flaw is not None:
        raise ClientCertificateRefused(flaw)
    is_agency = reach(person) == AGENCY
    if not is_agency and not shown.organisation:
        raise CertificateUnnamed
    owner = checked(tenant) if is_agency else person.tenant
    with as_tenant(AGENCY):
        return credentials.register_certificate(shown, tenant=owner, by=person.actor, at=at)


def issue(
    person: SignedIn,
    certificate_id: int,
    *,
    label: str,
    scopes: Iterable[Permission],
    days: int,
    at: datetime,
) -> NewCredential:
    """A credential bound to a certificate in reach. Raises what ``credentials.issue`` raises."""
    held = certificate(person, certificate_id)
    with as_tenant(AGENCY):
        return credentials.issue(
            held.serial,
            tenant=held.tenant,
            label=label,
            scopes=scopes,
            by=person.actor,
            at=at,
            life=timedelta(days=days),
        )


def rotate(person: SignedIn, credential_id: int, *, at: datetime) -> NewCredential:
    """A new secret for the same program; the old one works on for a week."""
    held = credential(person, credential_id)
    with as_tenant(AGENCY):
        return credentials.rotate(held.credential_id, by=person.actor, at=at)


def revoke(person: SignedIn, credential_id: int, *, at: datetime) -> None:
    """A credential is dead with the next request. Raises ``CredentialUnknown``."""
    held = credential(person, credential_id)
    with as_tenant(AGENCY):
        credentials.revoke(held.credential_id, by=person.actor, at=at)


def revoke_certificate(person: SignedIn, certificate_id: int, *, at: datetime) -> None:
    """A certificate and all that is bound to it. Raises ``CertificateUnknown``."""
    held = certificate(person, certificate_id)
    with as_tenant(AGENCY):
        credentials.revoke_certificate(held.serial, tenant=held.tenant, by=person.actor, at=at)


def _tenant(person: SignedIn, of: str) -> str | None:
    """The organisation to look at, ``None`` for all; only who reaches all may choose."""
    sees_all = reach(person) == AGENCY or person.may(Permission.AGENCY_ACCOUNT_READ)
    if not sees_all:
        return person.tenant
    return checked(of) if of else None
