"""Entries of results remembered by their bytes: the same ``<entry>`` gives the same record.

One provider's archive says the same things all day: "smoking: no", "112 mg/dL, within
30 to 149". Parsing, validating and reading such an entry again costs many times what
finding its bytes in a dictionary costs. So a result is cut at the ends of its entries,
those that were met in a valid document before are left out, and what remains, the
shortened document, is parsed, validated and read; the remembered records are put back in
their places. What is not of the usual shape, not well-formed or not valid is read whole,
as if nothing were remembered.

Why the shortened document speaks for the whole one.

- Text and attributes cannot hold "<", so in a well-formed document every ``</entry>``
  outside comments, CDATA and processing instructions ends an element of the default
  namespace. What stands between the entries (the skeleton) may hold none of these but
  whole comments, declares no namespace below the root, and names no types.
- The first entry after every piece of skeleton always stays. The tree of the shortened
  document has the sections at their usual place and in each just as many entries as were
  left there: so the places where entries were left out lie between children of a section,
  and one whole element more there is as well-formed as before.
- Every entry was a child of a section when it was first met, in a valid document that
  began with the same bytes up to the end of the root's start tag, hence below the same
  bindings: so it is one whole element, of the same depth, and reads the same.
- Author, custodian and service event of the header repeat as well. Where one of them stands
  once, its bytes were the same child of the root in such a valid document before: a short
  valid element of the same name stands for it, and its fields are remembered.
- A section is a sequence that ends in any number of entries, and nothing in an entry
  refers to anything outside it (no ID, key or reference): so the whole is valid exactly
  when the shortened document and each entry are. That is so for the schemas of this
  project; with a set that an operator installed nothing is left out (``shorten=False``).

Tests compare both ways on mutated documents (tests/documents/test_entry_memory.py).

Bounds: ``ENTRIES_MAX`` entries of at most ``ENTRY_BYTES_MAX`` bytes. One takes 4.9 KB with
its records and the verdicts on them (measured over 2,945 simulated ones), so 40 MB a kind
of result when full. The older half is forgotten when the younger is full. Records are
shared: nobody may change one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

from daiko.documents.gate import UNCOUNTED_BYTES, Parsed
from daiko.documents.result_body_reading import ENTRY
from daiko.documents.result_cutting import (
    BLANKS,
    END_OF_ENTRY,
    HEAD_PARTS,
    Cut,
    Entry,
    is_harmless,
    is_start,
    section_starts,
    sections_of,
)
from daiko.documents.result_reading import Fields, Head, read_head_part
from daiko.documents.result_shapes import READINGS, IsValid, ResultShapes
from daiko.documents.shapes import Questions
from daiko.standard.kinds import DocumentKind

ENTRIES_MAX: Final = 8_192
HEADS_MAX: Final = 2_048
ENTRY_BYTES_MAX: Final = 2_048
STARTS_MAX: Final = 64

_PLAIN: Final = frozenset("\t\n\r") | frozenset(map(chr, range(0x20, 0x7F)))
_NOTHING: Final[dict[bytes, Entry]] = {}


class Body(NamedTuple):
    """A body put together from remembered and new entries.

    ``head``: fields of the parts of the header that were left out, by tag. ``skeleton`` are
    the bytes around the entries, ``characters`` those of the entries.
    """

    sections: tuple[Any, ...]
    head: Head
    skeleton: bytes
    characters: frozenset[str]


class EntryMemory:
    """Remembers entries of one kind of result, each below the start it was met under."""

    def __init__(self, kind: DocumentKind, entries_max: int = ENTRIES_MAX) -> None:
        self.kind = kind
        self._reading = READINGS[kind]
        self._half = max(1, entries_max // 2)
        self._held = 0
        self._young: dict[bytes, dict[bytes, Entry]] = {}
        self._old: dict[bytes, dict[bytes, Entry]] = {}
        self._heads: dict[bytes, dict[bytes, Fields]] = {}
        self._shapes: dict[bytes, ResultShapes] = {}
        self.questions = Questions()

    @property
    def held(self) -> int:
        """How many entries are remembered now."""
        return sum(len(held) for half in (self._young, self._old) for held in half.values())

    def cut(self, data: bytes, *, shorten: bool = True) -> Cut | None:
        """A document in its pieces; ``None`` if it is not of the usual shape."""
        if len(data) > UNCOUNTED_BYTES:
            return None
        at = data.find(b"<ClinicalDocument")
        start = data[: data.find(b">", at) + 1]
        young = self._young.get(start)
        if young is None:
            if at < 0 or not is_start(start):
                return None
            young = _NOTHING
        pieces = data.split(END_OF_ENTRY)
        rest = pieces.pop()
        entries: list[Entry | None] = list(map(young.get, pieces))
        cut = Cut(data, start, pieces, entries, [], [], [], b"", b"", {}, [])
        if not self._looked_up(cut, young):
            return None
        cut.parts.append((rest, len(pieces)))
        cut.top, cut.opening, cut.head, cut.new = self._cut_head(start, cut.parts[0][0])
        return cut if shorten else self.whole(cut)

    def _looked_up(self, cut: Cut, young: dict[bytes, Entry]) -> bool:
        """Find what is behind a part, forgotten by the younger half, or known by its shape."""
        pieces, entries, kept = cut.pieces, cut.entries, []
        old, shapes = self._old.get(cut.start, _NOTHING), self._shapes.get(cut.start)
        for number in [n for n, known in enumerate(entries) if known is None]:
            piece = pieces[number]
            entry_at = piece.find(b"<entry")
            if entry_at < 0:
                return False
            before = piece[:entry_at]
            is_first = bool(before.strip(BLANKS))  # blanks alone stay with the entry
            if is_first:
                cut.parts.append((before, number))
                pieces[number] = piece = piece[entry_at:]
                entries[number] = young.get(piece)
            if entries[number] is None:
                entry = old.get(piece) or _by_shape(shapes, piece)
                if entry is None:
                    cut.fresh.append(number)
                else:
                    self._remember(cut.start, piece, entry)
                    entries[number] = entry
            if is_first or entries[number] is None:
                kept.append(number)
        cut.kept = kept
        return True

    def _cut_head(
        self, start: bytes, top: bytes
    ) -> tuple[bytes, bytes, Head, list[tuple[str, bytes]]]:
        """What stands before the body, short stand-ins for what is known of it, and the rest."""
        head: Head = {}
        new: list[tuple[str, bytes]] = []
        body_at = top.find(b"<component")
        if b"<!" in top or body_at < 0:
            return top, b"", head, new
        top, opening = top[:body_at], top[body_at:]
        known, shapes = self._heads.get(start, {}), self._shapes.get(start)
        for tag, (begin, closing, instead) in HEAD_PARTS.items():
            at = top.find(begin)
            end = top.find(closing, at) + len(closing)
            if at < 0 or end < at or top.find(begin, at + 1) >= 0:
                continue
            part = top[at:end]
            fields = known.get(part)
            if fields is None and shapes is not None:
                fields = shapes.head_part(tag, part)
                if fields is not None:
                    self._remember_part(start, part, fields)
            if fields is None:
                new.append((tag, part))
            else:
                head[tag] = fields
                top = top[:at] + instead + top[end:]
        return top, opening, head, new

    def whole(self, cut: Cut) -> Cut:
        """The same cut for a tree of the whole document."""
        return replace(cut, kept=range(len(cut.pieces)), head={})

    def known(self, cut: Cut) -> tuple[Any, Body, Parsed] | None:
        """Record, body and facts of the root of a document all of whose blocks are known.

        It is well-formed and valid; ``None``: it must be parsed.
        """
        shapes = self._shapes.get(cut.start)
        if shapes is None or cut.fresh or cut.new or cut.data.find(b"<?", len(cut.start)) >= 0:
            return None
        *parts, (ending, _) = cut.parts
        if not parts or parts[0][1] != 0 or not cut.opening or not shapes.is_ending(ending):
            return None
        record = shapes.result(cut.top, frozenset(cut.head))
        sections = None if record is None else self._known_sections(cut, shapes)
        if sections is None:
            return None
        for fields in cut.head.values():
            for name, value in fields:
                setattr(record, name, value)
        record.sections = sections
        body = Body(sections, cut.head, b"".join([part for part, _ in cut.parts]), _spoken(cut))
        return record, body, Parsed.like(shapes.model, cut.data)

    def _known_sections(self, cut: Cut, shapes: ResultShapes) -> tuple[Any, ...] | None:
        sections = []
        openings = [cut.opening, *[part for part, _ in cut.parts[1:-1]]]
        for opening, (start, end) in zip(
            openings, pairwise([n for _, n in cut.parts]), strict=True
        ):
            section = shapes.section(opening)
            if section is None:
                return None
            self._reading.fill(section, _records(cut.entries[start:end]))
            sections.append(section)
        return tuple(sections)

    def learn(self, cut: Cut, parsed: Parsed, is_valid: IsValid) -> None:
        """Learn the shapes of a document that is valid and whose body was put together.

        Not of one with comments, in which a block could stand without being one.
        """
        text = cut.text
        if b"<!" in text or text.find(b"<?", len(cut.start)) >= 0 or self.questions.left <= 0:
            return
        is_valid = self.questions.asking(is_valid)
        shapes = self._shapes.get(cut.start)
        if shapes is None:
            if len(self._shapes) >= STARTS_MAX:
                self._shapes.clear()
            shapes = self._shapes[cut.start] = ResultShapes(self.kind, cut.start, parsed)
        for number in cut.fresh:
            shapes.learn_entry(cut.pieces[number], text, is_valid)
        for tag, part in cut.new:
            shapes.learn_head_part(tag, part, text, is_valid)
        if cut.opening and cut.is_short:
            shapes.learn_top(cut.top, frozenset(cut.head), text, is_valid)
            for part in [cut.opening, *[part for part, _ in cut.parts[1:-1]]]:
                shapes.learn_section(part, text, is_valid)
            shapes.learn_ending(cut.parts[-1][0])

    def body(self, cut: Cut, root: Any) -> Body | None:
        """The body of a document that is valid by its schema; ``None``: read the tree.

        ``root`` is the tree of ``cut.text``, a ``ClinicalDocument`` of CDA. What is new in
        it is remembered.
        """
        starts, plain = section_starts(cut.parts)
        skeleton = b"".join(plain)
        nodes = sections_of(root)
        if starts is None or len(starts) != len(nodes) or not is_harmless(skeleton, cut.start):
            return None
        entries = cut.entries
        if entries and (not starts or starts[0] != 0):
            return None
        if not self._are_read(cut, nodes, starts):
            return None
        if not self._is_head_read(cut, root):
            return None
        sections = []
        ends = [*starts[1:], len(entries)]
        for node, start, end in zip(nodes, starts, ends, strict=False):
            section = self._reading.section(node)
            self._reading.fill(section, _records(entries[start:end]))
            sections.append(section)
        return Body(tuple(sections), cut.head, skeleton, _spoken(cut))

    def _is_head_read(self, cut: Cut, root: Any) -> bool:
        """Remember the new parts of the header; false if tree and bytes do not agree."""
        if any(len(list(root.iterchildren(tag))) != 1 for tag in cut.head):
            return False
        for tag, part in cut.new:
            nodes = list(root.iterchildren(tag))
            if len(nodes) == 1:
                self._remember_part(cut.start, part, read_head_part(nodes[0]))
        return True

    def _remember_part(self, start: bytes, part: bytes, fields: Fields) -> None:
        if len(part) <= ENTRY_BYTES_MAX:
            if sum(map(len, self._heads.values())) >= HEADS_MAX:
                self._heads.clear()
            self._heads.setdefault(start, {})[part] = fields

    def _are_read(self, cut: Cut, nodes: list[Any], starts: list[int]) -> bool:
        """Read the new entries; false if tree and bytes do not agree."""
        kept, place = cut.kept, 0
        met: list[tuple[int, Entry]] = []
        for node, end in zip(nodes, [*starts[1:], len(cut.entries)], strict=True):
            found = list(node.iterchildren(ENTRY))
            until = place + len(found)
            if until > len(kept) or (found and kept[until - 1] >= end):
                return False
            if until < len(kept) and kept[until] < end:
                return False
            for number, entry in zip(kept[place:until], found, strict=True):
                if cut.entries[number] is None:
                    piece = cut.pieces[number]
                    if b"<!" in piece or b"<?" in piece:
                        return False
                    met.append((number, Entry(self._reading.entry(entry), _characters(entry))))
            place = until
        if place != len(kept):
            return False
        for number, new in met:
            cut.entries[number] = new
            self._remember(cut.start, cut.pieces[number], new)
        return True

    def _remember(self, start: bytes, piece: bytes, entry: Entry) -> None:
        if len(piece) > ENTRY_BYTES_MAX:
            return
        if self._held >= self._half:
            self._old, self._young, self._held = self._young, {}, 0
        held = self._young.setdefault(start, {})
        self._held += piece not in held
        held[piece] = entry


def _records(entries: list[Entry | None]) -> list[Any]:
    return [record for entry in entries if entry for record in entry.records]


def _spoken(cut: Cut) -> frozenset[str]:
    spoken = [entry.characters for entry in cut.entries if entry and entry.characters]
    return frozenset[str]().union(*spoken)


def _by_shape(shapes: ResultShapes | None, piece: bytes) -> Entry | None:
    found = None if shapes is None else shapes.entry(piece)
    return None if found is None else Entry(found[0], found[1] - _PLAIN)


def _characters(entry: Any) -> frozenset[str]:
    texts = [*entry.itertext(), *[node.get("extension", "") for node in entry.iter("*")]]
    return frozenset("".join(texts)) - _PLAIN
