"""Signatures under receipts: Ed25519, a key of this installation, a file beside the paper.

Source: standards/security-controls.md (receipts are signed and contain the hash);
design 1.2. The key lies in the data folder (``secrets/``, mode 0600) and is made at
first use. Its id is the beginning of the SHA-256 of the public key. Needs no database,
so that a paper can be verified anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from daiko.notices.errors import KeyUnknown, NotASignature, SignatureWrong
from daiko.platform.home import home

FORMAT: Final = "daiko-signature-1"
KEY_FILE: Final = "paper-signing-key.pem"
_ID_DIGITS: Final = 16
_MOST_BYTES: Final = 4096  # a signature file is some 300 bytes


@dataclass(frozen=True, slots=True)
class Signature:
    """What the signature file holds."""

    key_id: str
    sha256: str
    signature: bytes

    def file(self) -> bytes:
        """The signature file: one JSON object."""
        value = {
            "format": FORMAT,
            "algorithm": "Ed25519",
            "key_id": self.key_id,
            "sha256": self.sha256,
            "signature": base64.b64encode(self.signature).decode("ascii"),
        }
        return (json.dumps(value, indent=1) + "\n").encode("ascii")

    @classmethod
    def read(cls, content: bytes, *, name: str) -> Signature:
        """Read a signature file. Raises ``NotASignature``."""
        try:
            value = json.loads(content[: _MOST_BYTES + 1])
            if value["format"] != FORMAT or len(content) > _MOST_BYTES:
                raise NotASignature(name=name)
            raw = base64.b64decode(value["signature"], validate=True)
            return cls(str(value["key_id"]), str(value["sha256"]), raw)
        except (ValueError, KeyError, TypeError):
            raise NotASignature(name=name) from None


def key_id(key: Ed25519PublicKey) -> str:
    """Sixteen hexadecimal digits that name a key."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:_ID_DIGITS]


def signing_key() -> Ed25519PrivateKey:
    """The key of this installation, made at first use."""
    folder = home() / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / KEY_FILE
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _make(path: Path) -> None:
    """Written whole under another name, then linked: the first process wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    draft = path.with_name(f".{KEY_FILE}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_key_pem() -> bytes:
    """The public half, to be handed to providers."""
    public = signing_key().public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def sign(content: bytes) -> Signature:
    """Sign bytes with the key of this installation; the same bytes, the same signature."""
    key = signing_key()
    return Signature(
        key_id(key.public_key()), hashlib.sha256(content).hexdigest(), key.sign(content)
    )


def verify(
    content: bytes, signature: Signature, *, name: str, public_pem: bytes | None = None
) -> str:
    """Check a paper against its signature; gives the key's id.

    With ``public_pem`` the issuer's key is used, else the one of this installation.
    Raises ``KeyUnknown``, ``SignatureWrong``, and ValueError for what is no public key.
    """
    key = _public(public_pem)
    known = key_id(key)
    if signature.key_id != known:
        raise KeyUnknown(found=signature.key_id, known=known)
    try:
        key.verify(signature.signature, content)
    except InvalidSignature:
        raise SignatureWrong(name=name) from None
    return known


def _public(pem: bytes | None) -> Ed25519PublicKey:
    if pem is None:
        return signing_key().public_key()
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("an Ed25519 public key in PEM form")
    return key
