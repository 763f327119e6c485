"""Entries of archives and a look through the strict reader, for the tests of the archive."""

from __future__ import annotations

import io
import struct

from daiko.archive.limits import Limits
from daiko.archive.reader import Archive, open_archive
from raw_zip import Entry, descriptor

A = b"root/a.xml"
B = b"root/b.xml"
LONG = b"<item>value</item>" * 30


def opened(data: bytes, limits: Limits | None = None) -> Archive:
    return open_archive(io.BytesIO(data), limits=limits)


def kinds(data: bytes, limits: Limits | None = None) -> set[str]:
    """All kinds found: those of the headers and those of the content."""
    archive = opened(data, limits)
    return {p.kind for p in archive.problems} | {p.kind for p in archive.damaged()}


def zip64_extra(*values: int) -> bytes:
    return struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values)


def described(*, signed: bool = True, wide: bool = False, **lies: int) -> Entry:
    entry = Entry(A, LONG, flags=8)
    entry.descriptor = descriptor(entry, signed=signed, wide=wide, **lies)
    return entry
