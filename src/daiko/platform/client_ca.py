"""A small certificate authority for tests and desk use: client and server certificates, CRL.

A folder holds everything: the key (mode 0600), the certificate, the revocation list, and
``issued.jsonl``, to which a line is added for every certificate issued or revoked; nothing
is taken out. Keys are P-256, which every TLS library and browser knows; serial numbers are
random, 127 bits of them. A client certificate names its organisation in the subject
(organizationIdentifier) and as the URI ``urn:daiko:organisation:provider:<10 digits>``.
A house uses a real authority instead (``DAIKO_CLIENT_CA``, ``DAIKO_CLIENT_CRL``).
Source: standards/security-controls.md A11, N-3, EXT-1 to EXT-3.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from daiko.platform.certificates import ORGANISATION_URI, fingerprint_of, serial_of
from daiko.platform.errors import Refused
from daiko.platform.tenancy import checked

CA_LIFE: Final = timedelta(days=3650)
CLIENT_LIFE: Final = timedelta(days=365)
CRL_LIFE: Final = timedelta(days=7)
_SERIAL_BITS: Final = 127  # positive and at most 16 octets
_PASSPHRASE_BYTES: Final = 18


class CaMissing(Refused):
    """There is no certificate authority in {folder}; make one with daiko ca init."""

    code = "ca-missing"
    message_ja = "{folder} に認証局がありません。daiko ca init で作ってください。"


class CaThere(Refused):
    """There is a certificate authority in {folder} already; it is not replaced."""

    code = "ca-there"
    message_ja = "{folder} には認証局があります。上書きしません。"


class SerialUnknown(Refused):
    """This authority issued no certificate {serial}."""

    code = "serial-unknown"
    status = 404
    message_ja = "この認証局は証明書 {serial} を発行していません。"


class LifeTooLong(Refused):
    """No certificate outlives its authority, which ends on {until}. Choose fewer days."""

    code = "life-too-long"
    status = 422
    message_ja = "証明書は認証局の期限（{until}）を越えられません。日数を短くしてください。"


@dataclass(frozen=True, slots=True)
class Issued:
    """A new certificate with its private key, both as PEM."""

    serial: str
    fingerprint: str
    certificate: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate of this authority. ``organisation`` is "" for servers."""

    serial: str
    organisation: str
    label: str
    fingerprint: str
    not_after: datetime
    revoked_at: datetime | None
    reason: str


class ClientCa:
    """The authority of a folder. Moments are aware; certificates hold whole seconds."""

    def __init__(self, folder: Path) -> None:
        """Raises ``CaMissing``."""
        self.folder = folder
        if not (folder / "key.pem").exists() or not (folder / "certificate.pem").exists():
            raise CaMissing(folder=folder)
        key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._key = key
        self.certificate = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())

    @classmethod
    def made(cls, folder: Path, *, name: str, at: datetime) -> ClientCa:
        """A new authority with an empty revocation list. Raises ``CaThere``."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (folder / "key.pem").exists():
            raise CaThere(folder=folder)
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, name),
                x509.NameAttribute(NameOID.SERIAL_NUMBER, secrets.token_hex(4)),
            ]
        )
        builder = _builder(subject, subject, key.public_key(), at=at, life=CA_LIFE)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        builder = builder.add_extension(_usage(signs_certificates=True), True)
        certificate = builder.sign(key, hashes.SHA256())
        write_private(folder / "key.pem", _key_pem(key))
        (folder / "certificate.pem").write_bytes(_pem(certificate))
        authority = cls(folder)
        authority.write_crl(at=at)
        return authority

    def issue(
        self, tenant: str, *, label: str, at: datetime, life: timedelta = CLIENT_LIFE
    ) -> Issued:
        """A client certificate of one organisation.

        Raises ``UnknownTenantError`` and ``LifeTooLong``.
        """
        number = checked(tenant).partition(":")[2] or tenant
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, label),
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, number),
            ]
        )
        names: list[x509.GeneralName] = [x509.UniformResourceIdentifier(ORGANISATION_URI + tenant)]
        purpose = ExtendedKeyUsageOID.CLIENT_AUTH
        return self._issue(subject, names, purpose, organisation=tenant, at=at, life=life)

    def issue_server(self, host: str, *, at: datetime, life: timedelta = CLIENT_LIFE) -> Issued:
        """A server certificate for a host name or address. Raises ``LifeTooLong``."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        purpose = ExtendedKeyUsageOID.SERVER_AUTH
        return self._issue(subject, [_host_name(host)], purpose, organisation="", at=at, life=life)

    def _issue(
        self,
        subject: x509.Name,
        names: list[x509.GeneralName],
        purpose: x509.ObjectIdentifier,
        *,
        organisation: str,
        at: datetime,
        life: timedelta,
    ) -> Issued:
        ends = self.certificate.not_valid_after_utc
        if at + life > ends:
            raise LifeTooLong(until=ends.date())
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.subject
        builder = _builder(subject, issuer, key.public_key(), at=at, life=life)
        own = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        authority = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)
        for extension, critical in (
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(signs_certificates=False), True),
            (x509.ExtendedKeyUsage([purpose]), False),
            (x509.SubjectAlternativeName(names), False),
            (authority, False),
        ):
            builder = builder.add_extension(extension, critical)
        certificate = builder.sign(self._key, hashes.SHA256())
        serial, fingerprint = serial_of(certificate), fingerprint_of(certificate)
        label = str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
        with self._locked():
            self._note(
                "issued",
                serial,
                at=at,
                organisation=organisation,
                label=label,
                fingerprint=fingerprint,
                not_after=certificate.not_valid_after_utc.isoformat(),
            )
        return Issued(serial, fingerprint, _pem(certificate), _key_pem(key))

    def revoke(self, serial: str, *, reason: str, at: datetime) -> None:
        """The certificate stands on the revocation list from now on; twice changes nothing.

        ``reason``: a name of RFC 5280, e.g. keyCompromise. Raises ``SerialUnknown`` and
        ValueError for another reason.
        """
        x509.ReasonFlags(reason)
        with self._locked():
            found = {entry.serial: entry for entry in self.entries()}.get(serial.lower())
            if found is None:
                raise SerialUnknown(serial=serial)
            if found.revoked_at is None:
                self._note("revoked", found.serial, at=at, reason=reason)
        self.write_crl(at=at)

    def write_crl(self, *, at: datetime, life: timedelta = CRL_LIFE) -> Path:
        """Write ``crl.pem`` anew: everything revoked so far, good until ``at`` + ``life``."""
        with self._locked():
            builder = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(self.certificate.subject)
                .last_update(at)
                .next_update(at + life)
                .add_extension(x509.CRLNumber(int(at.timestamp() * 1000)), False)
                .add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                    False,
                )
            )
            for entry in self.entries():
                if entry.revoked_at is not None:
                    builder = builder.add_revoked_certificate(_revoked(entry))
            content = builder.sign(self._key, hashes.SHA256())
            path = self.folder / "crl.pem"
            unfinished = path.with_name(f".crl.{os.getpid()}")
            unfinished.write_bytes(content.public_bytes(serialization.Encoding.PEM))
            unfinished.replace(path)
        return path

    def entries(self) -> list[Entry]:
        """Every certificate of this authority, in the order of issue."""
        path = self.folder / "issued.jsonl"
        found: dict[str, dict[str, Any]] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            value = json.loads(line)
            if value["event"] == "issued":
                found[value["serial"]] = value
            else:
                found[value["serial"]] |= {"revoked_at": value["at"], "reason": value["reason"]}
        return [
            Entry(
                serial=value["serial"],
                organisation=value["organisation"],
                label=value["label"],
                fingerprint=value["fingerprint"],
                not_after=datetime.fromisoformat(value["not_after"]),
                revoked_at=(
                    datetime.fromisoformat(value["revoked_at"]) if "revoked_at" in value else None
                ),
                reason=value.get("reason", ""),
            )
            for value in found.values()
        ]

    def as_pkcs12(self, issued: Issued) -> tuple[bytes, str]:
        """Key and chain for a browser or a Windows store, and the passphrase to tell once."""
        passphrase = secrets.token_urlsafe(_PASSPHRASE_BYTES)
        key = serialization.load_pem_private_key(issued.key, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        content = pkcs12.serialize_key_and_certificates(
            issued.serial.encode(),
            key,
            x509.load_pem_x509_certificate(issued.certificate),
            [self.certificate],
            serialization.BestAvailableEncryption(passphrase.encode()),
        )
        return content, passphrase

    def _note(self, event: str, serial: str, *, at: datetime, **fields: str) -> None:
        line = json.dumps({"event": event, "serial": serial, "at": at.isoformat(), **fields})
        with (self.folder / "issued.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def write_private(path: Path, content: bytes) -> None:
    """A new file that only its owner reads. Raises FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    *,
    at: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(1 << (_SERIAL_BITS - 1) | secrets.randbits(_SERIAL_BITS - 1))
        .not_valid_before(at)
        .not_valid_after(at + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _host_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _revoked(entry: Entry) -> x509.RevokedCertificate:
    assert entry.revoked_at is not None
    return (
        x509.RevokedCertificateBuilder()
        .serial_number(int(entry.serial, 16))
        .revocation_date(entry.revoked_at)
        .add_extension(x509.CRLReason(x509.ReasonFlags(entry.reason)), False)
        .build()
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
