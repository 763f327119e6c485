"""hg08 of phase 3: forms, supports, evaluation and totals as fiscal 2023 had them.

Source: standards/guidance.md 4, 7.3, 7.4 and the item table. Neither an early flag nor
plan flags nor points of outcomes exist; supports have their points by the minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from daiko.documents.guidance_records import GuidanceAct, GuidanceObservation, GuidanceSection
from daiko.guidance.points import session_points, support_of
from daiko.guidance.schedule import least_interview_minutes
from daiko.simulation.guidance_acts import act, item, list_act, section, tenth
from daiko.simulation.guidance_courses import Contact, Course
from daiko.simulation.guidance_phase_3 import LETTERS, PHASE, OldPlan, points_of
from daiko.standard import oids
from daiko.standard.guidance_catalogue import GROUPS_OF_PHASE_3

_INTERVIEW_FORMS: Final = {"1": "1", "2": "5", "3": "2"}  # of table 24010: as in 18140
_FINAL_FORMS: Final = "123"


def first_half_3(course: Course) -> GuidanceSection:
    """90020: what was held on the day of the checkup."""
    if course.half_on is None:
        raise ValueError("only a split interview has a first half")
    minutes = [item("90020", "1022000013", "20", phase=PHASE)]
    held = act(course.provider, "1", course.half_on, "2", minutes)
    return section("90020", _of_table(held, oids.INTERVIEW_FORM_PHASE_3))


def first_sections(
    course: Course, common: dict[str, str], goals: dict[str, str]
) -> Iterator[GuidanceSection]:
    """Report 21: common items, interview and goals, planned totals of active support."""
    yield section("90010", list_act(_items("90010", common, "EVN")))
    if course.half_on is not None:
        yield first_half_3(course)
    form = _INTERVIEW_FORMS[course.interview_form]
    least = least_interview_minutes(PHASE, form) or 0  # remote is longer than in phase 4
    lasted = str(max(course.interview_minutes, least))
    minutes = [item("90030", "1022000013", lasted, phase=PHASE)]
    held = act(course.provider, form, course.interview_on, "3", minutes)
    plan = list_act(_items("90030", goals, "INT"), mood="INT")
    yield section("90030", _of_table(held, oids.INTERVIEW_FORM_PHASE_3), plan)
    if isinstance(course.plan, OldPlan):
        yield section("90070", _planned(course.plan))


def later_sections(course: Course, *, is_final: bool) -> Iterator[GuidanceSection]:
    """Reports 22 and 23: supports, evaluation, totals planned and done."""
    if course.contacts:
        yield section("90040", *(support(course, contact) for contact in course.contacts))
    if is_final:
        yield section("90060", _evaluation(course))
    if isinstance(course.plan, OldPlan):
        yield section("90070", _planned(course.plan), done_totals_3(course))


def support(course: Course, contact: Contact) -> GuidanceAct:
    """One support A or B with its minutes and points."""
    kind = "1" if support_of(contact.form) == "A" else "2"
    points = session_points(PHASE, contact.form, contact.minutes) or 0
    values = {} if contact.form in LETTERS else {f"1032{kind}00013": str(contact.minutes)}
    values[f"1032{kind}00014"] = str(points)
    items = _items("90040", values, "EVN")
    held = act(course.provider, contact.form, contact.on, contact.performer, items)
    return _of_table(held, oids.SUPPORT_FORM_PHASE_3)


def _evaluation(course: Course) -> GuidanceAct:
    outcome, on = course.outcome, course.evaluation_on
    if outcome is None or on is None:
        raise ValueError("only an evaluated course has a report 22")
    values = {
        "1042001031": tenth(course.final_waist),
        "1042001032": tenth(course.final_weight),
        "1042001042": outcome.diet or "0",
        "1042001041": outcome.exercise or "0",
        "1042001043": outcome.smoking or "3",
    }
    form = _FINAL_FORMS[course.serial % 3]
    held = act(course.provider, form, on, "2", _items("90060", values, "EVN"))
    return _of_table(held, oids.FINAL_FORM_PHASE_3)


def _planned(plan: OldPlan) -> GuidanceAct:
    return list_act(_items("90070", _totals("1041", plan.supports), "INT"), mood="INT")


def done_totals_3(course: Course) -> GuidanceAct:
    """Done totals; the day of the act is the end of support (1042000022)."""
    supports = tuple((contact.form, contact.minutes) for contact in course.contacts)
    last_on = course.contacts[-1].on if course.contacts else course.interview_on
    listed = list_act(_items("90070", _totals("1042", supports), "EVN"))
    return replace(listed, performed_on=f"{last_on:%Y%m%d}")


def _totals(beginning: str, supports: tuple[tuple[str, int], ...]) -> dict[str, str]:
    """Counts and minutes by form, zeros written, then the points of A, B and both."""
    values = {f"{beginning}800117": str(len(supports))}
    for form, group in GROUPS_OF_PHASE_3.items():
        minutes = [each for of_form, each in supports if of_form == form]
        values[f"{beginning}{group}117"] = str(len(minutes))
        if form not in LETTERS:
            values[f"{beginning}{group}113"] = str(sum(minutes))
    points = points_of(supports)
    values[f"{beginning}100114"] = str(points.a)
    values[f"{beginning}200114"] = str(points.b)
    values[f"{beginning}800114"] = str(points.total)
    return values


def _items(of: str, values: Mapping[str, str], mood: str) -> list[GuidanceObservation]:
    """Items of the phase; where its table names no mood, that of the act."""
    found = [item(of, code, text, phase=PHASE) for code, text in values.items()]
    return [replace(each, mood_code=each.mood_code or mood) for each in found]


def _of_table(held: GuidanceAct, code_system: str) -> GuidanceAct:
    return replace(held, code_system=code_system)
