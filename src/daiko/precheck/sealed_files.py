"""Files that only the holder of a key can read: AES-256-GCM in pieces of 64 KiB.

Source: security-controls.md A7, A11; docs/decisions/0011-quarantine.md.
Every file has a key of its own (HKDF over the visitor's key and the file's label) and is
written once, so that no nonce is used twice. The nonce holds the number of the piece and
whether it is the last: pieces cannot be swapped, repeated or cut off unseen. Reading is
from the beginning; memory holds one piece.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
PIECE: Final = 64 * 1024
_TAG: Final = 16


class SealBrokenError(Exception):
    """The file is cut, altered, or sealed with another key."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return os.urandom(KEY_BYTES)


class SealedWriter:
    """Writes one sealed file; it is whole only after ``close``. Mode 0600, never over another."""

    def __init__(self, path: Path, key: bytes, label: str) -> None:
        self._cipher = _cipher(key, label)
        self._buffer = bytearray()
        self._number = 0
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(handle, "wb")

    def write(self, data: bytes) -> int:
        self._buffer += data
        while len(self._buffer) > PIECE:  # the last piece may be full: it waits for close
            self._seal(bytes(self._buffer[:PIECE]), last=False)
            del self._buffer[:PIECE]
        return len(data)

    def close(self) -> None:
        """Seal what is left as the last piece."""
        if not self._file.closed:
            self._seal(bytes(self._buffer), last=True)
            self._file.close()

    def abandon(self) -> None:
        """Close without a last piece: what was written cannot be read."""
        self._file.close()

    def __enter__(self) -> SealedWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


def unsealed(path: Path, key: bytes, label: str) -> Iterator[bytes]:
    """The content in pieces; the file is opened at once. Raises ``SealBrokenError`` on the way."""
    return _opened(path.open("rb"), _cipher(key, label))


def _opened(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    with file:
        yield from _pieces(file, cipher)


def _pieces(file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    number, piece = 0, file.read(PIECE + _TAG)
    while True:
        following = file.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise SealBrokenError("not what was sealed with this key") from None
        if not following:
            return
        number, piece = number + 1, following


def _cipher(key: bytes, label: str) -> AESGCM:
    own = HKDF(SHA256(), KEY_BYTES, salt=None, info=label.encode()).derive(key)
    return AESGCM(own)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
