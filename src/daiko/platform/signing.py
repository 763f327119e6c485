"""Ed25519 signatures with keys of this installation (data folder, mode 0600).

Receipts and audit seals are signed, so that a paper or a file proves itself later,
without this database. The key id is the first 16 digits of the SHA-256 of the public key.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from daiko.platform.home import home


def key_id(public: bytes) -> str:
    """Short name of a public key (32 bytes)."""
    return hashlib.sha256(public).hexdigest()[:16]


def is_signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether the signature over the content was made with the key of this public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


class SigningKey:
    """A private key; its public half may be given to anybody."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def sign(self, content: bytes) -> bytes:
        """64 bytes; the same content gives the same signature."""
        return self._private.sign(content)

    @classmethod
    def kept(cls, name: str, *, folder: Path | None = None) -> SigningKey:
        """The key of this name in the data folder, made at first use."""
        raw = kept_secret(
            name, lambda: Ed25519PrivateKey.generate().private_bytes_raw(), folder=folder
        )
        return cls(Ed25519PrivateKey.from_private_bytes(raw))


def kept_secret(name: str, make: Callable[[], bytes], *, folder: Path | None = None) -> bytes:
    """The secret of this name in the data folder (``secrets/``, mode 0600), made at first use.

    Of several processes that make it at once the first one's counts for all.
    """
    place = (folder or home()) / "secrets"
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / name
    if not path.exists():
        _write_once(path, make())
    return path.read_bytes()


def _write_once(path: Path, content: bytes) -> None:
    """Whole under its name or not at all; of several makers the first wins."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass  # another process was quicker: its key counts
    finally:
        unfinished.unlink()
