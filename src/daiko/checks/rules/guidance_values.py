"""Single items of a guidance document: codes, types, units, moods and places.

X-HG-010, 025, 041…043, 047.

The item table of the phase decides (``standard.guidance_catalogue``); an item it does
not know in its section is X-HG-043's alone. Dates of contacts and sums of points stand in
modules of their own.
Source: standards/checks.csv, guidance.md 7.3, 7.4, catalogue/guidance_items.csv,
rulings.md 21. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_items import (
    COMMON,
    INSTITUTIONS,
    INTERVIEW,
    SECTIONS,
    PlacedItem,
    with_parts,
)
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.checks.rules.guidance_places import (
    EARLY_FLAG,
    INTERIM_OUTCOMES,
    LEVEL,
    MEDICATIONS,
    OUTCOMES,
    PLAN_FLAGS,
    act_at,
    item_at,
    named,
    placed_at,
)
from daiko.checks.subjects import once
from daiko.documents.records import ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import code_system
from daiko.standard.guidance_catalogue import GuidanceItem, Place, guidance_items

_LEVELS: Final = ("1", "2", "3")
_WITH_CODES: Final = frozenset((*PLAN_FLAGS, *OUTCOMES, *INTERIM_OUTCOMES))
_WITH_RULES_OF_THEIR_OWN: Final = _WITH_CODES | {LEVEL, EARLY_FLAG}
_DIGITS: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
_MINUTE: Final = "min"
_WIDTH: Final = "effectiveTime/width min"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the item table says of an item, ready for comparison."""

    item: GuidanceItem
    act_moods: frozenset[str]
    moods: frozenset[str]


@cache
def expectations(phase: int) -> dict[tuple[str, str], Expected]:
    """Items by section and code; a code may have one row per part of its section."""
    found: dict[tuple[str, str], Expected] = {}
    for row in guidance_items(phase):
        key = (row.section, row.code)
        earlier = found.get(key)
        act_moods = {row.act_mood} | (earlier.act_moods if earlier else frozenset())
        moods = {row.mood} | (earlier.moods if earlier else frozenset())
        found[key] = Expected(row, frozenset(act_moods) - {""}, frozenset(moods) - {""})
    return found


@once
def _wrong(pair: GuidanceSubject) -> dict[str, list[Finding]]:
    """Everything wrong with single items, by rule: the items are walked once."""
    found: dict[str, list[Finding]] = {}
    phase, wrong_acts = pair.phase, set[int]()
    for section, act, observations in pair.items.groups:
        place = (phase, section, None if act is None else act.mood_code)
        not_met = [o for o in observations if o.parts or place not in o.seen.right]
        for observation in with_parts(not_met):
            placed = PlacedItem(section, act, observation)
            if _is_right(pair, placed):
                observation.seen.right.add(place)
                continue
            for finding in _about(pair, placed, wrong_acts):
                found.setdefault(finding.rule, []).append(finding)
    return found


def _is_right(pair: GuidanceSubject, placed: PlacedItem) -> bool:
    """Whether nothing can be said about an item; by itself, its section and act, and the phase."""
    observation = placed.observation
    expected = expectations(pair.phase).get((placed.section, observation.code or ""))
    if expected is None or not _has_right_moods(placed, expected):
        return False
    value = observation.values[0] if observation.values else None
    return _is_plain(pair, expected, observation.minutes, value)


def _about(pair: GuidanceSubject, placed: PlacedItem, wrong_acts: set[int]) -> Iterator[Finding]:
    """All that is wrong with an item."""
    observation = placed.observation
    expected = expectations(pair.phase).get((placed.section, observation.code or ""))
    if expected is None:
        yield from _misplaced(pair, placed)
        return
    if not _has_right_moods(placed, expected):
        yield from _moods(pair, placed, expected, wrong_acts)
    value = observation.values[0] if observation.values else None
    if not _is_plain(pair, expected, observation.minutes, value):
        yield from _value(pair, placed, expected)


def _has_right_moods(placed: PlacedItem, expected: Expected) -> bool:
    act = placed.act
    if expected.act_moods and act is not None and act.mood_code not in expected.act_moods:
        return False
    return not expected.moods or placed.observation.mood_code in expected.moods


def _is_plain(
    pair: GuidanceSubject,
    expected: Expected,
    minutes: ObservationValue | None,
    value: ObservationValue | None,
) -> bool:
    """Whether nothing can be said about the value; asked of every item not met before."""
    row = expected.item
    if row.place is Place.MINUTES:
        return value is None if minutes is None else _is_minutes(minutes)
    if row.place is not Place.VALUE or value is None or value.null_flavor is not None:
        return True
    if value.type != row.value_type:
        return False
    if row.value_type == "CD":
        return value.code_system == row.code_system and (
            (value.code or "") in _codes(row.code_system, pair.phase)
        )
    return not _wrong_form(pair, row, value)


@cache
def _codes(system: str, phase: int) -> frozenset[str]:
    table = code_system(system)
    members = table.members.values() if table else ()
    return frozenset(member.code for member in members if phase in member.phases)


@rule("X-HG-010")
def level(pair: GuidanceSubject) -> Iterator[Finding]:
    """Guidance level 1, 2 or 3 of table 1112."""
    placed = pair.items.find(LEVEL, COMMON)
    if placed is None or not placed.observation.values:
        return
    value = placed.observation.values[0]
    if value.code_system != oids.GUIDANCE_LEVEL:
        at = f"{item_at(COMMON, LEVEL)}/value/@codeSystem"
        yield Finding("X-HG-010", at, value.code_system or "", oids.GUIDANCE_LEVEL)
    elif value.code not in _LEVELS:
        at = f"{item_at(COMMON, LEVEL)}/value/@code"
        yield Finding("X-HG-010", at, value.code or "", "1, 2, 3")


@rule("X-HG-025")
def outcome_codes(pair: GuidanceSubject) -> Iterator[Finding]:
    """Plans and outcomes are codes of their tables, with the code system beside them."""
    yield from _wrong(pair).get("X-HG-025", ())


def _code(
    rule_id: str, pair: GuidanceSubject, placed: PlacedItem, system: str
) -> Iterator[Finding]:
    values = placed.observation.values
    if not values or values[0].null_flavor is not None:
        return
    value, at = values[0], placed_at(pair, placed)
    if value.code_system != system:
        yield Finding(rule_id, f"{at}/value/@codeSystem", value.code_system or "", system)
    elif value.code not in _codes(system, pair.phase):
        expected = _answers(system, pair.phase)
        yield Finding(rule_id, f"{at}/value/@code", value.code or "", expected)


def _answers(system: str, phase: int) -> str:
    return ", ".join(sorted(_codes(system, phase)))


@rule("X-HG-041")
def moods(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done is EVN, plan INT, goals GOL; one wrong act is said once, not for each item."""
    yield from _wrong(pair).get("X-HG-041", ())


def _moods(
    pair: GuidanceSubject, placed: PlacedItem, expected: Expected, wrong_acts: set[int]
) -> Iterator[Finding]:
    act, observation = placed.act, placed.observation
    if act is not None and expected.act_moods and act.mood_code not in expected.act_moods:
        if id(act) not in wrong_acts:
            wrong_acts.add(id(act))
            at = f"{act_at(pair, placed.section, act)}/@moodCode"
            yield Finding("X-HG-041", at, act.mood_code or "", _one_of(expected.act_moods))
    else:
        at = f"{placed_at(pair, placed)}/@moodCode"
        yield Finding("X-HG-041", at, observation.mood_code or "", _one_of(expected.moods))


def _one_of(texts: frozenset[str]) -> str:
    return ", ".join(sorted(texts))


@rule("X-HG-042")
def value_forms(pair: GuidanceSubject) -> Iterator[Finding]:
    """Type, unit, digits and length of each value as the item table has them."""
    yield from _wrong(pair).get("X-HG-042", ())


def _value(pair: GuidanceSubject, placed: PlacedItem, expected: Expected) -> Iterator[Finding]:
    """What is wrong with the value of one item (X-HG-025, X-HG-042)."""
    row, observation = expected.item, placed.observation
    if row.place is Place.MINUTES:
        if observation.minutes is not None:
            at = f"{placed_at(pair, placed)}/effectiveTime/width"
            yield Finding("X-HG-042", at, _shown(observation.minutes), _MINUTE)
        elif observation.values:
            at = f"{placed_at(pair, placed)}/value"
            yield Finding("X-HG-042", at, _shown(observation.values[0]), _WIDTH)
        return
    value = observation.values[0]
    if wanted := _wrong_form(pair, row, value):
        yield Finding("X-HG-042", f"{placed_at(pair, placed)}/value", _shown(value), wanted)
    elif row.code in _WITH_CODES:
        yield from _code("X-HG-025", pair, placed, row.code_system)


def _is_minutes(minutes: ObservationValue) -> bool:
    return minutes.unit == _MINUTE and _DIGITS.fullmatch(minutes.value or "") is not None


def _wrong_form(pair: GuidanceSubject, row: GuidanceItem, value: ObservationValue) -> str:
    """What the value should be, empty when it is."""
    if value.type != row.value_type:
        return f"PQ {row.unit}" if row.value_type == "PQ" else row.value_type
    match row.value_type:
        case "PQ" if value.unit != row.unit or _NUMBER.fullmatch(value.value or "") is None:
            return f"PQ {row.unit}"
        case "INT" if _DIGITS.fullmatch(value.value or "") is None:
            return "INT"
        case "ST" if row.max_length is not None and len(value.text or "") > row.max_length:
            return f"ST –{row.max_length}"
        case "CD" if row.code not in _WITH_RULES_OF_THEIR_OWN and not _is_coded(pair, row, value):
            return f"CD {row.code_system}: {_answers(row.code_system, pair.phase)}"
        case _:
            return ""


def _is_coded(pair: GuidanceSubject, row: GuidanceItem, value: ObservationValue) -> bool:
    codes = _codes(row.code_system, pair.phase)
    return value.code_system == row.code_system and value.code in codes


def _shown(value: ObservationValue) -> str:
    parts = (value.type, value.value or value.code or value.text, value.unit or value.code_system)
    return " ".join(part for part in parts if part)


@rule("X-HG-043")
def item_places(pair: GuidanceSubject) -> Iterator[Finding]:
    """Every item code is one of its section."""
    yield from _wrong(pair).get("X-HG-043", ())


def _misplaced(pair: GuidanceSubject, placed: PlacedItem) -> Iterator[Finding]:
    code = placed.observation.code
    if code is None or placed.section == INSTITUTIONS or placed.section not in SECTIONS:
        return  # X-HG-044 names the section itself
    if code == EARLY_FLAG and placed.section != INTERVIEW:
        return  # X-HG-028
    at = f"{placed_at(pair, placed)}/code/@code"
    yield Finding("X-HG-043", at, named(pair.phase, (code,)), placed.section)


@rule("X-HG-047")
def medication(pair: GuidanceSubject) -> Iterator[Finding]:
    """Medication started after guidance began is told in the national report only."""
    for code in MEDICATIONS:
        if pair.items.find(code, COMMON) is not None:
            yield Finding("X-HG-047", item_at(COMMON, code), code, "")
            return
