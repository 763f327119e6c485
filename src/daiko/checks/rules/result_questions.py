"""S5: answers of the questionnaire and of information items (X-HI-035, 036, 043, 045).

Answers that must be there are ``result_presence.py``; answers of all other items are
X-HC-034's, which leaves the items of ``OWN_ANSWERS`` to the rules that name them.
Source: standards/checks.csv, catalogue/catalogue.md 4 and 11.1. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.item_index import item_judge
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at, value_of
from daiko.checks.rules.questions import (
    INFORMATION,
    LATE_ELDERLY_QUESTIONS,
    OPTIONAL_QUESTIONS,
    WITHDRAWN_QUESTIONS,
    withdrawn_table,
)
from daiko.checks.subjects import PairSubject
from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import CodeSystem, code_system, item, phase_of

_CHECKUP_PROGRAM: Final = "010"
_LATE_ELDERLY_LAW: Final = "39"
_CODED: Final = ("CD", "CO")


@cache
def _answers(phase: int) -> tuple[tuple[str, CodeSystem], ...]:
    """Each optional question of a phase with the table of its answers."""
    found = []
    for code in OPTIONAL_QUESTIONS:
        entry = item(code)
        table = code_system(entry.answers(phase)) if entry and phase in entry.phases else None
        if table is not None:
            found.append((code, table))
    return tuple(found)


@item_judge
def _is_of_its_list(
    _is_free: bool, seen: Observation, value: ObservationValue | None, year: int | None
) -> bool:
    """Whether an answer to an optional question is in its table, as most are."""
    if year is None or value is None:
        return True
    table = dict(_answers(phase_of(year))).get(seen.code or "")
    return table is None or _holds(table, value)


def _holds(table: CodeSystem, value: ObservationValue) -> bool:
    """Whether the table has the answer; one that cites another table is X-HC-034's."""
    if value.code is None or value.code in table.members:
        return True
    return value.type in _CODED and value.code_system not in (None, table.oid)


@item_judge
def _is_current(
    _is_free: bool, seen: Observation, value: ObservationValue | None, year: int | None
) -> bool:
    """Whether an item is no question and no answer of an earlier phase."""
    entry = item(seen.code) if seen.code in WITHDRAWN_QUESTIONS else None
    if year is None or value is None or entry is None:
        return True
    phase = phase_of(year)
    is_withdrawn = phase not in entry.phases and min(entry.phases) < phase
    return not is_withdrawn and not withdrawn_table(entry.code, value.code_system, phase)


@rule("X-HI-035")
def optional_answers(pair: PairSubject) -> Iterator[Finding]:
    """An answer to an optional question is one of its list."""
    if pair.fiscal_year is None or pair.items.hold(_is_of_its_list):
        return
    values, phase = pair.items.values, phase_of(pair.fiscal_year)
    for code, table in _answers(phase):
        value = values.get(code)
        if value is None or value.code is None or _holds(table, value):
            continue
        if not withdrawn_table(code, value.code_system, phase):
            listed = f"{min(table.members)}–{max(table.members, key=lambda c: (len(c), c))}"
            yield Finding("X-HI-035", item_at(code, "/value/@code"), value.code, listed)


@rule("X-HI-036")
def withdrawn_answers(pair: PairSubject) -> Iterator[Finding]:
    """From phase 4 on, no question and no table of answers of an earlier phase."""
    if pair.fiscal_year is None or pair.items.hold(_is_current):
        return
    values, phase = pair.items.values, phase_of(pair.fiscal_year)
    for code in WITHDRAWN_QUESTIONS:
        value, entry = values.get(code), item(code)
        if value is None or entry is None:
            continue
        if phase not in entry.phases and min(entry.phases) < phase:
            years = both(f"第{max(entry.phases)}期まで", f"until phase {max(entry.phases)}")
            yield Finding("X-HI-036", item_at(code), code, years)
        elif withdrawn_table(code, value.code_system, phase):
            at = item_at(code, "/value/@codeSystem")
            yield Finding("X-HI-036", at, value.code_system or "", entry.answers(phase))


@rule("X-HI-043")
def information_provision(pair: PairSubject) -> Iterator[Finding]:
    """The way of giving information is 1, 2 or 3."""
    answer = value_of(pair, INFORMATION)
    if answer is not None and answer not in ("1", "2", "3"):
        yield Finding("X-HI-043", item_at(INFORMATION, "/value/@code"), answer, "1, 2, 3")


@rule("X-HI-045")
def questions_of_the_late_elderly(pair: PairSubject) -> Iterator[Finding]:
    """The sheet of the late elderly stands in their checkups only."""
    if pair.items.measured.isdisjoint(LATE_ELDERLY_QUESTIONS):
        return
    insurer = pair.result.person_id(oids.INSURER) or ""
    if insurer.startswith(_LATE_ELDERLY_LAW) or pair.result.program_code != _CHECKUP_PROGRAM:
        return
    first = min(pair.items.measured & LATE_ELDERLY_QUESTIONS)
    expected = both("後期高齢者健診", "a checkup of the late elderly")
    yield Finding("X-HI-045", item_at(first), first, expected)
