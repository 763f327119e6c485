"""Faults of guidance: money, points, cards, dates, plans and outcomes.

Source: standards/checks.csv X-GC, X-HG, X-XF, X-EL, X-CT; guidance.md 3, 5, 7, 9. Each
changes one thing and keeps what follows from it right, so that one rule has a cause.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from daiko.documents.guidance_records import GuidanceAct
from daiko.documents.records import AdjudicationResult, Identifier, ObservationValue
from daiko.guidance.schedule import months_after
from daiko.money.copayment import CopaymentKind, CopaymentTerms
from daiko.simulation.contracts import INDIVIDUAL
from daiko.simulation.faults.guidance_editing import (
    begins,
    both,
    change_acts,
    ends_midway,
    is_active,
    is_collective,
    is_final,
    is_plain,
    is_split,
    leave_out,
    more,
    set_value,
)
from daiko.simulation.faults.kinds import ALL_TIMINGS, BOTH_PHASES, guidance_fault
from daiko.simulation.guidance_acts import item
from daiko.simulation.guidance_claims import guidance_claim
from daiko.simulation.guidance_courses import ENDED, Plan
from daiko.simulation.guidance_drafts import GuidanceDraft
from daiko.standard import oids

_DEAREST_YEN: Final = 10
_NOBODY: Final = "9"  # serials are below 90,000,000


def _unsplit(draft: GuidanceDraft) -> bool:
    return not is_split(draft)


def _claims_money(draft: GuidanceDraft) -> bool:
    return int(draft.claim.calculated or 0) > _DEAREST_YEN


# --- money ---------------------------------------------------------------------------


@guidance_fault(
    "X-GC-016", fits=both(lambda d: d.timing != ENDED, _claims_money), phases=BOTH_PHASES
)
def calculated_amount_off(draft: GuidanceDraft, rng: Random) -> None:
    """Price times rate comes to another amount."""
    by = rng.randint(1, _DEAREST_YEN)
    draft.set_claim(
        calculated=more(draft.claim.calculated, by),
        claim_amount=more(draft.claim.claim_amount, by),
    )


@guidance_fault(
    "X-GC-017", fits=both(ends_midway, _claims_money, is_collective), phases=BOTH_PHASES
)
def share_of_points_off(draft: GuidanceDraft, rng: Random) -> None:
    """The part of an ended support is not by its points."""
    by = rng.randint(1, _DEAREST_YEN)
    draft.set_claim(
        calculated=more(draft.claim.calculated, by),
        claim_amount=more(draft.claim.claim_amount, by),
    )


@guidance_fault(
    "X-GC-019",
    fits=both(_claims_money, lambda d: int(d.claim.claim_amount or 0) > 0),
    phases=BOTH_PHASES,
)
def payment_off(draft: GuidanceDraft, _rng: Random) -> None:
    """One yen more was taken at the window than the card says."""
    draft.set_claim(
        payment_total=more(draft.claim.payment_total, 1),
        claim_amount=more(draft.claim.claim_amount, -1),
    )


@guidance_fault("X-GC-020", fits=_claims_money, phases=BOTH_PHASES)
def claimed_amount_off(draft: GuidanceDraft, rng: Random) -> None:
    """The claim is not calculated amount minus payment."""
    draft.set_claim(claim_amount=more(draft.claim.claim_amount, rng.randint(1, _DEAREST_YEN)))


@guidance_fault("X-CT-008", fits=begins, phases=BOTH_PHASES)
def price_of_no_contract(draft: GuidanceDraft, rng: Random) -> None:
    """Everything is computed from a price the contract does not have."""
    made = draft.course
    key = (INDIVIDUAL, "guidance", made.level)
    other_yen = made.contract.prices[key] + rng.randrange(10, 500, 10)
    contract = replace(made.contract, prices={**made.contract.prices, key: other_yen})
    draft.claim = guidance_claim(replace(made, contract=contract), draft.timing)


@guidance_fault(
    "X-CT-009", fits=both(begins, lambda d: d.course.card.is_registered), phases=BOTH_PHASES
)
def terms_of_another_card(draft: GuidanceDraft, _rng: Random) -> None:
    """The copayment is computed by terms the issued card does not have."""
    made = draft.course
    terms = CopaymentTerms(CopaymentKind.FIXED, fixed_yen=made.card.terms.fixed_yen + 700)
    draft.claim = guidance_claim(replace(made, card=replace(made.card, terms=terms)), draft.timing)


@guidance_fault("X-GC-021", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def answer_left_in(draft: GuidanceDraft, _rng: Random) -> None:
    """The agency's answer of an earlier return stands in the claim."""
    made_on = draft.result.created_on
    draft.set_claim(agency_result=AdjudicationResult("2", made_on, "09", "再提出"))


@guidance_fault("X-GC-013", fits=both(begins, is_active), phases=BOTH_PHASES)
def points_at_the_start(draft: GuidanceDraft, _rng: Random) -> None:
    """Done points in the first claim."""
    draft.set_claim(points_completed="20")


@guidance_fault("X-GC-013", fits=ends_midway, phases=BOTH_PHASES)
def points_missing(draft: GuidanceDraft, _rng: Random) -> None:
    """No done points where they decide the amount: at timing 2 they do not (guidance.md 9.3)."""
    draft.set_claim(points_completed=None)


@guidance_fault("X-GC-026", fits=both(is_final, is_active), phases=BOTH_PHASES)
def points_of_another_document(draft: GuidanceDraft, _rng: Random) -> None:
    """Done points that are not those of the report."""
    draft.set_claim(points_completed=more(draft.claim.points_completed, 10))


@guidance_fault("X-GC-025", fits=both(begins, is_active), phases=BOTH_PHASES)
def plan_of_another_document(draft: GuidanceDraft, _rng: Random) -> None:
    """Planned points that are not those of the report."""
    draft.set_claim(points_intended=more(draft.claim.points_intended, 10))


# --- card ----------------------------------------------------------------------------


@guidance_fault("X-XF-010", phases=BOTH_PHASES, timings=ALL_TIMINGS)
def card_number_differs(draft: GuidanceDraft, _rng: Random) -> None:
    """Another guidance card in the report than in the claim."""

    def other(card_id: Identifier | None) -> Identifier | None:
        number = (card_id.extension if card_id else None) or ""
        last = "0" if number[-1:] != "0" else "1"
        return None if card_id is None else replace(card_id, extension=number[:-1] + last)

    draft.set_result(
        cards=tuple(
            replace(card, card_id=other(card.card_id)) if card.function_code == "2" else card
            for card in draft.result.cards
        )
    )


@guidance_fault(
    "X-EL-005", fits=both(begins, lambda d: not d.course.card.is_registered), phases=BOTH_PHASES
)
def card_expired(draft: GuidanceDraft, rng: Random) -> None:
    """The first interview came after the last day of the card; no register says otherwise."""
    until = f"{draft.course.first_on - timedelta(days=rng.randint(1, 20)):%Y%m%d}"
    draft.set_claim(card_valid_until=until)
    draft.set_result(
        cards=tuple(
            replace(card, valid_until=until) if card.function_code == "2" else card
            for card in draft.result.cards
        )
    )


@guidance_fault(
    "X-EL-002",
    "X-EL-008",
    fits=both(begins, lambda d: d.course.insurer.has_insured_register),
    phases=BOTH_PHASES,
)
def number_of_no_one(draft: GuidanceDraft, _rng: Random) -> None:
    """Both documents have an insured number nobody has; the card register has the right one."""
    number = Identifier(oids.NUMBER, f"{_NOBODY}{draft.course.person.number[1:]}")
    draft.set_claim(number=number)
    ids = draft.result.person_ids
    draft.set_result(person_ids=tuple(number if i.root == number.root else i for i in ids))


# --- report --------------------------------------------------------------------------


@guidance_fault("X-HG-009", fits=begins, phases=BOTH_PHASES)
def course_missing(draft: GuidanceDraft, _rng: Random) -> None:
    """No course name in the first report."""
    leave_out(draft, "90010", "1020000003")


@guidance_fault("X-HG-017", fits=both(begins, _unsplit))
def interview_by_telephone(draft: GuidanceDraft, _rng: Random) -> None:
    """A whole first interview by telephone."""
    change_acts(draft, "90030", lambda act: act if act.code is None else replace(act, code="5"))


@guidance_fault("X-HG-018", fits=both(begins, _unsplit, lambda d: d.course.interview_form in "12"))
def interview_too_short(draft: GuidanceDraft, rng: Random) -> None:
    """Under twenty minutes."""
    set_value(draft, "90030", "1022000013", str(rng.randint(1, 19)))


@guidance_fault("X-HG-020", fits=begins, phases=BOTH_PHASES)
def interview_by_another(draft: GuidanceDraft, _rng: Random) -> None:
    """Neither doctor nor public-health nurse nor dietitian held the interview."""

    def held(act: GuidanceAct) -> GuidanceAct:
        return replace(act, performers=tuple(replace(p, code="4") for p in act.performers))

    change_acts(draft, "90030", held)


@guidance_fault("X-HG-019", fits=both(begins, is_plain))
def early_flag_wrong(draft: GuidanceDraft, _rng: Random) -> None:
    """The flag is not what the days say."""
    set_value(draft, "90030", "1022000016", "2" if draft.course.early != "2" else "1")


@guidance_fault("X-HG-028", fits=both(begins, is_split))
def flag_in_the_first_half(draft: GuidanceDraft, _rng: Random) -> None:
    """The early flag stands in 90020, too."""
    flag = item("90030", "1022000016", draft.course.early)
    change_acts(draft, "90020", lambda act: replace(act, observations=(*act.observations, flag)))


@guidance_fault("X-HG-029", fits=both(begins, lambda d: d.course.early in "12"))
def checkup_day_missing(draft: GuidanceDraft, _rng: Random) -> None:
    """An early interview without the day of its checkup."""
    leave_out(draft, "90010", "1020000004")


@guidance_fault("X-HG-030", fits=begins, accepted=True, phases=BOTH_PHASES)
def energy_does_not_add_up(draft: GuidanceDraft, rng: Random) -> None:
    """The daily goal is not exercise plus diet: a warning."""
    set_value(draft, "90030", "1021001050", str(900 + rng.randint(0, 90)))


@guidance_fault("X-HG-040", fits=begins, phases=BOTH_PHASES)
def goal_missing(draft: GuidanceDraft, rng: Random) -> None:
    """A goal every plan needs is left out."""
    leave_out(draft, "90030", rng.choice(("1021001031", "1021001032")))


@guidance_fault("X-HG-031", fits=both(begins, is_active))
def planned_outcome_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Planned outcome points that are not those of the flags; the total follows them."""
    plan = draft.course.plan
    if not isinstance(plan, Plan):
        raise ValueError("active support of phase 4 has a plan")
    set_value(draft, "90030", "1021001059", str(plan.total - plan.process + 10 - _early(draft)))
    set_value(draft, "90070", "1041010080", str(plan.total + 10))
    draft.set_claim(points_intended=str(plan.total + 10))


def _early(draft: GuidanceDraft) -> int:
    return {"0": 0, "1": 20, "2": 10}[draft.course.early]


@guidance_fault("X-HG-033", fits=both(begins, is_active))
def planned_total_off(draft: GuidanceDraft, _rng: Random) -> None:
    """The planned grand total is not the sum of its parts; the claim repeats it."""
    plan = draft.course.plan
    if plan is None:
        raise ValueError("active support has a plan")
    set_value(draft, "90070", "1041010080", str(plan.total + 5))
    draft.set_claim(points_intended=str(plan.total + 5))


@guidance_fault("X-HG-034", fits=both(is_final, is_plain))
def outcome_points_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Outcome points that are not those of the outcomes."""
    for section in draft.result.sections:
        for act in section.acts:
            for observation in act.observations:
                if observation.code == "1042001060":
                    now = observation.values[0].value
                    set_value(draft, "90060", "1042001060", more(now, 10))
                    return


@guidance_fault("X-HG-025", fits=both(is_final, is_plain))
def unknown_outcome(draft: GuidanceDraft, _rng: Random) -> None:
    """A code the table of habits does not have; it is worth no points, as 9 is."""
    wrong = ObservationValue("CD", code="5", code_system=oids.HABIT_OUTCOME)
    change_acts(
        draft,
        "90060",
        lambda act: replace(
            act,
            observations=tuple(
                replace(o, values=(wrong,)) if o.code == "1042001045" else o
                for o in act.observations
            ),
        ),
    )


@guidance_fault("X-HG-023", fits=both(is_final, is_plain), phases=BOTH_PHASES)
def evaluated_too_early(draft: GuidanceDraft, rng: Random) -> None:
    """The evaluation came before three months had passed."""
    first_on = draft.course.interview_on
    on = months_after(first_on, 3) - timedelta(days=rng.randint(1, 20))
    _evaluate_on(draft, on)


def _evaluate_on(draft: GuidanceDraft, on: date) -> None:
    change_acts(draft, "90060", lambda act: replace(act, performed_on=f"{on:%Y%m%d}"))
    draft.set_result(performed_on=f"{on:%Y%m%d}")


@guidance_fault("X-HG-015", fits=both(is_final, is_plain), phases=BOTH_PHASES)
def weight_missing(draft: GuidanceDraft, _rng: Random) -> None:
    """An evaluation without the weight."""
    leave_out(draft, "90060", "1042001032")
