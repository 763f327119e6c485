"""What the declared terms of a claim make of each part: one judgement, many rules.

X-CC-029…031 give the verdict per part; at most one of X-CC-032…037 joins to name
the step that went wrong (ruling 35). A declared insurer limit (code 4) hides the
amount or rate beside it, so more than the limit's excess can only be decided with
the card (ruling 34).
Source: standards/settlement.md 1.1, administrative-checks.md 8. Pure; yen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from daiko.checks.claim_places import claimed_card, decided_on
from daiko.checks.guidance_subject import AnyPair
from daiko.checks.registers import CardEntry
from daiko.checks.subjects import PairSubject, once
from daiko.checks.values import yen
from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.records import CheckupClaim, DeclaredTerms
from daiko.money.claim_arithmetic import cascade, total_yen
from daiko.money.copayment import CopaymentKind, CopaymentTerms, copayment_yen

ELEMENTS: Final = {
    "basic": "paymentForBasic",
    "detail": "paymentForDetail",
    "other": "paymentForOther",
    "dock": "paymentForOther",
}
VERDICT_RULES: Final = {
    "basic": "X-CC-029",
    "detail": "X-CC-030",
    "other": "X-CC-031",
    "dock": "X-CC-031",
}
_STEP_OF_KIND: Final = {CopaymentKind.FIXED: "X-CC-032", CopaymentKind.RATE: "X-CC-033"}
_STEP_WITH_LIMIT: Final = {
    CopaymentKind.NONE: "X-CC-034",
    CopaymentKind.FIXED: "X-CC-035",
    CopaymentKind.RATE: "X-CC-036",
}


@dataclass(frozen=True, slots=True)
class PartJudgement:
    """One part: what was paid, what is right, and which step explains a difference."""

    part: str
    paid_yen: int
    expected_yen: int
    wrong: bool
    step: str  # rule that names the step, "" for none
    needs_card: bool = False  # ruling 34: only the card could decide

    @property
    def at(self) -> str:
        return f"checkupClaim/settlement/{ELEMENTS[self.part]}/amount/@value"


def prices_yen(pair: PairSubject) -> dict[str, int] | None:
    """Price of every part of the claim type, ``None`` when one is missing or unreadable."""
    amounts = pair.amounts
    sources = {
        "basic": amounts.basic_prices_yen,
        "detail": amounts.detail_prices_yen,
        "other": amounts.other_prices_yen,
        "dock": amounts.other_prices_yen,
    }
    prices = {}
    for part in pair.claim_parts:
        price_yen = total_yen(sources[part])
        if price_yen is None or not sources[part]:
            return None
        prices[part] = price_yen
    return prices or None


def declared_terms(claim: CheckupClaim, part: str) -> CopaymentTerms | None:
    """Terms as the claim declares them; ``None`` when they are absent or contradictory."""
    if part == "dock":
        return _dock_terms(claim)
    terms = {
        "basic": claim.basic_terms,
        "detail": claim.detail_terms,
        "other": claim.other_terms,
    }[part]
    return None if terms is None else read_terms(terms)


def _dock_terms(claim: CheckupClaim) -> CopaymentTerms | None:
    terms = CopaymentTerms(CopaymentKind.NONE)
    if claim.dock_terms is not None:
        read = read_terms(claim.dock_terms)
        if read is None:
            return None
        terms = read
    if claim.dock_limit is None:
        return terms if claim.dock_terms is not None else None
    limit_yen = yen(claim.dock_limit.amount)
    if not limit_yen:
        return None
    return CopaymentTerms(terms.kind, terms.fixed_yen, terms.rate_per_100_000, limit_yen)


def read_terms(terms: DeclaredTerms) -> CopaymentTerms | None:
    """One block of terms; ``None`` when it contradicts itself."""
    amount_yen, rate = yen(terms.amount), yen(terms.rate)
    match terms.code:
        case "1":
            return CopaymentTerms(CopaymentKind.NONE)
        case "2" if amount_yen:
            return CopaymentTerms(CopaymentKind.FIXED, fixed_yen=amount_yen)
        case "3" if rate and rate <= 100_000:
            return CopaymentTerms(CopaymentKind.RATE, rate_per_100_000=rate)
        case "4" if amount_yen:
            return CopaymentTerms(CopaymentKind.NONE, insurer_limit_yen=amount_yen)
        case _:
            return None


def declared_guidance_terms(claim: GuidanceClaim) -> CopaymentTerms | None:
    """Terms of a guidance claim; ``None`` when they are absent or contradictory."""
    if claim.copayment_terms is None and claim.insurer_limit is None:
        return None
    terms = CopaymentTerms(CopaymentKind.NONE)
    if claim.copayment_terms is not None:
        read = read_terms(claim.copayment_terms)
        if read is None:
            return None
        terms = read
    if claim.insurer_limit is None:
        return terms
    limit_yen = yen(claim.insurer_limit.amount)
    if not limit_yen:
        return None
    return CopaymentTerms(terms.kind, terms.fixed_yen, terms.rate_per_100_000, limit_yen)


@once
def card_of(pair: AnyPair) -> CardEntry | None:
    """The registered card of the claim, where its insurer's register is loaded.

    After a merger the cards of the dissolved insurer serve the one in its place.
    """
    number = pair.insurer_number or ""
    if pair.registers is None or not pair.registers.has_cards(number):
        return None
    card = pair.registers.card(number, claimed_card(pair) or "")
    if card is None or card.insurer_number == number:
        return card
    issuer, on = pair.registers.insurer(card.insurer_number), decided_on(pair) or pair.performed_on
    if issuer is None or issuer.end_on is None or on is None or on <= issuer.end_on:
        return None
    return card


def card_terms(card: CardEntry, part: str) -> CopaymentTerms:
    """Terms of a part as the insurer registered them."""
    terms: CopaymentTerms = getattr(card, part)
    return terms


@once
def judgements(pair: PairSubject) -> tuple[PartJudgement, ...]:
    """Every part whose price, terms and payment can be read, judged."""
    return tuple(_judged(pair))


def _judged(pair: PairSubject) -> Iterator[PartJudgement]:
    prices = prices_yen(pair)
    if prices is None:
        return
    amounts = pair.amounts
    paid = {
        "basic": amounts.basic_payment_yen,
        "detail": amounts.detail_payment_yen,
        "other": amounts.other_payment_yen,
        "dock": amounts.other_payment_yen,
    }
    other_yen = (amounts.other_program_yen or 0) if pair.profile.insurance == "社保" else 0
    for part in cascade(prices, other_yen):
        terms, paid_yen = declared_terms(pair.claim, part.part), paid[part.part]
        if terms is None or paid_yen is None:
            continue
        if _hides_terms(part.part, terms):
            yield _judge_limit(pair, part.part, part.base_yen, terms, paid_yen)
        else:
            yield _judge_plain(part.part, part.price_yen, part.base_yen, terms, paid_yen)


def _hides_terms(part: str, terms: CopaymentTerms) -> bool:
    """Code 4 of basic, detail and other stands alone; a dock declares both."""
    return part != "dock" and terms.insurer_limit_yen is not None


def _judge_plain(
    part: str, price_yen: int, base_yen: int, terms: CopaymentTerms, paid_yen: int
) -> PartJudgement:
    expected_yen = copayment_yen(base_yen, terms)
    if terms.insurer_limit_yen is not None:
        step = _STEP_WITH_LIMIT[terms.kind]
    else:
        step = _STEP_OF_KIND.get(terms.kind, "")
    if base_yen != price_yen and paid_yen == copayment_yen(price_yen, terms):
        step = "X-CC-037"  # right but for the amount of the other programme
    return PartJudgement(part, paid_yen, expected_yen, paid_yen != expected_yen, step)


def _judge_limit(
    pair: PairSubject, part: str, base_yen: int, terms: CopaymentTerms, paid_yen: int
) -> PartJudgement:
    least_yen = copayment_yen(base_yen, terms)
    if paid_yen < least_yen or paid_yen > base_yen:
        return PartJudgement(part, paid_yen, least_yen, True, "X-CC-034")
    if paid_yen == least_yen:
        return PartJudgement(part, paid_yen, least_yen, False, "")
    card = card_of(pair)
    if card is None:
        return PartJudgement(part, paid_yen, least_yen, False, "X-CC-034", needs_card=True)
    own = card_terms(card, part)
    expected_yen = copayment_yen(base_yen, own)
    step = _STEP_WITH_LIMIT[own.kind]
    return PartJudgement(part, paid_yen, expected_yen, paid_yen != expected_yen, step)


def _limits_a_share(terms: CopaymentTerms) -> bool:
    """A fixed amount or a rate, and a limit beside it."""
    return terms.insurer_limit_yen is not None and terms.kind is not CopaymentKind.NONE


@once
def by_card(pair: PairSubject) -> tuple[PartJudgement, ...]:
    """Parts that are right as declared but wrong by the card's fixed amount or rate and limit."""
    return tuple(_judged_by_card(pair))


def is_paid_right(pair: PairSubject) -> bool:
    """No part is paid wrong, as declared or by the card (a look of ``quiet.py``)."""
    return not any(judged.wrong or judged.needs_card for judged in judgements(pair)) and not any(
        judged.wrong for judged in by_card(pair)
    )


def _judged_by_card(pair: PairSubject) -> Iterator[PartJudgement]:
    card = card_of(pair)
    if card is None or not any(
        _limits_a_share(card_terms(card, part)) for part in pair.claim_parts
    ):
        return
    prices = prices_yen(pair)
    if prices is None:
        return
    declared: Mapping[str, PartJudgement] = {judged.part: judged for judged in judgements(pair)}
    other_yen = pair.amounts.other_program_yen or 0
    for part in cascade(prices, other_yen):
        own, judged = card_terms(card, part.part), declared.get(part.part)
        if not _limits_a_share(own) or judged is None or judged.wrong or part.part == "dock":
            continue
        expected_yen = copayment_yen(part.base_yen, own)
        step = _STEP_WITH_LIMIT[own.kind]
        wrong = judged.paid_yen != expected_yen
        yield PartJudgement(part.part, judged.paid_yen, expected_yen, wrong, step)
