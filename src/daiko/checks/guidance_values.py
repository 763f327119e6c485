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
from daiko.checks.guidance_items import COMMON, INSTITUTIONS, INTERVIEW, PlacedItem
from daiko.checks.guidance_places import (
    EARLY_FLAG,
    INTERIM_OUTCOMES,
    LEVEL,
    MEDICATIONS,
    OUTCOMES,
    PLAN_FLAGS,
    act_at,
    item_at,
    placed_at,
)
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
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


def _known(pair: GuidanceSubject) -> Iterator[tuple[PlacedItem, Expected]]:
    """Items the table knows in their section."""
    table = expectations(pair.phase)
    for placed in pair.items.all:
        expected = table.get((placed.section, placed.observation.code or ""))
        if expected is not None:
            yield placed, expected


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
    for placed, expected in _known(pair):
        if placed.observation.code in _WITH_CODES and expected.item.value_type == "CD":
            yield from _code("X-HG-025", pair, placed, expected.item.code_system)


def _code(
    rule_id: str, pair: GuidanceSubject, placed: PlacedItem, system: str
) -> Iterator[Finding]:
    values = placed.observation.values
    if not values or values[0].null_flavor is not None:
        return
    value, at = values[0], placed_at(pair, placed)
    if value.code_system != system:
        yield Finding(rule_id, f"{at}/value/@codeSystem", value.code_system or "", system)
    elif not _holds(system, value.code or "", pair.phase):
        expected = _answers(system, pair.phase)
        yield Finding(rule_id, f"{at}/value/@code", value.code or "", expected)


def _holds(system: str, code: str, phase: int) -> bool:
    table = code_system(system)
    return table is None or table.holds(code, phase)


@cache
def _answers(system: str, phase: int) -> str:
    table = code_system(system)
    members = table.members.values() if table else ()
    return ", ".join(member.code for member in members if phase in member.phases)


@rule("X-HG-041")
def moods(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done is EVN, plan INT, goals GOL; one wrong act is said once, not for each item."""
    wrong_acts: list[object] = []
    for placed, expected in _known(pair):
        act, observation = placed.act, placed.observation
        if act is not None and expected.act_moods and act.mood_code not in expected.act_moods:
            if not any(act is other for other in wrong_acts):
                wrong_acts.append(act)
                at = f"{act_at(pair, placed.section, act)}/@moodCode"
                yield Finding("X-HG-041", at, act.mood_code or "", _one_of(expected.act_moods))
        elif expected.moods and observation.mood_code not in expected.moods:
            at = f"{placed_at(pair, placed)}/@moodCode"
            yield Finding("X-HG-041", at, observation.mood_code or "", _one_of(expected.moods))


def _one_of(texts: frozenset[str]) -> str:
    return ", ".join(sorted(texts))


@rule("X-HG-042")
def value_forms(pair: GuidanceSubject) -> Iterator[Finding]:
    """Type, unit, digits and length of each value as the item table has them."""
    for placed, expected in _known(pair):
        row, observation = expected.item, placed.observation
        if row.place is Place.MINUTES:
            minutes = observation.minutes
            if minutes is not None and not _is_minutes(minutes):
                at = f"{placed_at(pair, placed)}/effectiveTime/width"
                yield Finding("X-HG-042", at, _shown(minutes), _MINUTE)
        elif row.place is Place.VALUE and observation.values:
            value = observation.values[0]
            if value.null_flavor is None and (wanted := _wrong_form(pair, row, value)):
                yield Finding("X-HG-042", f"{placed_at(pair, placed)}/value", _shown(value), wanted)


def _is_minutes(minutes: ObservationValue) -> bool:
    return minutes.unit == _MINUTE and _DIGITS.fullmatch(minutes.value or "") is not None


def _wrong_form(pair: GuidanceSubject, row: GuidanceItem, value: ObservationValue) -> str:
    """What the value should be, empty when it is."""
    if value.type != row.value_type:
        return row.value_type
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
    return value.code_system == row.code_system and _holds(
        row.code_system, value.code or "", pair.phase
    )


def _shown(value: ObservationValue) -> str:
    parts = (value.type, value.value or value.code or value.text, value.unit or value.code_system)
    return " ".join(part for part in parts if part)


@rule("X-HG-043")
def item_places(pair: GuidanceSubject) -> Iterator[Finding]:
    """Every item code is one of its section."""
    table = expectations(pair.phase)
    for placed in pair.items.all:
        code = placed.observation.code
        if code is None or placed.section == INSTITUTIONS or (placed.section, code) in table:
            continue
        if code == EARLY_FLAG and placed.section != INTERVIEW:
            continue  # X-HG-028
        yield Finding("X-HG-043", f"{placed_at(pair, placed)}/code/@code", code, placed.section)


@rule("X-HG-047")
def medication(pair: GuidanceSubject) -> Iterator[Finding]:
    """Medication started after guidance began is told in the national report only."""
    for code in MEDICATIONS:
        if pair.items.find(code, COMMON) is not None:
            yield Finding("X-HG-047", item_at(COMMON, code), code, "")
            return
