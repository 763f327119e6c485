"""Observations remembered by their bytes: the same ``<entry>`` gives the same record.

One provider's archive says the same things all day: "smoking: no", "112 mg/dL, within
30 to 149". Reading such an entry again from the tree costs several times what finding
its bytes in a dictionary costs.

Why it is right. Text between markup cannot hold "<", nor can an attribute, so in a
well-formed document every ``</entry>`` that stands outside comments, CDATA and
processing instructions ends an element of the default namespace. A chunk from
``<entry`` to ``</entry>`` is remembered only after it was parsed *by itself*, below a
root with the same namespace bindings, and turned out to be exactly one entry there; the
reader that made its record is the one that reads whole documents. What stands between
the chunks (the skeleton) may change neither bindings nor meaning: no other ``xmlns``,
no observation, no CDATA, no processing instruction, comments complete between two
chunks; and the tree must have as many sections, and as many entries in each, as were
cut out. Whatever is not of this shape is read from the tree as ever. A test compares
both ways on mutated documents (tests/documents/test_entry_memory.py).

Bounds: ``ENTRIES_MAX`` entries of at most ``ENTRY_BYTES_MAX`` bytes; an entry takes some
2 KB with its record (measured), so some 32 MB at the very most, in practice half of it.
The older half is forgotten when the younger is full. Records are shared: nobody may
change one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree

from daiko.documents.gate import tree_of
from daiko.documents.records import Observation, Section
from daiko.documents.result_reading import COMPONENT, ENTRY, SECTION, read_body, read_section_head
from daiko.standard.oids import CDA_NAMESPACE

ENTRIES_MAX: Final = 16_384
ENTRY_BYTES_MAX: Final = 2_048

_STRUCTURED_BODY: Final = "{" + CDA_NAMESPACE + "}structuredBody"
_END: Final = b"</entry>"
_BLANKS: Final = b" \t\r\n"
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_ABOVE: Final = (COMPONENT, _STRUCTURED_BODY, COMPONENT, SECTION, ENTRY)
_CLOSED: Final = b"</section></component></structuredBody></component></ClinicalDocument>"
_PLAIN: Final = frozenset("\t\n\r") | frozenset(map(chr, range(0x20, 0x7F)))


class Entry(NamedTuple):
    """One entry: its observations, and the characters of its texts that are not plain ASCII."""

    observations: tuple[Observation, ...]
    characters: frozenset[str]


class Body(NamedTuple):
    """A body put together from remembered entries.

    ``skeleton`` are the bytes around the entries, ``characters`` those of the entries.
    """

    sections: tuple[Section, ...]
    skeleton: bytes
    characters: frozenset[str]


class EntryMemory:
    """Remembers entries, each below the namespace bindings it was met with."""

    def __init__(self, entries_max: int = ENTRIES_MAX) -> None:
        self._half = max(1, entries_max // 2)
        self._held = 0
        self._young: dict[str, dict[bytes, Entry]] = {}
        self._old: dict[str, dict[bytes, Entry]] = {}

    @property
    def held(self) -> int:
        """How many entries are remembered now."""
        return sum(len(held) for half in (self._young, self._old) for held in half.values())

    def body(self, data: bytes, root: Any) -> Body | None:
        """The body of a document that is valid by its schema; ``None``: read the tree.

        ``root`` is the tree the bytes were parsed to, a ``ClinicalDocument``.
        """
        bindings: dict[str | None, str] = root.nsmap
        if bindings.get(None) != CDA_NAMESPACE:
            return None
        above = _start_tag(tuple(bindings.items()))
        young = self._young.get(above) or self._young.setdefault(above, {})
        pieces = data.split(_END)
        rest = pieces.pop()
        entries = list(map(young.get, pieces))
        parts: list[tuple[bytes, int]] = []  # what stands before an entry, and its number
        for number, known in enumerate(entries):
            if known is not None:
                continue
            cut = _cut(pieces[number])
            entries[number] = met = self._met(cut[1], above) if cut else None
            if cut is None or met is None:
                return None
            if cut[0]:
                parts.append((cut[0], number))
        return _put_together(root, len(bindings), [*parts, (rest, len(pieces))], entries)

    def _met(self, chunk: bytes, above: str) -> Entry | None:
        """An entry that may have been met before, long ago or never."""
        entry = self._young.get(above, {}).get(chunk) or self._old.get(above, {}).get(chunk)
        if entry is None:
            entry = _read(chunk, above)
        if entry is not None and len(chunk) <= ENTRY_BYTES_MAX:
            if self._held >= self._half:
                self._old, self._young, self._held = self._young, {}, 0
            held = self._young.setdefault(above, {})
            self._held += chunk not in held
            held[chunk] = entry
        return entry


@lru_cache(maxsize=256)
def _start_tag(bindings: tuple[tuple[str | None, str], ...]) -> str:
    names = sorted((prefix or "", name) for prefix, name in bindings)
    return "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(name)}" for prefix, name in names
    )


def _cut(piece: bytes) -> tuple[bytes, bytes] | None:
    """What stands before an entry ("" for blanks) and the entry without its end."""
    at = piece.find(b"<entry")
    if at < 0:
        return None
    before = piece[:at]
    # Blanks stay with the entry: then the whole piece is found at once the next time.
    return (b"", piece) if not before.strip(_BLANKS) else (before, piece[at:])


def _read(chunk: bytes, above: str) -> Entry | None:
    """The entry as it is read by itself; ``None`` if the bytes are not one whole entry."""
    if b"<?" in chunk:
        return None
    opened = f"<ClinicalDocument{above}><component><structuredBody><component><section>"
    try:
        root = tree_of(opened.encode() + chunk + _END + _CLOSED)
    except etree.XMLSyntaxError:
        return None
    node = root
    for tag in _ABOVE:
        if len(node) != 1:
            return None
        node = node[0]
        if node.tag != tag:
            return None
    sections = read_body(root[0])
    return Entry(sections[0].observations, _characters(node)) if len(sections) == 1 else None


def _characters(entry: Any) -> frozenset[str]:
    texts = [*entry.itertext(), *[node.get("extension", "") for node in entry.iter("*")]]
    return frozenset("".join(texts)) - _PLAIN


def _put_together(
    root: Any, bindings: int, parts: list[tuple[bytes, int]], entries: list[Entry | None]
) -> Body | None:
    """Sections with their heads from the tree; ``None`` if tree and bytes do not agree."""
    starts, plain = _section_starts(parts)
    skeleton = b"".join(plain)
    nodes = _sections_of(root)
    if starts is None or len(starts) != len(nodes) or not _is_harmless(skeleton, bindings):
        return None
    ends = [*starts[1:], len(entries)] if starts else []
    sections = []
    for node, start, end in zip(nodes, starts, ends, strict=True):
        section, children = read_section_head(node)
        if len(node) - children != end - start:
            return None
        section.observations = tuple(
            [o for entry in entries[start:end] if entry for o in entry.observations]
        )
        sections.append(section)
    if entries and (not starts or starts[0] != 0):
        return None
    characters = frozenset[str]().union(*[e.characters for e in entries if e and e.characters])
    return Body(tuple(sections), skeleton, characters)


def _section_starts(parts: list[tuple[bytes, int]]) -> tuple[list[int] | None, list[bytes]]:
    """Number of the first entry of every section, and the parts without comments."""
    starts: list[int] = []
    plain: list[bytes] = []
    for part, number in parts:
        seen = _COMMENT.sub(b"", part) if b"<!" in part else part
        if b"<!" in seen:
            return None, []
        starts += [number] * seen.count(b"<section")
        plain.append(seen)
    return starts, plain


def _is_harmless(skeleton: bytes, bindings: int) -> bool:
    """Whether nothing around the entries could change what they mean."""
    instructions = skeleton.count(b"<?")
    declared = skeleton.startswith((b"<?xml ", b"\xef\xbb\xbf<?xml "))
    return (
        instructions == declared
        and skeleton.count(b"xmlns") == bindings
        and b"observation" not in skeleton
    )


def _sections_of(root: Any) -> list[Any]:
    """Sections at their usual place; one elsewhere makes the numbers differ."""
    return [
        section
        for component in root.iterchildren(COMPONENT)
        for body in component
        for part in body
        for section in part.iterchildren(SECTION)
    ]
