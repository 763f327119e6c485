"""Where a result is cut: at the ends of its entries, and what must hold of what stands around them.

Source and argument: ``entry_memory.py``. Bytes only, but for ``sections_of``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from daiko.documents.result_body_reading import SECTION
from daiko.documents.result_reading import COMPONENT, Head
from daiko.standard.oids import CDA_NAMESPACE

START_BYTES_MAX: Final = 2_048
END_OF_ENTRY: Final = b"</entry>"
BLANKS: Final = b" \t\r\n"
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_NS: Final = "{" + CDA_NAMESPACE + "}"
HEAD_PARTS: Final = {
    _NS + "author": (
        b"<author",
        b"</author>",
        b'<author><time value="20000101"/><assignedAuthor><id nullFlavor="NI"/>'
        b"<representedOrganization/></assignedAuthor></author>",
    ),
    _NS + "custodian": (
        b"<custodian",
        b"</custodian>",
        b"<custodian><assignedCustodian><representedCustodianOrganization>"
        b'<id nullFlavor="NI"/></representedCustodianOrganization></assignedCustodian></custodian>',
    ),
    _NS + "documentationOf": (
        b"<documentationOf",
        b"</documentationOf>",
        b"<documentationOf><serviceEvent/></documentationOf>",
    ),
}
"""Parts of a header that repeat, as they begin and end, and a valid one to stand for them."""

_PREFIX_OF_CDA: Final = re.compile(rb'xmlns:[^="]*=\s*"' + re.escape(CDA_NAMESPACE.encode()) + b'"')
_DECLARED: Final = (b"<?xml ", b"\xef\xbb\xbf<?xml ")


class Entry(NamedTuple):
    """One entry: its records, and the characters of its texts that are not plain ASCII."""

    records: tuple[Any, ...]
    characters: frozenset[str]


@dataclass(slots=True)
class Cut:
    """A document cut at the ends of its entries.

    ``data`` is all of it, ``pieces`` are the bytes up to the end of each entry, ``entries``
    what is remembered of each, ``kept`` the numbers of those that stand in ``text``, ``fresh``
    of those that are new. ``parts``: what stands before an entry, with its number, where that
    is more than blanks; last what stands behind all entries. ``top`` and ``opening``: the
    first part, up to the body and from there, parts of the header that are known already
    with something short instead; ``head``: their fields, ``new``: those that are not known.
    """

    data: bytes
    start: bytes
    pieces: list[bytes]
    entries: list[Entry | None]
    kept: Sequence[int]
    fresh: list[int]
    parts: list[tuple[bytes, int]]
    top: bytes
    opening: bytes
    head: Head
    new: list[tuple[str, bytes]]

    @property
    def is_short(self) -> bool:
        return bool(self.head) or len(self.kept) < len(self.pieces)

    @property
    def text(self) -> bytes:
        """The document to parse: the shortened one, or all of it."""
        if not self.is_short:
            return self.data
        first = (self.top + self.opening, self.parts[0][1])
        return _shortened(self.pieces, self.kept, [first, *self.parts[1:]])


def _shortened(pieces: list[bytes], kept: Sequence[int], parts: list[tuple[bytes, int]]) -> bytes:
    before = {number: part for part, number in parts}
    left = [before.get(number, b"") + pieces[number] for number in kept]
    left.append(before[len(pieces)])
    return END_OF_ENTRY.join(left)


def is_start(start: bytes) -> bool:
    """Whether a document begins with a declaration, blanks and the whole start tag of its root.

    A ">" inside a quoted attribute would cut the tag too early and leave a quote open. CDA
    has no prefix, so that its elements are what their first letters say.
    """
    tag = start[start.find(b"<ClinicalDocument") :]
    return (
        len(start) <= START_BYTES_MAX
        and b"<!" not in start
        and b"'" not in tag
        and b"&" not in tag
        and tag.count(b'"') % 2 == 0
        and _PREFIX_OF_CDA.search(tag) is None
        and start.count(b"<?") == start.startswith(_DECLARED)
    )


def section_starts(parts: list[tuple[bytes, int]]) -> tuple[list[int] | None, list[bytes]]:
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


def is_harmless(skeleton: bytes, start: bytes) -> bool:
    """Whether nothing around the entries could change what they mean."""
    below = skeleton[len(start) :]
    return (
        skeleton.startswith(start)
        and b"<?" not in below
        and b"xmlns" not in below
        and b":type" not in below[below.find(b"component") :]
        and b"observation" not in below
    )


def sections_of(root: Any) -> list[Any]:
    """Sections at their usual place; one elsewhere makes the numbers differ."""
    return [
        section
        for component in root.iterchildren(COMPONENT)
        for body in component
        for part in body
        for section in part.iterchildren(SECTION)
    ]
