"""Faults of guidance: header and card of the report, form and terms of the claim.

Source: standards/checks.csv X-HG-001…008, 046, X-GC-002…014, X-XF-012, 013; guidance.md 7.1,
8, 9. Each changes one thing and keeps what follows from it right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from daiko.documents.records import CardParticipant, DeclaredTerms, Identifier
from daiko.guidance.stratification import ACTIVE
from daiko.money.copayment import CopaymentKind, copayment_yen
from daiko.money.guidance_claim import (
    DEFAULT_SHARES,
    GuidanceLevel,
    GuidanceTerms,
    GuidanceTiming,
    Shares,
    instalment,
)
from daiko.money.rounding import half_up
from daiko.simulation.faults.guidance_editing import (
    CHECKUP_CARD,
    GUIDANCE_CARD,
    Fits,
    begins,
    both,
    change_card,
    drop_section,
    ends_midway,
    has_own_card,
    is_active,
    is_collective,
    is_final,
    is_plain,
    is_split,
    is_unregistered,
    more,
)
from daiko.simulation.faults.kinds import ALL_TIMINGS, BOTH_PHASES, guidance_fault
from daiko.simulation.guidance_cards import EQUIVALENT
from daiko.simulation.guidance_drafts import GuidanceDraft
from daiko.standard import oids

_ANOTHER_INSURER: Final = "06999999"
_KANJI: Final = "保健指導太郎"
_DEARER_YEN: Final = 550
_FIXED_YEN: Final = 500


def _pays_nothing(draft: GuidanceDraft) -> bool:
    terms = draft.course.card.terms
    return terms.kind is CopaymentKind.NONE and terms.insurer_limit_yen is None


def _unlimited(draft: GuidanceDraft) -> bool:
    return draft.course.card.terms.insurer_limit_yen is None


def _is_individual(draft: GuidanceDraft) -> bool:
    return not is_collective(draft)


def _is_of_level(*levels: str) -> Fits:
    return lambda draft: draft.course.level in levels


# --- the report's header ---------------------------------------------------------------


@guidance_fault("X-HG-001", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def report_of_a_checkup(draft: GuidanceDraft, _rng: Random) -> None:
    """The report code of a checkup."""
    draft.set_result(report_code="10")


@guidance_fault("X-HG-002", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def address_in_report(draft: GuidanceDraft, _rng: Random) -> None:
    """A guidance report holds the postal code only."""
    draft.set_result(address="東京都港区新橋９－９９－９")


@guidance_fault("X-HG-003", fits=is_collective, phases=BOTH_PHASES)
def card_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """No guidance card in the report."""
    cards = tuple(card for card in draft.result.cards if card.function_code != GUIDANCE_CARD)
    draft.set_result(cards=cards)


def _of_another_insurer(card: CardParticipant) -> CardParticipant:
    identifier = card.card_id or Identifier()
    root = (identifier.root or "")[: -len(_ANOTHER_INSURER)] + _ANOTHER_INSURER
    return replace(card, card_id=replace(identifier, root=root))


@guidance_fault("X-HG-004", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def card_of_another_insurer(draft: GuidanceDraft, _rng: Random) -> None:
    """The OID of the guidance card ends in another insurer."""
    change_card(draft, GUIDANCE_CARD, _of_another_insurer)


@guidance_fault("X-HG-005", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def checkup_card_of_another_insurer(draft: GuidanceDraft, _rng: Random) -> None:
    """The OID of the checkup card ends in another insurer."""
    change_card(draft, CHECKUP_CARD, _of_another_insurer)


@guidance_fault("X-HG-006", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def expiry_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """The report has no expiry of the guidance card."""
    change_card(draft, GUIDANCE_CARD, lambda card: replace(card, valid_until=None))


@guidance_fault(
    "X-HG-007", fits=both(begins, has_own_card, is_unregistered, is_active), phases=BOTH_PHASES
)
def card_of_another_level(draft: GuidanceDraft, _rng: Random) -> None:
    """A card for motivational support in both files of active support."""
    number = draft.course.card.card_id
    other = f"{number[:2]}2{number[3:]}"
    draft.set_claim(card_id=Identifier(oids.GUIDANCE_CARD, other))
    change_card(
        draft,
        GUIDANCE_CARD,
        lambda card: replace(card, card_id=replace(card.card_id or Identifier(), extension=other)),
    )


@guidance_fault("X-HG-008", fits=begins, phases=BOTH_PHASES)
def event_on_another_day(draft: GuidanceDraft, _rng: Random) -> None:
    """The event is the day after the interview."""
    on = draft.course.interview_on + timedelta(days=1)
    draft.set_result(performed_on=f"{on:%Y%m%d}")


@guidance_fault("X-HG-046", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def card_issued_by_another(draft: GuidanceDraft, _rng: Random) -> None:
    """The insurer that issued the card is not the person's."""
    issuer = Identifier(oids.INSURER, _ANOTHER_INSURER)
    change_card(draft, GUIDANCE_CARD, lambda card: replace(card, issuing_insurer=issuer))


# --- the claim -------------------------------------------------------------------------


@guidance_fault("X-GC-002", fits=begins, phases=BOTH_PHASES)
def level_of_no_table(draft: GuidanceDraft, _rng: Random) -> None:
    """Level 4, which the schema lets through."""
    draft.set_claim(guidance_level="4")


@guidance_fault("X-GC-004", fits=both(begins, is_collective), phases=BOTH_PHASES)
def timing_of_individual_contracts(draft: GuidanceDraft, _rng: Random) -> None:
    """Progress (24 and timing 4) under a group contract."""
    draft.set_result(report_code="24")
    draft.set_claim(guidance_timing="4")


@guidance_fault("X-GC-005", "X-HG-002", fits=is_unregistered, phases=BOTH_PHASES)
def name_in_kanji(draft: GuidanceDraft, _rng: Random) -> None:
    """The name was not entered in kana, in either file."""
    draft.set_claim(name=_KANJI)
    draft.set_result(name=_KANJI)


@guidance_fault("X-GC-006", fits=both(begins, has_own_card, is_collective), phases=BOTH_PHASES)
def claim_without_card(draft: GuidanceDraft, _rng: Random) -> None:
    """No guidance card in the claim."""
    draft.set_claim(card_id=None)


@guidance_fault("X-GC-007", fits=has_own_card, phases=BOTH_PHASES)
def another_checkup_card(draft: GuidanceDraft, _rng: Random) -> None:
    """The claim names another checkup card than the report."""
    number = draft.course.card.checkup_card_id
    other = number[:-1] + ("0" if number[-1] != "0" else "1")
    draft.set_claim(checkup_card_id=Identifier(oids.CHECKUP_CARD, other))


@guidance_fault("X-GC-008", fits=is_collective, phases=BOTH_PHASES)
def claim_without_expiry(draft: GuidanceDraft, _rng: Random) -> None:
    """No expiry of the card in the claim."""
    draft.set_claim(card_valid_until=None)


@guidance_fault("X-GC-009", fits=_pays_nothing, phases=BOTH_PHASES)
def amount_beside_none(draft: GuidanceDraft, _rng: Random) -> None:
    """An amount stands beside "no copayment"."""
    draft.set_claim(copayment_terms=DeclaredTerms("1", amount="001000"))


@guidance_fault("X-GC-010", fits=_unlimited, phases=BOTH_PHASES, timings=ALL_TIMINGS)
def limit_of_zero(draft: GuidanceDraft, _rng: Random) -> None:
    """A program writes 0 where the card states no limit."""
    draft.set_claim(insurer_limit=DeclaredTerms("4", amount="000000"))


@guidance_fault("X-GC-011", fits=begins, phases=BOTH_PHASES)
def price_not_entered(draft: GuidanceDraft, _rng: Random) -> None:
    """Nothing is priced: all amounts are 0."""
    draft.set_claim(unit_price="0", calculated="0", payment_total="0", claim_amount="0")


@guidance_fault("X-GC-012", fits=is_collective, phases=BOTH_PHASES)
def rate_not_agreed(draft: GuidanceDraft, _rng: Random) -> None:
    """Another percentage is written beside the right amount."""
    draft.set_claim(payment_rate=more(draft.claim.payment_rate, 5))


@guidance_fault("X-GC-014", fits=ends_midway, phases=BOTH_PHASES)
def plan_points_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """Support that ended midway without the points planned."""
    draft.set_claim(points_intended=None)


@guidance_fault("X-GC-022", fits=both(is_final, is_plain), phases=BOTH_PHASES)
def ended_motivational_support(draft: GuidanceDraft, _rng: Random) -> None:
    """Motivational support is claimed as ended midway."""
    draft.set_result(report_code="23")
    draft.set_claim(guidance_timing="3")


@guidance_fault("X-GC-023", fits=both(begins, is_split, is_collective), phases=BOTH_PHASES)
def money_for_half_an_interview(draft: GuidanceDraft, _rng: Random) -> None:
    """Only the first half was held, and the first share is claimed."""
    drop_section(draft, "90030", "90070")
    draft.set_result(report_code="25")
    draft.set_claim(guidance_timing="5")


@guidance_fault("X-GC-024", fits=both(is_final, _is_individual), phases=BOTH_PHASES)
def shares_beyond_the_whole(draft: GuidanceDraft, _rng: Random) -> None:
    """An individual contract: with the first share the final 90 percent exceed the price."""
    price_yen = int(draft.claim.unit_price or 0)
    whole_yen = copayment_yen(price_yen, draft.course.card.terms)
    terms = GuidanceTerms(price_yen, whole_yen, Shares(10, 90, 0))
    due = instalment(terms, GuidanceTiming.FINAL)
    draft.set_claim(
        payment_rate="90",
        calculated=str(due.calculated_yen),
        payment_total=str(due.payment_yen),
        claim_amount=str(due.claim_yen),
    )


@guidance_fault("X-GC-027", fits=both(is_final, is_active, has_own_card), phases=BOTH_PHASES)
def level_changed_midway(draft: GuidanceDraft, _rng: Random) -> None:
    """The final claim names another level than the first one."""
    draft.set_claim(guidance_level=EQUIVALENT)


@guidance_fault("X-XF-012", fits=begins, phases=BOTH_PHASES)
def timing_of_another_report(draft: GuidanceDraft, _rng: Random) -> None:
    """A first report with the timing of a final claim."""
    draft.set_claim(guidance_timing="2")


@guidance_fault("X-XF-013", fits=both(begins, _is_of_level(ACTIVE, "2")), phases=BOTH_PHASES)
def level_of_another_report(draft: GuidanceDraft, _rng: Random) -> None:
    """The claim names another level than the report."""
    draft.set_claim(guidance_level=EQUIVALENT)


@guidance_fault("X-CT-008", fits=both(begins, _pays_nothing), phases=BOTH_PHASES)
def price_not_agreed(draft: GuidanceDraft, _rng: Random) -> None:
    """Dearer than agreed; share and claim are computed from it."""
    price_yen = int(draft.claim.unit_price or 0) + _DEARER_YEN
    calculated = str(half_up(price_yen * int(draft.claim.payment_rate or 0), 100))
    draft.set_claim(unit_price=str(price_yen), calculated=calculated, claim_amount=calculated)


@guidance_fault("X-DU-006", fits=both(is_final, has_own_card, is_unregistered), phases=BOTH_PHASES)
def final_without_first(draft: GuidanceDraft, _rng: Random) -> None:
    """The card is one on which nothing was claimed before; the files agree on it."""
    other = f"{draft.course.card.card_id[:3]}9{draft.course.card.card_id[4:]}"
    draft.set_claim(card_id=Identifier(oids.GUIDANCE_CARD, other))
    change_card(
        draft,
        GUIDANCE_CARD,
        lambda card: replace(card, card_id=replace(card.card_id or Identifier(), extension=other)),
    )


@guidance_fault("X-DU-007", fits=both(is_final, is_unregistered, _pays_nothing))
def copayment_changed_midway(draft: GuidanceDraft, _rng: Random) -> None:
    """The final claim declares a fixed amount, the first one none; its amounts fit its terms."""
    price_yen = int(draft.claim.unit_price or 0)
    whole_yen = min(_FIXED_YEN, price_yen)
    shares = DEFAULT_SHARES[GuidanceLevel(int(draft.course.level))]
    due = instalment(GuidanceTerms(price_yen, whole_yen, shares), GuidanceTiming.FINAL)
    draft.set_claim(
        copayment_terms=DeclaredTerms("2", amount=f"{_FIXED_YEN:06d}"),
        payment_total=str(due.payment_yen),
        claim_amount=str(due.claim_yen),
    )
