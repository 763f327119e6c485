"""Lies in a finished ZIP: fields of one member's headers, in both places or in one.

Source: APPNOTE 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
Works on what ``archive/writer.py`` writes: no comment, no zip64.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_END: Final = struct.Struct("<4s4H2LH")
_LOCAL_SIZE: Final = 30
_CENTRAL_SIZE: Final = 46


@dataclass(frozen=True, slots=True)
class Headers:
    """Offsets of a member's two headers."""

    local: int
    central: int


def headers_of(data: bytes, path: str) -> Headers:
    """Where the headers of a member stand; ``KeyError`` when it is not there."""
    end = _END.unpack_from(data, len(data) - _END.size)
    count, place = end[4], end[6]
    for _ in range(count):
        name_size, extra_size, comment_size = struct.unpack_from("<3H", data, place + 28)
        name = data[place + _CENTRAL_SIZE : place + _CENTRAL_SIZE + name_size]
        if name == path.encode():
            return Headers(struct.unpack_from("<L", data, place + 42)[0], place)
        place += _CENTRAL_SIZE + name_size + extra_size + comment_size
    raise KeyError(path)


def with_flag(data: bytes, path: str, bit: int) -> bytes:
    """A general purpose flag set in both headers."""
    where = headers_of(data, path)
    for offset in (where.local + 6, where.central + 8):
        flags = struct.unpack_from("<H", data, offset)[0] | bit
        data = _put(data, offset, struct.pack("<H", flags))
    return data


def with_method(data: bytes, path: str, method: int) -> bytes:
    """Another compression method in both headers."""
    where = headers_of(data, path)
    for offset in (where.local + 8, where.central + 10):
        data = _put(data, offset, struct.pack("<H", method))
    return data


def with_crc(data: bytes, path: str, crc: int) -> bytes:
    """Another CRC in both headers."""
    where = headers_of(data, path)
    for offset in (where.local + 14, where.central + 16):
        data = _put(data, offset, struct.pack("<L", crc))
    return data


def with_attributes(data: bytes, path: str, attributes: int) -> bytes:
    """Other external attributes, e.g. those of a symbolic link."""
    return _put(data, headers_of(data, path).central + 38, struct.pack("<L", attributes))


def with_local_name(data: bytes, path: str, other: str) -> bytes:
    """Another name of the same length in the local header alone."""
    if len(other.encode()) != len(path.encode()):
        raise ValueError("names of different length")
    return _put(data, headers_of(data, path).local + _LOCAL_SIZE, other.encode())


def _put(data: bytes, offset: int, new: bytes) -> bytes:
    return data[:offset] + new + data[offset + len(new) :]
