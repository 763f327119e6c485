"""Object store for originals and packages: create-only, named by content.

Kept by ``obstore`` (local folder by default, ``DAIKO_OBJECTS_URL`` for S3 and
others). An object is never changed: putting the same key again is refused by
the store and treated as done, since the key is the digest of the bytes.
Source: design decision 5; standards/routing-and-delivery.md 7.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url

from daiko.platform.home import home

CHUNK: Final = 1 << 20
IN_MEMORY: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Stored:
    """Where bytes lie and what they are."""

    key: str
    sha256: str
    size: int


def store() -> ObjectStore:
    """The configured store; the local one lies in the data folder."""
    url = os.environ.get("DAIKO_OBJECTS_URL")
    if url:
        return from_url(url)
    return LocalStore(_local_root(), mkdir=True)


def _local_root() -> Path:
    return home() / "objects"


def digest(source: BinaryIO) -> tuple[str, int]:
    """SHA-256 (hex) and size of a seekable source; the position is put back."""
    start = source.tell()
    sha256, size = hashlib.sha256(), 0
    while block := source.read(CHUNK):
        sha256.update(block)
        size += len(block)
    source.seek(start)
    return sha256.hexdigest(), size


def put(prefix: str, source: BinaryIO) -> Stored:
    """Store the bytes under ``prefix/ab/<sha256>``; durable when this returns."""
    sha256, size = digest(source)
    key = f"{prefix}/{sha256[:2]}/{sha256}"
    try:
        # a part of a multipart upload cannot be create-only, so it is one put
        obstore.put(store(), key, source, mode="create", use_multipart=False)
    except AlreadyExistsError:
        return Stored(key, sha256, size)
    if not os.environ.get("DAIKO_OBJECTS_URL"):
        _sync(_local_root() / key)
    return Stored(key, sha256, size)


def _sync(path: Path) -> None:
    """Flush a local object and the folders that name it to the disk."""
    for place in (path, path.parent, path.parent.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def fetch(key: str) -> BinaryIO:
    """A seekable copy of an object; large ones are kept on disk, not in memory."""
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    for block in obstore.get(store(), key).stream(min_chunk_size=CHUNK):
        target.write(block)
    target.seek(0)
    return cast(BinaryIO, target)
