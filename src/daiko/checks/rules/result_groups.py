"""S5: detailed examinations as groups, and items in their sections (X-HI-037…042, 048).

A detailed examination is there when one of its measurements has a value; then it is
whole, says for whom and why, and its parts stand in one wrapper.
Source: standards/checks.csv, catalogue/catalogue.md 5 and 6.3, archive-and-xml.md 7.2.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding, Severity
from daiko.checks.item_index import item_judge
from daiko.checks.rulebook import rule
from daiko.checks.rules.exam_groups import (
    ANAEMIA,
    CREATININE,
    ECG,
    FUNDUS,
    Criteria,
    ExamGroup,
    all_results,
    criteria,
    exam_groups,
    group_members,
)
from daiko.checks.rules.observations import item_at, undone_word, value_of
from daiko.checks.rules.result_pairs import FIRST, OTHER, SECOND, measured_number
from daiko.checks.rules.result_presence import choice_group
from daiko.checks.rules.result_ranges import out_of_range
from daiko.checks.subjects import PairSubject
from daiko.documents.records import Observation, ObservationValue
from daiko.standard.catalogue import items

_FLAG, _TEXT = "9A110160700000011", "9A110160800000049"  # ECG: findings yes/no, and which
_MAIN, _ADDED = "01010", "01990"
_UNSETTLED: Final = "3A015"  # urine albumin: its section is an open question (13, 6)


def performed(pair: PairSubject, group: str) -> ExamGroup | None:
    """The group of an examination that has a value, else ``None``."""
    year = pair.fiscal_year
    if year is None or pair.items.measured.isdisjoint(all_results(year)):
        return None
    known = exam_groups(year).get(group)
    if known is None or pair.items.measured.isdisjoint(known.results):
        return None
    return known


def _missing(pair: PairSubject, rule_id: str, *codes: str) -> Iterator[Finding]:
    """Items of a performed examination that have no value; marked ones are only noted."""
    for code in codes:
        if code in pair.items.measured:
            continue
        if code in pair.items.undone:
            note = Severity.NOTE
            yield Finding(rule_id, item_at(code), undone_word(pair, (code,)), code, severity=note)
        else:
            yield Finding(rule_id, item_at(code), "", code)


def _told(pair: PairSubject, rule_id: str, code: str) -> Iterator[Finding]:
    """A text that must not be empty."""
    if not (value_of(pair, code) or "").strip():
        yield Finding(rule_id, item_at(code), "", code)


@rule("X-HI-037")
def anaemia(pair: PairSubject) -> Iterator[Finding]:
    """Haematocrit, haemoglobin, red cells and the reason; haemoglobin in its range."""
    group = performed(pair, ANAEMIA)
    if group is not None:
        yield from _missing(pair, "X-HI-037", *group.results)
        yield from _told(pair, "X-HI-037", group.reason)
        yield from out_of_range(pair, "X-HI-037")


@rule("X-HI-038")
def electrocardiogram(pair: PairSubject) -> Iterator[Finding]:
    """Finding yes or no, its text if yes, for whom and why."""
    group = performed(pair, ECG)
    if group is not None:
        yield from _missing(pair, "X-HI-038", _FLAG)
        if value_of(pair, _FLAG) == "1":
            yield from _told(pair, "X-HI-038", _TEXT)
        yield from _missing(pair, "X-HI-038", group.subject)
        yield from _told(pair, "X-HI-038", group.reason)


@rule("X-HI-039")
def fundus(pair: PairSubject) -> Iterator[Finding]:
    """A classification or other findings, for whom and why."""
    group = performed(pair, FUNDUS)
    if group is not None:
        yield from _missing(pair, "X-HI-039", group.subject)
        yield from _told(pair, "X-HI-039", group.reason)


@rule("X-HI-040")
def creatinine(pair: PairSubject) -> Iterator[Finding]:
    """Creatinine and eGFR, for whom and why."""
    group = performed(pair, CREATININE)
    if group is not None:
        measured, rate = pair.items.measured, "8A065000002391901"
        tests = [code for code in group.results if code != rate]
        if measured.isdisjoint(tests):
            yield from _missing(pair, "X-HI-040", tests[0])
        yield from _missing(pair, "X-HI-040", rate, group.subject)
        yield from _told(pair, "X-HI-040", group.reason)


@rule("X-HI-041")
def due_by_results(pair: PairSubject) -> Iterator[Finding]:
    """Who is examined by results has results that make it due (arrhythmia is heard)."""
    year = pair.fiscal_year
    if year is None or pair.items.measured.isdisjoint(all_results(year)):
        return
    for code in (ECG, FUNDUS, CREATININE):
        group, limits = performed(pair, code), criteria(code, year)
        if group is None or limits is None or value_of(pair, group.subject) != "1":
            continue
        if _is_due(pair, limits, year) is False:
            at = item_at(group.subject, "/value/@code")
            yield Finding("X-HI-041", at, _values(pair, year), _limits(limits))


def _judged_pressure(pair: PairSubject) -> tuple[Decimal | None, Decimal | None]:
    """Each side by the order other, second, first."""
    order = (OTHER, SECOND, FIRST)
    sides = [
        next((n for n in (measured_number(pair, reading[side]) for reading in order)
              if n is not None), None)
        for side in (0, 1)
    ]  # fmt: skip
    return sides[0], sides[1]


def _glucose(pair: PairSubject, year: int) -> tuple[list[Decimal], list[Decimal]]:
    """Glucose values, HbA1c values."""
    sugar: list[Decimal] = []
    haemoglobin: list[Decimal] = []
    for code in choice_group("glucose", year):
        value = measured_number(pair, code)
        if value is not None:
            (haemoglobin if code.startswith("3D046") else sugar).append(value)
    return sugar, haemoglobin


def _is_due(pair: PairSubject, limits: Criteria, year: int) -> bool | None:
    """``None``: a value that could decide is not there (last year's may stand in for it)."""
    upper, lower = _judged_pressure(pair)
    if upper is not None and upper >= limits.systolic:
        return True
    if lower is not None and lower >= limits.diastolic:
        return True
    is_open = upper is None or lower is None
    if limits.glucose is not None and limits.hba1c is not None:
        sugar, haemoglobin = _glucose(pair, year)
        if any(value >= limits.glucose for value in sugar):
            return True
        if any(value >= limits.hba1c for value in haemoglobin):
            return True
        is_open = is_open or not (sugar or haemoglobin)
    return None if is_open else False


def _values(pair: PairSubject, year: int) -> str:
    upper, lower = _judged_pressure(pair)
    sugar, haemoglobin = _glucose(pair, year)
    parts = [f"{both('血圧', 'pressure')} {upper}/{lower}"]
    parts += [f"{both('血糖', 'glucose')} {value}" for value in sugar]
    parts += [f"HbA1c {value}" for value in haemoglobin]
    return ", ".join(parts)


def _limits(limits: Criteria) -> str:
    parts = [f"{both('血圧', 'pressure')} ≥ {limits.systolic}/{limits.diastolic}"]
    if limits.glucose is not None:
        parts += [f"{both('血糖', 'glucose')} ≥ {limits.glucose}", f"HbA1c ≥ {limits.hba1c}"]
    return ", ".join(parts)


# --- wrappers and sections --------------------------------------------------------------


@rule("X-HI-042")
def parts_in_one_group(pair: PairSubject) -> Iterator[Finding]:
    """Parts of a detailed examination stand in one wrapper, each with its relation."""
    year = pair.fiscal_year
    if year is None:
        return
    members = group_members(year)
    if pair.items.measured.isdisjoint(members) and pair.items.undone.isdisjoint(members):
        return
    seen: dict[str, Observation] = {}
    for section in pair.result.sections:
        for observation in section.observations:
            if observation.code in members:
                expected = both("組の中", "inside a group")
                yield Finding("X-HI-042", item_at(observation.code), "", expected)
            elif observation.parts:
                yield from _wrapper(observation, members, seen)


def _wrapper(
    wrapper: Observation, members: Mapping[str, tuple[str, str]], seen: dict[str, Observation]
) -> Iterator[Finding]:
    groups: set[str] = set()
    for part in wrapper.parts:
        group, relation = members.get(part.code or "", ("", ""))
        if not group:
            continue
        if part.relation != relation:
            yield Finding("X-HI-042", item_at(part.code), part.relation or "", relation)
        if group not in groups:
            groups.add(group)
            if len(groups) > 1 or seen.setdefault(group, wrapper) is not wrapper:
                expected = both("一つの検査に一つの組", "one group for one examination")
                yield Finding("X-HI-042", item_at(part.code), "", expected)
    if groups and (wrapper.code is not None or wrapper.code_null_flavor != "NA"):
        yield Finding("X-HI-042", item_at(wrapper.code), wrapper.code or "", "nullFlavor NA")


@cache
def _items_of(section: str, year: int) -> frozenset[str]:
    """Items that stand in a section alone; those of a group follow their wrapper."""
    return frozenset(
        entry.code
        for entry in items(year)
        if entry.section == section
        and not entry.code.startswith(_UNSETTLED)
        and not (section == _ADDED and entry.group_id)
    )


@item_judge
def _may_stand_here(
    is_free: bool, seen: Observation, _value: ObservationValue | None, year: int | None
) -> bool:
    return year is None or seen.code not in _items_of(_MAIN if is_free else _ADDED, year)


@rule("X-HI-048")
def items_in_their_section(pair: PairSubject) -> Iterator[Finding]:
    """Items of the checkup stand in 01010, additional ones in 01990."""
    year = pair.fiscal_year
    if year is None or pair.items.hold(_may_stand_here):
        return
    wrong = {_ADDED: _items_of(_MAIN, year), _MAIN: _items_of(_ADDED, year)}
    for code, observation, _ in pair.items.all:
        if observation.code in wrong.get(code, ()):
            expected = _MAIN if code == _ADDED else _ADDED
            yield Finding("X-HI-048", item_at(observation.code), code, expected)
