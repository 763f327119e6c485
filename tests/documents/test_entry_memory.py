"""Entries remembered by their bytes give the record the tree gives, whatever stands around.

Documents of the simulation are changed in ways a program or an attacker might; where the
memory answers, its answer is compared with the reading of the tree and, by the engine,
finding by finding.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from daiko.checks import loading
from daiko.checks.characters import may_hold_unpermitted
from daiko.checks.engine import check_document
from daiko.documents.entry_memory import Body, EntryMemory
from daiko.documents.gate import XmlProblem, parse_xml
from daiko.documents.result_reading import read_checkup_result
from daiko.documents.writing import write_checkup_result
from daiko.money.calendar import ProcessingMonth
from daiko.simulation.drafts import pair_draft
from daiko.simulation.organisations import provider
from daiko.simulation.plan import SimulationPlan
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import FILES, own_schemas
from document_changes import CHANGES, replaced

PLAN: Final = SimulationPlan(3, 4, 8, 60, ProcessingMonth(2026, 6))
RECEIVED_AT: Final = datetime(2026, 6, 20, tzinfo=UTC)


@cache
def document(serial: int) -> bytes:
    """A right result of the simulation."""
    return write_checkup_result(pair_draft(PLAN, provider(PLAN, serial % 8), serial).result)


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
    cut = memory.cut(data)
    if cut is None:
        return Tried(False, True)
    shortened = parse_xml(cut.text)
    assert not isinstance(shortened, XmlProblem)
    body = memory.body(cut, shortened.root)
    if body is None:
        return Tried(False, True)
    short = read_checkup_result(shortened.root, body.sections, body.head)
    assert short == read_checkup_result(parsed.root)
    body = memory.body(memory.whole(cut), parsed.root)
    assert body is not None
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
    for memory in (MEMORY, EntryMemory(DocumentKind.HC), EntryMemory(DocumentKind.HC, 2)):
        compare(data, memory)
    compare(document(serial), MEMORY)
    compare(data, MEMORY)


MEMORY: Final = EntryMemory(DocumentKind.HC)
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
    _findings(document(serial))  # so that all of it but the changes is left out
    data = changed(serial, names, seed)
    with_memory = _findings(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_cut", lambda *_: None)
        assert _findings(data) == with_memory


def _body(memory: EntryMemory, data: bytes) -> Body | None:
    """The body of a right document, by its shortened form."""
    cut = memory.cut(data)
    assert cut is not None
    parsed = parse_xml(cut.text)
    assert not isinstance(parsed, XmlProblem)
    return memory.body(cut, parsed.root)


def _findings(data: bytes) -> tuple[Any, ...]:
    return check_document(data, DocumentKind.HC, received_at=RECEIVED_AT)


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_every_change_is_tried(name: str) -> None:
    """Each kind of change gives documents that are read, by the memory or by the tree."""
    memory = EntryMemory(DocumentKind.HC)
    seen = [compare(changed(serial, [name], serial), memory) for serial in range(30)]
    may_be_invalid = {"instruction", "foreign entry", "bindings below", "empty entry"}
    may_be_invalid |= {"author in comment", "no custodian", "moved event", "quoted markup"}
    assert any(tried.valid for tried in seen) or name in may_be_invalid


def test_right_documents_are_remembered() -> None:
    """Else the memory would be right and of no use."""
    memory = EntryMemory(DocumentKind.HC)
    assert all(compare(document(serial), memory).answered for serial in range(60))
    commented = CHANGES["blanks"](document(1), random.Random(5))
    assert compare(commented, memory).answered


def test_equal_bytes_give_the_same_object_and_others_do_not() -> None:
    """Nothing is handed from one person to another but what is equal byte for byte."""
    memory = EntryMemory(DocumentKind.HC)
    read = [body.sections for serial in (1, 2) if (body := _body(memory, document(serial)))]
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
    memory = EntryMemory(DocumentKind.HC, 100)
    for serial in range(60):
        assert compare(document(serial), memory).answered
        assert memory.held <= 100


def test_long_entries_are_not_kept() -> None:
    """A text of any length can be sent; it does not stay."""
    memory = EntryMemory(DocumentKind.HC)
    data = replaced(b'displayName="', b'displayName="' + b"x" * 5_000)(
        document(1), random.Random(1)
    )
    compare(document(1), memory)
    before = memory.held
    assert compare(data, memory).answered
    assert memory.held == before


@pytest.mark.parametrize("kind", [DocumentKind.HC, DocumentKind.HG])
def test_nothing_in_an_entry_refers_to_the_rest(kind: DocumentKind) -> None:
    """What ``entries_are_apart`` says of our schemas: no key, IDs of sections and narrative."""
    folder = files("daiko.standard").joinpath("schemas")
    owners: list[str] = []
    for name in (f"{kind}_V08.xsd", *(f for f in FILES if f.startswith("coreschemas"))):
        schema = etree.fromstring(folder.joinpath(name).read_bytes())
        for node in schema.iter("{*}key", "{*}keyref", "{*}unique", "{*}assert"):
            raise AssertionError(f"{name} has {node.tag}")
        for node in schema.iter("{*}attribute", "{*}element", "{*}restriction", "{*}extension"):
            if str(node.get("type") or node.get("base")).startswith(("xs:ID", "xs:ENTIT")):
                owners.append(f"{name} {node.getparent().get('name')}")
    narrative = "coreschemas/narrativeBlock_hcgv08.xsd"
    assert f"{kind}_V08.xsd Section" in owners
    assert all(o.startswith((f"{kind}_V08.xsd Section", narrative)) for o in owners)
    types = {node.get("type") for node in _named(kind, "Section").iter("{*}element")}
    assert "Narrative" in types  # and only there:
    for node in etree.fromstring(_schema(kind)).iter("{*}element"):
        if node.get("type") == "Narrative":
            assert next(node.iterancestors("{*}complexType")).get("name") == "Section"


@pytest.mark.parametrize("kind", [DocumentKind.HC, DocumentKind.HG])
def test_a_section_ends_in_any_number_of_entries(kind: DocumentKind) -> None:
    """So that one more or fewer, where one stays, changes nothing."""
    *_, last = _named(kind, "Section").find("{*}sequence")
    assert (last.get("name"), last.get("minOccurs"), last.get("maxOccurs")) == (
        "entry",
        "0",
        "unbounded",
    )


def _schema(kind: DocumentKind) -> bytes:
    return files("daiko.standard").joinpath("schemas", f"{kind}_V08.xsd").read_bytes()


def _named(kind: DocumentKind, name: str) -> Any:
    found = etree.fromstring(_schema(kind)).find(f"{{*}}complexType[@name='{name}']")
    assert found is not None
    return found
