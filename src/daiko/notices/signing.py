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
from dataclasses import dataclass
from typing import Final

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
from daiko.platform import signing as platform

FORMAT: Final = "daiko-signature-1"
KEY_FILE: Final = "paper-signing-key.pem"
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
    return platform.key_id(key.public_bytes_raw())


def signing_key() -> Ed25519PrivateKey:
    """The key of this installation, made at first use."""
    key = load_pem_private_key(platform.kept_secret(KEY_FILE, _new_pem), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _new_pem() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )


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
    if not platform.is_signed_by(key.public_bytes_raw(), signature.signature, content):
        raise SignatureWrong(name=name)
    return known


def _public(pem: bytes | None) -> Ed25519PublicKey:
    if pem is None:
        return signing_key().public_key()
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("an Ed25519 public key in PEM form")
    return key
