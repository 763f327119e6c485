"""Signatures: a key of mode 0600, made once; a changed paper, file or key is told."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from daiko.notices import signing
from daiko.notices.errors import KeyUnknown, NotASignature, SignatureWrong
from daiko.notices.signing import Signature

PAPER = b"%PDF-1.7 a paper"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAIKO_HOME", str(tmp_path))
    return tmp_path


def test_the_key_is_made_once_and_nobody_else_reads_it(own_home: Path) -> None:
    first = signing.public_key_pem()
    path = own_home / "secrets" / signing.KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signing.public_key_pem() == first
    assert [p.name for p in path.parent.iterdir()] == [signing.KEY_FILE]


def test_the_file_comes_back_and_verifies() -> None:
    signature = signing.sign(PAPER)
    again = Signature.read(signature.file(), name="x.sig")
    assert again == signature
    assert signing.verify(PAPER, again, name="x") == signature.key_id
    assert signing.sign(PAPER) == signature


def test_one_changed_bit_is_found() -> None:
    signature = signing.sign(PAPER)
    with pytest.raises(SignatureWrong):
        signing.verify(PAPER[:-1] + b"R", signature, name="x")


def test_another_key_is_named_and_not_trusted() -> None:
    """The issuer's public key verifies; ours says that it is another one's."""
    stranger = Ed25519PrivateKey.generate()
    pem = stranger.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    own = signing.sign(PAPER)
    theirs = Signature(signing.key_id(stranger.public_key()), own.sha256, stranger.sign(PAPER))
    assert signing.verify(PAPER, theirs, name="x", public_pem=pem) == theirs.key_id
    with pytest.raises(KeyUnknown):
        signing.verify(PAPER, theirs, name="x")
    with pytest.raises(KeyUnknown):
        signing.verify(PAPER, own, name="x", public_pem=pem)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"{}", b"[1]", b"null", json.dumps({"format": signing.FORMAT}).encode()],
)
def test_what_is_no_signature_file_is_said(content: bytes) -> None:
    with pytest.raises(NotASignature):
        Signature.read(content, name="x.sig")
