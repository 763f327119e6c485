"""The local headers of a ZIP, compared with its central directory, byte range by byte range.

Source: APPNOTE 4.3.7 (local header), 4.3.9 (data descriptor), 4.5.3 (zip64);
security-controls.md part D (no data between records, no overlap, headers agree).
Every byte from the start of the file to the central directory must belong to exactly
one member: quoted overlaps, hidden members and polyglots fail here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO, Final

from daiko.archive.central_directory import extra_blocks
from daiko.archive.end_records import END_SIGNATURE, LOCAL_SIGNATURE, looks_like
from daiko.archive.members import STORED, Member
from daiko.archive.paths import Complaint
from daiko.archive.problems import ArchiveProblem, ProblemKind, shown

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_LOCAL_SIZE: Final = _LOCAL.size
_EXTRA_GUESS: Final = 64  # read along with the name, so that most headers take one read
_SENTINEL: Final = 0xFFFF_FFFF
_HAS_DESCRIPTOR: Final = 0x0008
_LEVEL_BITS: Final = 0x0006  # how hard deflate tried; nobody reads it
_ZIP64_EXTRA: Final = 0x0001
_DESCRIPTOR_SIGNATURE: Final = b"PK\x07\x08"
_ARCHIVES: Final = (LOCAL_SIGNATURE, END_SIGNATURE, b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08")
_BLOCKING: Final = frozenset(
    {
        ProblemKind.LOCAL_MISSING,
        ProblemKind.DISAGREEMENT,
        ProblemKind.OVERLAP,
        ProblemKind.DESCRIPTOR,
        ProblemKind.ZIP64,
        ProblemKind.TRUNCATED,
        ProblemKind.NESTED,
    }
)


def walk_local_headers(
    source: BinaryIO, members: list[Member], directory_start: int
) -> list[ArchiveProblem]:
    """Read every local header in the order of the file; sets ``data_offset`` of each member."""
    problems: list[ArchiveProblem] = []
    ordered = sorted(members, key=lambda member: member.header_offset)
    if not ordered:
        if directory_start:
            problems.append(_unclaimed(source, 0, directory_start))
        return problems
    if ordered[0].header_offset > 0:
        problems.append(_unclaimed(source, 0, ordered[0].header_offset))
    starts = [member.header_offset for member in ordered] + [directory_start]
    for member, (_, boundary) in zip(ordered, pairwise(starts), strict=True):
        for kind, detail in _member_complaints(source, member, boundary):
            problem = ArchiveProblem(kind, shown(member.name), detail)
            problems.append(problem)
            if member.blocked is None and kind in _BLOCKING:
                member.blocked = problem
    return problems


def _unclaimed(source: BinaryIO, start: int, end: int) -> ArchiveProblem:
    """Bytes that belong to no member: hidden members are named as such."""
    source.seek(start)
    head = source.read(512)
    if head.startswith(LOCAL_SIGNATURE):
        detail = "an entry stands in the file but not in the central directory"
        return ArchiveProblem(ProblemKind.CENTRAL_MISSING, "", detail)
    if start == 0:
        kind = looks_like(head)
        words = f", the file begins as {kind}" if kind else ""
        detail = f"{end} bytes before the first entry{words}"
        return ArchiveProblem(ProblemKind.PREFIX, "", detail)
    return ArchiveProblem(ProblemKind.GAP, "", f"{end - start} bytes belong to no entry")


def _member_complaints(source: BinaryIO, member: Member, boundary: int) -> Iterator[Complaint]:
    header = _read_header(source, member)
    if header is None:
        yield ProblemKind.LOCAL_MISSING, "no local header where the central directory says"
        return
    fields, name, extra = header
    member.data_offset = member.header_offset + _LOCAL_SIZE + len(name) + len(extra)
    yield from _disagreements(member, fields, name, extra)
    data_end = member.data_offset + member.compressed_size
    if data_end > boundary:
        yield ProblemKind.OVERLAP, "the entry runs into the next one"
        return
    if member.flags & _HAS_DESCRIPTOR:
        length = _descriptor_length(source, member, data_end, boundary - data_end)
        if length is None:
            detail = "the data descriptor is missing or states other sizes"
            yield ProblemKind.DESCRIPTOR, detail
            return
        data_end += length
    if data_end < boundary:
        problem = _unclaimed(source, data_end, boundary)
        yield problem.kind, f"{problem.detail} (after this one)"
    if member.method == STORED and member.size >= 4:
        source.seek(member.data_offset)
        if source.read(8).startswith(_ARCHIVES):
            yield ProblemKind.NESTED, "an archive inside the archive"


def _read_header(source: BinaryIO, member: Member) -> tuple[tuple[int, ...], bytes, bytes] | None:
    """Numbers, name and extra field of a local header; ``None`` if there is none."""
    source.seek(member.header_offset)
    wanted = _LOCAL_SIZE + len(member.raw_name) + _EXTRA_GUESS
    data = source.read(wanted)
    if len(data) < _LOCAL_SIZE or not data.startswith(LOCAL_SIGNATURE):
        return None
    fields = _LOCAL.unpack_from(data)
    length = _LOCAL_SIZE + fields[9] + fields[10]
    if length > len(data):
        data += source.read(length - len(data))
    if length > len(data):
        return None
    name_end = _LOCAL_SIZE + fields[9]
    return fields[1:], data[_LOCAL_SIZE:name_end], data[name_end:length]


def _disagreements(
    member: Member, fields: tuple[int, ...], name: bytes, extra: bytes
) -> Iterator[Complaint]:
    """Where local header and central directory differ in what decides the content."""
    _, flags, method, _, _, crc, compressed, size, _, _ = fields
    if name != member.raw_name:
        text = shown(name.decode("utf-8", "backslashreplace"))
        yield ProblemKind.DISAGREEMENT, f"the local header says the name is {text}"
    if (flags ^ member.flags) & ~_LEVEL_BITS:
        yield ProblemKind.DISAGREEMENT, "local header and central directory differ in flags"
    if method != member.method:
        yield ProblemKind.DISAGREEMENT, f"the local header says method {method}"
    if _SENTINEL in (compressed, size):
        widened = _widened(extra, compressed, size)
        if widened is None:
            yield ProblemKind.ZIP64, "the local zip64 extra field is missing or has another form"
            return
        compressed, size = widened
    deferred = flags & _HAS_DESCRIPTOR  # the descriptor says it; each field is 0 or right by itself
    pairs = ((crc, member.crc), (compressed, member.compressed_size), (size, member.size))
    if any(local != central and not (deferred and local == 0) for local, central in pairs):
        yield ProblemKind.DISAGREEMENT, "local header and central directory differ in size or CRC"


def _widened(extra: bytes, compressed: int, size: int) -> tuple[int, int] | None:
    """Compressed size and size with the values of the zip64 extra field (size comes first)."""
    blocks, _ = extra_blocks(extra)
    wide = [content for kind, content in blocks if kind == _ZIP64_EXTRA]
    if len(wide) != 1 or len(wide[0]) < 8 * ((compressed == _SENTINEL) + (size == _SENTINEL)):
        return None
    words = iter(struct.unpack(f"<{len(wide[0]) // 8}Q", wide[0][: len(wide[0]) // 8 * 8]))
    if size == _SENTINEL:
        size = next(words)
    if compressed == _SENTINEL:
        compressed = next(words)
    return compressed, size


def _descriptor_length(source: BinaryIO, member: Member, position: int, room: int) -> int | None:
    """Length of an honest data descriptor at this place, in any of its four forms."""
    source.seek(position)
    data = source.read(min(room, 24))
    crc = struct.pack("<L", member.crc)
    wide = crc + struct.pack("<2Q", member.compressed_size, member.size)
    forms = [wide]
    if max(member.compressed_size, member.size) < _SENTINEL:
        forms.insert(0, crc + struct.pack("<2L", member.compressed_size, member.size))
    candidates = [f for form in forms for f in (_DESCRIPTOR_SIGNATURE + form, form)]
    fitting = [len(form) for form in candidates if data.startswith(form)]
    # Prefer the form that fills the room: a short one may be the beginning of a long one.
    return room if room in fitting else next(iter(fitting), None)
