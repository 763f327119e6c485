"""Client certificates as Daiko knows them: serial, fingerprint, organisation, revoked or not.

The proxy proves that a certificate is of a known authority and that the client holds its
key. Here it is read, and judged once more by validity and by the revocation list, which is
read anew whenever its file changes: a proxy reads it only when it is told to. A list that is
missing, unsigned or past its next update refuses everybody (fail closed).
Source: standards/security-controls.md A11, N-3, EXT-1, EXT-2.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding

from daiko.platform.errors import Refused
from daiko.platform.home import home_place

ORGANISATION_URI: Final = "urn:daiko:organisation:"

log = structlog.get_logger()


class Flaw(StrEnum):
    """Why a client certificate is not accepted."""

    MISSING = "missing"
    FOREIGN = "foreign"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    LIST_UNUSABLE = "list-unusable"
    UNREADABLE = "unreadable"


_WORDS: Final[dict[Flaw, tuple[str, str]]] = {  # Japanese, English
    Flaw.MISSING: ("提示されていません", "none was presented"),
    Flaw.FOREIGN: ("当機関の認める認証局のものではありません", "its authority is not accepted"),
    Flaw.EXPIRED: ("有効期限が過ぎています", "it has expired"),
    Flaw.NOT_YET_VALID: ("まだ有効ではありません", "it is not yet valid"),
    Flaw.REVOKED: ("失効しています", "it is revoked"),
    Flaw.LIST_UNUSABLE: (
        "失効リストを確かめられません（当機関の側の問題です）",
        "the revocation list cannot be consulted; the agency has to mend this",
    ),
    Flaw.UNREADABLE: ("読み取れません", "it cannot be read"),
}


class ClientCertificateRefused(Refused):
    """The client certificate is not accepted: {why}."""

    code = "client-certificate-refused"
    status = 401
    message_ja = "クライアント証明書を受け付けられません：{why_ja}。"

    def __init__(self, flaw: Flaw) -> None:
        why_ja, why = _WORDS[flaw]
        super().__init__(why=why, why_ja=why_ja, flaw=flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate the proxy verified. ``organisation`` is its tenant, "" if it names none."""

    serial: str  # hexadecimal, lower case
    fingerprint: str  # SHA-256 of the DER form, hexadecimal
    issuer: str  # RFC 4514
    subject: str
    organisation: str
    not_before: datetime
    not_after: datetime


def read_certificate(pem: bytes) -> ClientCertificate:
    """Raises ValueError for what is no certificate."""
    certificate = x509.load_pem_x509_certificate(pem)
    return ClientCertificate(
        serial=serial_of(certificate),
        fingerprint=fingerprint_of(certificate),
        issuer=certificate.issuer.rfc4514_string(),
        subject=certificate.subject.rfc4514_string(),
        organisation=_organisation(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def serial_of(certificate: x509.Certificate) -> str:
    """The serial number as the audit record has it."""
    return f"{certificate.serial_number:032x}"


def fingerprint_of(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def flaw_of(certificate: ClientCertificate, *, at: datetime) -> Flaw | None:
    """What is wrong with a certificate at this moment, ``None`` for nothing."""
    if at < certificate.not_before:
        return Flaw.NOT_YET_VALID
    if at > certificate.not_after:
        return Flaw.EXPIRED
    path = revocation_list_path()
    if path is None:
        return None
    try:
        stat = path.stat()
        revoked = _revocations(path, authority_path(), stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError) as error:
        log.error("certificates.list-unusable", error=type(error).__name__)
        return Flaw.LIST_UNUSABLE
    if at > revoked.good_until:
        log.error("certificates.list-unusable", error="past its next update")
        return Flaw.LIST_UNUSABLE
    is_revoked = certificate.issuer == revoked.issuer and certificate.serial in revoked.serials
    return Flaw.REVOKED if is_revoked else None


def authority_path() -> Path | None:
    """``DAIKO_CLIENT_CA``, or the certificate of our own small authority where there is one."""
    return _configured("DAIKO_CLIENT_CA", "certificate.pem")


def revocation_list_path() -> Path | None:
    """``DAIKO_CLIENT_CRL``, or the list of our own small authority where there is one."""
    return _configured("DAIKO_CLIENT_CRL", "crl.pem")


def own_authority() -> Path:
    """Folder of the small authority of this installation (``daiko ca``)."""
    return home_place() / "ca"


def _configured(variable: str, own: str) -> Path | None:
    if os.environ.get(variable):
        return Path(os.environ[variable])
    path = own_authority() / own
    return path if path.exists() and not os.environ.get("DAIKO_CLIENT_CA") else None


@dataclass(frozen=True, slots=True)
class _Revocations:
    issuer: str
    serials: frozenset[str]
    good_until: datetime


@lru_cache(maxsize=2)
def _revocations(path: Path, authority: Path | None, changed: int, size: int) -> _Revocations:
    """The list of a file in this state. Raises OSError and ValueError."""
    del changed, size  # part of the key: a changed file is read anew
    found = x509.load_pem_x509_crl(path.read_bytes())
    key = _key_of(authority, found.issuer)
    if key is None or not found.is_signature_valid(key) or found.next_update_utc is None:
        raise ValueError("not a list of the configured authority")
    serials = frozenset(f"{entry.serial_number:032x}" for entry in found)
    return _Revocations(found.issuer.rfc4514_string(), serials, found.next_update_utc)


def _key_of(authority: Path | None, issuer: x509.Name) -> CertificateIssuerPublicKeyTypes | None:
    if authority is None:
        return None
    for certificate in x509.load_pem_x509_certificates(authority.read_bytes()):
        if certificate.subject == issuer:
            return certificate.public_key()  # type: ignore[return-value]  # an authority signs
    return None


def _organisation(certificate: x509.Certificate) -> str:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    for uri in names.get_values_for_type(x509.UniformResourceIdentifier):
        if uri.startswith(ORGANISATION_URI):
            return uri.removeprefix(ORGANISATION_URI)
    return ""
