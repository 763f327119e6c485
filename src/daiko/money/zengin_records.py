"""Fixed-length records of the Zengin files: fields, packing, strict unpacking.

Source: standards/settlement.md 6 (N right-justified with zeros, C left-justified
with spaces, records with or without CR LF). Pure. What the records mean is
``zengin.py`` (transfers) and ``zengin_incoming.py`` (incoming money).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from daiko.money.zengin_characters import decode, encode

CR_LF: Final = b"\r\n"


@dataclass(frozen=True, slots=True)
class Field:
    """``N`` digits or ``C`` characters of a fixed length; ``fixed`` is the only value."""

    name: str
    kind: Literal["N", "C"]
    length: int
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class ZenginProblem:
    """What is wrong in a file: record (from 1, 0 = whole file), field, words."""

    record: int
    field: str
    detail: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One record kind. The first field is always データ区分."""

    name: str
    fields: tuple[Field, ...]

    @property
    def length(self) -> int:
        return sum(field.length for field in self.fields)

    def pack(self, values: Mapping[str, str | int]) -> bytes:
        """The record as bytes; ValueError when a value does not fit its field."""
        return b"".join(_packed(field, values) for field in self.fields)

    def unpack(self, record: bytes, number: int) -> tuple[dict[str, str], list[ZenginProblem]]:
        """Values by field name (C without trailing spaces) and everything that is wrong."""
        values: dict[str, str] = {}
        problems: list[ZenginProblem] = []
        start = 0
        for field in self.fields:
            raw = record[start : start + field.length]
            start += field.length
            text = decode(raw)
            wrong = _wrong(field, text)
            if wrong:
                problems.append(ZenginProblem(number, field.name, wrong))
            values[field.name] = text if field.kind == "N" else text.rstrip(" ")
        return values, problems


def _packed(field: Field, values: Mapping[str, str | int]) -> bytes:
    value = str(values.get(field.name, "") if field.fixed is None else field.fixed)
    if len(value) > field.length:
        raise ValueError(f"{field.name} is longer than {field.length}")
    if field.kind == "C":
        return encode(value.ljust(field.length))
    if value and not (value.isascii() and value.isdigit()):
        raise ValueError(f"{field.name} takes digits only")
    return encode(value.rjust(field.length, "0"))


def _wrong(field: Field, text: str) -> str:
    if field.kind == "N" and not (text.isascii() and text.isdigit()):
        return "digits expected"
    if "\ufffd" in text:
        return "a byte outside JIS X 0201"
    if field.fixed is not None and text != field.fixed.ljust(field.length):
        return f"{field.fixed.strip() or 'spaces'} expected"
    return ""


def joined(records: Iterable[bytes], *, crlf: bool) -> bytes:
    """A file of records, each followed by CR LF when asked."""
    end = CR_LF if crlf else b""
    return b"".join(record + end for record in records)


def split(data: bytes, length: int) -> tuple[list[bytes], list[ZenginProblem]]:
    """Records of a file, with CR LF after each or after none; one final 0x1A is allowed."""
    data = data.removesuffix(b"\x1a")
    step = length + 2 if data[length : length + 2] == CR_LF else length
    if not data:
        return [], [ZenginProblem(0, "", "the file is empty")]
    if len(data) % step:
        return [], [ZenginProblem(0, "", f"size is no multiple of {step} bytes")]
    records, problems = [], []
    for number, start in enumerate(range(0, len(data), step), start=1):
        records.append(data[start : start + length])
        if step != length and data[start + length : start + step] != CR_LF:
            problems.append(ZenginProblem(number, "", "CR LF expected after the record"))
    return records, problems


def kinds_in_order(records: list[bytes]) -> list[ZenginProblem]:
    """Header, data × n, trailer, end: nothing else, nothing missing."""
    kinds = "".join(chr(record[0]) for record in records)
    expected = "1" + "2" * (len(records) - 3) + "89"
    if len(records) >= 3 and kinds == expected:
        return []
    return [ZenginProblem(0, "data_kind", "order must be header, data, trailer, end (1 2… 8 9)")]
