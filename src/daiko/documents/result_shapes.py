"""Results whose blocks are all known by their shape: header, heads of sections, entries.

The blocks are those that ``entry_memory.py`` cuts a result into. Each stands in the role in
which it stood in a valid document below the same root start tag, so that the whole is well
formed, and valid, because the content of an element depends on nothing outside it
(``shapes.py``; ``SchemaSet.entries_are_apart``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from daiko.documents.gate import Parsed
from daiko.documents.guidance_reading import (
    fill_guidance_section,
    read_guidance_entry,
    read_guidance_result,
    read_guidance_section_head,
)
from daiko.documents.result_body_reading import (
    SECTION,
    fill_section,
    read_entry,
    read_section_head,
)
from daiko.documents.result_reading import Fields, read_checkup_result, read_head_part
from daiko.documents.shapes import Shapes, Taken, plain_text, take_apart
from daiko.standard.kinds import DocumentKind

ENDINGS_MAX: Final = 256
IsValid = Callable[[bytes], bool]
_BODY: Final = "<component><structuredBody><component><section>"
_END_OF_BODY: Final = "</section></component></structuredBody></component></ClinicalDocument>"


class Reading(NamedTuple):
    """How one kind of result is read: the whole; an entry; the head of a section, to be filled."""

    whole: Callable[..., Any]
    entry: Callable[[Any], tuple[Any, ...]]
    section: Callable[[Any], Any]
    fill: Callable[[Any, list[Any]], None]


READINGS: Final = {
    DocumentKind.HC: Reading(read_checkup_result, read_entry, read_section_head, fill_section),
    DocumentKind.HG: Reading(
        read_guidance_result,
        read_guidance_entry,
        read_guidance_section_head,
        fill_guidance_section,
    ),
}


class ResultShapes:
    """The shapes of one kind of result below one start (all bytes up to the root's tag)."""

    def __init__(self, kind: DocumentKind, start: bytes, parsed: Parsed) -> None:
        self.model = parsed
        self._reading = READINGS[kind]
        self._start = start.decode()
        self._tops: dict[frozenset[str], Shapes] = {}
        self._sections = Shapes(
            lambda block: self._start + (_BODY if block.lstrip().startswith("</") else "") + block
            + _END_OF_BODY,
            lambda root: self._reading.section(list(root.iter(SECTION))[-1]),
        )  # fmt: skip
        self._entries = Shapes(
            lambda block: self._start + _BODY + block + "</entry>" + _END_OF_BODY,
            lambda root: self._reading.entry(next(root.iter(SECTION))[0]),
            keep=True,
        )
        self._parts: dict[str, Shapes] = {}
        self._endings: set[bytes] = set()

    def entry(self, piece: bytes) -> tuple[tuple[Any, ...], frozenset[str]] | None:
        """Records and characters of an entry, without its end tag."""
        taken = _taken(piece)
        records = None if taken is None else self._entries.read(taken)
        if taken is None or records is None:
            return None
        return records, frozenset(self._entries.spoken(taken))

    def result(self, top: bytes, without: frozenset[str]) -> Any:
        """Record of a header with stand-ins for the parts with these tags; ``None``: unknown."""
        shapes = self._tops.get(without)
        return None if shapes is None else read_block(shapes, top)

    def head_part(self, tag: str, part: bytes) -> Fields | None:
        """Fields of a part of the header that repeats; ``None``: unknown."""
        shapes = self._parts.get(tag)
        fields: Fields | None = None if shapes is None else read_block(shapes, part)
        return fields

    def section(self, part: bytes) -> Any:
        """Record of the head of a section, from what stands before it; ``None``: unknown."""
        return read_block(self._sections, part)

    def is_ending(self, part: bytes) -> bool:
        """Whether a document may end so."""
        return part in self._endings

    def learn_entry(self, piece: bytes, text: bytes, is_valid: IsValid) -> None:
        """From an entry (without its end tag) of the valid document ``text``."""
        learn_block(self._entries, piece, text, is_valid)

    def learn_top(
        self, top: bytes, without: frozenset[str], text: bytes, is_valid: IsValid
    ) -> None:
        """From the header of the valid document ``text``."""
        shapes = self._tops.get(without)
        if shapes is None:
            head = dict.fromkeys(without, ())
            shapes = self._tops[without] = Shapes(
                lambda block: block + "</ClinicalDocument>",
                lambda root: self._reading.whole(root, (), head),
            )
        learn_block(shapes, top, text, is_valid)

    def learn_head_part(self, tag: str, part: bytes, text: bytes, is_valid: IsValid) -> None:
        """From a part of the header of the valid document ``text``."""
        if tag not in self._parts:
            self._parts[tag] = Shapes(
                lambda block: self._start + block + "</ClinicalDocument>",
                lambda root: read_head_part(root[0]),
            )
        learn_block(self._parts[tag], part, text, is_valid)

    def learn_section(self, part: bytes, text: bytes, is_valid: IsValid) -> None:
        """From what stands between the entries of two sections of the valid document."""
        if part.count(b"<section") == 1:
            learn_block(self._sections, part, text, is_valid)

    def learn_ending(self, part: bytes) -> None:
        """From what stands behind all entries of a valid document."""
        if (
            b"<" in part
            and b"<section" not in part
            and b"<!" not in part
            and plain_text(part) is not None
        ):
            if len(self._endings) >= ENDINGS_MAX:
                self._endings.clear()
            self._endings.add(part)


def read_block(shapes: Shapes, block: bytes) -> Any:
    """The record of a block, by its shape; ``None`` if it is not known."""
    taken = _taken(block)
    return None if taken is None else shapes.read(taken)


def learn_block(shapes: Shapes, block: bytes, text: bytes, is_valid: IsValid) -> None:
    """Learn from a block of the valid document ``text``; ``is_valid`` tells of another."""
    taken = _taken(block)
    at = text.find(block)
    if taken is not None and at >= 0:
        around = (text[:at], text[at + len(block) :])
        shapes.learn(block.decode(), taken, partial(_is_valid_between, around, is_valid))


def _taken(block: bytes) -> Taken | None:
    text = plain_text(block)
    return None if text is None else take_apart(text)


def _is_valid_between(around: tuple[bytes, bytes], is_valid: IsValid, block: str) -> bool:
    return is_valid(around[0] + block.encode() + around[1])
