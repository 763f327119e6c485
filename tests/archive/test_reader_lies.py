"""The strict reader: every lie of a container and of its members is named."""

from __future__ import annotations

import struct
import zlib
from functools import partial

import pytest

from daiko.archive.problems import ProblemKind as Kind
from raw_zip import Entry, build, deflated, records64
from zip_specimens import LONG, A, B, described, kinds, zip64_extra

SECOND_NAME = struct.pack("<BL", 1, zlib.crc32(A)) + b"x"


def twice_the_same_data() -> bytes:
    """A quoted overlap: the second entry's data lies inside the first."""
    inner = build([Entry(B, LONG)])
    outer = Entry(A, inner, method=0)
    offset = 30 + len(A)
    return build([outer, Entry(B, LONG, in_local=False, central={"offset": offset})])


PK = b"PK\x03\x04"


CONTAINER: dict[str, tuple[bytes, Kind]] = {
    "empty": (b"", Kind.EMPTY),
    "text": (b"hello, this is no archive", Kind.NOT_ZIP),
    "pdf": (b"%PDF-1.7 " + bytes(100), Kind.NOT_ZIP),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), Kind.NOT_ZIP),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), Kind.NOT_ZIP),
    "no members": (build([]), Kind.NO_MEMBERS),
    "cut in local header": (build([Entry(A, LONG)])[:20], Kind.TRUNCATED),
    "cut in data": (build([Entry(A, LONG)])[:60], Kind.TRUNCATED),
    "cut in directory": (build([Entry(A, LONG)])[:-40], Kind.TRUNCATED),
    "cut in end record": (build([Entry(A, LONG)])[:-3], Kind.TRUNCATED),
    "cut in comment": (build([Entry(A)], comment=b"hello")[:-2], Kind.TRUNCATED),
    "prefix, offsets mended": (build([Entry(A)], prefix=b"#!/bin/sh\n"), Kind.PREFIX),
    "prefix, offsets not mended": (b"%PDF-1.7\n" + build([Entry(A)]), Kind.PREFIX),
    "suffix": (build([Entry(A)], suffix=b"junk"), Kind.SUFFIX),
    "comment": (build([Entry(A)], comment=b"hello"), Kind.COMMENT),
    "comment of a member": (build([Entry(A, comment=b"hello")]), Kind.COMMENT),
    "end record in comment": (
        build([Entry(A)], comment=build([])[:-2] + b"\x00\x00rest of the comment"),
        Kind.TWO_END_RECORDS,
    ),
    "two end records": (build([Entry(A)]) + build([]), Kind.TWO_END_RECORDS),
    "two archives": (build([Entry(A)]) + build([Entry(B)]), Kind.TWO_END_RECORDS),
    "two archives, second longer": (
        build([Entry(A)]) + build([Entry(B, LONG)]),
        Kind.TWO_END_RECORDS,
    ),
    "multi-disk": (build([Entry(A)], disk=1, directory_disk=1), Kind.MULTI_DISK),
    "multi-disk by count": (build([Entry(A)], here=0), Kind.MULTI_DISK),
    "multi-disk by entry": (build([Entry(A, central={"disk": 1})]), Kind.MULTI_DISK),
    "spanned": (b"PK\x07\x08" + bytes(60), Kind.MULTI_DISK),
    "more entries counted": (build([Entry(A)], entries=2), Kind.END_RECORD),
    "fewer entries counted": (build([Entry(A), Entry(B)], entries=1), Kind.END_RECORD),
    "directory beyond itself": (build([Entry(A)], offset=99999), Kind.END_RECORD),
    "directory too short": (build([Entry(A)], size=20), Kind.GAP),
    "junk before end record": (build([Entry(A)], before_end=b"junk!"), Kind.GAP),
    "junk before directory": (build([Entry(A)], between=b"junk!"), Kind.GAP),
    "junk between members": (build([Entry(A), Entry(B, before=b"junk!")]), Kind.GAP),
    "encrypted directory": (
        build([Entry(A, central={"signature": b"PK\x06\x08"})]),
        Kind.ENCRYPTED_DIRECTORY,
    ),
    "masked headers": (build([Entry(A, flags=0x2041)]), Kind.ENCRYPTED_DIRECTORY),
    "digital signature": (
        build([Entry(A)], before_end=b"PK\x05\x05\x00\x00"),
        Kind.GAP,
    ),
    "zip64 mark without record": (build([Entry(A)], entries=0xFFFF), Kind.ZIP64),
    "zip64 record contradicts": (
        build([Entry(A)], records64=partial(records64, entries=2, here=2)),
        Kind.ZIP64,
    ),
    "zip64 locator astray": (build([Entry(A)], records64=partial(records64, at=3)), Kind.ZIP64),
    "zip64 record of unknown form": (
        build([Entry(A)], records64=partial(records64, length=60)),
        Kind.ZIP64,
    ),
    "zip64 multi-disk": (build([Entry(A)], records64=partial(records64, disks=2)), Kind.MULTI_DISK),
    "zip64 extra field missing": (
        build([Entry(A, central={"size": 0xFFFFFFFF})]),
        Kind.ZIP64,
    ),
    "zip64 extra field contradicts": (build([Entry(A, extra=zip64_extra(9, 9))]), Kind.ZIP64),
    "zip64 extra field twice": (
        build([Entry(A, extra=zip64_extra(4) * 2)]),
        Kind.ZIP64,
    ),
    "zip64 local extra field missing": (
        build([Entry(A, local={"size": 0xFFFFFFFF, "compressed": 0xFFFFFFFF})]),
        Kind.ZIP64,
    ),
}


MEMBERS: dict[str, tuple[bytes, Kind]] = {
    "central without local": (build([Entry(A), Entry(B, in_local=False)]), Kind.LOCAL_MISSING),
    "local without central": (build([Entry(A), Entry(B, in_central=False)]), Kind.CENTRAL_MISSING),
    "first local without central": (
        build([Entry(A, in_central=False), Entry(B)]),
        Kind.CENTRAL_MISSING,
    ),
    "offset astray": (build([Entry(A, central={"offset": 5})]), Kind.LOCAL_MISSING),
    "offset beyond the end": (build([Entry(A, central={"offset": 10**6})]), Kind.LOCAL_MISSING),
    "names differ": (build([Entry(A, local={"name": b"root/x.xml"})]), Kind.DISAGREEMENT),
    "sizes differ": (build([Entry(A, local={"size": 3})]), Kind.DISAGREEMENT),
    "compressed sizes differ": (build([Entry(A, local={"compressed": 5})]), Kind.DISAGREEMENT),
    "methods differ": (build([Entry(A, local={"method": 0})]), Kind.DISAGREEMENT),
    "CRCs differ": (build([Entry(A, local={"crc": 1})]), Kind.DISAGREEMENT),
    "flags differ": (build([Entry(A, local={"flags": 0x800})]), Kind.DISAGREEMENT),
    "second name in extra field": (
        build([Entry(A, extra=b"up\x06\x00" + SECOND_NAME)]),
        Kind.DISAGREEMENT,
    ),
    "duplicate": (build([Entry(A), Entry(A)]), Kind.DUPLICATE),
    "duplicate by case": (build([Entry(A), Entry(b"root/A.XML")]), Kind.DUPLICATE),
    "duplicate by width": (build([Entry(A), Entry("root/ａ.xml".encode())]), Kind.DUPLICATE),
    "file and folder": (build([Entry(A), Entry(A + b"/b.xml")]), Kind.DUPLICATE),
    "overlap": (
        build([Entry(A, central={"compressed": 60}, local={"compressed": 60}), Entry(B, LONG)]),
        Kind.OVERLAP,
    ),
    "same data twice": (
        build([Entry(A, LONG), Entry(A + b"2", LONG, in_local=False, central={"offset": 0})]),
        Kind.OVERLAP,
    ),
    "quoted overlap": (twice_the_same_data(), Kind.OVERLAP),
    "method 12": (build([Entry(A, method=12)]), Kind.METHOD),
    "method 93": (build([Entry(A, method=93)]), Kind.METHOD),
    "password": (build([Entry(A, flags=1)]), Kind.ENCRYPTED),
    "strong encryption": (build([Entry(A, flags=0x41)]), Kind.ENCRYPTED),
    "AES": (build([Entry(A, method=99, flags=1)]), Kind.ENCRYPTED),
    "AES by extra field": (build([Entry(A, extra=b"\x01\x99\x00\x00")]), Kind.ENCRYPTED),
    "unknown flags": (build([Entry(A, flags=0x20)]), Kind.FLAGS),
    "descriptor lies about CRC": (build([described(crc=1)]), Kind.DESCRIPTOR),
    "descriptor lies about size": (build([described(size=1), Entry(B)]), Kind.DESCRIPTOR),
    "descriptor true, header lies about size": (
        build([Entry(A, flags=8, local={"size": 5})]),
        Kind.DISAGREEMENT,
    ),
    "descriptor missing": (build([Entry(A, flags=8, descriptor=b"")]), Kind.DESCRIPTOR),
    "junk after descriptor": (
        build([described(), Entry(B, before=b"junk!")]),
        Kind.GAP,
    ),
    "CRC wrong": (build([Entry(A, central={"crc": 7}, local={"crc": 7})]), Kind.CRC),
    "data broken": (build([Entry(A, LONG, data=b"\xff" * 40)]), Kind.DATA),
    "data cut short": (build([Entry(A, LONG, data=deflated(LONG)[:-4])]), Kind.DATA),
    "bytes after deflate": (build([Entry(A, LONG, data=deflated(LONG) + b"hid")]), Kind.DATA),
    "size too small": (
        build([Entry(A, LONG, central={"size": 20}, local={"size": 20})]),
        Kind.SIZE,
    ),
    "size too large": (
        build([Entry(A, LONG, central={"size": 5000}, local={"size": 5000})]),
        Kind.SIZE,
    ),
    "stored with two sizes": (
        build([Entry(A, method=0, central={"size": 2}, local={"size": 2})]),
        Kind.SIZE,
    ),
    "folder with content": (build([Entry(b"root/d/", LONG)]), Kind.SIZE),
    "nested, deflated": (build([Entry(A, build([Entry(B, LONG)] * 9))]), Kind.NESTED),
    "nested, stored": (build([Entry(A, build([Entry(B)]), method=0)]), Kind.NESTED),
    "nested by name": (build([Entry(b"root/inner.zip")]), Kind.NESTED),
    "bad extra field": (build([Entry(A, extra=b"\x01\x02\x03")]), Kind.EXTRA_FIELD),
}


@pytest.mark.parametrize("name", CONTAINER | MEMBERS)
def test_lies_are_named(name: str) -> None:
    """Each specimen is found out under its own kind."""
    data, kind = (CONTAINER | MEMBERS)[name]
    assert kind in kinds(data)
