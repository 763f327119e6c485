"""Faults of a claim's arithmetic (stage S6); all other sums follow the wrong one.

Rules: settlement.md 1.1; ruling 35 (the verdict of a part and at most one rule that
names the step), 34 (limits), 36 (0 yen).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from daiko.documents.records import DeclaredTerms
from daiko.money.copayment import CopaymentKind, CopaymentTerms, copayment_yen
from daiko.simulation.claims import binds
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault

Fits = Callable[[PairDraft], bool]
_PAYMENT_FIELDS = {
    "basic": "basic_payment",
    "detail": "detail_payment",
    "other": "other_payment",
    "dock": "other_payment",
}


def _paid_yen(draft: PairDraft, part: str) -> int:
    return int(getattr(draft.claim, _PAYMENT_FIELDS[part]) or 0)


def _pay(draft: PairDraft, part: str, yen: int) -> None:
    """Another copayment for a part; total and claim follow."""
    claim = draft.claim
    change_yen = yen - _paid_yen(draft, part)
    draft.set_claim(
        **{_PAYMENT_FIELDS[part]: f"{yen:06d}"},
        payment_total=str(int(claim.payment_total or 0) + change_yen),
        claim_amount=str(int(claim.claim_amount or 0) - change_yen),
    )


def _plain(part: str, kind: CopaymentKind) -> Fits:
    """The part has these terms, no limit and no other programme, and room for 10 yen more."""

    def fits(draft: PairDraft) -> bool:
        if part not in draft.bill.parts or draft.bill.other_program_yen is not None:
            return False
        terms = draft.bill.terms[part]
        room_yen = draft.bill.base_yen(part) - _paid_yen(draft, part)
        return terms.kind is kind and terms.insurer_limit_yen is None and room_yen > 10

    return fits


def _limited(part: str, kind: CopaymentKind) -> Fits:
    """The insurer's limit decides the part, above what kind and value alone would give."""

    def fits(draft: PairDraft) -> bool:
        if part not in draft.bill.parts or draft.bill.other_program_yen is not None:
            return False
        terms = draft.bill.terms[part]
        bound = binds(terms, draft.bill.base_yen(part))
        return terms.kind is kind and bound and _paid_yen(draft, part) > 0

    return fits


@pair_fault("X-CC-028")
def unit_total_wrong(draft: PairDraft, _rng: Random) -> None:
    """The sum of the prices is 100 yen too high, and the claim with it."""
    claim = draft.claim
    draft.set_claim(
        unit_total=str(int(claim.unit_total or 0) + 100),
        claim_amount=str(int(claim.claim_amount or 0) + 100),
    )


@pair_fault("X-CC-029", fits=_plain("basic", CopaymentKind.NONE))
def paid_although_free(draft: PairDraft, _rng: Random) -> None:
    """Somebody who owes nothing paid 10 yen."""
    _pay(draft, "basic", 10)


@pair_fault("X-CC-029", "X-CC-032", fits=_plain("basic", CopaymentKind.FIXED))
def fixed_amount_paid_wrong(draft: PairDraft, _rng: Random) -> None:
    """A fixed copayment is off by 10 yen."""
    _pay(draft, "basic", _paid_yen(draft, "basic") + 10)


@pair_fault("X-CC-029", "X-CC-033", fits=_plain("basic", CopaymentKind.RATE))
def rate_rounded_wrong(draft: PairDraft, _rng: Random) -> None:
    """A rate is off by the yen of a wrong rounding."""
    _pay(draft, "basic", _paid_yen(draft, "basic") + 1)


@pair_fault("X-CC-029", "X-CC-034", fits=_limited("basic", CopaymentKind.NONE))
def limit_not_kept(draft: PairDraft, _rng: Random) -> None:
    """The person paid a yen less than what exceeds the insurer's limit."""
    _pay(draft, "basic", _paid_yen(draft, "basic") - 1)


@pair_fault("X-CC-030", "X-CC-032", fits=_plain("detail", CopaymentKind.FIXED))
def detail_paid_wrong(draft: PairDraft, _rng: Random) -> None:
    """The fixed copayment of the detailed part is off by 10 yen."""
    _pay(draft, "detail", _paid_yen(draft, "detail") + 10)


@pair_fault("X-CC-031", "X-CC-033", fits=_plain("other", CopaymentKind.RATE))
def added_items_paid_wrong(draft: PairDraft, _rng: Random) -> None:
    """The rate of the added items is off by a yen."""
    _pay(draft, "other", _paid_yen(draft, "other") + 1)


@pair_fault("X-CC-031", "X-CC-035", fits=_limited("dock", CopaymentKind.FIXED))
def dock_limit_ignored(draft: PairDraft, _rng: Random) -> None:
    """The dock was paid with the fixed amount, although the limit asks for more."""
    _pay(draft, "dock", draft.bill.terms["dock"].fixed_yen)


def _forget_limit(draft: PairDraft) -> None:
    """Declare and pay what the card says beside its limit."""
    terms = draft.bill.terms["basic"]
    plain = CopaymentTerms(terms.kind, terms.fixed_yen, terms.rate_per_100_000)
    declared = (
        DeclaredTerms("2", amount=f"{terms.fixed_yen:06d}")
        if terms.kind is CopaymentKind.FIXED
        else DeclaredTerms("3", rate=f"{terms.rate_per_100_000:06d}", rate_unit="%")
    )
    draft.set_claim(basic_terms=declared)
    _pay(draft, "basic", copayment_yen(draft.bill.base_yen("basic"), plain))


def _registered_and(fits: Fits) -> Fits:
    return lambda draft: draft.is_registered and fits(draft)


@pair_fault("X-CC-035", fits=_registered_and(_limited("basic", CopaymentKind.FIXED)))
def fixed_beside_limit(draft: PairDraft, _rng: Random) -> None:
    """Right by what is declared, too little by the card's limit."""
    _forget_limit(draft)


@pair_fault("X-CC-036", fits=_registered_and(_limited("basic", CopaymentKind.RATE)))
def rate_beside_limit(draft: PairDraft, _rng: Random) -> None:
    """Right by the declared rate, too little by the card's limit."""
    _forget_limit(draft)


def _rate_with_other_program(draft: PairDraft) -> bool:
    bill = draft.bill
    if bill.other_program_yen is None or "basic" not in bill.parts:
        return False
    terms = bill.terms["basic"]
    price_yen = bill.part_prices_yen()["basic"]
    plain = terms.kind is CopaymentKind.RATE and terms.insurer_limit_yen is None
    differs = copayment_yen(price_yen, terms) != copayment_yen(bill.base_yen("basic"), terms)
    return plain and differs


@pair_fault("X-CC-029", "X-CC-037", fits=_rate_with_other_program)
def other_program_forgotten(draft: PairDraft, _rng: Random) -> None:
    """The rate was taken of the whole price, not of what another programme left."""
    price_yen = draft.bill.part_prices_yen()["basic"]
    _pay(draft, "basic", copayment_yen(price_yen, draft.bill.terms["basic"]))


@pair_fault("X-CC-038", fits=lambda draft: int(draft.claim.claim_amount or 0) > 100)
def payment_total_wrong(draft: PairDraft, _rng: Random) -> None:
    """The total paid is not the sum of the parts; the claim follows the total."""
    claim = draft.claim
    draft.set_claim(
        payment_total=str(int(claim.payment_total or 0) + 10),
        claim_amount=str(int(claim.claim_amount or 0) - 10),
    )


def _has_no_joint_programme(draft: PairDraft) -> bool:
    return draft.bill.claim_type != "5" and draft.contract.joint_program_yen is None


@pair_fault("X-CC-039", fits=_has_no_joint_programme)
def other_program_above_price(draft: PairDraft, _rng: Random) -> None:
    """Another programme is said to bear more than everything costs."""
    total_yen = sum(draft.bill.part_prices_yen().values())
    draft.rebill(other_program_yen=total_yen + 1000)


@pair_fault("X-CC-041")
def claim_amount_wrong(draft: PairDraft, _rng: Random) -> None:
    """The amount claimed is 1,000 yen too high."""
    draft.set_claim(claim_amount=str(int(draft.claim.claim_amount or 0) + 1000))


def _basic_alone(draft: PairDraft) -> bool:
    return draft.bill.claim_type == "1" and draft.bill.other_program_yen is None


@pair_fault("X-CC-042", fits=_basic_alone)
def price_never_entered(draft: PairDraft, _rng: Random) -> None:
    """The basic price is 0, so everything is 0 (ruling 36)."""
    (price,) = draft.bill.prices
    draft.rebill(prices=(replace(price, price_yen=0),))
