"""Entries remembered by their bytes give the record the tree gives, whatever stands around.

Documents of the simulation are changed in ways a program or an attacker might; where the
memory answers, its answer is compared with the reading of the tree and, by the engine,
finding by finding.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.checks import loading
from daiko.checks.engine import check_document
from daiko.checks.xml_form import may_hold_unpermitted
from daiko.documents.entry_memory import EntryMemory
from daiko.documents.gate import XmlProblem, parse_xml
from daiko.documents.result_reading import read_checkup_result
from daiko.documents.writing import write_checkup_result
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import pair_draft
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas

PLAN: Final = SimulationPlan(3, 4, 8, 60, ProcessingMonth(2026, 6))
RECEIVED_AT: Final = datetime(2026, 6, 20, tzinfo=UTC)
XSI: Final = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


@cache
def document(serial: int) -> bytes:
    """A right result of the simulation."""
    return write_checkup_result(pair_draft(PLAN, provider(PLAN, serial % 8), serial).result)


def _at(data: bytes, mark: bytes, chance: random.Random) -> int:
    """Place of one of the marks, or the end of the document."""
    places = [n for n in range(len(data)) if data.startswith(mark, n)]
    return chance.choice(places) if places else len(data)


def _inserted(before: bytes, *texts: bytes) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, chance: random.Random) -> bytes:
        at = _at(data, before, chance)
        return data[:at] + chance.choice(texts) + data[at:]

    return change


def _replaced(mark: bytes, *texts: bytes) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, chance: random.Random) -> bytes:
        at = _at(data, mark, chance)
        return data[:at] + chance.choice(texts) + data[at + len(mark) :]

    return change


def _entry(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = _at(data, b"<entry>", chance)
    end = data.find(b"</entry>", start)
    return (start, end + 8) if end >= 0 else (len(data), len(data))


def _entry_twice(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:end] + data[start:end] + data[end:]


def _entry_gone(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + data[end:]


def _entry_prefixed(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    inner = data[start + 7 : end - 8]
    return data[:start] + b'<h:entry xmlns:h="urn:hl7-org:v3">' + inner + b"</h:entry>" + data[end:]


def _entry_foreign(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + data[start:end].replace(b"<entry", b'<entry xmlns="urn:x"') + data[end:]


def _entry_in_comment(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + b"<!-- " + data[start:end] + b" -->" + data[end:]


def _comment_over_border(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[: end - 8] + b"<!-- </entry><entry> --></entry>" + data[end:]


CHANGES: Final[dict[str, Callable[[bytes, random.Random], bytes]]] = {
    "comment": _inserted(
        b"<",
        b"<!-- x -->",
        b"<!-- <entry> -->",
        b"<!-- </entry> -->",
        b"<!--</section><section>-->",
    ),
    "instruction": _inserted(b"<", b"<?x y?>", b"<?x <entry>?>", b"<?x </entry>?>"),
    "text": _replaced(
        b"<text/>", b"<text>&lt;/entry&gt;&#x5c0f;</text>", b"<text>observation</text>"
    ),
    "cdata": _replaced(b"<text/>", b"<text><![CDATA[</entry><entry>]]></text>"),
    "blanks": _inserted(b"<entry>", b" \n\t", b"\r\n", b"\n<!-- item -->\n"),
    "end tag": _replaced(b"</entry>", b"</entry >", b"</entry\n>"),
    "start tag": _replaced(b"<entry>", b"<entry >", b'<entry typeCode="DRIV">', b"<entry\n>"),
    "empty entry": _inserted(b"<entry>", b"<entry/>", b"<entry></entry>"),
    "prefixed entry": _entry_prefixed,
    "foreign entry": _entry_foreign,
    "entry twice": _entry_twice,
    "entry gone": _entry_gone,
    "entry in comment": _entry_in_comment,
    "comment over border": _comment_over_border,
    "bindings of root": _replaced(
        XSI, XSI + b' xmlns:v="urn:v"', XSI + b' xmlns:h="urn:hl7-org:v3"'
    ),
    "bindings below": _replaced(
        b"<section>", b'<section xmlns="urn:hl7-org:v3">', b'<section xmlns:xsi="urn:x">'
    ),
    "prefixed section": lambda data, _: data.replace(
        b"<section>", b'<h:section xmlns:h="urn:hl7-org:v3">', 1
    ).replace(b"</section>", b"</h:section>", 1),
    "value": _replaced(b'value="1', b'value="&#49;', b'value="2', b'value="', b'value="&#x661;'),
    "type": _replaced(
        b'xsi:type="PQ"', b'xmlns:h="urn:hl7-org:v3" xsi:type="h:PQ"', b'xsi:type="ST"', b""
    ),
    "null": _replaced(b"<value ", b'<value nullFlavor="NI" '),
    "negated": _replaced(b"<observation ", b'<observation negationInd="true" '),
    "character": _replaced(b'displayName="', 'displayName="\U00020bb7'.encode()),
    "spoken": _replaced(b"<text/>", "<text>\U00020bb7</text>".encode()),
    "mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "lines": lambda data, _: data.replace(b"\n", b"\r\n"),
    "no lines": lambda data, _: data.replace(b"\n", b""),
}


@dataclass(frozen=True)
class Tried:
    """What became of one document."""

    answered: bool
    valid: bool


def compare(data: bytes, memory: EntryMemory) -> Tried:
    """The memory's answer beside the tree's."""
    parsed = parse_xml(data)
    if isinstance(parsed, XmlProblem):
        return Tried(False, False)
    if own_schemas().validate(DocumentKind.HC, parsed.root):
        return Tried(False, False)
    body = memory.body(data, parsed.root)
    if body is None:
        return Tried(False, True)
    assert read_checkup_result(parsed.root, body.sections) == read_checkup_result(parsed.root)
    if any(may_hold_unpermitted(c.encode()) for c in body.characters):
        assert may_hold_unpermitted(data) or b"&#" in data
    return Tried(True, True)


def changed(serial: int, names: list[str], seed: int) -> bytes:
    chance, data = random.Random(seed), document(serial)
    for name in names:
        data = CHANGES[name](data, chance)
    return data


@given(
    serial=st.integers(0, 59),
    names=st.lists(st.sampled_from(sorted(CHANGES)), max_size=4),
    seed=st.integers(0, 2**32),
)
def test_remembered_entries_are_what_the_tree_says(
    serial: int, names: list[str], seed: int
) -> None:
    """Cold, warm, and after other documents: always the record of the tree."""
    data = changed(serial, names, seed)
    compare(data, MEMORY)
    compare(data, EntryMemory())
    compare(data, EntryMemory(2))


MEMORY: Final = EntryMemory()
"""Lives through all examples, so that what one document taught it meets the others."""


@given(
    serial=st.integers(0, 59),
    names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3),
    seed=st.integers(0, 2**32),
)
def test_findings_are_the_same_with_and_without_memory(
    serial: int, names: list[str], seed: int
) -> None:
    """Rules, places, lines and values: all of it."""
    data = changed(serial, names, seed)
    with_memory = _findings(data)
    kept, loading.ENTRIES = loading.ENTRIES, _Forgetful()
    try:
        assert _findings(data) == with_memory
    finally:
        loading.ENTRIES = kept


class _Forgetful(EntryMemory):
    def body(self, data: bytes, root: Any) -> None:
        return None


def _findings(data: bytes) -> tuple[Any, ...]:
    return check_document(data, DocumentKind.HC, received_at=RECEIVED_AT)


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_every_change_is_tried(name: str) -> None:
    """Each kind of change gives documents that are read, by the memory or by the tree."""
    seen = [compare(changed(serial, [name], serial), EntryMemory()) for serial in range(30)]
    may_be_invalid = {"instruction", "foreign entry", "bindings below", "empty entry"}
    assert any(tried.valid for tried in seen) or name in may_be_invalid


def test_right_documents_are_remembered() -> None:
    """Else the memory would be right and of no use."""
    memory = EntryMemory()
    assert all(compare(document(serial), memory).answered for serial in range(60))
    commented = CHANGES["blanks"](document(1), random.Random(5))
    assert compare(commented, memory).answered


def test_equal_bytes_give_the_same_object_and_others_do_not() -> None:
    """Nothing is handed from one person to another but what is equal byte for byte."""
    memory = EntryMemory()
    read = [
        body.sections
        for serial in (1, 2)
        if (body := memory.body(document(serial), parse_xml(document(serial)).root)) is not None  # type: ignore[union-attr]  # right documents are parsed
    ]
    first, second = ({id(o): o for s in sections for o in s.observations} for sections in read)
    assert first.keys() & second.keys()
    assert [o for sections in read for s in sections for o in s.observations] == [
        o
        for serial in (1, 2)
        for s in read_checkup_result(parse_xml(document(serial)).root).sections  # type: ignore[union-attr]  # the same
        for o in s.observations
    ]


def test_memory_is_bounded() -> None:
    """However many documents pass, no more entries are held than were asked for."""
    memory = EntryMemory(100)
    for serial in range(60):
        assert compare(document(serial), memory).answered
        assert memory.held <= 100


def test_long_entries_are_not_kept() -> None:
    """A text of any length can be sent; it does not stay."""
    memory = EntryMemory()
    data = _replaced(b'displayName="', b'displayName="' + b"x" * 5_000)(
        document(1), random.Random(1)
    )
    compare(document(1), memory)
    before = memory.held
    assert compare(data, memory).answered
    assert memory.held == before
