"""Strict reader of exchange archives: every record walked, nothing believed.

Source: security-controls.md part D (archive limits, no stdlib zipfile on bytes from
outside), rulings.md 10, archive-and-xml.md 1.1.
Bad archives raise nothing: what is wrong stands in ``Archive.problems``. Only the
directory and the headers are kept in memory, contents are expanded one by one. Names
and layout of the standard are not looked at here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from daiko.archive.central_directory import read_directory
from daiko.archive.end_records import (
    END_SIGNATURE,
    LOCAL_SIGNATURE,
    Ending,
    find_ending,
)
from daiko.archive.limits import Limits
from daiko.archive.local_headers import walk_local_headers
from daiko.archive.members import STORED, Member, RawMember
from daiko.archive.paths import FOLDERS_MAX, folded
from daiko.archive.problems import (
    BENIGN,
    ENCRYPTION_KINDS,
    LIMIT_KINDS,
    PATH_KINDS,
    ArchiveDamaged,
    ArchiveProblem,
    ProblemKind,
    shown,
)

__all__ = [
    "BENIGN",
    "ENCRYPTION_KINDS",
    "LIMIT_KINDS",
    "PATH_KINDS",
    "Archive",
    "ArchiveDamaged",
    "ArchiveProblem",
    "Member",
    "ProblemKind",
    "RawMember",
    "open_archive",
]

_NESTED: Final = (LOCAL_SIGNATURE, END_SIGNATURE, b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b\x08")


class Archive:
    """An opened archive. The source must stay open as long as members are read."""

    def __init__(
        self,
        source: BinaryIO,
        problems: Iterable[ArchiveProblem],
        members: Iterable[Member] = (),
    ) -> None:
        self._source = source
        self.problems: tuple[ArchiveProblem, ...] = tuple(problems)
        self.members: list[Member] = list(members)
        """Entries in the order of the central directory, folders among them."""

    def read(self, member: Member) -> bytes:
        """The expanded content, checked against size and CRC.

        Raises ``ArchiveDamaged`` for a member whose headers or data are not sound.
        """
        content = _expanded(member, self._data(member))
        if zlib.crc32(content) != member.crc:
            raise _damage(member, ProblemKind.CRC, "the content does not match its CRC-32")
        if content.startswith(_NESTED):
            raise _damage(member, ProblemKind.NESTED, "an archive inside the archive")
        return content

    def raw(self, member: Member) -> RawMember:
        """The compressed bytes for copying, unchecked: read the member once before.

        Raises ``ArchiveDamaged`` when its headers are not sound.
        """
        return RawMember(member.method, member.crc, member.size, self._data(member))

    def damaged(self, members: Iterable[Member] | None = None) -> Iterator[ArchiveProblem]:
        """Problems that show only when content is expanded; all members by default."""
        for member in self.members if members is None else members:
            if member.blocked is None:
                try:
                    self.read(member)
                except ArchiveDamaged as error:
                    yield error.problem

    def _data(self, member: Member) -> bytes:
        if member.blocked is not None:
            raise ArchiveDamaged(member.blocked)
        self._source.seek(member.data_offset)
        data = self._source.read(member.compressed_size)
        if len(data) != member.compressed_size:
            raise _damage(member, ProblemKind.TRUNCATED, "the data ends too early")
        return data


def open_archive(source: BinaryIO, *, limits: Limits | None = None) -> Archive:
    """Take apart a seekable file; what is wrong with it stands in ``problems``."""
    limits = limits or Limits()
    size = source.seek(0, 2)
    if size == 0:
        return Archive(source, [_problem(ProblemKind.EMPTY, "the file is empty")])
    if size > limits.archive_bytes:
        detail = f"{size} bytes; at most {limits.archive_bytes}"
        return Archive(source, [_problem(ProblemKind.ARCHIVE_TOO_LARGE, detail)])
    ending = find_ending(source, size)
    if isinstance(ending, ArchiveProblem):
        return Archive(source, [ending])
    refusal = _directory_refusal(ending, limits)
    if refusal is not None:
        return Archive(source, [*ending.problems, refusal])
    return _opened(source, ending, limits)


def _directory_refusal(ending: Ending, limits: Limits) -> ArchiveProblem | None:
    if ending.entries > limits.members:
        detail = f"{ending.entries} members; at most {limits.members}"
        return _problem(ProblemKind.TOO_MANY_MEMBERS, detail)
    if ending.directory_size > limits.directory_bytes:
        detail = f"a directory of {ending.directory_size} bytes; at most {limits.directory_bytes}"
        return _problem(ProblemKind.TOO_MANY_MEMBERS, detail)
    return None


def _opened(source: BinaryIO, ending: Ending, limits: Limits) -> Archive:
    directory_start = ending.directory_offset + ending.shift
    source.seek(directory_start)
    data = source.read(ending.directory_size)
    members, entry_problems = read_directory(data, ending, limits)
    problems = [*ending.problems, *entry_problems]
    if not ending.entries and not ending.directory_size:
        problems.append(_problem(ProblemKind.NO_MEMBERS, "the archive has no members"))
    hidden = any(problem.kind is ProblemKind.ENCRYPTED_DIRECTORY for problem in entry_problems)
    if hidden and not members:  # what lies before cannot be judged without it
        return Archive(source, problems)
    local = walk_local_headers(source, members, directory_start)
    if ending.shift:  # the bytes before the archive were reported with the end record
        local = [problem for problem in local if problem.kind is not ProblemKind.PREFIX]
    problems.extend(local)
    problems.extend(_duplicates(members))
    volume = list(_volume(members, limits))
    for member in members if volume else ():  # a bomb is not expanded to see what is in it
        member.blocked = member.blocked or volume[0]
    return Archive(source, [*problems, *volume], members)


def _duplicates(members: list[Member]) -> Iterator[ArchiveProblem]:
    """Names that meet after NFKC and case folding, and files that are also folders."""
    seen: dict[str, str] = {}
    for member in members:
        key = folded(member.name)
        if key in seen:
            other = "" if seen[key] == member.name else f" (as {shown(seen[key])})"
            detail = f"the name occurs twice{other}"
            yield ArchiveProblem(ProblemKind.DUPLICATE, shown(member.name), detail)
        else:
            seen[key] = member.name
    files = {key for key, name in seen.items() if not name.endswith("/")}
    # A name of thousands of folders is refused for its depth; all its parents are not listed.
    parents = {key.rpartition("/")[0] for key in seen if key.count("/") <= FOLDERS_MAX}
    for parent in list(parents):
        while parent := parent.rpartition("/")[0]:
            parents.add(parent)
    for key in sorted(files & parents):
        detail = "the name is a file and a folder"
        yield ArchiveProblem(ProblemKind.DUPLICATE, shown(seen[key]), detail)


def _volume(members: list[Member], limits: Limits) -> Iterator[ArchiveProblem]:
    expanded = sum(member.size for member in members)
    compressed = sum(member.compressed_size for member in members)
    if expanded > limits.expanded_bytes:
        detail = f"{expanded} bytes expanded; at most {limits.expanded_bytes}"
        yield _problem(ProblemKind.EXPANDED_TOO_LARGE, detail)
    if expanded > limits.ratio_from_bytes and expanded > compressed * limits.ratio:
        detail = f"{expanded} bytes expanded from {compressed}; at most {limits.ratio} times"
        yield _problem(ProblemKind.RATIO, detail)


def _expanded(member: Member, data: bytes) -> bytes:
    if member.method == STORED:
        return data
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(data, member.size + 1)
        if len(content) == member.size and not inflater.eof:
            content += inflater.decompress(inflater.unconsumed_tail, 1)
    except zlib.error as error:
        raise _damage(member, ProblemKind.DATA, "the compressed data is damaged") from error
    if len(content) <= member.size and not inflater.eof:
        raise _damage(member, ProblemKind.DATA, "the compressed data has no end")
    if len(content) != member.size:
        words = "more" if len(content) > member.size else "fewer"
        raise _damage(member, ProblemKind.SIZE, f"{words} bytes than the {member.size} stated")
    if inflater.unused_data:
        raise _damage(member, ProblemKind.DATA, "bytes follow the compressed data")
    return content


def _problem(kind: ProblemKind, detail: str) -> ArchiveProblem:
    return ArchiveProblem(kind, "", detail)


def _damage(member: Member, kind: ProblemKind, detail: str) -> ArchiveDamaged:
    return ArchiveDamaged(ArchiveProblem(kind, shown(member.name), detail))
