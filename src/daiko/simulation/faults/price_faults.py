"""Faults against the contract: prices, parts, execution, membership (stage S7, X-CT)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from daiko.documents.records import CheckupClaim
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.simulation.claims import PricedItem
from daiko.simulation.contracts import GROUP, INDIVIDUAL, UNPRICED_ITEM
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.organisations import ProviderForm, Standing, bystander
from daiko.simulation.results import organization

_DEARER_YEN = 110


def _dearer(draft: PairDraft, part: str) -> None:
    """One price of a part is higher than agreed; everything is computed from it."""
    prices = list(draft.bill.prices)
    place = next(n for n, price in enumerate(prices) if price.part == part)
    prices[place] = replace(prices[place], price_yen=prices[place].price_yen + _DEARER_YEN)
    draft.rebill(prices=tuple(prices))


@pair_fault("X-CT-004", fits=lambda draft: "basic" in draft.bill.parts)
def basic_price_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """The basic price of another contract."""
    _dearer(draft, "basic")


@pair_fault("X-CT-005", fits=lambda draft: "detail" in draft.bill.parts)
def detail_price_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """A detailed examination dearer than agreed."""
    _dearer(draft, "detail")


@pair_fault("X-CT-006", fits=lambda draft: "other" in draft.bill.parts)
def added_price_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """An added item dearer than agreed."""
    _dearer(draft, "other")


@pair_fault("X-CT-006", fits=lambda draft: "other" in draft.bill.parts)
def added_item_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """An item that was done and charged, but is in no contract."""
    items = (*draft.visit.added_items, UNPRICED_ITEM)
    draft.rewrite(added_items=items)
    draft.rebill(prices=(*draft.bill.prices, PricedItem("other", UNPRICED_ITEM, 150)))


@pair_fault("X-CT-007", fits=lambda draft: draft.bill.claim_type == "5")
def dock_price_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """A dock dearer than agreed."""
    _dearer(draft, "dock")


def _plain_basic_under_b(draft: PairDraft) -> bool:
    under_b = draft.contract.form is ProviderForm.PREFECTURE
    return under_b and draft.bill.claim_type == "1" and draft.bill.other_program_yen is None


@pair_fault("X-CT-007", fits=_plain_basic_under_b)
def dock_without_contract(draft: PairDraft, _rng: Random) -> None:
    """A dock is claimed under a contract that has none."""
    draft.rebill(claim_type="5", prices=(PricedItem("dock", "", 38_500),))


def _cannot_add_items(draft: PairDraft) -> bool:
    return draft.bill.claim_type == "1" and not draft.visit.provider.does_added_items


@pair_fault("X-CT-002", fits=_cannot_add_items)
def part_outside_contract(draft: PairDraft, _rng: Random) -> None:
    """Added items are claimed by a provider whose contract leaves them out."""
    item = next(code for _, part, code in draft.contract.prices if part == "other")
    draft.rewrite(added_items=(item,))
    yen = draft.contract.price_yen(draft.bill.commission, "other", item)
    draft.rebill(claim_type="3", prices=(*draft.bill.prices, PricedItem("other", item, yen)))


@pair_fault("X-CT-003", fits=lambda draft: draft.contract.form is ProviderForm.INDIVIDUAL)
def group_checkup_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """A group checkup under a contract for individual ones."""
    assert draft.bill.commission == INDIVIDUAL
    draft.rebill(commission=GROUP)


def _fixed_by_register(draft: PairDraft) -> bool:
    if not draft.is_registered or "basic" not in draft.bill.parts:
        return False
    terms = draft.bill.terms["basic"]
    return terms.kind is CopaymentKind.FIXED and terms.insurer_limit_yen is None


@pair_fault("X-CT-009", fits=_fixed_by_register)
def terms_not_of_the_card(draft: PairDraft, _rng: Random) -> None:
    """The claim declares and pays another fixed amount than the card was issued with."""
    own = CopaymentTerms(CopaymentKind.FIXED, draft.bill.terms["basic"].fixed_yen + 200)
    draft.rebill(terms={**draft.bill.terms, "basic": own})


def _performed_by(draft: PairDraft, standing: Standing) -> CheckupClaim:
    """Both documents name another performing institution; the sender made the files."""
    other = bystander(draft.plan, standing)
    assert draft.claim.provider is not None
    draft.set_claim(provider=replace(draft.claim.provider, extension=other.number))
    draft.set_result(performer=organization(other))
    return draft.claim


def _under_a(draft: PairDraft) -> bool:
    return draft.contract.form is ProviderForm.NATIONWIDE


@pair_fault("X-CT-001", fits=lambda draft: draft.card is not None)
def provider_without_contract(draft: PairDraft, _rng: Random) -> None:
    """The performing institution has no contract with the insurer."""
    _performed_by(draft, Standing.WITHOUT_CONTRACT)


def _after_the_first_day(draft: PairDraft) -> bool:
    """With a card, and not on the first of April, the last day of those who left."""
    on = draft.visit.performed_on
    return draft.card is not None and (on.month, on.day) != (4, 1)


@pair_fault("X-CT-010", fits=_after_the_first_day)
def provider_left_contract(draft: PairDraft, _rng: Random) -> None:
    """The performing institution left the contract before the checkup."""
    _performed_by(draft, Standing.LEFT_CONTRACT)


@pair_fault("X-REF-002", fits=_under_a)
def provider_closed(draft: PairDraft, _rng: Random) -> None:
    """The performing institution had closed before the checkup."""
    _performed_by(draft, Standing.CLOSED)


def _has_card_and_no_dock(draft: PairDraft) -> bool:
    return draft.card is not None and draft.bill.claim_type != "5"


@pair_fault("X-CT-002", "X-REF-003", fits=_has_card_and_no_dock)
def provider_of_guidance_only(draft: PairDraft, _rng: Random) -> None:
    """The performing institution does guidance only."""
    _performed_by(draft, Standing.GUIDANCE_ONLY)


def _joint(draft: PairDraft) -> bool:
    return draft.contract.joint_program_yen is not None and draft.bill.claim_type != "5"


@pair_fault("X-CT-011", fits=_joint, accepted=True)
def overlap_not_agreed(draft: PairDraft, _rng: Random) -> None:
    """The other programme bears another amount than the contract says."""
    draft.rebill(other_program_yen=(draft.bill.other_program_yen or 0) + 100)
