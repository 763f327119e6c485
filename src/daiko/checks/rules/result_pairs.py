"""S5: items of a result that must fit each other (X-HI-004, 011, 012, 015, 016, 023, 024, 028).

Body measures, the two pressures of one reading, the time since the meal beside the
blood tests, the reason beside an urine test that was not done. Whether an item is there
at all is ``result_presence.py``.
Source: standards/checks.csv, catalogue/catalogue.md 4, 4.1 and 11.1. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.rulebook import rule
from daiko.checks.rules.observations import item_at, value_of
from daiko.checks.rules.result_presence import URINE_REASON, choice_group, has_urine_reason
from daiko.checks.rules.result_ranges import number
from daiko.checks.subjects import PairSubject
from daiko.standard.catalogue import item, phase_of

HEIGHT: Final = "9N001000000000001"
WEIGHT: Final = "9N006000000000001"
BMI: Final = "9N011000000000001"
MEAL: Final = "9N141000000000011"
FIRST: Final = ("9A751000000000001", "9A761000000000001")
SECOND: Final = ("9A752000000000001", "9A762000000000001")
OTHER: Final = ("9A755000000000001", "9A765000000000001")
READINGS: Final = (FIRST, SECOND, OTHER)
"""Systolic and diastolic item of each occasion; OTHER is the mean of two, or a third."""

_TENTH: Final = Decimal("0.1")
_FASTING, _CASUAL, _AFTER_MEAL = "2", "3", "4"
_MENSTRUATION: Final = "1"
_FEMALE: Final = "2"


def measured_number(pair: PairSubject, code: str) -> Decimal | None:
    """The measured value of an item as a number."""
    value = pair.items.values.get(code)
    if value is None or value.value is None or code not in pair.items.measured:
        return None
    return number(value.value)


def _has_unit(pair: PairSubject, code: str) -> bool:
    """Whether the value stands in the unit of the item table, or in none."""
    entry, value = item(code), pair.items.values.get(code)
    return entry is None or value is None or value.unit in (None, entry.unit)


@lru_cache(maxsize=50_000)
def body_mass_index(height: Decimal, weight: Decimal) -> Decimal | None:
    """kg over m squared, one digit, half up; ``None`` without a height.

    >>> body_mass_index(Decimal("162.3"), Decimal("65.5"))
    Decimal('24.9')
    """
    if height <= 0:
        return None
    return (weight * 10_000 / (height * height)).quantize(_TENTH, ROUND_HALF_UP)


@rule("X-HI-004")
def bmi_of_the_body(pair: PairSubject) -> Iterator[Finding]:
    """BMI is weight over height squared, a tenth more or less."""
    height, weight = measured_number(pair, HEIGHT), measured_number(pair, WEIGHT)
    declared = measured_number(pair, BMI)
    if height is None or weight is None or declared is None:
        return
    if not (_has_unit(pair, HEIGHT) and _has_unit(pair, WEIGHT)):
        return  # metres or pounds: X-HC-031 says so, and no body is computed from them
    computed = body_mass_index(height, weight)
    if computed is not None and abs(computed - declared) > _TENTH:
        yield Finding("X-HI-004", item_at(BMI, "/value/@value"), str(declared), str(computed))


@rule("X-HI-011")
def readings_in_pairs(pair: PairSubject) -> Iterator[Finding]:
    """Each reading has both pressures, the upper above the lower; one may be marked undone."""
    items = pair.items
    for upper, lower in READINGS:
        if (upper in items.measured) and (lower in items.measured):
            high, low = measured_number(pair, upper), measured_number(pair, lower)
            if high is not None and low is not None and high <= low:
                at = item_at(upper, "/value/@value")
                yield Finding("X-HI-011", at, f"{high}/{low}", both("上 > 下", "upper > lower"))
            continue
        for there, missing in ((upper, lower), (lower, upper)):
            if there in items.measured and missing not in items.undone:
                yield Finding("X-HI-011", item_at(there), there, missing)


@rule("X-HI-012")
def mean_pressure(pair: PairSubject) -> Iterator[Finding]:
    """Beside two whole readings, "other" is their mean; a single reading is the first."""
    measured = pair.items.measured
    if measured.isdisjoint(SECOND) and measured.isdisjoint(OTHER):
        return
    is_first = not measured.isdisjoint(FIRST)
    if measured.issuperset((*FIRST, *SECOND)):
        yield from _means(pair)
    elif not is_first and not measured.isdisjoint(SECOND) and _says_nothing_of(pair, FIRST):
        yield Finding("X-HI-012", item_at(SECOND[0]), SECOND[0], FIRST[0])


def _means(pair: PairSubject) -> Iterator[Finding]:
    for first, second, other in zip(FIRST, SECOND, OTHER, strict=True):
        values = [measured_number(pair, code) for code in (first, second, other)]
        one, two, declared = values
        if one is None or two is None or declared is None:
            continue
        mean = ((one + two) / 2).quantize(Decimal(1), ROUND_HALF_UP)
        if declared != mean:
            at = item_at(other, "/value/@value")
            yield Finding("X-HI-012", at, str(declared), f"{mean} = ({one} + {two}) / 2")


def _says_nothing_of(pair: PairSubject, codes: tuple[str, str]) -> bool:
    return pair.items.undone.isdisjoint(codes)


# --- the time since the meal ------------------------------------------------------------


@lru_cache(maxsize=64)
def _blood(group: str, prefix: str, fiscal_year: int) -> frozenset[str]:
    return frozenset(code for code in choice_group(group, fiscal_year) if code.startswith(prefix))


def _timed(
    pair: PairSubject, rule_id: str, group: str, prefix: str, allowed: tuple[str, ...]
) -> Iterator[Finding]:
    """A blood test with the time that does not fit it; a missing time is X-HI-013's."""
    if pair.fiscal_year is None:
        return
    meal = value_of(pair, MEAL)
    if meal in allowed or meal not in (_FASTING, _CASUAL, _AFTER_MEAL):
        return
    if not pair.items.measured.isdisjoint(_blood(group, prefix, pair.fiscal_year)):
        yield Finding(rule_id, item_at(MEAL, "/value/@code"), meal, ", ".join(allowed))


@rule("X-HI-015")
def fasting_triglycerides(pair: PairSubject) -> Iterator[Finding]:
    """Fasting triglycerides ten hours after the meal; until phase 3 one code served both."""
    if pair.fiscal_year is not None and phase_of(pair.fiscal_year) >= 4:
        yield from _timed(pair, "X-HI-015", "triglycerides", "3F0150000", (_FASTING,))


@rule("X-HI-016")
def casual_triglycerides(pair: PairSubject) -> Iterator[Finding]:
    """Casual triglycerides within ten hours."""
    allowed = (_CASUAL, _AFTER_MEAL)
    yield from _timed(pair, "X-HI-016", "triglycerides", "3F0151299", allowed)


@rule("X-HI-023")
def fasting_glucose(pair: PairSubject) -> Iterator[Finding]:
    """Fasting glucose ten hours after the meal."""
    yield from _timed(pair, "X-HI-023", "glucose", "3D0100000", (_FASTING,))


@rule("X-HI-024")
def casual_glucose(pair: PairSubject) -> Iterator[Finding]:
    """Casual glucose from 3.5 to 10 hours; just after a meal only beside HbA1c."""
    for finding in _timed(pair, "X-HI-024", "glucose", "3D0101299", (_CASUAL,)):
        is_just_after = finding.found == _AFTER_MEAL
        year = pair.fiscal_year or 0
        if is_just_after and not pair.items.measured.isdisjoint(_blood("glucose", "3D046", year)):
            return
        yield finding


# --- why there is no urine test ---------------------------------------------------------


@rule("X-HI-028")
def reason_fits(pair: PairSubject) -> Iterator[Finding]:
    """A reason stands only where an item has no value, and menstruation only with women.

    Before phase 4 there was no such item, which is X-REF-009's.
    """
    reason = value_of(pair, URINE_REASON)
    if reason is None or pair.fiscal_year is None or not has_urine_reason(pair.fiscal_year):
        return
    at = item_at(URINE_REASON, "/value/@code")
    if reason == _MENSTRUATION and pair.result.sex not in (None, _FEMALE):
        yield Finding("X-HI-028", at, reason, both("女性のみ", "women only"))
    elif not pair.items.undone - pair.items.measured and _has_urine(pair):
        expected = both("未実施または測定不可能の項目", "an item not performed or not measurable")
        yield Finding("X-HI-028", at, reason, expected)


def _has_urine(pair: PairSubject) -> bool:
    """Both urine tests have a value; a missing one is X-HI-026's or X-HI-027's."""
    return all(
        not pair.items.measured.isdisjoint(choice_group(group, pair.fiscal_year or 0))
        for group in ("urine_glucose", "urine_protein")
    )
