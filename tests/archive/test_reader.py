"""The strict reader: honest archives pass, every kind of lie is named."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

import pytest

from daiko.archive.limits import Limits
from daiko.archive.problems import ProblemKind as Kind
from daiko.archive.reader import Archive, ArchiveDamaged, open_archive
from daiko.archive.writer import write_archive
from raw_zip import Entry, build, deflated, descriptor, records64

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


def wide(name: bytes, content: bytes = LONG) -> Entry:
    """An entry whose sizes stand in zip64 fields only."""
    size, compressed = len(content), len(deflated(content))
    marks = {"size": 0xFFFFFFFF, "compressed": 0xFFFFFFFF}
    extra = zip64_extra(size, compressed)
    return Entry(name, content, local=marks, central=marks, extra=extra, local_extra=extra)


def described(*, signed: bool = True, wide: bool = False, **lies: int) -> Entry:
    entry = Entry(A, LONG, flags=8)
    entry.descriptor = descriptor(entry, signed=signed, wide=wide, **lies)
    return entry


SIZES = {"crc": zlib.crc32(b"<a/>"), "compressed": len(deflated(b"<a/>")), "size": 4}
SECOND_NAME = struct.pack("<BL", 1, zlib.crc32(A)) + b"x"
HONEST: dict[str, bytes] = {
    "one member": build([Entry(A)]),
    "stored": build([Entry(A, method=0)]),
    "folders": build([Entry(b"root/", b"", 0, attributes=0o40755 << 16), Entry(A)]),
    "utf-8 flag": build([Entry("root/健.xml".encode(), flags=0x800)]),
    "utf-8 without flag": build([Entry("root/健.xml".encode())]),
    "deflate level bits": build([Entry(A, flags=4)]),
    "descriptor": build([described(), Entry(B)]),
    "descriptor without signature": build([described(signed=False), Entry(B)]),
    "descriptor at the end": build([described()]),
    "wide descriptor": build([described(wide=True)]),
    "wide descriptor without signature": build([described(wide=True, signed=False), Entry(B)]),
    "descriptor with sizes in the header too": build(
        [Entry(A, flags=8, local=SIZES, content=b"<a/>")]
    ),
    "zip64 entry": build([wide(A), Entry(B)]),
    "zip64 end record": build(
        [Entry(A)], records64=records64, entries=0xFFFF, size=0xFFFFFFFF, offset=0xFFFFFFFF
    ),
    "zip64 end record, plain fields kept": build([Entry(A)], records64=records64),
    "known extra field": build([Entry(A, extra=b"UT\x05\x00\x01abcd", local_extra=b"ux\x00\x00")]),
    "written by MS-DOS": build([Entry(A, central={"made_by": 20}, attributes=0x20)]),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_archives_pass(name: str) -> None:
    """Forms that real programs write are accepted without a word."""
    archive = opened(HONEST[name])
    assert archive.problems == ()
    assert list(archive.damaged()) == []
    assert archive.readable


def test_streams_of_the_standard_library_pass() -> None:
    """An archive written to a pipe: descriptors, zip64 fields in local headers."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("root/", b"")
        with out.open(zipfile.ZipInfo("root/a.xml"), "w", force_zip64=True) as member:
            member.write(LONG)
    archive = opened(bytes(pipe.data))
    assert archive.problems == ()
    assert archive.read(archive.members[1]) == LONG


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

NAMES: dict[str, tuple[bytes, Kind]] = {
    "parent": (b"root/../a.xml", Kind.PARENT),
    "parent by full-width dots": ("root/．．/a.xml".encode(), Kind.PARENT),
    "absolute": (b"/root/a.xml", Kind.ABSOLUTE),
    "drive": (b"C:/root/a.xml", Kind.DRIVE),
    "UNC": (b"\\\\server\\share\\a.xml", Kind.UNC),
    "backslashes": (b"root\\DATA\\a.xml", Kind.BACKSLASH),
    "NUL": (b"root/a\x00.xml", Kind.CHARACTER),
    "control": (b"root/a\x1b.xml", Kind.CHARACTER),
    "bidi": ("root/a\u202elmx.xml".encode(), Kind.CHARACTER),
    "zero width": ("root/a\u200b.xml".encode(), Kind.CHARACTER),
    "wildcard": (b"root/a*.xml", Kind.CHARACTER),
    "stream": (b"root/a.xml:b", Kind.CHARACTER),
    "reserved": (b"root/CON.xml", Kind.RESERVED),
    "reserved folder": (b"root/lpt1/a.xml", Kind.RESERVED),
    "reserved full-width": ("root/ＡＵＸ".encode(), Kind.RESERVED),
    "trailing dot": (b"root/a.xml.", Kind.TRAILING),
    "trailing blank": (b"root/a.xml ", Kind.TRAILING),
    "empty part": (b"root//a.xml", Kind.EMPTY_PART),
    "dot part": (b"root/./a.xml", Kind.EMPTY_PART),
    "no name": (b"", Kind.EMPTY_PART),
    "too long": (b"root/" + b"a" * 300 + b".xml", Kind.NAME_TOO_LONG),
    "too deep": (b"root/" + b"a/" * 20 + b"a.xml", Kind.TOO_DEEP),
    "Shift_JIS": ("root/健診.xml".encode("cp932"), Kind.NAME_ENCODING),
    "neither": (b"root/\x80\xff\xfe.xml", Kind.NAME_ENCODING),
}


@pytest.mark.parametrize("name", CONTAINER | MEMBERS)
def test_lies_are_named(name: str) -> None:
    """Each specimen is found out under its own kind."""
    data, kind = (CONTAINER | MEMBERS)[name]
    assert kind in kinds(data)


@pytest.mark.parametrize("name", NAMES)
def test_unsafe_names_are_named(name: str) -> None:
    """Each unsafe name is found out under its own kind, and the archive is still listed."""
    raw, kind = NAMES[name]
    archive = opened(build([Entry(raw)]))
    assert kind in {p.kind for p in archive.problems}
    assert len(archive.members) == 1


def test_invalid_utf8_under_the_flag_is_found() -> None:
    """A name marked as UTF-8 must be UTF-8."""
    assert Kind.NAME_ENCODING in kinds(build([Entry(b"root/\x8c\x92.xml", flags=0x800)]))


def test_backslashes_are_read_as_slashes() -> None:
    """Windows programs' separators do no harm: the path is normal, the fact is reported."""
    archive = opened(build([Entry(b"root\\DATA\\a.xml")]))
    assert archive.members[0].name == "root/DATA/a.xml"
    assert {p.kind for p in archive.problems} == {Kind.BACKSLASH}
    assert archive.read(archive.members[0]) == b"<a/>"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (stat.S_IFLNK, Kind.LINK),
        (stat.S_IFCHR, Kind.DEVICE),
        (stat.S_IFBLK, Kind.DEVICE),
        (stat.S_IFIFO, Kind.DEVICE),
        (stat.S_IFSOCK, Kind.DEVICE),
    ],
)
def test_links_and_devices_are_found(mode: int, kind: Kind) -> None:
    """Whatever the attributes make of an entry, only files and folders are read."""
    archive = opened(build([Entry(A, attributes=(mode | 0o777) << 16)]))
    assert {p.kind for p in archive.problems} == {kind}
    with pytest.raises(ArchiveDamaged):
        archive.read(archive.members[0])


def test_names_in_problems_are_safe_to_print() -> None:
    """A problem never carries a character that turns or hides the line it is printed on."""
    (problem, *_) = opened(build([Entry("root/\u202eab\x1b[2J".encode())])).problems
    assert problem.member.isprintable()


SMALL = Limits(
    archive_bytes=2000,
    members=3,
    member_bytes=1000,
    expanded_bytes=1800,
    ratio=5,
    ratio_from_bytes=900,
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (build([Entry(A, random.Random(1).randbytes(1900))]), Kind.ARCHIVE_TOO_LARGE),
        (build([Entry(A + b"%d" % i) for i in range(4)]), Kind.TOO_MANY_MEMBERS),
        (build([Entry(A, b"a" * 1001)]), Kind.MEMBER_TOO_LARGE),
        (build([Entry(A, LONG + LONG[:400]), Entry(B, b"b" * 950)]), Kind.EXPANDED_TOO_LARGE),
        (build([Entry(A, b"a" * 950)]), Kind.RATIO),
    ],
)
def test_limits_hold(data: bytes, kind: Kind) -> None:
    """Each limit is a kind of its own."""
    assert kind in kinds(data, SMALL)


def test_limits_let_the_largest_through() -> None:
    """Exactly at the limit is within it."""
    data = build([Entry(A, random.Random(2).randbytes(1000)), Entry(B), Entry(B + b"2")])
    assert kinds(data, SMALL) == set()


def test_a_bomb_is_never_expanded() -> None:
    """A member that says 100 bytes and holds 50 MB costs no more than it says."""
    bomb = deflated(bytes(50_000_000))
    sizes = {"size": 60_000}
    data = build([Entry(A, b"", data=bomb, central=sizes, local=sizes)])
    archive = opened(data)
    with pytest.raises(ArchiveDamaged) as damaged:
        archive.read(archive.members[0])
    assert damaged.value.problem.kind is Kind.SIZE


def test_impossible_ratio_is_refused_unread() -> None:
    """More than deflate can reach (1,032 times) is a lie before any byte is expanded."""
    sizes = {"size": 9_000_000}
    data = build([Entry(A, LONG, central=sizes, local=sizes)])
    assert Kind.RATIO in {p.kind for p in opened(data).problems}


def honest_archive() -> tuple[bytes, dict[str, bytes]]:
    content = {
        "ix08_V08.xml": b"<index>" + b"12345" * 20 + b"</index>",
        "DATA/h1.xml": LONG,
        "CLAIMS/c1.xml": b"<c/>",
        "DATA/h2.xml": bytes(range(256)),
    }
    out = io.BytesIO()
    write_archive(out, "root", content.items())
    return out.getvalue(), {f"root/{path}": data for path, data in content.items()}


def content_of(archive: Archive) -> tuple[dict[str, bytes], bool]:
    """Everything readable, and whether anything was complained about."""
    files: dict[str, bytes] = {}
    complained = bool(archive.problems)
    for member in archive.members:
        try:
            data = archive.read(member)
        except ArchiveDamaged:
            complained = True
        else:
            if not member.is_folder:
                files[member.name] = data
    return files, complained


def flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def spliced(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.sample(range(len(data)), 2))
    at = chance.randrange(len(data))
    return data[:at] + data[start:end] + data[at:]


@pytest.mark.parametrize("damage", [flipped, cut, spliced])
def test_damage_never_passes_as_other_content(
    damage: Callable[[bytes, random.Random], bytes],
) -> None:
    """1,500 seeded damages each: no crash, and never other content without a word."""
    data, truth = honest_archive()
    chance = random.Random(20260605)
    for _ in range(1500):
        files, complained = content_of(opened(damage(data, chance)))
        assert complained or files == truth


def test_many_members_are_listed_lean() -> None:
    """10,000 members: all listed, and the reader keeps less than 1 KB for each."""
    import tracemalloc

    out = io.BytesIO()
    write_archive(out, "root", ((f"DATA/h{i:06d}.xml", b"<a/>") for i in range(9_998)))
    tracemalloc.start()
    archive = open_archive(out)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert archive.problems == ()
    assert len(archive.members) == 10_000
    assert held < 10_000 * 1024
