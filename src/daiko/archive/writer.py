"""Writes exchange archives: same input, same bytes.

Source: standards/archive-and-xml.md 1.1 (plain ZIP, stored and deflated entries,
one root folder); APPNOTE 4.3.
Sizes and CRC stand in the local headers, nothing stands in extra fields, no data
descriptor, no comment, no zip64: an archive of this standard has at most 50,000
members and 2 GiB (rulings.md 10), so ``write_archive`` refuses more than the plain
format can hold. Names and layout are the caller's; nothing is checked against the
rules here, because the simulation writes wrong archives too.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO, Final

from daiko.archive.members import DEFLATED, STORED, RawMember

_LEVEL: Final = 6  # fixed, so that the same content gives the same bytes
_DOS_EPOCH: Final = (0, (1 << 5) | 1)  # 1980-01-01 00:00, the first moment ZIP knows
_UTF8_NAME: Final = 0x0800
_VERSION: Final = 20
_MADE_BY_UNIX: Final = (3 << 8) | _VERSION
_FILE_ATTRIBUTES: Final = 0o100644 << 16
_FOLDER_ATTRIBUTES: Final = (0o040755 << 16) | 0x10
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_MEMBERS_MAX: Final = 0xFFFF - 1
_BYTES_MAX: Final = 0xFFFF_FFFF - 1

Content = bytes | RawMember


class ArchiveWriter:
    """Writes one archive, member after member, to a stream that need not be seekable."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._offset = 0
        self._central: list[bytes] = []
        self._folders: set[str] = set()

    def add(self, path: str, content: Content) -> None:
        """Add a member; folders above it come first. A path that ends in ``/`` is a folder."""
        self._add_folders(path)
        if path.endswith("/"):
            return
        raw = content if isinstance(content, RawMember) else compressed(content)
        self._write(path, raw, _FILE_ATTRIBUTES)

    def close(self) -> None:
        """Write the central directory and the end record. The stream stays open."""
        directory = b"".join(self._central)
        count = len(self._central)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), self._offset, 0)
        self._out.write(directory)
        self._out.write(end)

    def _add_folders(self, path: str) -> None:
        parts = path.split("/")
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth]) + "/"
            if folder not in self._folders:
                self._folders.add(folder)
                self._write(folder, RawMember(STORED, 0, 0, b""), _FOLDER_ATTRIBUTES)

    def _write(self, path: str, raw: RawMember, attributes: int) -> None:
        name = path.encode("utf-8")
        flags = 0 if path.isascii() else _UTF8_NAME
        fixed = (_VERSION, flags, raw.method, *_DOS_EPOCH, raw.crc, len(raw.data), raw.size)
        header = _LOCAL.pack(b"PK\x03\x04", *fixed, len(name), 0) + name
        central = (len(name), 0, 0, 0, 0, attributes, self._offset)
        self._central.append(_CENTRAL.pack(b"PK\x01\x02", _MADE_BY_UNIX, *fixed, *central) + name)
        self._out.write(header)
        self._out.write(raw.data)
        self._offset += len(header) + len(raw.data)
        if self._offset > _BYTES_MAX or len(self._central) > _MEMBERS_MAX:
            raise ValueError("more than a plain ZIP holds: split the archive (rulings.md 10, 44)")


def compressed(content: bytes) -> RawMember:
    """Content as a member: deflated, or stored where that is not longer."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(content) + packer.flush()
    crc = zlib.crc32(content)
    if len(data) >= len(content):
        return RawMember(STORED, crc, len(content), content)
    return RawMember(DEFLATED, crc, len(content), data)


def write_archive(out: BinaryIO, root: str, members: Iterable[tuple[str, Content]]) -> None:
    """Write an archive with one root folder.

    ``members`` are (path below the root, bytes or ``RawMember``), written in the order
    given and read lazily. Folder entries are added before the first member below them;
    an empty folder is the path with ``/`` at its end. Raises ``ValueError`` beyond
    65,534 members or 4 GiB.
    """
    writer = ArchiveWriter(out)
    for path, content in members:
        writer.add(f"{root}/{path}", content)
    writer.close()
