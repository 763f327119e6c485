"""The same card or person twice (X-DU), within an archive and across archives.

Only archives of one provider are concerned, and only claims that were accepted count as
earlier ones (standards/administrative-checks.md 5).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from daiko.simulation.contracts import services_of
from daiko.simulation.drafts import PairDraft, day_before, prices_of
from daiko.simulation.faults.kinds import pair_fault
from daiko.simulation.people import Card


def _take_over(draft: PairDraft, original: PairDraft) -> None:
    """The draft says what the original says, to the byte."""
    draft.insurer, draft.contract = original.insurer, original.contract
    draft.found, draft.bill = original.found, original.bill
    draft.visit = original.visit
    draft.claim, draft.result = original.claim, original.result
    draft.is_in_old_namespace = original.is_in_old_namespace
    draft.has_own_card = False


def _earlier_here(draft: PairDraft) -> PairDraft:
    original, draft.earlier_here = draft.earlier_here, None
    assert original is not None
    original.has_copy_here = True
    return original


def _earlier_accepted(draft: PairDraft) -> PairDraft:
    original, draft.earlier_accepted = draft.earlier_accepted, None
    assert original is not None
    return original


def _new_card(draft: PairDraft, original: PairDraft) -> Card:
    """A second card of the original's person, with the number this pair had."""
    assert original.card is not None
    draft.has_own_card = True
    own = f"{original.card.card_id[:3]}{draft.serial:08d}"
    return replace(original.card, card_id=own, row={})


def _has_earlier_here(draft: PairDraft) -> bool:
    return draft.earlier_here is not None


def _has_earlier_accepted(draft: PairDraft) -> bool:
    return draft.earlier_accepted is not None


def _another_day_fits(draft: PairDraft) -> bool:
    return draft.earlier_accepted is not None and day_before(draft.earlier_accepted) is not None


@pair_fault("X-DU-001", fits=_has_earlier_here)
def card_twice_in_archive(draft: PairDraft, _rng: Random) -> None:
    """The same result and claim under two names."""
    _take_over(draft, _earlier_here(draft))


@pair_fault("X-DU-003", fits=_has_earlier_here)
def person_twice_in_archive(draft: PairDraft, _rng: Random) -> None:
    """One person with two cards."""
    original = _earlier_here(draft)
    _take_over(draft, original)
    draft.rewrite(card=_new_card(draft, original))


@pair_fault("X-DU-002", "X-DU-004", fits=_has_earlier_accepted)
def sent_again(draft: PairDraft, _rng: Random) -> None:
    """What was accepted is sent again, byte for byte."""
    _take_over(draft, _earlier_accepted(draft))


@pair_fault("X-DU-002", fits=_another_day_fits)
def card_used_again(draft: PairDraft, _rng: Random) -> None:
    """An accepted card is used for a checkup of another day."""
    original = _earlier_accepted(draft)
    performed_on = day_before(original)
    _take_over(draft, original)
    draft.rewrite(performed_on=performed_on)


@pair_fault("X-DU-003", fits=_another_day_fits)
def person_examined_again(draft: PairDraft, _rng: Random) -> None:
    """An accepted person comes again on another day with another card."""
    original = _earlier_accepted(draft)
    performed_on = day_before(original)
    _take_over(draft, original)
    draft.rewrite(performed_on=performed_on, card=_new_card(draft, original))


def _may_be_a_dock(draft: PairDraft) -> bool:
    original = draft.earlier_accepted
    if original is None or not _another_day_fits(draft) or original.bill.claim_type == "5":
        return False
    return "dock" in services_of(original.visit.provider)


@pair_fault("X-DU-003", "X-DU-008", fits=_may_be_a_dock)
def dock_beside_the_checkup(draft: PairDraft, _rng: Random) -> None:
    """An accepted person comes again in the same year for a dock, with another card."""
    original = _earlier_accepted(draft)
    performed_on = day_before(original)
    _take_over(draft, original)
    draft.rewrite(performed_on=performed_on, card=_new_card(draft, original))
    prices = prices_of(draft.contract, draft.bill.commission, "5", draft.visit)
    draft.rebill(claim_type="5", prices=prices, other_program_yen=None)


@pair_fault("X-DU-003", "X-DU-004", fits=_has_earlier_accepted)
def checkup_under_second_card(draft: PairDraft, _rng: Random) -> None:
    """The very same checkup is claimed again with another card."""
    original = _earlier_accepted(draft)
    _take_over(draft, original)
    draft.rewrite(card=_new_card(draft, original))


@pair_fault("X-DU-009", fits=lambda draft: draft.earlier_returned is not None, accepted=True)
def returned_sent_again(draft: PairDraft, _rng: Random) -> None:
    """What was returned is sent again as it was, under new names: a warning beside its fault."""
    original, draft.earlier_returned = draft.earlier_returned, None
    assert original is not None
    _take_over(draft, original)
    draft.expected |= original.expected
    draft.is_returned = True
