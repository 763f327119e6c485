"""What result and claim of a guidance, and the accepted first one, say together.

X-GC-025…027, X-XF-012, 013 (this pair), X-DU-005…007 (earlier instalments of the card).
Source: standards/checks.csv, guidance.md 3, 9.3; administrative-checks.md 4, 5;
rulings.md 48. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding, Severity
from daiko.checks.guidance_items import TOTALS, whole
from daiko.checks.guidance_subject import GuidanceSubject, level_in_doubt, timing_in_doubt
from daiko.checks.rulebook import Part, Source, rule
from daiko.checks.rules.contract import guidance_contract_of
from daiko.checks.rules.guidance_places import (
    CLAIM,
    CLAIM_CARD,
    CLAIM_PERSON,
    DONE_TOTALS,
    MONEY,
    PLANNED,
    grand_code,
)
from daiko.checks.rules.guidance_points_rules import right_totals

_ENDS: Final = frozenset({"2", "3"})
_MANY_TIMES: Final = "4"  # progress of individual contracts
_GRAND_TOTAL_OF_PHASE_3: Final = {PLANNED: "1041800114", DONE_TOTALS: "1042800114"}
LEVEL_AT: Final = f"{CLAIM}/encounter/guidanceLevel/@code"
TIMING_AT: Final = f"{CLAIM}/encounter/guidanceTiming/@code"


def _grand_code(pair: GuidanceSubject, beginning: str) -> str:
    return grand_code(beginning) if pair.phase >= 4 else _GRAND_TOTAL_OF_PHASE_3[beginning]


@rule("X-XF-012")
def report_and_timing(pair: GuidanceSubject) -> Iterator[Finding]:
    """Report 2n belongs to timing n."""
    timing = pair.claim.guidance_timing or ""
    if timing_in_doubt(pair):
        yield Finding("X-XF-012", TIMING_AT, timing, pair.report_code or "")


@rule("X-XF-013")
def same_level(pair: GuidanceSubject) -> Iterator[Finding]:
    """Guidance level of 90010 and of the claim."""
    if pair.stated_level is not None and level_in_doubt(pair):
        yield Finding("X-XF-013", LEVEL_AT, pair.claim.guidance_level or "", pair.stated_level)


@rule("X-GC-025", part=Part.BOTH)
def planned_points(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned points of the claim are the planned grand total, here or in the first report."""
    claimed = pair.amounts.points_intended
    if claimed is None:
        return
    code = _grand_code(pair, PLANNED)
    stated = [pair.items.number(code, TOTALS)]
    if pair.first_claim is not None:
        facts = pair.first_claim.facts
        stated.append(whole(dict(facts.planned).get(code)) or facts.points_intended)
    known = [points for points in stated if points is not None]
    if known and claimed not in known and claimed not in right_totals(pair, PLANNED):
        at = f"{MONEY}/pointCountIntended/@value"
        yield Finding("X-GC-025", at, str(claimed), str(known[0]))


@rule("X-GC-026", part=Part.BOTH)
def done_points(pair: GuidanceSubject) -> Iterator[Finding]:
    """Points done of the claim are the done grand total."""
    claimed = pair.amounts.points_completed
    stated = pair.items.number(_grand_code(pair, DONE_TOTALS), TOTALS)
    if claimed is None or stated is None or claimed == stated:
        return
    if claimed not in right_totals(pair, DONE_TOTALS):  # else X-HG-036 names the total
        yield Finding("X-GC-026", f"{MONEY}/pointCountCompleted/@value", str(claimed), str(stated))


@rule("X-GC-027", part=Part.BOTH, requires=Source.HISTORY)
def level_of_first_report(pair: GuidanceSubject) -> Iterator[Finding]:
    """Without a level of its own the document has that of the accepted first report."""
    first = pair.first_claim
    if first is not None and pair.stated_level is None and level_in_doubt(pair):
        yield Finding("X-GC-027", LEVEL_AT, pair.claim.guidance_level or "", first.facts.level)


@rule("X-DU-005", requires=Source.HISTORY)
def instalment_before(pair: GuidanceSubject) -> Iterator[Finding]:
    """Each timing once, of 2 and 3 only one; the same timing in one archive is X-DU-001."""
    timing = pair.claim.guidance_timing
    if timing is None or timing == _MANY_TIMES or timing_in_doubt(pair):
        return
    for earlier in pair.earlier:
        again = earlier.facts.timing
        is_same = again == timing and bool(earlier.receipt_number)
        if is_same or (again != timing and {again, timing} == _ENDS):
            yield Finding(
                "X-DU-005", TIMING_AT, timing, f"{again} {earlier.receipt_number}".strip()
            )
            return


@rule("X-DU-006", requires=Source.HISTORY)
def first_before_final(pair: GuidanceSubject) -> Iterator[Finding]:
    """A final claim follows an accepted first one, which may stand in the same archive.

    Where the agency's history is not known whole (before sending) only a first claim that
    this archive holds, and that is returned itself, decides it.
    """
    if pair.claim.guidance_timing not in _ENDS or pair.first_claim is not None:
        return
    is_known = pair.history is not None and pair.history.is_complete()
    if timing_in_doubt(pair) or not (is_known or pair.returned_first):
        return
    at = f"{CLAIM_CARD}/id/@extension"
    yield Finding("X-DU-006", at, pair.card_number or "", _a_first_claim(pair))


def _a_first_claim(pair: GuidanceSubject) -> str:
    name = pair.returned_first
    if name is None:
        return both("受け付けられた開始時の請求", "an accepted claim of timing 1")
    return both(f"この ZIP の開始時の組 {name} も返戻", f"its first claim, {name}, is returned too")


@rule("X-DU-007", requires=Source.HISTORY)
def as_in_first_claim(pair: GuidanceSubject) -> Iterator[Finding]:
    """Level, price and copayment of the first claim; another provider only warns (ruling 48).

    The level of a document that states none is X-GC-027; a price is compared with the
    contract where one is known, and with another provider it is that of its own.
    """
    first = pair.first_claim
    if pair.claim.guidance_timing not in _ENDS or first is None:
        return
    facts, claim = first.facts, pair.claim
    if pair.stated_level is not None and facts.level != claim.guidance_level:
        yield Finding("X-DU-007", LEVEL_AT, claim.guidance_level or "", facts.level)
    is_other = first.provider_number != (pair.provider_number or "")
    if is_other:
        at = f"{CLAIM_PERSON}/performerOrganization/id/@extension"
        yield Finding(
            "X-DU-007",
            at,
            pair.provider_number or "",
            first.provider_number,
            severity=Severity.WARNING,
        )
    price_yen = pair.amounts.unit_price_yen
    is_judged = is_other or guidance_contract_of(pair) is not None  # X-CT-008
    if not is_judged and price_yen is not None and price_yen != facts.unit_price_yen:
        at = f"{MONEY}/unitPrice/amount/@value"
        yield Finding("X-DU-007", at, str(price_yen), str(facts.unit_price_yen))
    code = claim.copayment_terms.code if claim.copayment_terms else None
    if code and facts.copayment_code and code != facts.copayment_code:
        yield Finding("X-DU-007", f"{CLAIM_CARD}/copayment/@code", code, facts.copayment_code)
