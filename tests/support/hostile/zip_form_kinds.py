"""ZIP: unusual forms, honest and not: zip64, descriptors, methods, passwords, other formats."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zlib
from collections.abc import Iterator

from hostile.making import (
    ACCEPTED,
    REFUSED,
    ROOT,
    SCHEMA,
    Specimen,
    entries,
    lied,
    result_entry,
    specimen,
    specimens_of,
)
from hostile.zip_kinds import whole
from raw_zip import CENTRAL, Entry, build, descriptor, records64


def _wide(entry: Entry, *, with_offset: int | None = None) -> None:
    """Sizes in the zip64 extra field, in both headers."""
    packed, size = len(entry.packed()), len(entry.content)
    entry.local |= {"size": 0xFFFF_FFFF, "compressed": 0xFFFF_FFFF}
    entry.central |= {"size": 0xFFFF_FFFF, "compressed": 0xFFFF_FFFF}
    entry.local_extra = entry.extra = struct.pack("<2H2Q", 1, 16, size, packed)


@specimens_of("ZIP-25")
def zip64_valid(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("end records", build(entries(), records64=records64), ACCEPTED)
    yield specimen("sizes of a member", lied(_wide), ACCEPTED)
    marked = {"entries": 0xFFFF, "size": 0xFFFF_FFFF, "offset": 0xFFFF_FFFF}
    yield specimen(
        "only in the zip64 records", build(entries(), records64=records64, **marked), ACCEPTED
    )

    def repeated(entry: Entry) -> None:
        entry.extra = struct.pack("<2H2Q", 1, 16, len(entry.content), len(entry.packed()))

    yield specimen("needless but equal", lied(repeated), ACCEPTED)


@specimens_of("ZIP-26")
def zip64_contradictory(_rng: random.Random) -> Iterator[Specimen]:
    for lie in ({"entries": 1}, {"length": 99}, {"at": 0}):

        def records(position: int, *rest: int, lie: dict[str, int] = lie) -> bytes:
            return records64(position, *rest, **lie)

        yield specimen(str(lie), build(entries(), records64=records), REFUSED, "ARC-001")

    def moved(position: int, count: int, size: int, offset: int) -> bytes:
        return records64(position, count, size - 46, offset + 46)

    yield specimen("another place", build(entries(), records64=moved), REFUSED, "ARC-001")
    marked = {"entries": 0xFFFF, "size": 0xFFFF_FFFF, "offset": 0xFFFF_FFFF}
    yield specimen("marks without records", build(entries(), **marked), REFUSED, "ARC-001")

    def other(entry: Entry) -> None:
        _wide(entry)
        entry.extra = struct.pack("<2H2Q", 1, 16, len(entry.content) + 9, len(entry.packed()))

    yield specimen("sizes differ between the headers", lied(other), REFUSED, "ARC-001")

    def missing(entry: Entry) -> None:
        _wide(entry)
        entry.extra = b""

    yield specimen("marks without an extra field", lied(missing), REFUSED, "ARC-001 ARC-022")


@specimens_of("ZIP-27")
def descriptors_honest(_rng: random.Random) -> Iterator[Specimen]:
    for signed in (True, False):
        for wide in (True, False):
            found = entries()
            for entry in found:
                if not entry.name.endswith(b"/"):
                    entry.flags |= 8
                    entry.descriptor = descriptor(entry, signed=signed, wide=wide)
            yield specimen(f"signed {signed}, wide {wide}", build(found), ACCEPTED)


@specimens_of("ZIP-28")
def descriptors_lying(rng: random.Random) -> Iterator[Specimen]:
    for field in ("crc", "compressed", "size"):

        def lying(entry: Entry, field: str = field) -> None:
            entry.flags |= 8
            entry.descriptor = descriptor(entry, **{field: rng.randint(1, 0xFFFF_FFFF)})

        yield specimen(f"another {field}", lied(lying), REFUSED, "ARC-001")

    def missing(entry: Entry) -> None:
        entry.flags |= 8
        entry.descriptor = b""

    yield specimen("promised and not there", lied(missing), REFUSED, "ARC-001")


@specimens_of("ZIP-29")
def unsupported_methods(rng: random.Random) -> Iterator[Specimen]:
    for method in (9, 12, 14, 93, 95, 98, rng.randint(100, 65_535)):

        def odd(entry: Entry, method: int = method) -> None:
            entry.method, entry.data = method, rng.randbytes(len(entry.content) // 2)

        yield specimen(f"method {method}", lied(odd), REFUSED, "ARC-002", found="圧縮")


@specimens_of("ZIP-30")
def legacy_password(rng: random.Random) -> Iterator[Specimen]:
    def locked(entry: Entry) -> None:
        entry.flags |= 1
        entry.data = rng.randbytes(12 + len(entry.packed()))

    yield specimen("a schema", lied(locked), REFUSED, "ARC-002", found="暗号")
    found = entries()
    for entry in found:
        if not entry.name.endswith(b"/"):
            locked(entry)
    yield specimen("every file", build(found), REFUSED, "ARC-002")
    found = entries()
    locked(result_entry(found))
    yield specimen("one result", build(found), REFUSED, "ARC-002")


@specimens_of("ZIP-31")
def aes_password(rng: random.Random) -> Iterator[Specimen]:
    def locked(entry: Entry, strength: int = 3) -> None:
        extra = struct.pack("<2HH2sBH", 0x9901, 7, 2, b"AE", strength, 8)
        entry.flags |= 1
        entry.method, entry.extra, entry.local_extra = 99, extra, extra
        entry.data = rng.randbytes(len(entry.content) // 2 + 28)

    yield specimen("AE-2, 256 bits", lied(locked), REFUSED, "ARC-002")
    yield specimen("AE-2, 128 bits", lied(lambda entry: locked(entry, 1)), REFUSED, "ARC-002")

    def hidden(entry: Entry) -> None:
        locked(entry)
        entry.flags &= ~1

    yield specimen("without the flag", lied(hidden), REFUSED, "ARC-002")


@specimens_of("ZIP-32")
def encrypted_directory(rng: random.Random) -> Iterator[Specimen]:
    def masked(entry: Entry) -> None:
        entry.flags |= 0x2041

    yield specimen("masked headers", lied(masked), REFUSED, "ARC-002")
    found = entries()
    size = sum(CENTRAL.size + len(e.name) for e in found)
    lost = [Entry(**{**vars(e), "in_central": False}) for e in found]
    noise = b"PK\x06\x08" + rng.randbytes(size - 4)
    data = build(lost, before_end=noise, entries=len(found), size=size)
    yield specimen("an extra data record in its place", data, REFUSED, "ARC-002")

    def strong(entry: Entry) -> None:
        entry.flags |= 0x41
        entry.extra = struct.pack("<2H", 0x0017, 8) + bytes(8)

    yield specimen("strong encryption", lied(strong), REFUSED, "ARC-002")


@specimens_of("ZIP-33")
def several_disks(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("the second of two", build(entries(), disk=1), REFUSED, "ARC-001")
    yield specimen("directory elsewhere", build(entries(), directory_disk=1), REFUSED, "ARC-001")
    yield specimen("entries elsewhere", build(entries(), here=3), REFUSED, "ARC-001")
    yield specimen("the first part", b"PK\x07\x08" + whole()[:-600], REFUSED, "ARC-001")

    def away(entry: Entry) -> None:
        entry.central["disk"] = 2

    yield specimen("one entry elsewhere", lied(away), REFUSED, "ARC-001")


def _polyglots(head: bytes) -> Iterator[Specimen]:
    yield specimen("in front, offsets mended", build(entries(), prefix=head), REFUSED, "ARC-001")
    yield specimen("in front, offsets as they were", head + whole(), REFUSED, "ARC-001")
    yield specimen("behind", whole() + head, REFUSED, "ARC-001")
    yield specimen("in the comment", build(entries(), comment=head), REFUSED, "ARC-001")


@specimens_of("ZIP-34")
def polyglot_tar(rng: random.Random) -> Iterator[Specimen]:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        content = rng.randbytes(100)
        info = tarfile.TarInfo("evil")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    yield from _polyglots(out.getvalue())


@specimens_of("ZIP-35")
def polyglot_pdf(rng: random.Random) -> Iterator[Specimen]:
    body = b"%PDF-1.7\n" + rng.randbytes(200).hex().encode() + b"\n%%EOF\n"
    yield from _polyglots(body)


@specimens_of("ZIP-36")
def polyglot_png(rng: random.Random) -> Iterator[Specimen]:
    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">L", len(content)) + body + struct.pack(">L", zlib.crc32(body))

    header = struct.pack(">2L5B", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, rng.randrange(256)]))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    yield from _polyglots(b"\x89PNG\r\n\x1a\n" + parts)


@specimens_of("ZIP-37")
def gzip_renamed(rng: random.Random) -> Iterator[Specimen]:
    yield specimen("of noise", gzip.compress(rng.randbytes(900), mtime=0), REFUSED, "ARC-001")
    yield specimen("of the ZIP", gzip.compress(whole(), mtime=0), REFUSED, "ARC-001", found="gzip")
    yield specimen(
        "a bomb of 100 MB", lambda: gzip.compress(bytes(100 << 20), mtime=0), REFUSED, "ARC-001"
    )


@specimens_of("ZIP-38")
def seven_zip_renamed(rng: random.Random) -> Iterator[Specimen]:
    head = b"7z\xbc\xaf\x27\x1c\x00\x04"
    yield specimen("noise", head + rng.randbytes(2_000), REFUSED, "ARC-001", found="7-Zip")
    yield specimen("the head alone", head, REFUSED, "ARC-001")
    yield specimen("with the ZIP inside", head + whole(), REFUSED, "ARC-001")


@specimens_of("ZIP-39")
def odd_extra_fields(rng: random.Random) -> Iterator[Specimen]:
    def extra(content: bytes) -> bytes:
        def change(entry: Entry) -> None:
            entry.extra = entry.local_extra = content

        return lied(change)

    times = struct.pack("<2HBL", 0x5455, 5, 1, rng.getrandbits(32))
    yield specimen("Unix times", extra(times), ACCEPTED)
    yield specimen("NTFS times", extra(struct.pack("<2H", 10, 32) + rng.randbytes(32)), ACCEPTED)
    yield specimen("unknown", extra(struct.pack("<2H", 0xCAFE, 0)), ACCEPTED)
    yield specimen("64 KB", extra(struct.pack("<2H", 0xCAFE, 65_000) + bytes(65_000)), ACCEPTED)
    yield specimen("cut off", extra(b"UT\x99"), ACCEPTED)
    name = f"{ROOT}/{SCHEMA}".encode()
    path = struct.pack("<2HBL", 0x7075, 5 + len(name), 1, zlib.crc32(name)) + name
    yield specimen("the same name again", extra(path), ACCEPTED)
    other = struct.pack("<2HBL", 0x7075, 6, 1, zlib.crc32(name)) + b"x"
    yield specimen("another name", extra(other), REFUSED, "ARC-001")


@specimens_of("ZIP-40")
def odd_timestamps(rng: random.Random) -> Iterator[Specimen]:
    for about, moment, day in (
        ("all zero", 0, 0),
        ("all ones", 0xFFFF, 0xFFFF),
        ("month 15, day 31", rng.getrandbits(16), 15 << 5 | 31),
        ("the last day of DOS", 0xBF7D, 127 << 9 | 12 << 5 | 31),
    ):
        yield specimen(about, _dated(whole(), moment, day), ACCEPTED)


def _dated(data: bytes, moment: int, day: int) -> bytes:
    """Every header with another time and date; offsets from the directory."""
    out = bytearray(data)
    count, position = struct.unpack_from("<H", data, len(data) - 12)[0], 0
    position = struct.unpack_from("<L", data, len(data) - 6)[0]
    for _ in range(count):
        struct.pack_into("<2H", out, position + 12, moment, day)
        (local,) = struct.unpack_from("<L", data, position + 42)
        struct.pack_into("<2H", out, local + 10, moment, day)
        lengths = struct.unpack_from("<3H", data, position + 28)
        position += CENTRAL.size + sum(lengths)
    return bytes(out)
