"""Items of guidance documents (hg08) and the points of support, as dated data.

Source: standards/catalogue/guidance_items.csv and guidance_points.csv; guidance.md 4,
5, 7; rulings.md 3, 21. The same number names different items in different phases: ask
by section, code and phase, or by code system, never by the number alone. The rows are
package data written by ``tools/generate_catalogue.py``. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from daiko.standard.tables import table_text

GROUPS_OF_PHASE_3: Final = {
    "1": "101",
    "2": "201",
    "3": "302",
    "4": "103",
    "5": "203",
    "6": "104",
    "7": "204",
}
"""Form of table 1113 → how the codes of its totals in 90070 go on (1041, 1042; guidance.md 7.4)."""


class Place(StrEnum):
    """Where the value of an item stands in the act."""

    VALUE = "value"  # observation/value
    MINUTES = "minutes"  # observation/effectiveTime/width
    ACT_DATE = "act_date"  # act/effectiveTime
    ACT_FORM = "act_form"  # act/code
    PERFORMER = "performer"  # act/performer/assignedEntity/code
    ORGANIZATION = "organization"  # number or name of an institution


class Sign(StrEnum):
    """Whether a report needs an item (guidance.md 7.5)."""

    MANDATORY = "○"
    COMMISSIONED = "☆"  # mandatory when the insurer commissioned the guidance
    WHEN_KNOWN = "△"
    BY_CONTRACT = "▲"  # only when the contract asks for it
    BY_CONTRACT_ONCE_DONE = "▲*"
    NOT_LISTED = "-"


@dataclass(frozen=True, slots=True)
class GuidanceItem:
    """One row: an item of one section in its phases.

    ``part`` tells two entries of a section apart: plan (act INT) and, in 90070, done.
    ``code`` is empty for what phases 1 to 3 keep in the act itself. Signs stand by
    level: see ``sign``. ``max_length`` counts characters of a text.
    """

    section: str  # 90010 … 90080
    part: str  # "", plan or done
    code: str  # 10 digits
    place: Place
    value_type: str  # CD PQ INT ST, "" where the value is no observation
    unit: str  # as in the XML; INT counts show 回 and point, which no document carries
    code_system: str
    phases: frozenset[int]
    name_ja: str
    name_en: str
    act_mood: str
    mood: str  # of the observation
    first_claim: tuple[str, ...]
    second_claim: tuple[str, ...]
    legal_report: tuple[str, ...]
    max_length: int | None

    def sign(self, report_code: str, level: str) -> Sign:
        """What report 21, 22 or 30 asks of this item at a level (1 active, 2, 3).

        Reports 23, 24 and 25 have no list of their own: nothing is listed for them.
        """
        column = _COLUMN_OF_LEVEL.get(level)
        signs = {"21": self.first_claim, "22": self.second_claim, "30": self.legal_report}.get(
            report_code, ()
        )
        return Sign(signs[column]) if column is not None and signs else Sign.NOT_LISTED


@dataclass(frozen=True, slots=True)
class PointRow:
    """Points of one kind of support, outcome or early interview in one phase.

    ``kind``: process, early, waist_weight, diet, exercise, smoking, rest, other or
    total (the threshold of completion). ``unit_minutes``: points are per so many
    minutes, ``None`` per contact. ``support``: A or B in phase 3.
    """

    phase: int
    kind: str
    code_system: str
    code: str
    support: str
    unit_minutes: int | None
    points: int
    cap_points: int | None
    minimum_minutes: int | None
    name_ja: str


# The annex prints 動機付け | 積極的 | 動機付け相当.
_COLUMN_OF_LEVEL = {"2": 0, "1": 1, "3": 2}


@cache
def guidance_items(phase: int, section: str | None = None) -> tuple[GuidanceItem, ...]:
    """Items of a phase, of one section if asked, in the order of the annex."""
    return tuple(
        row
        for row in all_guidance_items()
        if phase in row.phases and section in (None, row.section)
    )


@cache
def guidance_item(section: str, code: str, phase: int) -> GuidanceItem | None:
    """The item of a code in a section and phase.

    >>> item = guidance_item("90010", "1020000001", 4)
    >>> item and item.code_system
    '1.2.392.200119.6.1112'
    """
    return next((row for row in guidance_items(phase, section) if row.code == code), None)


@cache
def sections_of(code: str, phase: int) -> frozenset[str]:
    """Sections an item may stand in; empty for a code the phase does not know."""
    return frozenset(row.section for row in guidance_items(phase) if row.code == code)


@cache
def all_guidance_items() -> tuple[GuidanceItem, ...]:
    """Every row of every phase."""
    return tuple(_item(row) for row in _rows("guidance_items.csv"))


@cache
def point_rows(phase: int) -> tuple[PointRow, ...]:
    """The point table of a phase; phases 1 and 2 have none here."""
    return tuple(
        PointRow(
            phase=int(row["phase"]),
            kind=row["kind"],
            code_system=row["code_system"],
            code=row["code"],
            support=row["support"],
            unit_minutes=_number(row["unit_minutes"]),
            points=int(row["points"]),
            cap_points=_number(row["cap_points"]),
            minimum_minutes=_number(row["minimum_minutes"]),
            name_ja=row["name_ja"],
        )
        for row in _rows("guidance_points.csv")
        if int(row["phase"]) == phase
    )


def _item(row: dict[str, str]) -> GuidanceItem:
    return GuidanceItem(
        section=row["section"],
        part=row["part"],
        code=row["code"],
        place=Place(row["place"]),
        value_type=row["value_type"],
        unit=row["unit"],
        code_system=row["code_system"],
        phases=frozenset(int(phase) for phase in row["phases"].split(";")),
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        act_mood=row["act_mood"],
        mood=row["mood"],
        first_claim=_signs(row["first_claim"]),
        second_claim=_signs(row["second_claim"]),
        legal_report=_signs(row["legal_report"]),
        max_length=_number(row["max_length"]),
    )


def _signs(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _number(text: str) -> int | None:
    return int(text) if text else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = table_text("standard", name)
    return iter(csv.DictReader(io.StringIO(text)))
