"""Faults of guidance: plan and totals of the report.

Source: standards/checks.csv X-HG-013…053, X-GC-015; guidance.md 3, 5, 7. Each changes one
thing and keeps what follows from it right; sums are carried on where another rule would
otherwise find the same fault again.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from daiko.guidance.points import NEEDED, early_points, outcome_points
from daiko.money.copayment import copayment_yen
from daiko.money.guidance_claim import (
    DEFAULT_SHARES,
    GuidanceLevel,
    GuidanceTerms,
    GuidanceTiming,
    instalment,
)
from daiko.simulation.faults.guidance_editing import (
    a_list,
    a_section,
    add_item,
    add_section,
    begins,
    both,
    drop_section,
    ends_midway,
    has_contacts,
    is_active,
    is_final,
    leave_out,
    more,
    set_value,
    value_of,
)
from daiko.simulation.faults.kinds import BOTH_PHASES, guidance_fault
from daiko.simulation.guidance_acts import item
from daiko.simulation.guidance_courses import Plan
from daiko.simulation.guidance_drafts import GuidanceDraft

_PLANNED_TOTAL: Final = "1041010080"
_DONE_TOTAL: Final = "1042010080"
_FORMS: Final = "123456"
_HABITS: Final = ("diet", "exercise", "smoking", "rest", "other")


@guidance_fault("X-HG-013", fits=both(begins, is_active), phases=BOTH_PHASES)
def period_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """Active support without the planned period."""
    leave_out(draft, "90030", "1021000020")


@guidance_fault("X-HG-014", fits=both(begins, is_active))
def done_at_the_start(draft: GuidanceDraft, _rng: Random) -> None:
    """A done total, of 0, in the first report."""
    done = a_list("EVN", item("90070", "1042010080", "0"))
    planned = next(found for found in draft.result.sections if found.code == "90070")
    drop_section(draft, "90070")
    add_section(draft, replace(planned, acts=(*planned.acts, done)))


def _off(draft: GuidanceDraft, process: str, total: str) -> None:
    """Ten process points too many, carried on into the grand total."""
    for code in (process, total):
        set_value(draft, "90070", code, str(value_of(draft, "90070", code) + 10))


@guidance_fault("X-HG-032", fits=both(begins, is_active))
def planned_process_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Planned process points are not those of the counts."""
    _off(draft, "1041010070", _PLANNED_TOTAL)
    draft.set_claim(points_intended=more(draft.claim.points_intended, 10))


@guidance_fault("X-HG-035", fits=both(is_final, is_active))
def done_process_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Done process points are not those of the counts."""
    _off(draft, "1042010070", _DONE_TOTAL)
    draft.set_claim(points_completed=more(draft.claim.points_completed, 10))


@guidance_fault("X-HG-036", fits=both(is_final, is_active))
def done_total_off(draft: GuidanceDraft, _rng: Random) -> None:
    """The done grand total is not the sum of its parts; the claim repeats it."""
    set_value(draft, "90070", _DONE_TOTAL, str(value_of(draft, "90070", _DONE_TOTAL) + 5))
    draft.set_claim(points_completed=more(draft.claim.points_completed, 5))


@guidance_fault("X-HG-037", fits=both(is_final, is_active))
def plan_not_repeated(draft: GuidanceDraft, _rng: Random) -> None:
    """The final report lacks the planned grand total."""
    leave_out(draft, "90070", _PLANNED_TOTAL)


@guidance_fault("X-HG-038", fits=both(is_final, is_active), accepted=True)
def plan_changed(draft: GuidanceDraft, _rng: Random) -> None:
    """One e-mail more is planned than in the first report: a warning."""
    mails = "1041010060"
    set_value(draft, "90070", mails, str(value_of(draft, "90070", mails) + 1))
    for code in ("1041010070", _PLANNED_TOTAL):
        set_value(draft, "90070", code, str(value_of(draft, "90070", code) + 30))


@guidance_fault("X-HG-039", fits=both(is_final, is_active, has_contacts))
def contact_too_many(draft: GuidanceDraft, _rng: Random) -> None:
    """The totals count a contact that does not stand among the supports."""
    code = f"10420100{draft.course.contacts[0].form}0"
    set_value(draft, "90070", code, str(value_of(draft, "90070", code) + 1))


def _has_met_habit(draft: GuidanceDraft) -> bool:
    return draft.course.outcome is not None and "1" in _met(draft)


def _met(draft: GuidanceDraft) -> list[str | None]:
    return [getattr(draft.course.outcome, habit) for habit in _HABITS]


@guidance_fault("X-HG-050", fits=both(is_final, _has_met_habit, is_active), accepted=True)
def met_what_was_not_planned(draft: GuidanceDraft, _rng: Random) -> None:
    """A plan in the final report that does not plan a habit that was met: a warning."""
    number = _met(draft).index("1")
    flag = item("90030", f"102100105{4 + number}", "0")
    add_section(draft, a_section("90030", a_list("INT", flag)))


def _fixed_points(draft: GuidanceDraft) -> int:
    plan = draft.course.plan
    if not isinstance(plan, Plan):
        return 0
    return early_points(plan.early) + outcome_points(plan.outcome)


def _needs_contacts(draft: GuidanceDraft) -> bool:
    return _fixed_points(draft) < NEEDED


@guidance_fault("X-HG-052", fits=both(begins, is_active, _needs_contacts), accepted=True)
def plan_without_contacts(draft: GuidanceDraft, _rng: Random) -> None:
    """No contact is planned, and the rest does not make 180 points: a warning."""
    for form in _FORMS:
        set_value(draft, "90070", f"10410100{form}0", "0")
        if form != "6":
            set_value(draft, "90070", f"10410200{form}0", "0")
    set_value(draft, "90070", "1041010070", "0")
    set_value(draft, "90070", _PLANNED_TOTAL, str(_fixed_points(draft)))
    draft.set_claim(points_intended=str(_fixed_points(draft)))


@guidance_fault("X-HG-053", fits=lambda d: begins(d) and d.course.level == "2", accepted=True)
def plan_flag_of_active_support(draft: GuidanceDraft, _rng: Random) -> None:
    """A plan flag in a motivational report: a warning."""
    add_item(draft, "90030", item("90030", "1021001054", "1"), "INT")


def _whole_share(draft: GuidanceDraft) -> dict[str, str]:
    """Amounts of support that ended midway with all its points."""
    course = draft.course
    price_yen = int(draft.claim.unit_price or 0)
    terms = GuidanceTerms(
        price_yen,
        copayment_yen(price_yen, course.card.terms),
        DEFAULT_SHARES[GuidanceLevel.ACTIVE],
    )
    due = instalment(terms, GuidanceTiming.ENDED_MIDWAY, points_completed=1, points_intended=1)
    return {
        "calculated": str(due.calculated_yen),
        "payment_total": str(due.payment_yen),
        "claim_amount": str(due.claim_yen),
    }


@guidance_fault("X-GC-015", "X-GC-026", fits=ends_midway, phases=BOTH_PHASES)
def more_done_than_planned(draft: GuidanceDraft, _rng: Random) -> None:
    """More points are claimed than planned and reported; the ratio is capped at 1."""
    draft.set_claim(points_completed=more(draft.claim.points_intended, 10), **_whole_share(draft))
