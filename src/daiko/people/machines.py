"""A program at the API: its secret and its certificate together say which organisation it is.

Four bindings are checked each time: the line (approved ranges), the certificate (registered,
not revoked, that of the credential), the credential (known, in force) and the permission.
Every wrong pair of certificate and secret is answered in the same words after the same work;
the audit record says which it was.
Source: standards/security-controls.md TEC-01, EXT-2.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from daiko.audit import services as audit
from daiko.people.errors import CredentialRefused, NetworkNotApproved
from daiko.people.factors import fingerprint
from daiko.people.models import ApiCredential, ClientCertificate
from daiko.people.networks import network_fits
from daiko.people.permissions import machine_permissions
from daiko.platform import certificates
from daiko.platform.actors import Actor, ActorKind
from daiko.platform.permissions import Permission
from daiko.platform.tenancy import AGENCY, as_tenant

_NOTED_EVERY: Final = timedelta(seconds=60)
_NOBODYS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that proved itself, and what it may do."""

    credential_id: int
    label: str
    tenant: str
    permissions: frozenset[Permission]
    valid_to: datetime
    certificate: str  # serial
    certificate_not_after: datetime
    actor: Actor

    @property
    def sees(self) -> str:
        """The tenant whose rows it is shown: its organisation's."""
        return self.tenant


def authenticate(
    secret: str,
    certificate: certificates.ClientCertificate,
    *,
    address: str,
    at: datetime,
) -> Machine:
    """The program behind a secret that came with this verified certificate.

    Raises ``CredentialRefused`` and ``NetworkNotApproved``.
    """
    with as_tenant(AGENCY):
        outcome = _judged(secret, certificate, address=address, at=at)
    if isinstance(outcome, Machine):
        return outcome
    raise outcome


def _judged(
    secret: str,
    certificate: certificates.ClientCertificate,
    *,
    address: str,
    at: datetime,
) -> Machine | CredentialRefused | NetworkNotApproved:
    """Refusals are returned, not raised: their audit row must be kept."""
    credential = (
        ApiCredential.objects.select_related("certificate")
        .filter(secret_hash=fingerprint(secret))
        .first()
    )
    known = ClientCertificate.objects.filter(fingerprint=certificate.fingerprint).first()
    why = _refusal(credential, known, certificate, at=at)
    if credential is None or why:
        by = _actor("unproven", known.tenant if known else "", certificate, address)
        _note(by, why, certificate, at=at)
        return CredentialRefused()
    by = _actor(f"credential-{credential.id}", credential.tenant, certificate, address)
    if not network_fits(credential.tenant, address, at=at):
        _note(by, "network", certificate, at=at)
        return NetworkNotApproved()
    if credential.last_used_at is None or credential.last_used_at < at - _NOTED_EVERY:
        credential.last_used_at = at
        credential.save(update_fields=["last_used_at"])
    return Machine(
        credential_id=credential.id,
        label=credential.label,
        tenant=credential.tenant,
        permissions=machine_permissions(frozenset(map(Permission, credential.scopes))),
        valid_to=credential.valid_to,
        certificate=certificate.serial,
        certificate_not_after=certificate.not_after,
        actor=by,
    )


def _refusal(
    credential: ApiCredential | None,
    known: ClientCertificate | None,
    certificate: certificates.ClientCertificate,
    *,
    at: datetime,
) -> str:
    """Why this pair does not open anything, "" when it does."""
    bound = credential.certificate.fingerprint if credential else _NOBODYS
    is_bound = hmac.compare_digest(bound, certificate.fingerprint)
    for is_so, why in (
        (known is None, "certificate-unknown"),
        (known is not None and known.revoked_at is not None, "certificate-revoked"),
        (credential is None, "credential-unknown"),
        (not is_bound, "certificate-of-another"),
        (credential is not None and credential.revoked_at is not None, "credential-revoked"),
        (credential is not None and at < credential.valid_from, "credential-not-yet-valid"),
        (credential is not None and at >= credential.valid_to, "credential-expired"),
    ):
        if is_so:
            return why
    return ""


def _actor(
    name: str, tenant: str, certificate: certificates.ClientCertificate, address: str
) -> Actor:
    return Actor(
        ActorKind.MACHINE,
        name,
        tenant=tenant,
        source_address=address,
        certificate=certificate.serial,
    )


def _note(
    by: Actor, why: str, certificate: certificates.ClientCertificate, *, at: datetime
) -> None:
    subject = f"certificate {certificate.serial}"
    audit.record("people.machine.refused", subject, by=by, at=at, result="refused", why=why)
