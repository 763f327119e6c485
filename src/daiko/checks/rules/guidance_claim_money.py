"""S6: the money of a guidance claim (X-GC-011…017, 019, 020, 022…024).

Source: standards/checks.csv, guidance.md 9, settlement.md 1.2; rulings.md 1, 2, 4, 36.
The arithmetic itself is ``money/guidance_claim.py``. A rule whose ground another rule has
already found wrong stays silent: price 011, rate 012, points 013 and 014, calculated
amount 016 and 017, payment 019. Pure; yen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_subject import GuidanceSubject, level_in_doubt, timing_in_doubt
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.claim_judgement import declared_guidance_terms
from daiko.checks.rules.contract import (
    guidance_contract_of,
    guidance_prices_yen,
    only_individual,
)
from daiko.checks.rules.guidance_places import CLAIM, MONEY
from daiko.money.copayment import CopaymentTerms, copayment_yen
from daiko.money.guidance_claim import (
    DEFAULT_SHARES,
    CopaymentRule,
    GuidanceLevel,
    GuidanceTerms,
    GuidanceTiming,
    Shares,
    instalment,
)
from daiko.money.rounding import half_up

FIRST: Final = "1"
FINAL: Final = "2"
ENDED: Final = "3"
UNFINISHED: Final = "5"
ACTIVE: Final = "1"
_LEVELS: Final = {str(level.value): level for level in GuidanceLevel}
_WHOLE_AT_FIRST: Final = "1"


def shares_of(pair: GuidanceSubject) -> Shares | None:
    """Shares of the claimed level; ``None`` for an unknown level (X-GC-002)."""
    level = _LEVELS.get(pair.claim.guidance_level or "")
    return None if level is None else DEFAULT_SHARES[level]


def agreed_rate(pair: GuidanceSubject) -> int | None:
    """Percent agreed for level and timing; ``None`` where nothing is agreed in general."""
    shares = shares_of(pair)
    if shares is None or only_individual(pair):
        return None
    match pair.claim.guidance_timing:
        case "1":
            return shares.first_percent
        case "2":
            return shares.final_percent
        case "3" if shares.dropout_percent:
            return shares.dropout_percent
        case _:
            return None


def _rate_is_right(pair: GuidanceSubject) -> bool:
    agreed = agreed_rate(pair)
    return agreed is None or pair.amounts.payment_rate == agreed


@rule("X-GC-011")
def unit_price(pair: GuidanceSubject) -> Iterator[Finding]:
    """A price above 0."""
    if not pair.amounts.unit_price_yen:
        found = pair.claim.unit_price or ""
        yield Finding("X-GC-011", f"{MONEY}/unitPrice/amount/@value", found, "1–999999999")


@rule("X-GC-012")
def payment_rate(pair: GuidanceSubject) -> Iterator[Finding]:
    """0 to 100 percent, and the share agreed for level and timing."""
    rate, agreed = pair.amounts.payment_rate, agreed_rate(pair)
    if rate is None or rate > 100:
        yield Finding(
            "X-GC-012", f"{MONEY}/paymentRate/@value", pair.claim.payment_rate or "", "0–100"
        )
    elif agreed is not None and rate != agreed:
        if level_in_doubt(pair) or timing_in_doubt(pair):
            return
        yield Finding("X-GC-012", f"{MONEY}/paymentRate/@value", str(rate), str(agreed))


def _is_ended_active(pair: GuidanceSubject) -> bool:
    return pair.claim.guidance_timing == ENDED and pair.claim.guidance_level == ACTIVE


@rule("X-GC-013")
def points_completed(pair: GuidanceSubject) -> Iterator[Finding]:
    """Needed when active support ended midway, absent at the start.

    At the final claim they may stand or not: they do not enter the amount (guidance.md 9.3).
    """
    at, text = f"{MONEY}/pointCountCompleted", pair.claim.points_completed
    if _is_ended_active(pair):
        if pair.amounts.points_completed is None:
            yield Finding("X-GC-013", f"{at}/@value", text or "", "0–9999")
    elif pair.claim.guidance_timing == FIRST and text is not None:
        yield Finding("X-GC-013", f"{at}/@value", text, "")


@rule("X-GC-014")
def points_intended(pair: GuidanceSubject) -> Iterator[Finding]:
    """Needed, and above 0, when active support ended midway."""
    if _is_ended_active(pair) and not pair.amounts.points_intended:
        found = pair.claim.points_intended or ""
        yield Finding("X-GC-014", f"{MONEY}/pointCountIntended/@value", found, "1–9999")


@rule("X-GC-015")
def points_beyond_the_plan(pair: GuidanceSubject) -> Iterator[Finding]:
    """More points done than planned: the ratio is capped at 1 (ruling 4)."""
    done, planned = pair.amounts.points_completed, pair.amounts.points_intended
    if _is_ended_active(pair) and done is not None and planned and done > planned:
        yield Finding("X-GC-015", f"{MONEY}/pointCountCompleted/@value", str(done), f"–{planned}")


def calculated_yen(
    pair: GuidanceSubject, percent: int | None = None, *, price_yen: int | None = None
) -> int | None:
    """What calculatedAmount must be by points and the stated (or another) price and rate."""
    amounts = pair.amounts
    price_yen = amounts.unit_price_yen if price_yen is None else price_yen
    rate = amounts.payment_rate if percent is None else percent
    if not price_yen or rate is None:
        return None
    if pair.claim.guidance_timing in (FIRST, FINAL):
        return half_up(price_yen * rate, 100)
    done, planned = amounts.points_completed, amounts.points_intended
    if _is_ended_active(pair) and done is not None and planned:
        return half_up(price_yen * rate * min(done, planned), 100 * planned)
    return None


def _calculated(rule_id: str, pair: GuidanceSubject) -> Iterator[Finding]:
    """Declared against computed; right by agreed rate or price is right: then that is wrong."""
    expected_yen, found_yen = calculated_yen(pair), pair.amounts.calculated_yen
    if expected_yen is None or found_yen is None or expected_yen == found_yen:
        return
    agreed = agreed_rate(pair)
    if agreed is not None and calculated_yen(pair, agreed) == found_yen:
        return
    if found_yen in _by_agreed_prices(pair):
        return  # X-CT-008
    yield Finding(rule_id, f"{MONEY}/calculatedAmount/@value", str(found_yen), str(expected_yen))


def _by_agreed_prices(pair: GuidanceSubject) -> list[int | None]:
    """What calculatedAmount would be by the prices of the contract, where another is claimed."""
    contract = guidance_contract_of(pair)
    agreed = [] if contract is None else guidance_prices_yen(contract, pair)
    if pair.amounts.unit_price_yen in agreed:
        return []
    return [calculated_yen(pair, price_yen=price_yen) for price_yen in agreed]


@rule("X-GC-016")
def calculated_amount(pair: GuidanceSubject) -> Iterator[Finding]:
    """Price times rate, half a yen up."""
    if pair.claim.guidance_timing in (FIRST, FINAL):
        yield from _calculated("X-GC-016", pair)


@rule("X-GC-017")
def amount_ended_midway(pair: GuidanceSubject) -> Iterator[Finding]:
    """Price times rate times points done by points planned, half a yen up."""
    if _is_ended_active(pair):
        yield from _calculated("X-GC-017", pair)


def _claimed_shares(pair: GuidanceSubject) -> Shares | None:
    """Shares as the claim has them: individual contracts agree on their own."""
    usual, rate = shares_of(pair), pair.amounts.payment_rate
    if usual is None or rate is None or rate > 100:
        return None
    match pair.claim.guidance_timing:
        case "1":
            return Shares(rate, 100 - rate, usual.dropout_percent)
        case "2":
            return Shares(100 - rate, rate, usual.dropout_percent)
        case _:
            return Shares(usual.first_percent, usual.final_percent, rate)


def payments_yen(pair: GuidanceSubject) -> frozenset[int] | None:
    """Copayments that are right for this instalment; several when no contract is known.

    ``None`` when price, rate, points or terms do not decide it.
    """
    terms, shares = declared_guidance_terms(pair.claim), _claimed_shares(pair)
    amounts, timing = pair.amounts, pair.claim.guidance_timing or ""
    expected_yen = calculated_yen(pair)
    if terms is None or shares is None or expected_yen is None or not _rate_is_right(pair):
        return None
    if level_in_doubt(pair) or timing_in_doubt(pair):
        return None
    contract = guidance_contract_of(pair)
    return _payments_yen(
        terms,
        shares,
        None if contract is None else contract.guidance_copayment_rule,
        (amounts.unit_price_yen or 0, expected_yen),
        timing=GuidanceTiming(int(timing)),
        is_whole_first=pair.claim.payment_status == _WHOLE_AT_FIRST,
        points=(amounts.points_completed or 0, amounts.points_intended or 0),
    )


@lru_cache(maxsize=4_096)  # prices and terms repeat in an archive
def _payments_yen(
    terms: CopaymentTerms,
    shares: Shares,
    agreed_rule: str | None,
    price_and_part_yen: tuple[int, int],
    *,
    timing: GuidanceTiming,
    is_whole_first: bool,
    points: tuple[int, int],
) -> frozenset[int]:
    """Copayments by the rule that was agreed, or by either where none is known."""
    price_yen, part_yen = price_and_part_yen
    whole_yen = copayment_yen(price_yen, terms)
    if whole_yen == 0:
        return frozenset({0})  # however it is shared
    found = set()
    for copayment_rule in CopaymentRule:
        if agreed_rule is not None and agreed_rule != copayment_rule:
            continue
        if copayment_rule is CopaymentRule.WHOLE_FIRST and not is_whole_first:
            found.add(copayment_yen(part_yen, terms))
            continue
        part = instalment(
            GuidanceTerms(price_yen, whole_yen, shares, copayment_rule),
            timing,
            points_completed=points[0],
            points_intended=points[1],
        )
        found.add(part.payment_yen)
    return frozenset(found)


@rule("X-GC-019")
def payment(pair: GuidanceSubject) -> Iterator[Finding]:
    """The copayment of this instalment by card, price and the contract's rule (ruling 1)."""
    right, found_yen = payments_yen(pair), pair.amounts.payment_yen
    if right is None or found_yen is None or pair.amounts.calculated_yen != calculated_yen(pair):
        return
    if found_yen not in right:
        expected = ", ".join(str(amount) for amount in sorted(right))
        yield Finding("X-GC-019", f"{MONEY}/payment/amount/@value", str(found_yen), expected)


@rule("X-GC-020")
def claim_amount(pair: GuidanceSubject) -> Iterator[Finding]:
    """Calculated amount less copayment; a wrong amount or payment is its own rule's alone."""
    amounts = pair.amounts
    if amounts.calculated_yen is None or amounts.payment_yen is None or amounts.claim_yen is None:
        return
    expected_yen = amounts.calculated_yen - amounts.payment_yen
    if amounts.claim_yen != expected_yen and amounts.claim_yen not in _right_claims(pair):
        at = f"{MONEY}/claimAmount/@value"
        yield Finding("X-GC-020", at, str(amounts.claim_yen), str(expected_yen))


def _right_claims(pair: GuidanceSubject) -> set[int]:
    """Claims that fit the amount or payment that should stand there, where it does not.

    X-GC-016, 017 or 019 has named that amount or payment; nothing where both are right.
    """
    stated_yen, paid_yen = pair.amounts.calculated_yen or 0, pair.amounts.payment_yen or 0
    right_yen, payments = calculated_yen(pair), payments_yen(pair)
    if right_yen is not None and right_yen != stated_yen:
        return {right_yen - paid_yen}
    if payments is not None and paid_yen not in payments:
        return {stated_yen - payment for payment in payments}
    return set()


@rule("X-GC-022")
def ended_only_active(pair: GuidanceSubject) -> Iterator[Finding]:
    """Only active support is settled when it ended midway."""
    if pair.claim.guidance_timing == ENDED and pair.claim.guidance_level in ("2", "3"):
        at = f"{CLAIM}/encounter/guidanceTiming/@code"
        yield Finding("X-GC-022", at, ENDED, f"guidanceLevel {ACTIVE}")


@rule("X-GC-023")
def unfinished_interview(pair: GuidanceSubject) -> Iterator[Finding]:
    """Money for an unfinished interview needs an agreed price; contracts hold none so far."""
    amounts = pair.amounts
    claimed_yen = max(amounts.calculated_yen or 0, amounts.claim_yen or 0)
    if pair.claim.guidance_timing == UNFINISHED and claimed_yen > 0:
        if only_individual(pair):
            return
        yield Finding("X-GC-023", f"{MONEY}/calculatedAmount/@value", str(claimed_yen), "0")


@rule("X-GC-024", requires=Source.HISTORY)
def shares_together(pair: GuidanceSubject) -> Iterator[Finding]:
    """The rates of all accepted instalments of a card make at most 100 percent."""
    rate, timing = pair.amounts.payment_rate, pair.claim.guidance_timing
    earlier = [e for e in pair.earlier if e.facts.timing != timing]
    if rate is None or not earlier or len(earlier) != len(pair.earlier) or not _rate_is_right(pair):
        return
    together = rate + sum(e.facts.payment_rate for e in earlier)
    if together > 100:
        yield Finding("X-GC-024", f"{MONEY}/paymentRate/@value", str(together), "–100")
