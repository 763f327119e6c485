"""Faults of the form of a claim: terms, card, blocks, parts (stages S4 and S6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from daiko.documents.records import AdjudicationResult, DeclaredTerms
from daiko.simulation.drafts import PairDraft
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.results import card_participant

Fits = Callable[[PairDraft], bool]


def _of_type(*types: str) -> Fits:
    return lambda draft: draft.bill.claim_type in types


def _declares(code: str) -> Fits:
    """The basic part declares this code."""

    def fits(draft: PairDraft) -> bool:
        terms = draft.claim.basic_terms
        return terms is not None and terms.code == code

    return fits


def _unregistered_card(draft: PairDraft) -> bool:
    return draft.card is not None and not draft.card.is_registered


def _has_card(draft: PairDraft) -> bool:
    return draft.card is not None


@pair_fault("X-CC-007", "X-HC-013", fits=lambda draft: not draft.is_registered)
def name_in_kanji(draft: PairDraft, _rng: Random) -> None:
    """The name is in kanji in both documents."""
    draft.set_claim(name="架空太郎")
    draft.set_result(name="架空太郎")


@pair_fault("X-CC-008", "X-HC-012", accepted=True)
def address_too_long(draft: PairDraft, _rng: Random) -> None:
    """An address of more than 80 and less than 200 bytes: a warning (ruling 49)."""
    address = draft.person.address + "緑の丘団地" * 6 + "号棟"
    draft.set_claim(address=address)
    draft.set_result(address=address)


@pair_fault("X-CC-011", fits=lambda draft: draft.contract.form != "I")
def claim_without_card(draft: PairDraft, _rng: Random) -> None:
    """No card under a collective contract; neither document has one."""
    draft.set_claim(card_id=None, card_valid_until=None)
    draft.set_result(cards=())


@pair_fault("X-CC-012", fits=_unregistered_card)
def card_of_guidance(draft: PairDraft, _rng: Random) -> None:
    """The third digit of the card number is that of a guidance card."""
    assert draft.card is not None
    number = draft.card.card_id[:2] + "3" + draft.card.card_id[3:]
    draft.rewrite(card=replace(draft.card, card_id=number))


@pair_fault("X-CC-013", "X-HC-022", fits=_has_card)
def expiry_of_no_calendar(draft: PairDraft, _rng: Random) -> None:
    """The card expires on the 31st of February."""
    assert draft.card is not None
    wrong = f"{draft.card.valid_until.year}0231"
    draft.set_claim(card_valid_until=wrong)
    draft.set_result(cards=(replace(card_participant(draft.card), valid_until=wrong),))


@pair_fault("X-CC-013", fits=_unregistered_card, accepted=True)
def expiry_after_the_year(draft: PairDraft, _rng: Random) -> None:
    """The card expires after the fiscal year, and no register says why: a warning."""
    assert draft.card is not None
    until = draft.card.valid_until.replace(month=5)
    draft.rewrite(card=replace(draft.card, valid_until=until))


@pair_fault("X-CC-014", fits=_of_type("1", "2", "3", "4"))
def basic_terms_missing(draft: PairDraft, _rng: Random) -> None:
    """The terms of the basic part are missing."""
    draft.set_claim(basic_terms=None)


@pair_fault("X-CC-015", fits=_of_type("2", "4"))
def detail_terms_missing(draft: PairDraft, _rng: Random) -> None:
    """The terms of the detailed part are missing."""
    draft.set_claim(detail_terms=None)


@pair_fault("X-CC-016", fits=_of_type("3", "4"))
def other_terms_missing(draft: PairDraft, _rng: Random) -> None:
    """The terms of the added items are missing."""
    draft.set_claim(other_terms=None)


@pair_fault("X-CC-017", fits=_of_type("5"))
def dock_terms_missing(draft: PairDraft, _rng: Random) -> None:
    """The terms of the dock are missing."""
    draft.set_claim(dock_terms=None, dock_limit=None, has_dock_terms=False)


@pair_fault("X-CC-018", fits=_declares("1"))
def amount_beside_no_copayment(draft: PairDraft, _rng: Random) -> None:
    """Code 1 (nothing to pay) with an amount."""
    draft.set_claim(basic_terms=DeclaredTerms("1", amount="000500"))


@pair_fault("X-CC-019", fits=_declares("2"))
def fixed_amount_missing(draft: PairDraft, _rng: Random) -> None:
    """Code 2 without its amount."""
    draft.set_claim(basic_terms=DeclaredTerms("2"))


@pair_fault("X-CC-020", fits=_declares("3"))
def rate_above_all(draft: PairDraft, _rng: Random) -> None:
    """A rate of 300 percent: the scale was taken wrong."""
    draft.set_claim(basic_terms=DeclaredTerms("3", rate="300000", rate_unit="%"))


@pair_fault("X-CC-021", fits=_declares("4"))
def limit_of_zero(draft: PairDraft, _rng: Random) -> None:
    """A limit of 0 yen, as programs write for "none" (ruling 34)."""
    draft.set_claim(basic_terms=DeclaredTerms("4", amount="000000"))


@pair_fault("X-CC-015", "X-CC-025", "X-CC-027", fits=_of_type("1"))
def claim_type_with_detail(draft: PairDraft, _rng: Random) -> None:
    """Claim type 2, although nothing detailed was done or priced."""
    draft.set_claim(claim_type="2")


@pair_fault("X-CC-026", fits=_of_type("3", "4"))
def added_item_without_code(draft: PairDraft, _rng: Random) -> None:
    """An added item is priced without saying which it is."""
    first, *others = draft.claim.other_prices
    nameless = replace(first, code=None, code_system=None)
    draft.set_claim(other_prices=(nameless, *others))


@pair_fault(
    "X-CC-027",
    fits=lambda draft: (
        draft.claim.basic_payment is not None and int(draft.claim.basic_payment) == 0
    ),
)
def basic_payment_missing(draft: PairDraft, _rng: Random) -> None:
    """The element of the basic copayment is missing, not 0."""
    draft.set_claim(basic_payment=None)


@pair_fault("X-CC-043")
def claim_with_agency_block(draft: PairDraft, _rng: Random) -> None:
    """A returned claim is sent again with the agency's block in it."""
    returned_on = f"{draft.visit.created_on:%Y%m%d}"
    draft.set_claim(agency_result=AdjudicationResult("2", returned_on, "01", "再提出"))


@pair_fault("X-CC-044")
def claim_with_insurer_block(draft: PairDraft, _rng: Random) -> None:
    """A claim carries an insurer's block."""
    returned_on = f"{draft.visit.created_on:%Y%m%d}"
    draft.set_claim(insurer_result=AdjudicationResult("5", returned_on, "06", None))
