"""Builds ZIP archives field by field, so that a test can lie in any one of them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


@dataclass
class Entry:
    """One entry; ``local`` and ``central`` override single fields of that header only."""

    name: bytes
    content: bytes = b"<a/>"
    method: int = 8
    flags: int = 0
    data: bytes | None = None  # compressed data, if not what the method gives
    local: dict[str, Any] = field(default_factory=dict)
    central: dict[str, Any] = field(default_factory=dict)
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    attributes: int = 0o100644 << 16
    descriptor: bytes | None = None  # bytes after the data
    before: bytes = b""  # bytes before the local header
    in_central: bool = True
    in_local: bool = True

    def packed(self) -> bytes:
        if self.data is not None:
            return self.data
        return deflated(self.content) if self.method == 8 else self.content


def build(entries: list[Entry], /, **end: Any) -> bytes:
    """The archive. ``end`` overrides: comment, entries, here, size, offset, disk, before_end,
    prefix, suffix, between (between data and directory), records64 (before the end record)."""
    out = bytearray(end.get("prefix", b""))
    directory = bytearray()
    for entry in entries:
        out += entry.before
        offset = len(out)
        if entry.in_local:
            out += _local(entry)
        if entry.in_central:
            directory += _central(entry, offset)
    out += end.get("between", b"")
    start = len(out)
    out += directory
    out += end.get("before_end", b"")
    records64 = end.get("records64")
    if records64 is not None:
        out += records64(len(out), len(entries), len(directory), start)
    count = sum(entry.in_central for entry in entries)
    comment = end.get("comment", b"")
    out += END.pack(
        b"PK\x05\x06",
        end.get("disk", 0),
        end.get("directory_disk", 0),
        end.get("here", end.get("entries", count)),
        end.get("entries", count),
        end.get("size", len(directory)),
        end.get("offset", start),
        end.get("comment_length", len(comment)),
    )
    return bytes(out) + comment + end.get("suffix", b"")


def records64(position: int, count: int, size: int, offset: int, **lies: int) -> bytes:
    """A zip64 end record and its locator; ``lies`` override their fields."""
    record = struct.pack(
        "<4sQ2H2L4Q",
        b"PK\x06\x06",
        lies.get("length", 44),
        45,
        45,
        lies.get("disk", 0),
        0,
        lies.get("here", count),
        lies.get("entries", count),
        lies.get("size", size),
        lies.get("offset", offset),
    )
    locator = struct.pack(
        "<4sLQL", b"PK\x06\x07", 0, lies.get("at", position), lies.get("disks", 1)
    )
    return record + locator


def _fields(entry: Entry) -> dict[str, Any]:
    packed = entry.packed()
    return {
        "name": entry.name,
        "flags": entry.flags,
        "method": entry.method,
        "crc": zlib.crc32(entry.content),
        "compressed": len(packed),
        "size": len(entry.content),
    }


def _local(entry: Entry) -> bytes:
    f = _fields(entry)
    if entry.flags & 8:
        f |= {"crc": 0, "compressed": 0, "size": 0}
    f |= entry.local
    header = LOCAL.pack(
        f.get("signature", b"PK\x03\x04"), 20, f["flags"], f["method"], 0, 33,
        f["crc"], f["compressed"], f["size"], len(f["name"]), len(entry.local_extra),
    )  # fmt: skip
    tail = entry.descriptor
    if tail is None:
        tail = descriptor(entry) if entry.flags & 8 else b""
    return header + f["name"] + entry.local_extra + entry.packed() + tail


def descriptor(entry: Entry, *, signed: bool = True, wide: bool = False, **lies: int) -> bytes:
    f = _fields(entry) | lies
    form = "<L2Q" if wide else "<3L"
    body = struct.pack(form, f["crc"], f["compressed"], f["size"])
    return (b"PK\x07\x08" if signed else b"") + body


def _central(entry: Entry, offset: int) -> bytes:
    f = _fields(entry) | {"offset": offset, "disk": 0, "made_by": 0x0314} | entry.central
    header = CENTRAL.pack(
        f.get("signature", b"PK\x01\x02"), f["made_by"], 20, f["flags"], f["method"], 0, 33,
        f["crc"], f["compressed"], f["size"], len(f["name"]), len(entry.extra),
        len(entry.comment), f["disk"], 0, entry.attributes, f["offset"],
    )  # fmt: skip
    return header + f["name"] + entry.extra + entry.comment
