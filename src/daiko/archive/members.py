"""Values that stand for the entries of a ZIP archive.

Source: APPNOTE (ZIP file format) 4.3; standards/archive-and-xml.md 1.1.
Values only: reading is ``reader.py``, writing is ``writer.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from daiko.archive.problems import ArchiveProblem

STORED: Final = 0
DEFLATED: Final = 8


@dataclass(frozen=True, slots=True)
class RawMember:
    """A member still compressed, to be copied byte for byte into another archive.

    ``crc`` and ``size`` belong to the expanded bytes, ``data`` is what stands in
    the archive.
    """

    method: int
    crc: int
    size: int
    data: bytes


@dataclass(slots=True, eq=False)
class Member:
    """An entry as the archive states it; nothing of it is proven before it is read.

    ``name`` is the path with "/" between its parts, folders end in "/". Sizes in
    bytes. ``blocked`` is the problem for which the entry is not read, if any.
    """

    name: str
    raw_name: bytes
    size: int
    compressed_size: int
    crc: int
    method: int
    flags: int
    header_offset: int
    data_offset: int = -1  # known once the local header was read
    blocked: ArchiveProblem | None = None

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")
