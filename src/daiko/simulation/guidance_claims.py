"""gc08 of the simulation: price, share, points and copayment of one instalment.

Source: standards/guidance.md 9; settlement.md 1.2; rulings.md 1, 2. Amounts come from
``daiko.money``; faults change the claim that is made here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daiko.documents.guidance_records import GuidanceClaim
from daiko.documents.records import Identifier
from daiko.money.copayment import copayment_yen
from daiko.money.guidance_claim import (
    DEFAULT_SHARES,
    GuidanceAmounts,
    GuidanceLevel,
    GuidanceTerms,
    GuidanceTiming,
    Shares,
    instalment,
)
from daiko.simulation.claims import declared_limit, declared_terms, person_fields
from daiko.simulation.contracts import INDIVIDUAL
from daiko.simulation.guidance_courses import (
    ENDED,
    FINAL,
    FIRST,
    PROGRESS,
    UNFINISHED,
    Course,
)
from daiko.standard import oids

_ALL_AT_FIRST: Final = "1"
_ENDS: Final = (FINAL, ENDED)
_PROGRESS_PERCENT: Final = 20


def price_yen(course: Course) -> int:
    """As the contract agrees it for the level."""
    return course.contract.price_yen(INDIVIDUAL, "guidance", course.level)


def shares_of(course: Course) -> Shares:
    """As usual; with a progress report the contract pays a part of the rest for that."""
    usual = DEFAULT_SHARES[GuidanceLevel(int(course.level))]
    if PROGRESS not in course.timings:
        return usual
    return replace(usual, final_percent=usual.final_percent - _PROGRESS_PERCENT)


def amounts(course: Course, timing: str) -> GuidanceAmounts:
    """What this instalment comes to."""
    whole_yen, shares = price_yen(course), shares_of(course)
    payment_yen = copayment_yen(whole_yen, course.card.terms)
    if timing == PROGRESS:
        begun, ended = amounts(course, FIRST), amounts(course, FINAL)
        calculated_yen = whole_yen - begun.calculated_yen - ended.calculated_yen
        paid_yen = payment_yen - begun.payment_yen - ended.payment_yen
        return GuidanceAmounts(calculated_yen, paid_yen, calculated_yen - paid_yen)
    if timing == FINAL and PROGRESS in course.timings:
        shares = Shares(100 - shares.final_percent, shares.final_percent, shares.dropout_percent)
    return instalment(
        GuidanceTerms(whole_yen, payment_yen, shares),
        GuidanceTiming(int(timing)),
        points_completed=course.done_total() if course.plan else 0,
        points_intended=course.plan.total if course.plan else 0,
    )


def guidance_claim(course: Course, timing: str) -> GuidanceClaim:
    """The claim of one instalment, its arithmetic right."""
    card, plan = course.card, course.plan
    due = amounts(course, timing)
    fields = person_fields(course.person)
    fields["address"] = None  # the postal code only
    return GuidanceClaim(
        service_event_type="2",
        guidance_level=course.level,
        guidance_timing=timing,
        provider=Identifier(oids.PROVIDER, course.provider.number),
        insurer=Identifier(oids.INSURER, course.person.insurer_number),
        **fields,
        card_id=Identifier(oids.GUIDANCE_CARD, card.card_id),
        checkup_card_id=Identifier(oids.CHECKUP_CARD, card.checkup_card_id),
        card_valid_until=f"{card.valid_until:%Y%m%d}",
        copayment_terms=declared_terms(card.terms),
        insurer_limit=declared_limit(card.terms),
        unit_price=str(price_yen(course)),
        payment_rate=str(_rate(course, timing)),
        points_completed=str(course.done_total()) if plan and timing in _ENDS else None,
        points_intended=str(plan.total) if plan else None,
        calculated=str(due.calculated_yen),
        payment_status=_ALL_AT_FIRST,
        payment_total=str(due.payment_yen),
        claim_amount=str(due.claim_yen),
    )


def _rate(course: Course, timing: str) -> int:
    shares = shares_of(course)
    return {
        FIRST: shares.first_percent,
        FINAL: shares.final_percent,
        ENDED: shares.dropout_percent,
        PROGRESS: _PROGRESS_PERCENT,
        UNFINISHED: 0,
    }[timing]
