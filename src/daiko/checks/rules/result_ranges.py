"""S5: values against the input range of their item, and the markers H and L (X-HR, X-HI-046).

The ranges are dated data (``data/input_ranges.csv``, with the source of each); most are
assumed, hence warnings (ruling 23). A value beyond its range is right when H or L stands
before it, be it the limit or the true value (ruling 50); without the marker it is the
item's own rule that speaks, and only at the very limit X-HI-046.
Source: standards/checks.csv, catalogue/catalogue.md 6.2 and 6.4. Pure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.item_index import item_judge
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at
from daiko.checks.subjects import PairSubject, once
from daiko.checks.values import plain_decimal
from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import all_items
from daiko.standard.tables import table_text

MARKER_RULE: Final = "X-HI-046"
_JDS: Final = "3D045"
_NGSP_FROM: Final = 2013  # fiscal year
_WITHIN: Final = ""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: looked up often
class InputRange:
    """Both ends belong to the range, and both are marked: at the end or beyond it."""

    rule: str
    low: Decimal
    high: Decimal
    from_year: int  # fiscal years
    to_year: int | None
    source: str

    def marker_due(self, value: Decimal) -> str:
        """H or L where the value reaches an end of the range, else ""."""
        return "H" if value >= self.high else "L" if value <= self.low else _WITHIN

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{self.low}–{self.high}"


@cache
def ranges(fiscal_year: int) -> Mapping[str, InputRange]:
    """Input range of each item that has one in a fiscal year, by item code."""
    text = table_text("checks", "input_ranges.csv")
    known: dict[str, InputRange] = {}
    for row in csv.DictReader(text.splitlines()):
        to_year = int(row["to_year"]) if row["to_year"] else None
        limits = InputRange(
            row["rule"],
            Decimal(row["low"]),
            Decimal(row["high"]),
            int(row["from_year"]),
            to_year,
            row["source"],
        )
        if limits.from_year <= fiscal_year and (to_year is None or fiscal_year <= to_year):
            prefixes = tuple(row["items"].split())
            known |= {code: limits for code in all_items() if code.startswith(prefixes)}
    return known


@lru_cache(maxsize=50_000)
def number(text: str | None) -> Decimal | None:
    """A value as a number; what is none is the schema's to say.

    >>> number("5.60"), number("１２"), number("NaN")
    (Decimal('5.60'), None, None)
    """
    return plain_decimal(text)


@item_judge
def _stands_right(
    _is_free: bool, seen: Observation, value: ObservationValue | None, year: int | None
) -> bool:
    """Whether an item reaches no end of its range and has no marker, or just the right one."""
    limits = None if year is None else ranges(year).get(seen.code or "")
    if len(seen.values) <= 1 and (limits is None or value is None):
        return True
    return not list(_judge(seen, value, limits))


@once
def _judged(pair: PairSubject) -> dict[str, list[Finding]]:
    """Findings of all rules of this module, by rule; empty for a right result."""
    found: dict[str, list[Finding]] = {}
    year = pair.fiscal_year
    if year is None or pair.items.hold(_stands_right):
        return found
    for _, seen, value in pair.items.all:
        for finding in _judge(seen, value, ranges(year).get(seen.code or "")):
            found.setdefault(finding.rule, []).append(finding)
    return found


def _judge(
    seen: Observation, stated: ObservationValue | None, limits: InputRange | None
) -> Iterator[Finding]:
    """One value with the marker before it, if there is one."""
    first = seen.values[0] if len(seen.values) > 1 else None
    marker = first.code or "" if first and first.code_system == oids.LIMIT_MARKER else None
    text = None if stated is None else stated.value
    value, code = number(text), seen.code
    if marker is not None and (marker not in ("H", "L") or value is None):
        yield Finding(MARKER_RULE, item_at(code, "/value"), f"{marker} {text or ''}", "H / L, PQ")
        return
    if limits is None or value is None:
        return
    due = limits.marker_due(value)
    if (marker or _WITHIN) == due:
        return
    if marker is None and not limits.holds(value):
        yield Finding(limits.rule, item_at(code, "/value/@value"), text or "", str(limits))
        return
    found = f"{marker or ''} {text}".strip()
    expected = f"{due} {text}" if due else f"{text} ({limits})"
    yield Finding(MARKER_RULE, item_at(code, "/value"), found, expected)


def out_of_range(pair: PairSubject, rule_id: str) -> list[Finding]:
    """Findings of a rule whose range a value leaves without the marker."""
    return _judged(pair).get(rule_id, [])


@rule("X-HR-001")
def height_range(pair: PairSubject) -> Iterator[Finding]:
    """Height."""
    yield from out_of_range(pair, "X-HR-001")


@rule("X-HR-002")
def weight_range(pair: PairSubject) -> Iterator[Finding]:
    """Weight."""
    yield from out_of_range(pair, "X-HR-002")


@rule("X-HR-003")
def waist_range(pair: PairSubject) -> Iterator[Finding]:
    """Waist, measured or reported."""
    yield from out_of_range(pair, "X-HR-003")


@rule("X-HR-004")
def systolic_range(pair: PairSubject) -> Iterator[Finding]:
    """Systolic pressure."""
    yield from out_of_range(pair, "X-HR-004")


@rule("X-HR-005")
def diastolic_range(pair: PairSubject) -> Iterator[Finding]:
    """Diastolic pressure."""
    yield from out_of_range(pair, "X-HR-005")


@rule("X-HR-006")
def triglycerides_range(pair: PairSubject) -> Iterator[Finding]:
    """Triglycerides, fasting or casual."""
    yield from out_of_range(pair, "X-HR-006")


@rule("X-HR-007")
def hdl_range(pair: PairSubject) -> Iterator[Finding]:
    """HDL cholesterol."""
    yield from out_of_range(pair, "X-HR-007")


@rule("X-HR-008")
def ldl_range(pair: PairSubject) -> Iterator[Finding]:
    """LDL or non-HDL cholesterol."""
    yield from out_of_range(pair, "X-HR-008")


@rule("X-HR-009")
def ast_range(pair: PairSubject) -> Iterator[Finding]:
    """AST."""
    yield from out_of_range(pair, "X-HR-009")


@rule("X-HR-010")
def alt_range(pair: PairSubject) -> Iterator[Finding]:
    """ALT."""
    yield from out_of_range(pair, "X-HR-010")


@rule("X-HR-011")
def ggt_range(pair: PairSubject) -> Iterator[Finding]:
    """γ-GT."""
    yield from out_of_range(pair, "X-HR-011")


@rule("X-HR-012")
def glucose_range(pair: PairSubject) -> Iterator[Finding]:
    """Fasting glucose."""
    yield from out_of_range(pair, "X-HR-012")


@rule("X-HR-013")
def bmi_range(pair: PairSubject) -> Iterator[Finding]:
    """BMI."""
    yield from out_of_range(pair, "X-HR-013")


@rule("X-HI-025")
def hba1c_range(pair: PairSubject) -> Iterator[Finding]:
    """HbA1c (NGSP) within its range; the JDS codes ended with March 2013."""
    yield from out_of_range(pair, "X-HI-025")
    if pair.fiscal_year is None or pair.fiscal_year < _NGSP_FROM:
        return
    for code in pair.items.measured:
        if code.startswith(_JDS):
            yield Finding("X-HI-025", item_at(code), code, "3D046…")


@rule(MARKER_RULE)
def limit_markers(pair: PairSubject) -> Iterator[Finding]:
    """H or L stands before a value at the end of its range, and nowhere else."""
    yield from out_of_range(pair, MARKER_RULE)
