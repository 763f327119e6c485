"""S4: the form of the items of a checkup result (X-HC-029…038).

All rules of single items are judged in one walk, and what they look at (not the digits
of a number, only where they stand) is remembered, since a result holds the same 75
combinations again and again. What must be there is ``result_presence.py``.
Source: standards/checks.csv, catalogue/catalogue.md 4. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from daiko.checks.findings import Finding
from daiko.checks.item_index import FREE_SECTION, item_judge
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at
from daiko.checks.rules.questions import OWN_ANSWERS, withdrawn_table
from daiko.checks.rules.text_forms import address_length
from daiko.checks.subjects import PairSubject, once
from daiko.documents.records import Observation, ObservationValue
from daiko.standard import oids
from daiko.standard.catalogue import code_system, item, phase_of

_TEXT_MAX: Final = 256  # bytes, half-width 1 and full-width 2
_SHAPE: Final = str.maketrans("12345678", "99999999")
_NOTHING: Final = ObservationValue()


class _Item(NamedTuple):
    """What the rules look at. ``number`` may have other digits of the same shape."""

    is_free: bool  # in section 01990, whose items are the sender's own
    code: str | None
    code_system: str | None
    has_value: bool
    is_negated: bool
    type: str | None
    unit: str | None
    number: str | None
    answer: str | None
    answer_system: str | None
    null_flavor: str | None
    interpretation: str | None
    method: str | None
    phase: int | None  # None: nobody knows when the checkup was


class _Fault(NamedTuple):
    rule: str
    tail: str  # below the observation
    found: str
    expected: str


def _code(it: _Item) -> Iterator[_Fault]:
    if it.is_free or it.code is None or it.phase is None:
        return
    if len(it.code) != 17 or it.code_system not in (None, oids.ITEM):
        yield _Fault("X-HC-029", "/code", it.code, f"17, {oids.ITEM}")


def _by_table(it: _Item) -> Iterator[_Fault]:
    """Type, unit, table and method; items the table does not know are X-REF-009's."""
    entry = None if it.is_free else item(it.code or "")
    if entry is None or it.phase is None or it.phase not in entry.phases:
        return
    if it.null_flavor is None and it.has_value:
        if it.type is not None and it.type != entry.value_type:
            yield _Fault("X-HC-030", "/value/@xsi:type", it.type, entry.value_type)
            return
        if it.type == "PQ" and it.unit is not None and it.unit != entry.unit:
            yield _Fault("X-HC-031", "/value/@unit", it.unit, entry.unit)
        expected = entry.answers(it.phase)
        coded = it.type in ("CD", "CO") and it.answer_system is not None
        is_old = withdrawn_table(it.code, it.answer_system, it.phase)  # X-HI-036
        if coded and expected and it.answer_system != expected and not is_old:
            yield _Fault("X-HC-034", "/value/@codeSystem", it.answer_system or "", expected)
    if it.method and entry.method_code and it.method != entry.method_code:
        yield _Fault("X-HC-038", "/methodCode/@code", it.method, entry.method_code)


def _digits(it: _Item) -> Iterator[_Fault]:
    entry = item(it.code or "")
    if it.is_free or it.type != "PQ" or it.number is None or entry is None or not entry.picture:
        return
    whole, _, decimals = it.number.lstrip("+-").partition(".")
    picture_whole, _, picture_decimals = entry.picture.partition(".")
    fits = len(whole.lstrip("0")) <= len(picture_whole)
    if not fits or len(decimals.rstrip("0")) > len(picture_decimals):
        yield _Fault("X-HC-032", "/value/@value", it.number, entry.picture)


def _answer(it: _Item) -> Iterator[_Fault]:
    """The answer is in the table; items of another phase are X-REF-009's."""
    if it.is_free or it.answer is None or it.phase is None or it.code in OWN_ANSWERS:
        return
    if withdrawn_table(it.code, it.answer_system, it.phase):
        return
    entry = item(it.code or "")
    is_known = entry is not None and it.phase in entry.phases
    system = code_system(entry.answers(it.phase)) if entry is not None and is_known else None
    if system is not None and not system.holds(it.answer, it.phase):
        known = ", ".join(code for code in system.members if system.holds(code, it.phase))
        yield _Fault("X-HC-034", "/value/@code", it.answer, known)


def _unperformed(it: _Item) -> Iterator[_Fault]:
    if it.is_negated and it.has_value:
        yield _Fault("X-HC-035", "", "value", "")


def _interpretation(it: _Item) -> Iterator[_Fault]:
    if it.interpretation not in (None, "H", "L", "N"):
        yield _Fault("X-HC-037", "/interpretationCode", it.interpretation or "", "H, L, N")


_JUDGES: Final[tuple[Callable[[_Item], Iterator[_Fault]], ...]] = (
    _code, _by_table, _digits, _answer, _unperformed, _interpretation,
)  # fmt: skip


def _judged(it: _Item) -> list[_Fault]:
    return [fault for judge in _JUDGES for fault in judge(it)]


@lru_cache(maxsize=20_000)
def _is_sound(looks: tuple[Any, ...]) -> bool:
    """Whether no rule of single items finds anything in an item of these looks."""
    return not _judged(_Item._make(looks))


def _looks(is_free: bool, seen: Observation, value: ObservationValue, phase: Any) -> _Item:
    number = value.value
    return _Item(
        is_free, seen.code, seen.code_system, value is not _NOTHING, seen.negated,
        value.type, value.unit, number and number.translate(_SHAPE),
        value.code, value.code_system, value.null_flavor,
        seen.interpretation, seen.method_code, phase,
    )  # fmt: skip


@item_judge
def _is_right(
    is_free: bool, seen: Observation, value: ObservationValue | None, year: int | None
) -> bool:
    """Whether no rule of this module has anything to say about an item by itself."""
    if _text_length(value) > _TEXT_MAX or any(_is_mismarked(marked) for marked in seen.values):
        return False
    phase = None if year is None else phase_of(year)
    return _is_sound(_looks(is_free, seen, value or _NOTHING, phase))


@once
def _faults(pair: PairSubject) -> dict[str, list[Finding]]:
    """Findings of the rules of single items, by rule; empty for a right result."""
    found: dict[str, list[Finding]] = {}
    if pair.items.hold(_is_right):
        return found
    phase = None if pair.fiscal_year is None else phase_of(pair.fiscal_year)
    for section, seen, stated in pair.items.all:
        value = stated or _NOTHING
        looks = _looks(section == FREE_SECTION, seen, value, phase)
        if not _is_sound(looks):
            for fault in _judged(looks._replace(number=value.value)):
                at = item_at(seen.code, fault.tail)
                finding = Finding(fault.rule, at, fault.found, fault.expected)
                found.setdefault(fault.rule, []).append(finding)
    return found


def _found(pair: PairSubject, rule_id: str) -> list[Finding]:
    return _faults(pair).get(rule_id, [])


@rule("X-HC-029")
def item_codes(pair: PairSubject) -> Iterator[Finding]:
    """Item codes have 17 characters of the item table, each once in a section."""
    yield from _found(pair, "X-HC-029")
    if not pair.items.doubled:
        return
    for section in pair.result.sections:
        codes = [
            part.code
            for observation in section.observations
            for part in (observation, *observation.parts)
            if part.code
        ]
        for code, times in Counter(codes).items():
            if times > 1:
                yield Finding("X-HC-029", item_at(code), str(times), "1")


@rule("X-HC-030")
def value_types(pair: PairSubject) -> Iterator[Finding]:
    """Values are of the type of the item table."""
    yield from _found(pair, "X-HC-030")


@rule("X-HC-031")
def units(pair: PairSubject) -> Iterator[Finding]:
    """Units are those of the item table, character by character."""
    yield from _found(pair, "X-HC-031")


@rule("X-HC-032")
def digits(pair: PairSubject) -> Iterator[Finding]:
    """Numbers have no more digits than the picture of the item."""
    yield from _found(pair, "X-HC-032")


def _text_length(value: ObservationValue | None) -> int:
    """Bytes of a text; 0 for other values and for one that is short at first sight."""
    if value is None or value.type != "ST" or 2 * len(value.text or "") <= _TEXT_MAX:
        return 0
    return address_length(value.text or "")


@rule("X-HC-033")
def text_lengths(pair: PairSubject) -> Iterator[Finding]:
    """Texts fit the item: 256 bytes."""
    if pair.items.hold(_is_right):
        return
    for _, observation, value in pair.items.all:
        length = _text_length(value)
        if length > _TEXT_MAX:
            at = item_at(observation.code, "/value")
            yield Finding("X-HC-033", at, str(length), f"–{_TEXT_MAX}")


@rule("X-HC-034")
def coded_answers(pair: PairSubject) -> Iterator[Finding]:
    """Coded answers are members of the item's code table."""
    yield from _found(pair, "X-HC-034")


@rule("X-HC-035")
def nothing_when_not_performed(pair: PairSubject) -> Iterator[Finding]:
    """An item marked as not performed carries no value."""
    yield from _found(pair, "X-HC-035")


def _is_mismarked(value: ObservationValue) -> bool:
    if value.null_flavor is None:
        return False
    return value.null_flavor != "NI" or value.value is not None or value.code is not None


@rule("X-HC-036")
def nothing_when_not_measurable(pair: PairSubject) -> Iterator[Finding]:
    """A value that is not measurable is NI and carries neither number nor code."""
    if pair.items.hold(_is_right):
        return
    for code, value in pair.items.marked:
        if _is_mismarked(value):
            found = value.value or value.code or value.null_flavor or ""
            yield Finding("X-HC-036", item_at(code, "/value"), found, "NI")


@rule("X-HC-037")
def interpretation(pair: PairSubject) -> Iterator[Finding]:
    """Interpretation is H, L or N."""
    yield from _found(pair, "X-HC-037")


@rule("X-HC-038")
def methods(pair: PairSubject) -> Iterator[Finding]:
    """Methods are those of the item table where it names one."""
    yield from _found(pair, "X-HC-038")
