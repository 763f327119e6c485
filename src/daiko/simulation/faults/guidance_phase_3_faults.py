"""Faults of guidance of phase 3: supports by the minute, its own tables, items of phase 4.

Source: standards/guidance.md 4, 7.4, 7.5; checks.csv X-HG-015…045; rulings.md 21. Faults
of header, card and money are those of both phases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from daiko.documents.guidance_records import GuidanceAct, GuidanceObservation
from daiko.guidance.points import support_of
from daiko.simulation.faults.guidance_editing import (
    Fits,
    add_item,
    begins,
    both,
    change_acts,
    change_item,
    is_active,
    is_final,
    is_split,
    leave_out,
    more,
)
from daiko.simulation.faults.kinds import Plant, guidance_fault
from daiko.simulation.guidance_acts import item
from daiko.simulation.guidance_drafts import GuidanceDraft
from daiko.simulation.guidance_phase_3 import points_of
from daiko.simulation.guidance_results_phase_3 import done_totals_3
from daiko.standard import oids

_POINTS_A: Final = "1032100014"


def _old_fault(
    *causes: str, fits: Fits, accepted: bool = False
) -> Callable[[Plant[GuidanceDraft]], Plant[GuidanceDraft]]:
    return guidance_fault(*causes, fits=fits, accepted=accepted, phases=(3,))


def _has_support_a(draft: GuidanceDraft) -> bool:
    return any(support_of(contact.form) == "A" for contact in draft.course.contacts)


def _has_both_supports(draft: GuidanceDraft) -> bool:
    return {support_of(contact.form) for contact in draft.course.contacts} == {"A", "B"}


def _is_a(act: GuidanceAct) -> bool:
    return any(observation.code == _POINTS_A for observation in act.observations)


def _with_more(observation: GuidanceObservation, by: int) -> GuidanceObservation:
    """The number of an item, higher."""
    value = observation.values[0]
    return replace(observation, values=(replace(value, value=more(value.value, by)),))


@_old_fault("X-HG-021", fits=both(is_final, is_active, _has_support_a))
def old_points_of_a_support_off(draft: GuidanceDraft, _rng: Random) -> None:
    """Every support A is given five points too many."""
    change_item(draft, "90040", _POINTS_A, lambda points: _with_more(points, 5))


@_old_fault("X-HG-021", fits=both(is_final, is_active, _has_both_supports))
def old_support_not_completed(draft: GuidanceDraft, _rng: Random) -> None:
    """Supports A were never held, as the totals say: what is left does not make 160 points."""
    course = draft.course
    left = tuple(contact for contact in course.contacts if support_of(contact.form) == "B")
    totals = done_totals_3(replace(course, contacts=left))
    kept = []
    for section in draft.result.sections:
        acts = section.acts
        if section.code == "90040":
            acts = tuple(act for act in acts if not _is_a(act))
        elif section.code == "90070":
            acts = (*(act for act in acts if act.mood_code != "EVN"), totals)
        kept.append(replace(section, acts=acts))
    draft.set_result(sections=tuple(kept))
    done = points_of((contact.form, contact.minutes) for contact in left)
    draft.set_claim(points_completed=str(done.total))


@_old_fault("X-HG-015", fits=is_final)
def old_habit_left_out(draft: GuidanceDraft, rng: Random) -> None:
    """The evaluation says nothing of one of the habits."""
    leave_out(draft, "90060", rng.choice(("1042001042", "1042001041", "1042001043")))


@_old_fault("X-HG-037", fits=both(is_final, is_active))
def old_totals_left_out(draft: GuidanceDraft, rng: Random) -> None:
    """The final report lacks a total, planned or done."""
    leave_out(draft, "90070", rng.choice(("1041800117", "1042800117", "1042800114")))


@_old_fault("X-HG-038", fits=both(is_final, is_active), accepted=True)
def old_plan_changed(draft: GuidanceDraft, _rng: Random) -> None:
    """The final report repeats another plan: a warning."""
    change_item(draft, "90070", "1041800117", lambda count: _with_more(count, 1))


@_old_fault("X-HG-045", fits=lambda draft: begins(draft) and draft.course.interview_form == "1")
def old_interview_in_new_form(draft: GuidanceDraft, _rng: Random) -> None:
    """The form of the interview is from the table of phase 4."""
    change_acts(
        draft,
        "90030",
        lambda act: act if act.code is None else replace(act, code_system=oids.SUPPORT_FORM),
    )


@_old_fault("X-HG-043", fits=begins, accepted=True)
def old_report_with_early_flag(draft: GuidanceDraft, _rng: Random) -> None:
    """The early flag, which came with phase 4: a warning."""
    add_item(draft, "90030", item("90030", "1022000016", draft.course.early), "EVN")


@_old_fault("X-HG-017", fits=lambda draft: begins(draft) and not is_split(draft))
def old_interview_by_telephone(draft: GuidanceDraft, _rng: Random) -> None:
    """A whole first interview by telephone, 3 in the table of phase 3."""
    change_acts(draft, "90030", lambda act: act if act.code is None else replace(act, code="3"))
