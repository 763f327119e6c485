"""S3: organisations and codes against registers and tables (X-REF-002…009).

Source: standards/checks.csv; rulings.md 12, 13, 24. Without a register a rule is
reported as not checked. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.claim_places import decided_on, person_at
from daiko.checks.findings import Finding, Severity
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.checks.registers import InsurerEntry, covers, successor_on
from daiko.checks.rulebook import Part, Source, rule
from daiko.checks.rules.questions import ENDED_ITEMS
from daiko.checks.subjects import PairSubject
from daiko.standard.catalogue import all_items, item, phase_of
from daiko.standard.identifiers import (
    has_valid_check_digit,
    is_insurer_number,
    is_provider_number,
)


def _provider_at(pair: AnyPair) -> str:
    return f"{person_at(pair)}/performerOrganization/id/@extension"


def _insurer_at(pair: AnyPair) -> str:
    return f"{person_at(pair)}/insuranceCard/insurerNumber/@extension"


_CHECK_DIGIT: Final = both("検証番号の合う番号", "a number whose check digit fits")


def _registered(on: date) -> str:
    return both(f"{on:%Y%m%d} に登録のある番号", f"a number registered on {on:%Y%m%d}")


def _in_its_place(successor: InsurerEntry, on: date) -> str:
    number = successor.insurer_number
    return both(
        f"{number}（合併先。{on:%Y%m%d} に登録のある番号）",
        f"{number}, into which it was merged, registered on {on:%Y%m%d}",
    )


@rule("X-REF-002", requires=Source.PROVIDERS)
def provider_registered(pair: AnyPair) -> Iterator[Finding]:
    """The provider is in the register on the day of the checkup or guidance event."""
    number, on = pair.provider_number or "", pair.performed_on
    if pair.registers is None or on is None or not is_provider_number(number):
        return
    entry = pair.registers.provider(number)
    if entry is None or not covers(entry.registered_on, entry.abolished_on, on):
        yield Finding("X-REF-002", _provider_at(pair), number, _registered(on))


@rule("X-REF-003", requires=Source.PROVIDERS)
def provider_does_this_service(pair: AnyPair) -> Iterator[Finding]:
    """The provider's kind includes checkups, or guidance, as claimed."""
    entry = pair.registers.provider(pair.provider_number or "") if pair.registers else None
    service = "guidance" if isinstance(pair, GuidanceSubject) else "checkup"
    if entry is not None and service not in entry.services:
        yield Finding("X-REF-003", _provider_at(pair), " ".join(sorted(entry.services)), service)


@rule("X-REF-004", requires=Source.INSURERS)
def insurer_registered(pair: AnyPair) -> Iterator[Finding]:
    """The insurer exists on the day of the checkup or first interview (not merged, dissolved)."""
    number, on = pair.insurer_number or "", decided_on(pair) or pair.performed_on
    if pair.registers is None or on is None or not is_insurer_number(number):
        return
    entry = pair.registers.insurer(number)
    if entry is None or not covers(entry.start_on, entry.end_on, on):
        successor = successor_on(pair.registers, entry, on) if entry is not None else None
        expected = _registered(on) if successor is None else _in_its_place(successor, on)
        yield Finding("X-REF-004", _insurer_at(pair), number, expected)


@rule("X-REF-005", part=Part.CLAIM)
def insurer_check_digit(pair: AnyPair) -> Iterator[Finding]:
    """Check digit of the insurer; never asked of a registered number (ruling 13)."""
    number = pair.insurer_number or ""
    if not is_insurer_number(number) or has_valid_check_digit(number):
        return
    loaded = pair.registers is not None and pair.registers.has_insurers()
    at = _insurer_at(pair)
    if not loaded:
        yield Finding("X-REF-005", at, number, _CHECK_DIGIT, severity=Severity.WARNING)
    elif pair.registers is not None and pair.registers.insurer(number) is None:
        yield Finding("X-REF-005", at, number, _CHECK_DIGIT)


@rule("X-REF-006", part=Part.CLAIM)
def provider_check_digit(pair: AnyPair) -> Iterator[Finding]:
    """Check digit of the provider; never asked of a registered number."""
    number = pair.provider_number or ""
    if not is_provider_number(number) or has_valid_check_digit(number):
        return
    if pair.registers is not None and pair.registers.provider(number) is not None:
        return
    yield Finding("X-REF-006", _provider_at(pair), number, _CHECK_DIGIT)


@rule("X-REF-008")
def added_items_known(pair: PairSubject) -> Iterator[Finding]:
    """Items priced as additional are in the item table on the day of the checkup."""
    if pair.fiscal_year is None or "other" not in pair.claim_parts:
        return
    phase = phase_of(pair.fiscal_year)
    for price in pair.claim.other_prices:
        entry = item(price.code or "")
        if len(price.code or "") == 17 and (entry is None or phase not in entry.phases):
            yield Finding(
                "X-REF-008",
                "checkupClaim/settlement/unitPriceOther/observation/@code",
                price.code or "",
                both(f"第{phase}期の項目表", f"item table of phase {phase}"),
            )


@rule("X-REF-009", part=Part.RESULT)
def items_known(pair: PairSubject) -> Iterator[Finding]:
    """Items of the result are in the item table of the year; in 01990 only a note."""
    if pair.fiscal_year is None:
        return
    phase = phase_of(pair.fiscal_year)
    known = _codes_of(phase)
    if pair.items.measured <= known and pair.items.undone <= known:
        return
    for section, observation, _ in pair.items.all:
        code = observation.code or ""
        if len(code) == 17 and code not in known and not _has_own_rule(code):
            note = Severity.NOTE if section == "01990" else None
            at = f"/ClinicalDocument//observation/code[@code={code}]"
            yield Finding(
                "X-REF-009",
                at,
                code,
                both(f"第{phase}期の項目", f"an item of phase {phase}"),
                severity=note,
            )


def _has_own_rule(code: str) -> bool:
    """Ended questions are X-HI-036's, JDS values of HbA1c X-HI-025's."""
    return code in ENDED_ITEMS or code.startswith("3D045")


@cache
def _codes_of(phase: int) -> frozenset[str]:
    """Every item of the table in a phase."""
    return frozenset(code for code, entry in all_items().items() if phase in entry.phases)
