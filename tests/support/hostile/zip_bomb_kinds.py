"""ZIP: entries that overlap, expand without end or hold archives again."""

from __future__ import annotations

import gzip
import random
import struct
import zlib
from collections.abc import Iterator

from building import ZIP_NAME
from hostile.making import (
    REFUSED,
    ROOT,
    SCHEMA,
    Specimen,
    entries,
    lied,
    named,
    part,
    plus,
    specimen,
    specimens_of,
)
from hostile.zip_kinds import EXTRA, whole
from raw_zip import CENTRAL, LOCAL, Entry, build, deflated


@specimens_of("ZIP-19")
def overlapping_entries(_rng: random.Random) -> Iterator[Specimen]:
    found = entries()
    twin = named(EXTRA, part(found, SCHEMA).content, in_local=False)
    offset = _offset_of(build(found), part(found, SCHEMA).name)
    twin.central["offset"] = offset
    yield specimen("two names for one entry", build([*found, twin]), REFUSED, "ARC-001")
    found = entries()
    again = Entry(part(found, SCHEMA).name, part(found, SCHEMA).content, in_local=False)
    again.central["offset"] = offset
    yield specimen(
        "the same entry listed twice", build([*found, again]), REFUSED, "ARC-001 ARC-008"
    )

    def reaching(entry: Entry) -> None:
        entry.central["compressed"] = entry.local["compressed"] = len(entry.packed()) + 60
        entry.central["size"] = entry.local["size"] = len(entry.content) + 60

    yield specimen("reaching into the next", lied(reaching), REFUSED, "ARC-001")


def _offset_of(data: bytes, name: bytes) -> int:
    return data.index(name) - LOCAL.size


@specimens_of("ZIP-20")
def quoted_overlap(rng: random.Random) -> Iterator[Specimen]:
    for depth in (2, 5, rng.randint(20, 60)):
        yield specimen(f"{depth} entries that quote the next", _quoted(depth), REFUSED, "ARC-001")


def _quoted(depth: int) -> bytes:
    """A right archive and after it entries whose data begins by quoting the next header."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    tail = kernel.compress(bytes(50_000)) + kernel.flush()
    blocks: list[tuple[bytes, bytes]] = []  # name, data beginning with its quoting block
    content, data = bytes(50_000), tail
    headers = b""
    for number in reversed(range(depth)):
        name = f"{ROOT}/XSD/q{number:04}.xsd".encode()
        header = LOCAL.pack(
            b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(content), len(data), len(content),
            len(name), 0,
        )  # fmt: skip
        record = header + name
        blocks.append((name, data))
        headers = record + data
        quote = b"\x00" + struct.pack("<2H", len(record), len(record) ^ 0xFFFF)
        content, data = record + content, quote + headers
    found = entries()
    start = len(build(found)) - 22 - sum(CENTRAL.size + len(e.name) for e in found)
    overlapping, total = [], len(headers)
    for name, data in reversed(blocks):
        offset = start + total - len(data) - LOCAL.size - len(name)
        size = len(zlib.decompress(data, -15))
        entry = Entry(name, b"", data=data, in_local=False)
        entry.central |= {
            "offset": offset,
            "crc": zlib.crc32(zlib.decompress(data, -15)),
            "size": size,
            "compressed": len(data),
        }
        overlapping.append(entry)
    return build([*found, *overlapping], between=headers)


@specimens_of("ZIP-21")
def ratio_bomb_in_one(_rng: random.Random) -> Iterator[Specimen]:
    def one(size: int) -> bytes:
        return plus(named(EXTRA, bytes(size)))

    yield specimen("11 MiB of zeros", lambda: one(11 << 20), REFUSED, "ARC-022")
    yield specimen("100 MiB of zeros", lambda: one(100 << 20), REFUSED, "ARC-022")

    def lying(entry: Entry) -> None:
        entry.content, entry.data = b"<a/>", deflated(bytes(9 << 20))
        entry.local |= {"size": 4, "crc": 0}
        entry.central |= {"size": 4, "crc": 0}

    yield specimen("nine MiB that say they are four bytes", lied(lying), REFUSED, "ARC-001")

    def impossible(entry: Entry) -> None:
        entry.local["size"] = entry.central["size"] = 9 << 20

    yield specimen("more than deflate can", lied(impossible), REFUSED, "ARC-022")

    def huge(entry: Entry) -> None:
        entry.local["size"] = entry.central["size"] = 0xFFFF_FFFE

    yield specimen("4 GiB stated", lied(huge), REFUSED, "ARC-022")


@specimens_of("ZIP-22")
def ratio_bomb_over_many(_rng: random.Random) -> Iterator[Specimen]:
    def many(count: int, size: int) -> bytes:
        data = deflated(bytes(size))
        content = bytes(size)
        return plus(*(named(f"{EXTRA}{n}", content, data=data) for n in range(count)))

    yield specimen("8 members of 9 MiB", lambda: many(8, 9 << 20), REFUSED, "ARC-022")
    yield specimen("240 members of 9 MiB", lambda: many(240, 9 << 20), REFUSED, "ARC-022")
    yield specimen("50,065 members", lambda: many(50_065, 0), REFUSED, "ARC-022")
    yield specimen("9,000 members of 10 KB", lambda: many(9_000, 10_000), REFUSED, "ARC-022")


@specimens_of("ZIP-23")
def nested(rng: random.Random) -> Iterator[Specimen]:
    inner = build([named("a.xml")])
    yield specimen("a ZIP by name", plus(named(f"{ROOT}/XSD/a.zip", inner)), REFUSED, "ARC-001")
    yield specimen("a stored ZIP", plus(named(EXTRA, inner, method=0)), REFUSED, "ARC-001")
    yield specimen("a deflated ZIP", plus(named(EXTRA, inner)), REFUSED, "ARC-001")
    packed = gzip.compress(rng.randbytes(50), mtime=0)
    yield specimen("a gzip file", plus(named(EXTRA, packed)), REFUSED, "ARC-001")
    seven = b"7z\xbc\xaf\x27\x1c" + rng.randbytes(60)
    yield specimen("a 7z file", plus(named(EXTRA, seven)), REFUSED, "ARC-001")


@specimens_of("ZIP-24")
def recursive(rng: random.Random) -> Iterator[Specimen]:
    for depth in (2, 10, rng.randint(50, 100)):
        data = whole()
        for _ in range(depth):
            data = build([named(f"{ROOT}/", b"", method=0), named(f"{ROOT}/{ZIP_NAME}", data)])
        yield specimen(
            f"{depth} archives inside each other",
            data,
            REFUSED,
            "ARC-001 ARC-009 ARC-010 ARC-011 ARC-012 ARC-013 ARC-015",
        )
