"""Items of checkups and guidance and the code tables of their answers.

Source: standards/catalogue/catalogue.md 1 to 4; the rows are package data that
``tools/generate_catalogue.py`` writes from the catalogue's tables and nobody
edits by hand. Editions are the four phases of the programme, chosen by the
fiscal year of the service. Whether a document fits its items is decided in
``checks/``. Pure: reads its own package data once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from daiko.standard.oids import ITEM
from daiko.standard.tables import table_text

_FIRST_YEARS: Final = ((2024, 4), (2018, 3), (2013, 2), (2008, 1))


class Requirement(StrEnum):
    """How far a 特定健診 needs an item (catalogue.md 3)."""

    MANDATORY = "mandatory"
    ONE_OF = "one_of"  # at least one item of the choice group
    MANDATORY_IF_PARENT_1 = "mandatory_if_parent_1"  # when the item of depends_on is 1
    MANDATORY_AS_AUTHOR = "mandatory_as_author"  # the name belongs to another item
    DETAILED = "detailed"  # when the doctor orders it
    CONDITIONAL = "conditional"
    IF_AVAILABLE = "if_available"
    IF_PERFORMED = "if_performed"
    OPTIONAL = "optional"
    UNSTATED = ""  # guidance items: needed per report and level, not by the table


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the item table; an empty text means the table says nothing.

    ``unit`` is the string of the XML, byte for byte; ``picture`` the numeric
    format, e.g. ``NNN.N``; ``valid_min`` and ``valid_max`` the input range that
    decides L and H, not a medical limit.
    """

    code: str  # 17 characters, guidance 10 digits
    code_system: str
    domain: str  # checkup or guidance
    category_ja: str
    section: str  # where the item stands by default
    sequence: str
    name_ja: str
    name_en: str
    value_type: str  # PQ CD CO ST INT, empty where the item is no plain value
    is_author_of_another: bool  # never an observation of its own (doctors' names)
    unit: str
    unit_display: str
    picture: str
    decimals: int | None
    max_length: int | None
    valid_min: Decimal | None
    valid_max: Decimal | None
    value_code_system: str
    value_code_system_phase3: str  # only where phase 3 used another table
    method_code: str
    method_name_ja: str
    choice_group: str
    requirement: Requirement
    group_id: str  # 一連検査グループ
    group_relation: str  # COMP or RSON
    depends_on: str
    author_item: str  # item whose text names the author of this one
    phases: frozenset[int]

    def answers(self, phase: int) -> str:
        """Code system of the coded answer in a phase; empty when there is none."""
        if phase <= 3 and self.value_code_system_phase3:
            return self.value_code_system_phase3
        return self.value_code_system


@dataclass(frozen=True, slots=True)
class Code:
    """One answer of a code table."""

    code: str
    display_ja: str
    display_en: str
    phases: frozenset[int]


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A code table, or the root of identifiers (then without members).

    ``kind`` is values, methods, item_table or identifier_root.
    """

    oid: str
    name_ja: str
    name_en: str
    kind: str
    members: Mapping[str, Code]

    def holds(self, code: str, phase: int | None = None) -> bool:
        """Whether the table has the code (in that phase)."""
        member = self.members.get(code)
        return member is not None and (phase is None or phase in member.phases)


def phase_of(fiscal_year: int) -> int:
    """Phase of the programme in a fiscal year (April to March).

    >>> phase_of(2023), phase_of(2024), phase_of(2026)
    (3, 4, 4)
    """
    return next((phase for first, phase in _FIRST_YEARS if fiscal_year >= first), 0)


def item(code: str) -> Item | None:
    """The item of a code in any phase; ``None`` when the national table has none.

    >>> found = item("9N001000000000001")
    >>> found and (found.name_ja, found.value_type, found.unit, found.picture)
    ('身長', 'PQ', 'cm', 'NNN.N')
    """
    return all_items().get(code)


@cache
def items(fiscal_year: int) -> tuple[Item, ...]:
    """Checkup items that a fiscal year knows, in the order of the table."""
    phase = phase_of(fiscal_year)
    return tuple(
        row for row in all_items().values() if phase in row.phases and row.code_system == ITEM
    )


def code_system(oid: str) -> CodeSystem | None:
    """The table of an OID (``none:別表15`` for the one that has no OID).

    >>> table = code_system("1.2.392.200119.6.1104")
    >>> table and table.holds("2"), table and table.holds("3")
    (True, False)
    """
    return all_code_systems().get(oid)


@cache
def all_items() -> Mapping[str, Item]:
    """Every item of every phase by its code."""
    return MappingProxyType({row["code"]: _item(row) for row in _rows("items.csv")})


@cache
def all_code_systems() -> Mapping[str, CodeSystem]:
    """Every table by its OID."""
    names: dict[str, tuple[str, str, str]] = {}
    members: dict[str, dict[str, Code]] = {}
    for row in _rows("code_systems.csv"):
        oid = row["oid"]
        names.setdefault(oid, (row["name_ja"], row["name_en"], row["kind"]))
        codes = members.setdefault(oid, {})
        if row["code"]:
            codes[row["code"]] = Code(
                row["code"], row["display_ja"], row["display_en"], _phases(row["phases"])
            )
    return MappingProxyType(
        {oid: CodeSystem(oid, *names[oid], MappingProxyType(members[oid])) for oid in names}
    )


@cache
def edition() -> tuple[tuple[str, str, int], ...]:
    """Source file, its SHA-256 and its number of rows, for each table."""
    return tuple((row["source"], row["sha256"], int(row["rows"])) for row in _rows("edition.csv"))


def _item(row: dict[str, str]) -> Item:
    return Item(
        code=row["code"],
        code_system=row["code_system"],
        domain=row["domain"],
        category_ja=row["category_ja"],
        section=row["section"],
        sequence=row["sequence"],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        value_type=row["value_type"],
        is_author_of_another=row["author_of_another"] == "yes",
        unit=row["unit"],
        unit_display=row["unit_display"],
        picture=row["picture"],
        decimals=int(row["decimals"]) if row["decimals"] else None,
        max_length=int(row["max_length"]) if row["max_length"] else None,
        valid_min=Decimal(row["valid_min"]) if row["valid_min"] else None,
        valid_max=Decimal(row["valid_max"]) if row["valid_max"] else None,
        value_code_system=row["value_code_system"],
        value_code_system_phase3=row["value_code_system_phase3"],
        method_code=row["method_code"],
        method_name_ja=row["method_name_ja"],
        choice_group=row["choice_group"],
        requirement=Requirement(row["requirement"]),
        group_id=row["group_id"],
        group_relation=row["group_relation"],
        depends_on=row["depends_on"],
        author_item=row["author_item"],
        phases=_phases(row["phases"]),
    )


@cache
def _phases(text: str) -> frozenset[int]:
    """``3;4`` → {3, 4}; a table nobody verified counts for every phase."""
    if text == "unverified":
        return frozenset({1, 2, 3, 4})
    return frozenset(int(part) for part in text.split(";"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = table_text("standard", name)
    return iter(csv.DictReader(io.StringIO(text)))
