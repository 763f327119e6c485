"""The four detailed examinations (詳細な健診) as series groups of items.

Which items are measurements, which say for whom and why, by the item table of a fiscal
year; and the limits that make a person due (``data/detail_criteria.csv``, dated).
Source: standards/catalogue/catalogue.md 5 and 6.3. Judges nothing. Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from daiko.standard.catalogue import Requirement, items
from daiko.standard.tables import table_text

ANAEMIA, ECG, FUNDUS, CREATININE = "1", "2", "3", "4"
"""Codes of table 8 (詳細な健診項目)."""

_GROUPS: Final = {
    ANAEMIA: "2A020161001930149",
    ECG: "9A110161000000049",
    FUNDUS: "9E100161000000049",
    CREATININE: "3C015161002399949",
}
_SUBJECTS: Final = {
    ANAEMIA: "",
    ECG: "9A110161600000011",
    FUNDUS: "9E100161600000011",
    CREATININE: "3C015161602399911",
}


@dataclass(frozen=True, slots=True)
class ExamGroup:
    """One detailed examination. ``subject`` is "" where the table has no such item."""

    code: str  # table 8
    group_id: str
    results: tuple[str, ...]  # COMP items, in the order of the table
    subject: str  # 対象者: 0 outside the rules, 1 by results, 2 arrhythmia
    reason: str  # 実施理由, text
    members: frozenset[str]  # all of them


@dataclass(frozen=True, slots=True)
class Criteria:
    """From which values on a person is due; ``None`` where the value plays no part."""

    systolic: Decimal
    diastolic: Decimal
    glucose: Decimal | None
    hba1c: Decimal | None


@cache
def exam_groups(fiscal_year: int) -> Mapping[str, ExamGroup]:
    """The groups a fiscal year knows, by code of table 8."""
    found = {}
    for code, group_id in _GROUPS.items():
        members = [
            entry
            for entry in items(fiscal_year)
            if entry.group_id == group_id and entry.requirement is Requirement.DETAILED
        ]
        if members:
            found[code] = ExamGroup(
                code,
                group_id,
                tuple(entry.code for entry in members if entry.group_relation == "COMP"),
                _SUBJECTS[code],
                group_id,
                frozenset(entry.code for entry in members),
            )
    return found


@cache
def group_members(fiscal_year: int) -> Mapping[str, tuple[str, str]]:
    """Item → (code of its group, COMP or RSON)."""
    return {
        entry.code: (group.code, entry.group_relation)
        for group in exam_groups(fiscal_year).values()
        for entry in items(fiscal_year)
        if entry.code in group.members
    }


@cache
def all_results(fiscal_year: int) -> frozenset[str]:
    """Every measurement of a detailed examination."""
    groups = exam_groups(fiscal_year).values()
    return frozenset(code for group in groups for code in group.results)


@cache
def criteria(group: str, fiscal_year: int) -> Criteria | None:
    """Limits of an examination in a fiscal year; ``None`` where results do not decide."""
    text = table_text("checks", "detail_criteria.csv")
    for row in csv.DictReader(text.splitlines()):
        until = int(row["to_year"]) if row["to_year"] else fiscal_year
        if row["examination"] == group and int(row["from_year"]) <= fiscal_year <= until:
            return Criteria(
                Decimal(row["systolic"]),
                Decimal(row["diastolic"]),
                Decimal(row["glucose"]) if row["glucose"] else None,
                Decimal(row["hba1c"]) if row["hba1c"] else None,
            )
    return None
