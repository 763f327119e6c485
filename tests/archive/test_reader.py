"""The strict reader: honest archives pass, limits hold, damage never passes unnoticed."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable

import pytest

from daiko.archive.limits import Limits
from daiko.archive.problems import ProblemKind as Kind
from daiko.archive.reader import Archive, ArchiveDamaged, open_archive
from daiko.archive.writer import write_archive
from raw_zip import Entry, build, deflated, records64
from zip_specimens import LONG, A, B, described, kinds, opened, zip64_extra


def wide(name: bytes, content: bytes = LONG) -> Entry:
    """An entry whose sizes stand in zip64 fields only."""
    size, compressed = len(content), len(deflated(content))
    marks = {"size": 0xFFFFFFFF, "compressed": 0xFFFFFFFF}
    extra = zip64_extra(size, compressed)
    return Entry(name, content, local=marks, central=marks, extra=extra, local_extra=extra)


SIZES = {"crc": zlib.crc32(b"<a/>"), "compressed": len(deflated(b"<a/>")), "size": 4}
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
    # Info-ZIP to a pipe, and the tar of Windows and macOS: the size is known, the rest follows
    "descriptor with the size alone in the header": build(
        [Entry(A, flags=8, local={"size": 4}), Entry(B)]
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
    assert archive.members


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
