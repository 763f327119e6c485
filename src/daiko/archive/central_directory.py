"""The central directory of a ZIP, entry by entry.

Source: APPNOTE 4.3.12 (central header), 4.5.3 (zip64 extra field), 4.4.4 (flags),
4.6.9 (Unicode path); security-controls.md part D (stored and deflated only).
Reads the directory alone; the local headers are compared in ``local_headers.py``.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from daiko.archive.end_records import CENTRAL_SIGNATURE, Ending
from daiko.archive.limits import Limits
from daiko.archive.members import DEFLATED, STORED, Member
from daiko.archive.paths import (
    Complaint,
    attribute_complaint,
    decoded_name,
    normal_path,
    path_complaints,
)
from daiko.archive.problems import ArchiveProblem, ProblemKind, shown

_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_CENTRAL_SIZE: Final = _CENTRAL.size
_SENTINEL: Final = 0xFFFF_FFFF
_ENCRYPTED: Final = 0x0001
_STRONG_ENCRYPTION: Final = 0x0040
_UTF8: Final = 0x0800
_MASKED_HEADERS: Final = 0x2000
_KNOWN_FLAGS: Final = 0x080E  # deflate level (two bits), data descriptor, UTF-8
_AES: Final = 99
_ZIP64_EXTRA: Final = 0x0001
_STRONG_EXTRA: Final = 0x0017
_UNICODE_PATH_EXTRA: Final = 0x7075
_AES_EXTRA: Final = 0x9901
_ARCHIVE_EXTRA_DATA: Final = b"PK\x06\x08"
_DIGITAL_SIGNATURE: Final = b"PK\x05\x05"
_DEFLATE_SPARE: Final = 1024  # deflate never honestly grows data by more than an eighth and this
_NESTED_ENDINGS: Final = (
    ".zip", ".7z", ".rar", ".lzh", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".cab", ".jar", ".iso",
)  # fmt: skip


def read_directory(
    data: bytes, ending: Ending, limits: Limits
) -> tuple[list[Member], list[ArchiveProblem]]:
    """Members in the order of the directory and everything wrong with their entries.

    A member that must not be read carries its first such problem in ``blocked``.
    """
    members: list[Member] = []
    problems: list[ArchiveProblem] = []
    position = 0
    for _ in range(ending.entries):
        if data[position : position + 4] != CENTRAL_SIGNATURE or (
            position + _CENTRAL_SIZE > len(data)
        ):
            problems.append(_broken(data, position, len(members), ending.entries))
            return members, problems
        position = _read_entry(data, position, ending.shift, limits, members, problems)
    if position < len(data):
        problems.append(_left_over(data, position))
    elif position > len(data):
        detail = "the central directory ends inside an entry"
        problems.append(ArchiveProblem(ProblemKind.TRUNCATED, "", detail))
    return members, problems


def _broken(data: bytes, position: int, found: int, stated: int) -> ArchiveProblem:
    if data.startswith(_ARCHIVE_EXTRA_DATA, position):
        detail = "the central directory is encrypted"
        return ArchiveProblem(ProblemKind.ENCRYPTED_DIRECTORY, "", detail)
    detail = f"the end record counts {stated} entries, the central directory has {found}"
    return ArchiveProblem(ProblemKind.END_RECORD, "", detail)


def _left_over(data: bytes, position: int) -> ArchiveProblem:
    if data.startswith(_DIGITAL_SIGNATURE, position):
        return ArchiveProblem(ProblemKind.GAP, "", "a digital signature follows the directory")
    if data.startswith(CENTRAL_SIGNATURE, position):
        detail = "the central directory has more entries than the end record counts"
    else:
        detail = f"{len(data) - position} bytes inside the central directory are no entry"
    return ArchiveProblem(ProblemKind.END_RECORD, "", detail)


def _read_entry(
    data: bytes,
    position: int,
    shift: int,
    limits: Limits,
    members: list[Member],
    problems: list[ArchiveProblem],
) -> int:
    """Read one entry; the position of the next."""
    (_, _, _, flags, method, _, _, crc, compressed, size,
     name_length, extra_length, comment_length, disk, _, attributes, offset,
    ) = _CENTRAL.unpack_from(data, position)  # fmt: skip
    name_end = position + _CENTRAL_SIZE + name_length
    raw_name = data[position + _CENTRAL_SIZE : name_end]
    extra = data[name_end : name_end + extra_length]
    name, complaint = decoded_name(raw_name, utf8_flag=bool(flags & _UTF8))
    member = Member(
        normal_path(name), raw_name, size, compressed, crc, method, flags, offset + shift
    )
    complaints: list[Complaint] = [] if complaint is None else [complaint]
    if extra or _SENTINEL in (size, compressed, offset):
        complaints.extend(_apply_extra(member, extra, (size, compressed, offset), shift))
    if disk:
        complaints.append((ProblemKind.MULTI_DISK, "the entry lies on another disk"))
    if comment_length:
        complaints.append((ProblemKind.COMMENT, f"a comment of {comment_length} bytes"))
    complaints.extend(path_complaints(name, limits))
    complaints.extend(_entry_complaints(member, attributes, limits))
    if complaints:
        printed = shown(name)
        problems.extend(ArchiveProblem(kind, printed, detail) for kind, detail in complaints)
        member.blocked = next(
            (p for p in problems[-len(complaints) :] if p.kind in _BLOCKING), member.blocked
        )
    members.append(member)
    next_position: int = name_end + extra_length + comment_length
    return next_position


_BLOCKING: Final = frozenset(
    {
        ProblemKind.ENCRYPTED,
        ProblemKind.METHOD,
        ProblemKind.MEMBER_TOO_LARGE,
        ProblemKind.RATIO,
        ProblemKind.SIZE,
        ProblemKind.ZIP64,
        ProblemKind.MULTI_DISK,
        ProblemKind.LINK,
        ProblemKind.DEVICE,
        ProblemKind.ENCRYPTED_DIRECTORY,
    }
)


def _entry_complaints(member: Member, attributes: int, limits: Limits) -> Iterator[Complaint]:
    flags = member.flags
    if flags & _MASKED_HEADERS:
        yield ProblemKind.ENCRYPTED_DIRECTORY, "the entry's header is masked"
    if flags & (_ENCRYPTED | _STRONG_ENCRYPTION) or member.method == _AES:
        yield ProblemKind.ENCRYPTED, "the entry is encrypted"
    elif member.method not in (STORED, DEFLATED):
        yield ProblemKind.METHOD, f"compression method {member.method}"
    odd = flags & ~(_KNOWN_FLAGS | _ENCRYPTED | _STRONG_ENCRYPTION | _MASKED_HEADERS)
    if odd:
        yield ProblemKind.FLAGS, f"unknown flags {odd:#06x}"
    link = attribute_complaint(attributes)
    if link is not None:
        yield link
    yield from _size_complaints(member, limits)
    if member.name.lower().endswith(_NESTED_ENDINGS):
        yield ProblemKind.NESTED, "an archive inside the archive"


def _size_complaints(member: Member, limits: Limits) -> Iterator[Complaint]:
    size, compressed = member.size, member.compressed_size
    if size > limits.member_bytes:
        yield ProblemKind.MEMBER_TOO_LARGE, f"{size} bytes; at most {limits.member_bytes}"
    elif size > compressed * limits.member_ratio:
        yield ProblemKind.RATIO, f"{size} bytes said to come out of {compressed}"
    elif member.method == STORED and size != compressed:
        yield ProblemKind.SIZE, f"stored, but {compressed} bytes for a size of {size}"
    elif compressed > size + size // 8 + _DEFLATE_SPARE:
        yield ProblemKind.SIZE, f"{compressed} compressed bytes for a size of {size}"
    if member.is_folder and size:
        yield ProblemKind.SIZE, f"a folder with {size} bytes of content"


def _apply_extra(
    member: Member, extra: bytes, fields: tuple[int, int, int], shift: int
) -> Iterator[Complaint]:
    """Zip64 values and what other extra fields give away."""
    blocks, whole = extra_blocks(extra)
    if not whole:
        yield ProblemKind.EXTRA_FIELD, "the extra field is not well-formed"
    kinds = [kind for kind, _ in blocks]
    if kinds.count(_ZIP64_EXTRA) > 1:
        yield ProblemKind.ZIP64, "two zip64 extra fields"
    for kind, content in blocks:
        if kind == _UNICODE_PATH_EXTRA and _other_path(content, member.raw_name):
            yield ProblemKind.DISAGREEMENT, "a second, different name in the extra field"
        elif kind == _STRONG_EXTRA or (kind == _AES_EXTRA and member.method != _AES):
            yield ProblemKind.ENCRYPTED, "the extra field speaks of encryption"
    wide = next((content for kind, content in blocks if kind == _ZIP64_EXTRA), b"")
    values = _wide_values(wide, fields)
    if values is None:
        yield ProblemKind.ZIP64, "the zip64 extra field does not fit the entry"
    else:
        member.size, member.compressed_size = values[0], values[1]
        member.header_offset = values[2] + shift


def _wide_values(wide: bytes, fields: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Size, compressed size and offset with the zip64 values in place of the marks."""
    words = [int.from_bytes(wide[i : i + 8], "little") for i in range(0, len(wide) // 8 * 8, 8)]
    marked = sum(field == _SENTINEL for field in fields)
    if not marked:  # needless but harmless if it repeats the plain values
        return fields if list(fields[: len(words)]) == words else None
    if len(words) < marked or len(wide) > marked * 8 + 4:
        return None
    waiting = iter(words)
    size, compressed, offset = (next(waiting) if f == _SENTINEL else f for f in fields)
    return size, compressed, offset


def extra_blocks(extra: bytes) -> tuple[list[tuple[int, bytes]], bool]:
    """The blocks of an extra field, and whether they fill it exactly."""
    blocks: list[tuple[int, bytes]] = []
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if position + 4 + length > len(extra):
            return blocks, False
        blocks.append((kind, extra[position + 4 : position + 4 + length]))
        position += 4 + length
    return blocks, position == len(extra)


def _other_path(content: bytes, raw_name: bytes) -> bool:
    """Whether a Unicode path field, valid for this name, gives another one."""
    if len(content) < 5 or int.from_bytes(content[1:5], "little") != zlib.crc32(raw_name):
        return False
    return content[5:] != raw_name
