"""S7: whether the person is insured, where the insurer gave its register (X-EL).

Source: standards/checks.csv X-EL-007, 008, 012; administrative-checks.md 5 (the same
person: symbol, number, branch where both sides have one, birth date, sex); rulings.md 33.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.claim_places import decided_on, person_at
from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import AnyPair, GuidanceSubject
from daiko.checks.insured_entries import CoverageEntry, InsuredEntry
from daiko.checks.registers import covers
from daiko.checks.rulebook import Source, rule
from daiko.checks.subjects import PairSubject, once
from daiko.checks.values import comparable, day

EVENT: Final = "/ClinicalDocument/documentationOf/serviceEvent/effectiveTime/@value"
_COMPLETED: Final = "2"


@rule("X-EL-007", requires=Source.INSURED)
def insured_on_the_day(pair: PairSubject) -> Iterator[Finding]:
    """The person is insured on the day of the checkup."""
    yield from _uncovered("X-EL-007", pair, (pair.performed_on,))


@rule("X-EL-008", requires=Source.INSURED)
def insured_while_guided(pair: GuidanceSubject) -> Iterator[Finding]:
    """Insured on the day of the first interview, and on that of the evaluation (timing 2).

    Who loses coverage in between is settled with timing 3 or 5, where the first interview
    alone is asked about.
    """
    completed = pair.evaluation_on if pair.timing == _COMPLETED else None
    yield from _uncovered("X-EL-008", pair, (decided_on(pair), completed))


@rule("X-EL-012", requires=Source.INSURED)
def symbol_of_the_insurer(pair: AnyPair) -> Iterator[Finding]:
    """Somebody of this insurer has the symbol."""
    entry = _registered(pair)
    if entry is not None and _is_foreign(pair, entry):
        symbol = pair.claim.symbol.extension if pair.claim.symbol else None
        expected = both("この保険者の記号", "a symbol of this insurer")
        yield Finding("X-EL-012", f"{person_at(pair)}/insuranceCard/symbol", symbol or "", expected)


def _uncovered(rule_id: str, pair: AnyPair, days: tuple[date | None, ...]) -> Iterator[Finding]:
    """One finding: nobody of this number is this person, or the first day not covered."""
    entry = _registered(pair)
    if entry is None or _is_foreign(pair, entry):
        return  # X-EL-012
    if day(pair.claim.birth_date) is None or pair.claim.sex not in ("1", "2"):
        return  # X-CC-009, 010: whoever it is, this person is not known
    own = [coverage for coverage in entry.coverages if _is_of_person(coverage, pair)]
    if not own:
        number = pair.claim.number.extension if pair.claim.number else None
        at = f"{person_at(pair)}/insuranceCard/number"
        yield Finding(rule_id, at, number or "", both("被保険者台帳", "register of the insured"))
        return
    for on in days:
        if on is not None and not any(covers(c.covered_from, c.covered_to, on) for c in own):
            yield Finding(rule_id, EVENT, f"{on:%Y%m%d}", both("加入している日", "a covered day"))
            return


@once
def _registered(pair: AnyPair) -> InsuredEntry | None:
    """What the register holds of symbol and number; ``None`` without register or number."""
    insurer_number, asked = pair.key.insurer_number, pair.key.insured
    if pair.registers is None or asked is None or not pair.registers.has_insured(insurer_number):
        return None
    return pair.registers.insured(insurer_number, *asked)


def _is_foreign(pair: AnyPair, entry: InsuredEntry) -> bool:
    """Whether the claim states a symbol nobody of the insurer has."""
    return bool(pair.key.insured and pair.key.insured[0]) and not entry.symbol_known


def _is_of_person(coverage: CoverageEntry, pair: AnyPair) -> bool:
    claim = pair.claim
    stated = comparable(claim.branch_code.extension if claim.branch_code else None) or ""
    branches = {branch.lstrip("0") for branch in (stated, coverage.branch_code) if branch}
    return (
        len(branches) < 2  # the same, or one side has none
        and coverage.birth_date == day(claim.birth_date)
        and coverage.sex == claim.sex
    )
