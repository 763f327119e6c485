"""Values that stand for the entries of a ZIP archive.

Source: APPNOTE (ZIP file format) 4.3; standards/archive-and-xml.md 1.1.
Values only: reading is ``reader.py``, writing is ``writer.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
