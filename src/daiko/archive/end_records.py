"""Where the central directory of a ZIP lies: end record, zip64 records, what surrounds them.

Source: APPNOTE 4.3.14-4.3.16 (zip64 end record and locator, end record),
security-controls.md part D (one end record, nothing between or after records).
Does not read the directory itself (``central_directory.py``).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from daiko.archive.problems import ArchiveProblem, ProblemKind

END_SIGNATURE: Final = b"PK\x05\x06"
LOCAL_SIGNATURE: Final = b"PK\x03\x04"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
_LOCATOR_SIGNATURE: Final = b"PK\x06\x07"
_END64_SIGNATURE: Final = b"PK\x06\x06"
_SPANNED_SIGNATURES: Final = (b"PK\x07\x08", b"PK00")
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_COMMENT_MAX: Final = 0xFFFF
_SENTINEL16: Final = 0xFFFF
_SENTINEL32: Final = 0xFFFF_FFFF
_END64_REST: Final = _END64.size - 12  # its own size field does not count the first 12 bytes

_LOOKS_LIKE: Final = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"MSCF", "a cabinet file"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"<", "a text with mark-up"),
    (b"\xef\xbb\xbf<", "a text with mark-up"),
)


@dataclass(slots=True)
class Ending:
    """What the end records say. Offsets count from the first byte of the file.

    ``shift`` is added to the offsets in the directory: bytes put before the archive
    without mending its offsets.
    """

    entries: int
    directory_size: int
    directory_offset: int
    shift: int
    problems: list[ArchiveProblem]


def looks_like(head: bytes) -> str:
    """What the first bytes look like, in words; "" for nothing known."""
    if head[257:262] == b"ustar":
        return "a tar archive"
    if head[2:5] == b"-lh":
        return "an LZH archive"
    return next((words for mark, words in _LOOKS_LIKE if head.startswith(mark)), "")


def find_ending(source: BinaryIO, size: int) -> Ending | ArchiveProblem:
    """The ending of an archive of ``size`` bytes, or the problem that stops the reading."""
    tail_length = min(size, _COMMENT_MAX + _END.size + _LOCATOR.size)
    source.seek(size - tail_length)
    tail = source.read(tail_length)
    at = _end_record_in(tail)
    if at is None:
        return _without_end_record(source, size, tail)
    fields = _END.unpack_from(tail, at)
    problems = _comment_problems(tail, at, fields[-1])
    end_position = size - tail_length + at
    _, disk, directory_disk, here, entries, directory_size, directory_offset, _ = fields
    stated = (here, entries, directory_size, directory_offset)
    if tail[max(at - _LOCATOR.size, 0) :][:4] == _LOCATOR_SIGNATURE and at >= _LOCATOR.size:
        locator = _LOCATOR.unpack_from(tail, at - _LOCATOR.size)
        end64 = _read_end64(source, locator, stated, end_position - _LOCATOR.size)
        if isinstance(end64, ArchiveProblem):
            return end64
        entries, directory_size, directory_offset, end_position = end64
    elif _SENTINEL16 in (here, entries) or _SENTINEL32 in stated[2:]:
        return _problem(ProblemKind.ZIP64, "the end record points to zip64 records, none is there")
    elif disk or directory_disk or here != entries:
        return _problem(ProblemKind.MULTI_DISK, "the archive is split over several files")
    return _placed(source, entries, directory_size, directory_offset, end_position, problems)


def _end_record_in(tail: bytes) -> int | None:
    """Position of the end record: the last whose comment fills the rest, else the last."""
    last: int | None = None
    at = tail.rfind(END_SIGNATURE)
    while at >= 0:
        if at + _END.size <= len(tail):
            comment_length = int.from_bytes(tail[at + 20 : at + 22], "little")
            if at + _END.size + comment_length == len(tail):
                return at
            last = at if last is None else last
        at = tail.rfind(END_SIGNATURE, 0, at)
    return last


def _without_end_record(source: BinaryIO, size: int, tail: bytes) -> ArchiveProblem:
    source.seek(0)
    head = source.read(512)
    if head.startswith(_SPANNED_SIGNATURES):
        return _problem(ProblemKind.MULTI_DISK, "the file is one part of a split archive")
    if tail.rfind(END_SIGNATURE) >= 0 and head.startswith(LOCAL_SIGNATURE):
        return _problem(ProblemKind.TRUNCATED, "the file is cut off inside its end record")
    if head.startswith(LOCAL_SIGNATURE) or (head and LOCAL_SIGNATURE.startswith(head)):
        return _problem(ProblemKind.TRUNCATED, _where_cut(tail, size))
    kind = looks_like(head)
    return _problem(ProblemKind.NOT_ZIP, f"the file is no ZIP{f' but {kind}' if kind else ''}")


def _where_cut(tail: bytes, size: int) -> str:
    if size < 30:
        return "the file is cut off inside its first header"
    if CENTRAL_SIGNATURE in tail:
        return "the file is cut off inside its central directory"
    return "the file is cut off before its central directory"


def _comment_problems(tail: bytes, at: int, comment_length: int) -> list[ArchiveProblem]:
    rest = tail[at + _END.size :]
    problems = []
    if len(rest) < comment_length:
        problems.append(_problem(ProblemKind.TRUNCATED, "the file is cut off inside its comment"))
    elif comment_length:
        problems.append(_problem(ProblemKind.COMMENT, f"a comment of {comment_length} bytes"))
    if len(rest) > comment_length:
        extra = len(rest) - comment_length
        problems.append(_problem(ProblemKind.SUFFIX, f"{extra} bytes after the end record"))
    if END_SIGNATURE in rest:
        problems.append(_problem(ProblemKind.TWO_END_RECORDS, "a second end record follows"))
    return problems


def _read_end64(
    source: BinaryIO,
    locator: tuple[bytes, int, int, int],
    stated: tuple[int, int, int, int],
    locator_position: int,
) -> tuple[int, int, int, int] | ArchiveProblem:
    """Entries, directory size and offset, and the position of the zip64 end record."""
    _, disk, offset, disks = locator
    if disk or disks > 1:
        return _problem(ProblemKind.MULTI_DISK, "the archive is split over several files")
    if offset + _END64.size != locator_position:
        return _problem(ProblemKind.ZIP64, "the zip64 locator points elsewhere")
    source.seek(offset)
    data = source.read(_END64.size)
    if len(data) < _END64.size or not data.startswith(_END64_SIGNATURE):
        return _problem(ProblemKind.ZIP64, "no zip64 end record where the locator points")
    fields = _END64.unpack(data)
    _, length, _, _, disk, directory_disk, here, entries, size, directory_offset = fields
    if length != _END64_REST:
        return _problem(ProblemKind.ZIP64, "the zip64 end record has an unknown form")
    if disk or directory_disk or here != entries:
        return _problem(ProblemKind.MULTI_DISK, "the archive is split over several files")
    sentinels = (_SENTINEL16, _SENTINEL16, _SENTINEL32, _SENTINEL32)
    for plain, sentinel, wide in zip(
        stated, sentinels, (here, entries, size, directory_offset), strict=True
    ):
        if plain not in (sentinel, wide):
            return _problem(ProblemKind.ZIP64, "end record and zip64 end record disagree")
    return entries, size, directory_offset, offset


def _placed(
    source: BinaryIO,
    entries: int,
    directory_size: int,
    directory_offset: int,
    end_position: int,
    problems: list[ArchiveProblem],
) -> Ending | ArchiveProblem:
    """Compare where the directory is said to lie with where it can lie."""
    spare = end_position - (directory_offset + directory_size)
    if spare < 0:
        detail = "the end record places the central directory beyond itself"
        return _problem(ProblemKind.END_RECORD, detail)
    shift = 0
    if spare:
        source.seek(directory_offset)
        if entries and source.read(4) != CENTRAL_SIGNATURE:
            shift = spare
        problems.extend(_spare_problems(source, spare, shift, end_position))
    return Ending(entries, directory_size, directory_offset, shift, problems)


def _spare_problems(
    source: BinaryIO, spare: int, shift: int, end_position: int
) -> list[ArchiveProblem]:
    """What the bytes are that neither directory nor end record account for."""
    if shift:
        source.seek(0)
        kind = looks_like(source.read(512))
        words = f", the file begins as {kind}" if kind else ""
        first = _problem(ProblemKind.PREFIX, f"{spare} bytes before the archive{words}")
    else:
        detail = f"{spare} bytes between central directory and end record"
        first = _problem(ProblemKind.GAP, detail)
    end_of_spare = shift or end_position
    length = min(spare, _COMMENT_MAX + _END.size)
    source.seek(end_of_spare - length)
    if END_SIGNATURE in source.read(length):
        return [first, _problem(ProblemKind.TWO_END_RECORDS, "an earlier end record stands there")]
    return [first]


def _problem(kind: ProblemKind, detail: str) -> ArchiveProblem:
    return ArchiveProblem(kind, "", detail)
