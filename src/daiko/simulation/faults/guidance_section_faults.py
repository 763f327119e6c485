"""Faults of guidance: sections, contacts and items of the report.

Source: standards/checks.csv X-HG-010…053, X-PE-002; guidance.md 3, 5, 7. Each changes one
thing and keeps what follows from it right; sums are carried on where another rule would
otherwise find the same fault again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from daiko.checks.values import fiscal_year
from daiko.documents.guidance_records import (
    ActPerformer,
    GuidanceAct,
)
from daiko.documents.records import ObservationValue
from daiko.guidance.points import NEEDED, outcome_points
from daiko.simulation.contracts import contract_of
from daiko.simulation.faults.guidance_editing import (
    a_list,
    a_section,
    add_item,
    add_section,
    begins,
    both,
    change_acts,
    change_item,
    drop_section,
    has_contacts,
    is_active,
    is_final,
    is_plain,
    is_split,
    is_unregistered,
    leave_out,
    more,
    set_value,
)
from daiko.simulation.faults.kinds import ALL_TIMINGS, BOTH_PHASES, guidance_fault
from daiko.simulation.guidance_acts import item
from daiko.simulation.guidance_claims import guidance_claim
from daiko.simulation.guidance_drafts import GuidanceDraft
from daiko.simulation.guidance_results import guidance_result
from daiko.standard import oids
from daiko.standard.catalogue import phase_of

_WAIST_GOAL: Final = "1021001031"
_SPLIT_DAYS: Final = 100


# --- sections and contacts ---------------------------------------------------------------


@guidance_fault("X-HG-010", fits=begins, phases=BOTH_PHASES)
def level_unknown(draft: GuidanceDraft, _rng: Random) -> None:
    """Level 4 in the report: no level of the table."""
    set_value(draft, "90010", "1020000001", "4")


@guidance_fault("X-HG-011", fits=begins, phases=BOTH_PHASES)
def minutes_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """The first interview without its minutes."""
    leave_out(draft, "90030", "1022000013")


@guidance_fault("X-HG-012", fits=both(begins, is_split), phases=BOTH_PHASES)
def unfinished_with_second_half(draft: GuidanceDraft, _rng: Random) -> None:
    """An unfinished first interview (25) that holds its second half, sent as data only."""
    drop_section(draft, "90070")
    draft.set_result(report_code="25")
    draft.set_claim(
        guidance_timing="5",
        payment_rate="0",
        calculated="0",
        payment_total="0",
        claim_amount="0",
    )


def _needs_supports(draft: GuidanceDraft) -> bool:
    outcome = draft.course.outcome
    return outcome is not None and outcome_points(outcome) < NEEDED


@guidance_fault("X-HG-016", fits=both(is_final, is_active, _needs_supports), phases=BOTH_PHASES)
def supports_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """The totals are there, the single supports are not."""
    drop_section(draft, "90040")


@guidance_fault("X-HG-021", fits=both(is_final, has_contacts))
def points_of_a_support_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Every support has ten points more than its form gives."""
    change_item(
        draft,
        "90040",
        "1032300014",
        lambda old: item("90040", "1032300014", more(old.values[0].value, 10)),
    )


@guidance_fault("X-HG-022", fits=both(is_final, has_contacts), phases=BOTH_PHASES)
def support_before_the_interview(draft: GuidanceDraft, _rng: Random) -> None:
    """A support on the day before the first interview."""
    on = f"{draft.course.interview_on - timedelta(days=1):%Y%m%d}"
    first = f"{draft.course.contacts[0].on:%Y%m%d}"
    change_acts(
        draft,
        "90040",
        lambda act: replace(act, performed_on=on) if act.performed_on == first else act,
    )


def _long_ago(draft: GuidanceDraft) -> date:
    return draft.course.interview_on - timedelta(days=_SPLIT_DAYS)


def _in_a_year_of_the_plan(draft: GuidanceDraft) -> bool:
    """Also of the same phase: the card was issued for the checkup as it was."""
    year = fiscal_year(_long_ago(draft))
    return year in draft.plan.fiscal_years and phase_of(year) == draft.course.phase


@guidance_fault("X-HG-024", fits=both(begins, is_split, _in_a_year_of_the_plan), phases=BOTH_PHASES)
def second_half_too_late(draft: GuidanceDraft, _rng: Random) -> None:
    """Checkup and first half were more than three months before the second.

    The contract, and so the price, is that of the first half (ruling 48).
    """
    on, made = _long_ago(draft), draft.course
    contract = contract_of(draft.plan, made.provider, fiscal_year(on))
    draft.course = replace(made, half_on=on, checkup_on=on, contract=contract)
    created = draft.result.created_on or ""
    created_on = date(int(created[:4]), int(created[4:6]), int(created[6:]))
    draft.set_result(sections=guidance_result(draft.course, draft.timing, created_on).sections)
    draft.claim = guidance_claim(draft.course, draft.timing)


@guidance_fault(
    "X-HG-026", fits=both(begins, is_active, is_unregistered), accepted=True, phases=BOTH_PHASES
)
def too_old_for_active_support(draft: GuidanceDraft, _rng: Random) -> None:
    """Active support of a person over 64: a warning."""
    born = f"{draft.course.checkup_on.year - 70}0615"
    draft.set_claim(birth_date=born)
    draft.set_result(birth_date=born)


@guidance_fault("X-HG-044", fits=begins, phases=BOTH_PHASES)
def section_twice(draft: GuidanceDraft, _rng: Random) -> None:
    """The common section stands twice."""
    common = next(found for found in draft.result.sections if found.code == "90010")
    add_section(draft, common)


@guidance_fault("X-HG-045", fits=begins, phases=BOTH_PHASES)
def performer_left_out(draft: GuidanceDraft, _rng: Random) -> None:
    """Nobody is named who held the interview."""
    change_acts(draft, "90030", lambda act: replace(act, performers=()))


@guidance_fault("X-HG-045", fits=both(is_final, is_plain), phases=BOTH_PHASES)
def form_of_no_table(draft: GuidanceDraft, _rng: Random) -> None:
    """The evaluation has a form that the table does not know."""
    change_acts(draft, "90060", lambda act: replace(act, code="8"))


@guidance_fault("X-PE-002", fits=both(is_final, has_contacts), phases=BOTH_PHASES)
def support_in_the_future(draft: GuidanceDraft, _rng: Random) -> None:
    """The year of a support was mistyped."""
    first = f"{draft.course.contacts[0].on:%Y%m%d}"
    on = f"2{int(first[1]) + 1}{first[2:]}"
    change_acts(
        draft,
        "90040",
        lambda act: replace(act, performed_on=on) if act.performed_on == first else act,
    )


# --- items -------------------------------------------------------------------------------


@guidance_fault("X-HG-041", fits=begins, phases=BOTH_PHASES)
def goal_as_plan(draft: GuidanceDraft, _rng: Random) -> None:
    """A goal with the mood of a plan."""
    change_item(draft, "90030", _WAIST_GOAL, lambda old: replace(old, mood_code="INT"))


@guidance_fault("X-HG-042", fits=begins, phases=BOTH_PHASES)
def goal_in_another_unit(draft: GuidanceDraft, _rng: Random) -> None:
    """The target waist in millimetres."""
    change_item(
        draft,
        "90030",
        _WAIST_GOAL,
        lambda old: replace(old, values=(ObservationValue("PQ", "850", "mm"),)),
    )


@guidance_fault("X-HG-043", fits=begins, accepted=True, phases=BOTH_PHASES)
def item_of_another_section(draft: GuidanceDraft, _rng: Random) -> None:
    """The waist of an evaluation stands in the plan: a warning."""
    add_item(draft, "90030", item("90060", "1042001031", "85.0"), "INT")


@guidance_fault("X-HG-047", fits=begins, accepted=True)
def medication_reported(draft: GuidanceDraft, _rng: Random) -> None:
    """Medication, which only the national report tells: a warning."""
    add_item(draft, "90010", item("90010", "1020000005", "1"), "EVN")


@guidance_fault("X-HG-048", fits=both(is_final, is_plain), accepted=True)
def interim_not_complete(draft: GuidanceDraft, _rng: Random) -> None:
    """An interim evaluation of motivational support with the waist alone: a warning."""
    course = draft.course
    act = GuidanceAct(
        class_code="ACT",
        mood_code="EVN",
        code="5",
        code_system=oids.SUPPORT_FORM,
        performed_on=f"{course.interview_on + timedelta(days=40):%Y%m%d}",
        performers=_interviewer(draft),
        observations=(item("90050", "1032001031", "88.0"),),
    )
    add_section(draft, a_section("90050", act))


def _interviewer(draft: GuidanceDraft) -> tuple[ActPerformer, ...]:
    found = next(s for s in draft.result.sections if s.code == "90060")
    return found.acts[0].performers


@guidance_fault("X-HG-049", accepted=True, phases=BOTH_PHASES, timings=ALL_TIMINGS)
def interview_of_an_institution_by_telephone(draft: GuidanceDraft, _rng: Random) -> None:
    """An institution is said to have held the interview by telephone: a warning."""
    by_telephone = "5" if draft.course.phase >= 4 else "3"
    values = (("1042000085", by_telephone), ("1042000086", "1"))
    told = (item("90080", code, text) for code, text in values)
    done = tuple(replace(observation, mood_code="EVN") for observation in told)
    add_section(draft, a_section("90080", a_list("EVN", *done)))
