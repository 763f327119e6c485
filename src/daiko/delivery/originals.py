"""Members of the archives that reception keeps, still compressed.

Source: standards/routing-and-delivery.md 3 rule 5 (byte for byte). One archive is
open at a time, because documents come in the order of reception.
"""

from __future__ import annotations

from types import TracebackType
from typing import BinaryIO

from daiko.archive.members import Member, RawMember
from daiko.archive.reader import Archive, open_archive
from daiko.reception import queries as reception


class Originals:
    """Reads members out of stored submissions; a context manager."""

    def __init__(self) -> None:
        self._submission_id = 0
        self._source: BinaryIO | None = None
        self._archive: Archive | None = None
        self._members: dict[str, Member] = {}

    def __enter__(self) -> Originals:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def raw(self, submission_id: int, path: str) -> RawMember:
        """A member as it lies in the archive, to be copied; its content is read once."""
        archive, member = self._find(submission_id, path)
        archive.read(member)  # size and CRC hold, or ArchiveDamaged: the store is damaged
        return archive.raw(member)

    def content(self, submission_id: int, path: str) -> bytes:
        """The expanded bytes of a member."""
        archive, member = self._find(submission_id, path)
        return archive.read(member)

    def _find(self, submission_id: int, path: str) -> tuple[Archive, Member]:
        if self._archive is None or submission_id != self._submission_id:
            self._close()
            self._source = reception.original(submission_id)
            self._archive = open_archive(self._source)
            self._members = {member.name: member for member in self._archive.members}
            self._submission_id = submission_id
        return self._archive, self._members[path]

    def _close(self) -> None:
        if self._source is not None:
            self._source.close()
        self._source = self._archive = None
        self._members = {}
