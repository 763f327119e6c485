"""S6: the money of a checkup claim (X-CC-022…042, 048).

Source: standards/checks.csv, settlement.md 1.1, administrative-checks.md 7 and 8,
rulings.md 5, 33, 34, 35, 36. The arithmetic itself is ``money/``; what each part
should be is judged once in ``claim_judgement.py``. Pure; yen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding, Severity
from daiko.checks.quiet import sums_add_up
from daiko.checks.rulebook import rule
from daiko.checks.rules.claim_judgement import (
    VERDICT_RULES,
    PartJudgement,
    by_card,
    is_paid_right,
    judgements,
)
from daiko.checks.subjects import PairSubject
from daiko.standard import oids

MONEY: Final = "checkupClaim/settlement"


@rule("X-CC-022")
def claim_type(pair: PairSubject) -> Iterator[Finding]:
    """Claim type 1 to 5."""
    if pair.claim.claim_type not in ("1", "2", "3", "4", "5"):
        yield Finding("X-CC-022", f"{MONEY}/claimType/@code", pair.claim.claim_type or "", "1–5")


@rule("X-CC-023")
def commission_type(pair: PairSubject) -> Iterator[Finding]:
    """Commission type 1 or 2."""
    if pair.claim.commission_type not in ("1", "2"):
        found = pair.claim.commission_type or ""
        yield Finding("X-CC-023", f"{MONEY}/commissionType/@code", found, "1, 2")


@rule("X-CC-024", quiet_when=sums_add_up)
def basic_price(pair: PairSubject) -> Iterator[Finding]:
    """A basic price above 0 for types 1 to 4, none for type 5."""
    at, prices = f"{MONEY}/unitPriceBasic", pair.amounts.basic_prices_yen
    if "dock" in pair.claim_parts:
        if prices:
            yield Finding("X-CC-024", at, str(prices[0]), "")
    elif pair.claim_parts and not (prices and prices[0]) and not _nothing_priced(pair):
        yield Finding("X-CC-024", f"{at}/amount/@value", _shown(prices), "1–999999999")


def _nothing_priced(pair: PairSubject) -> bool:
    """A claim without any price is X-CC-042 alone: the prices were never entered."""
    amounts = pair.amounts
    every = (
        *amounts.basic_prices_yen,
        *amounts.detail_prices_yen,
        *amounts.other_prices_yen,
    )
    return amounts.unit_total_yen == 0 and not any(every)


def _shown(prices: tuple[int | None, ...]) -> str:
    return ", ".join("?" if price is None else str(price) for price in prices)


@rule("X-CC-025", quiet_when=sums_add_up)
def detail_prices(pair: PairSubject) -> Iterator[Finding]:
    """One price per detailed exam (codes 1 to 4, distinct) for types 2 and 4 only."""
    at = f"{MONEY}/unitPriceDetail"
    codes = [price.code or "" for price in pair.claim.detail_prices]
    if "detail" not in pair.claim_parts:
        if codes and pair.claim_parts:
            yield Finding("X-CC-025", at, ", ".join(codes), "")
        return
    doubled = [code for code, times in Counter(codes).items() if times > 1]
    unknown = [code for code in codes if code not in ("1", "2", "3", "4")]
    if not codes or doubled or unknown:
        yield Finding("X-CC-025", f"{at}/observation/@code", ", ".join(codes), "1, 2, 3, 4")


@rule("X-CC-026", quiet_when=sums_add_up)
def other_prices(pair: PairSubject) -> Iterator[Finding]:
    """Added items with their codes for types 3 and 4; one price without item for type 5."""
    at, prices = f"{MONEY}/unitPriceOther", pair.claim.other_prices
    if "dock" in pair.claim_parts:
        if len(prices) != 1 or prices[0].code is not None:
            yield Finding("X-CC-026", at, str(len(prices)), "1, observation なし")
    elif "other" in pair.claim_parts:
        wrong = [p for p in prices if len(p.code or "") != 17 or p.code_system != oids.ITEM]
        if not prices or wrong:
            found = ", ".join(p.code or "" for p in wrong)
            yield Finding("X-CC-026", f"{at}/observation", found, f"17, {oids.ITEM}")
    elif prices and pair.claim_parts:
        yield Finding("X-CC-026", at, str(len(prices)), "0")


@rule("X-CC-027", quiet_when=sums_add_up)
def payments_of_the_parts(pair: PairSubject) -> Iterator[Finding]:
    """Payments stand for exactly the parts of the claim type."""
    parts = pair.claim_parts
    if not parts:
        return
    claim = pair.claim
    for element, text, needed in (
        ("paymentForBasic", claim.basic_payment, "basic" in parts),
        ("paymentForDetail", claim.detail_payment, "detail" in parts),
        ("paymentForOther", claim.other_payment, bool(parts & {"other", "dock"})),
    ):
        if needed != (text is not None):
            yield Finding("X-CC-027", f"{MONEY}/{element}", text or "", "000000" if needed else "")


@rule("X-CC-028", quiet_when=sums_add_up)
def unit_total(pair: PairSubject) -> Iterator[Finding]:
    """unitAmount = Σ unit prices."""
    amounts = pair.amounts
    every = (
        *amounts.basic_prices_yen,
        *amounts.detail_prices_yen,
        *amounts.other_prices_yen,
    )
    if amounts.unit_total_yen is None or None in every:
        return
    there_yen = sum(price for price in every if price is not None)
    if amounts.unit_total_yen != there_yen:
        yield Finding(
            "X-CC-028", f"{MONEY}/unitAmount/@value", str(amounts.unit_total_yen), str(there_yen)
        )


def _verdict(pair: PairSubject, rule_id: str) -> Iterator[Finding]:
    for judged in judgements(pair):
        if judged.wrong and VERDICT_RULES[judged.part] == rule_id:
            yield Finding(rule_id, judged.at, str(judged.paid_yen), str(judged.expected_yen))


@rule("X-CC-029", quiet_when=is_paid_right)
def basic_payment(pair: PairSubject) -> Iterator[Finding]:
    """Payment of the basic part as price and terms make it."""
    yield from _verdict(pair, "X-CC-029")


@rule("X-CC-030", quiet_when=is_paid_right)
def detail_payment(pair: PairSubject) -> Iterator[Finding]:
    """Payment of the detailed part: the formula applied once to its sum."""
    yield from _verdict(pair, "X-CC-030")


@rule("X-CC-031", quiet_when=is_paid_right)
def other_payment(pair: PairSubject) -> Iterator[Finding]:
    """Payment of the added items or the dock."""
    yield from _verdict(pair, "X-CC-031")


def _step(pair: PairSubject, rule_id: str) -> Iterator[Finding]:
    for judged in judgements(pair):
        if judged.wrong and judged.step == rule_id:
            yield _named(rule_id, judged)


def _named(rule_id: str, judged: PartJudgement) -> Finding:
    return Finding(rule_id, judged.at, str(judged.paid_yen), str(judged.expected_yen))


@rule("X-CC-032", quiet_when=is_paid_right)
def step_fixed(pair: PairSubject) -> Iterator[Finding]:
    """A fixed amount, or the price where it is less."""
    yield from _step(pair, "X-CC-032")


@rule("X-CC-033", quiet_when=is_paid_right)
def step_rate(pair: PairSubject) -> Iterator[Finding]:
    """Price × rate, half up to one yen."""
    yield from _step(pair, "X-CC-033")


@rule("X-CC-034", quiet_when=is_paid_right)
def step_limit(pair: PairSubject) -> Iterator[Finding]:
    """What exceeds the insurer's limit; more than that needs the card (a warning)."""
    yield from _step(pair, "X-CC-034")
    for judged in judgements(pair):
        if judged.needs_card:
            yield Finding(
                "X-CC-034",
                judged.at,
                str(judged.paid_yen),
                str(judged.expected_yen),
                severity=Severity.WARNING,
            )


@rule("X-CC-035", quiet_when=is_paid_right)
def step_fixed_and_limit(pair: PairSubject) -> Iterator[Finding]:
    """A fixed amount beside a limit, from the dock's terms or the card."""
    yield from _step(pair, "X-CC-035")
    for judged in by_card(pair):
        if judged.wrong and judged.step == "X-CC-035":
            yield _named("X-CC-035", judged)


@rule("X-CC-036", quiet_when=is_paid_right)
def step_rate_and_limit(pair: PairSubject) -> Iterator[Finding]:
    """A rate beside a limit, from the dock's terms or the card."""
    yield from _step(pair, "X-CC-036")
    for judged in by_card(pair):
        if judged.wrong and judged.step == "X-CC-036":
            yield _named("X-CC-036", judged)


@rule("X-CC-037", quiet_when=is_paid_right)
def step_other_program(pair: PairSubject) -> Iterator[Finding]:
    """Another programme's amount is taken off first, basic, detailed, added in turn."""
    yield from _step(pair, "X-CC-037")


@rule("X-CC-038", quiet_when=sums_add_up)
def payment_total(pair: PairSubject) -> Iterator[Finding]:
    """paymentAmount = Σ payments of the parts, and not above unitAmount."""
    amounts = pair.amounts
    if amounts.payment_yen is None:
        return
    at = f"{MONEY}/paymentAmount/@value"
    there_yen = sum(
        paid or 0
        for paid in (
            amounts.basic_payment_yen,
            amounts.detail_payment_yen,
            amounts.other_payment_yen,
        )
    )
    if amounts.payment_yen != there_yen and not _clamped(pair):
        yield Finding("X-CC-038", at, str(amounts.payment_yen), str(there_yen))
    elif amounts.unit_total_yen is not None and amounts.payment_yen > amounts.unit_total_yen:
        yield Finding("X-CC-038", at, str(amounts.payment_yen), f"–{amounts.unit_total_yen}")


def _rest_yen(pair: PairSubject) -> int | None:
    """unitAmount − Σ payments − other programmes, before the claim is cut to 0."""
    amounts = pair.amounts
    if amounts.unit_total_yen is None:
        return None
    paid_yen = sum(
        paid or 0
        for paid in (
            amounts.basic_payment_yen,
            amounts.detail_payment_yen,
            amounts.other_payment_yen,
        )
    )
    return amounts.unit_total_yen - paid_yen - (amounts.other_program_yen or 0)


def _clamped(pair: PairSubject) -> bool:
    """Whether the claim is cut to 0, so that X-CC-048 speaks of its payment."""
    rest_yen = _rest_yen(pair)
    return rest_yen is not None and rest_yen < 0


@rule("X-CC-039", quiet_when=sums_add_up)
def other_program(pair: PairSubject) -> Iterator[Finding]:
    """Another programme bears 0 to unitAmount (fund)."""
    amounts = pair.amounts
    if pair.profile.insurance != "社保" or amounts.other_program_yen is None:
        return
    if amounts.unit_total_yen is not None and amounts.other_program_yen > amounts.unit_total_yen:
        yield Finding(
            "X-CC-039",
            f"{MONEY}/paymentByOtherProgram/@value",
            str(amounts.other_program_yen),
            f"0–{amounts.unit_total_yen}",
        )


@rule("X-CC-040")
def no_other_program(pair: PairSubject) -> Iterator[Finding]:
    """Towards a federation another programme bears nothing."""
    if pair.profile.insurance == "国保" and pair.amounts.other_program_yen:
        yield Finding(
            "X-CC-040",
            f"{MONEY}/paymentByOtherProgram/@value",
            str(pair.amounts.other_program_yen),
            "0",
        )


@rule("X-CC-041", quiet_when=sums_add_up)
def claim_amount(pair: PairSubject) -> Iterator[Finding]:
    """claimAmount = unitAmount − paymentAmount − other programmes, never below 0."""
    amounts = pair.amounts
    if amounts.claim_yen is None or amounts.unit_total_yen is None or amounts.payment_yen is None:
        return
    rest_yen = amounts.unit_total_yen - amounts.payment_yen - (amounts.other_program_yen or 0)
    if amounts.claim_yen != max(0, rest_yen):
        yield Finding(
            "X-CC-041", f"{MONEY}/claimAmount/@value", str(amounts.claim_yen), str(max(0, rest_yen))
        )


@rule("X-CC-048", quiet_when=sums_add_up)
def claim_cut_to_zero(pair: PairSubject) -> Iterator[Finding]:
    """When nothing is left to claim, paymentAmount is what other programmes leave."""
    amounts, rest_yen = pair.amounts, _rest_yen(pair)
    if rest_yen is None or rest_yen >= 0 or amounts.payment_yen is None:
        return
    assert amounts.unit_total_yen is not None  # _rest_yen is known
    expected_yen = max(0, amounts.unit_total_yen - (amounts.other_program_yen or 0))
    if amounts.payment_yen != expected_yen:
        yield Finding(
            "X-CC-048",
            f"{MONEY}/paymentAmount/@value",
            str(amounts.payment_yen),
            str(expected_yen),
        )


@rule("X-CC-042", quiet_when=sums_add_up)
def priced_at_all(pair: PairSubject) -> Iterator[Finding]:
    """unitAmount is above 0: a claim whose prices were never entered is refused."""
    if pair.amounts.unit_total_yen == 0:
        yield Finding("X-CC-042", f"{MONEY}/unitAmount/@value", "0", "1–999999999")
