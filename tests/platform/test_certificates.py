"""Client certificates: issued, read, revoked, and believed only from the proxy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from django.conf import settings

from daiko.platform.certificates import ClientCertificate, Flaw, flaw_of, read_certificate
from daiko.platform.client_ca import (
    CA_LIFE,
    CaMissing,
    CaThere,
    ClientCa,
    LifeTooLong,
    SerialUnknown,
)
from daiko.platform.proxy import Peer, peer_of
from daiko.platform.tenancy import UnknownTenantError

AT = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)
PROVIDER = "provider:1319900013"
PROXY = {"REMOTE_ADDR": "192.0.2.1"}


@pytest.fixture
def ca(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClientCa:
    monkeypatch.setenv("DAIKO_HOME", str(tmp_path))
    monkeypatch.setattr(settings, "PROXIES", {"192.0.2.1", "2001:db8::/32", "unix"})
    return ClientCa.made(tmp_path / "ca", name="test", at=AT)


def a_certificate(ca: ClientCa) -> ClientCertificate:
    return read_certificate(ca.issue(PROVIDER, label="machine", at=AT).certificate)


def as_header(ca: ClientCa) -> str:
    return quote(ca.issue(PROVIDER, label="machine", at=AT).certificate.decode())


def a_peer(certificate: str = "", verify: str = "SUCCESS", **more: str) -> Peer:
    headers = {"HTTP_DAIKO_CLIENT_CERTIFICATE": certificate, "HTTP_DAIKO_CLIENT_VERIFY": verify}
    return peer_of({**PROXY, **headers, **more})


def test_a_certificate_names_its_organisation(ca: ClientCa) -> None:
    issued = ca.issue(PROVIDER, label="upload", at=AT)
    read = read_certificate(issued.certificate)
    assert (read.organisation, read.serial) == (PROVIDER, issued.serial)
    assert "1319900013" in read.subject
    assert len({ca.issue(PROVIDER, label="upload", at=AT).serial for _ in range(20)}) == 20
    with pytest.raises(UnknownTenantError):
        ca.issue("provider:1", label="upload", at=AT)


def test_no_certificate_outlives_its_authority(ca: ClientCa) -> None:
    """It would be refused with its authority, and nobody would have been told before."""
    with pytest.raises(LifeTooLong):
        ca.issue(PROVIDER, label="upload", at=AT, life=CA_LIFE + timedelta(days=1))
    with pytest.raises(LifeTooLong):
        ca.issue_server("daiko.example", at=AT + timedelta(days=1), life=CA_LIFE)
    assert ca.issue(PROVIDER, label="upload", at=AT, life=CA_LIFE).serial


def test_keys_are_their_owners_only(ca: ClientCa) -> None:
    assert (ca.folder / "key.pem").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CaThere):
        ClientCa.made(ca.folder, name="again", at=AT)
    with pytest.raises(CaMissing):
        ClientCa(ca.folder / "elsewhere")


def test_validity_and_revocation_are_judged(ca: ClientCa) -> None:
    """The list is read anew as soon as it has changed."""
    certificate = a_certificate(ca)
    assert flaw_of(certificate, at=AT) is None
    assert flaw_of(certificate, at=AT - timedelta(seconds=1)) is Flaw.NOT_YET_VALID
    assert flaw_of(certificate, at=AT + timedelta(days=366)) is Flaw.EXPIRED
    ca.revoke(certificate.serial, reason="keyCompromise", at=AT)
    assert flaw_of(certificate, at=AT) is Flaw.REVOKED
    assert flaw_of(a_certificate(ca), at=AT) is None
    with pytest.raises(SerialUnknown):
        ca.revoke("00", reason="unspecified", at=AT)


def test_a_list_that_cannot_be_believed_refuses_everybody(
    ca: ClientCa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its next update, of another authority, no list at all."""
    certificate = a_certificate(ca)
    assert flaw_of(certificate, at=AT + timedelta(days=8)) is Flaw.LIST_UNUSABLE
    good = (ca.folder / "crl.pem").read_bytes()
    other = ClientCa.made(tmp_path / "other", name="test", at=AT)
    for content in ((other.folder / "crl.pem").read_bytes(), b"no list"):
        (ca.folder / "crl.pem").write_bytes(content)
        assert flaw_of(certificate, at=AT) is Flaw.LIST_UNUSABLE
    (ca.folder / "crl.pem").write_bytes(good)
    assert flaw_of(certificate, at=AT) is None
    monkeypatch.setenv("DAIKO_CLIENT_CRL", str(tmp_path / "nowhere.pem"))
    assert flaw_of(certificate, at=AT) is Flaw.LIST_UNUSABLE


def test_what_was_issued_and_revoked_stays_on_the_list(ca: ClientCa) -> None:
    certificates = [a_certificate(ca) for _ in range(3)]
    for certificate in certificates[:2] * 2:
        ca.revoke(certificate.serial, reason="superseded", at=AT)
    assert [entry.reason for entry in ClientCa(ca.folder).entries()] == ["superseded"] * 2 + [""]
    found = x509.load_pem_x509_crl((ca.folder / "crl.pem").read_bytes())
    assert {f"{row.serial_number:032x}" for row in found} == {c.serial for c in certificates[:2]}


def test_pkcs12_opens_with_its_passphrase_only(ca: ClientCa) -> None:
    from cryptography.hazmat.primitives.serialization import pkcs12

    content, passphrase = ca.as_pkcs12(ca.issue(PROVIDER, label="browser", at=AT))
    key, certificate, (authority,) = pkcs12.load_key_and_certificates(content, passphrase.encode())
    assert key is not None
    assert certificate is not None
    assert authority == ca.certificate
    with pytest.raises(ValueError, match="Invalid password"):
        pkcs12.load_key_and_certificates(content, b"guess")


def test_the_proxys_word_is_believed(ca: ClientCa) -> None:
    peer = a_peer(as_header(ca), HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert peer.certificate is not None
    assert peer.certificate.organisation == PROVIDER
    assert (peer.address, peer.is_proxied) == ("198.51.100.7", True)
    assert a_peer(as_header(ca), REMOTE_ADDR="2001:db8::5").certificate is not None
    assert a_peer(as_header(ca), REMOTE_ADDR="").certificate is not None  # over the socket


def test_nobody_elses_word_is_believed(
    ca: ClientCa, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ignored and noted; without a configured proxy nobody is believed."""
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}
    peer = a_peer(as_header(ca), REMOTE_ADDR="192.0.2.2", **forged)
    assert (peer.certificate, peer.address, peer.is_proxied) == (None, "192.0.2.2", False)
    assert peer.flaw_at(AT) is Flaw.MISSING
    assert "proxy.header-ignored" in "".join(capsys.readouterr())  # wherever the log goes
    monkeypatch.setattr(settings, "PROXIES", set())
    for direct in ("192.0.2.1", "127.0.0.1", ""):
        assert a_peer(as_header(ca), REMOTE_ADDR=direct).certificate is None


@pytest.mark.parametrize(
    ("verify", "flaw"),
    [
        ("NONE", Flaw.MISSING),
        ("", Flaw.MISSING),
        ("FAILED:certificate has expired", Flaw.EXPIRED),
        ("FAILED:certificate is not yet valid", Flaw.NOT_YET_VALID),
        ("FAILED:certificate revoked", Flaw.REVOKED),
        ("FAILED:CRL has expired", Flaw.LIST_UNUSABLE),
        ("FAILED:unable to verify the first certificate", Flaw.FOREIGN),
        ("FAILED:self-signed certificate", Flaw.FOREIGN),
    ],
)
def test_a_certificate_the_proxy_did_not_verify_is_none(
    ca: ClientCa, verify: str, flaw: Flaw
) -> None:
    peer = a_peer(as_header(ca), verify)
    assert peer.certificate is None
    assert peer.flaw_at(AT) is flaw


def test_what_is_no_certificate_is_refused(ca: ClientCa) -> None:
    assert a_peer("%2D%2D", "SUCCESS").flaw_at(AT) is Flaw.UNREADABLE


def test_a_header_of_another_name_is_read_where_it_is_set(
    ca: ClientCa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAIKO_CERTIFICATE_HEADER", "X-Front-Cert")
    assert a_peer(as_header(ca)).certificate is None
    assert a_peer(HTTP_X_FRONT_CERT=as_header(ca)).certificate is not None
