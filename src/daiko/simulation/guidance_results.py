"""hg08 of the simulation: reports 21 to 25 of a course, complete for its phase.

Source: standards/guidance.md 7 (sections, shapes, required items); archive-and-xml.md 8.
Types, units, code tables and moods come from the item table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from daiko.documents.guidance_records import (
    GuidanceAct,
    GuidanceObservation,
    GuidanceResult,
    GuidanceSection,
)
from daiko.documents.records import CardParticipant, Identifier
from daiko.guidance.points import Outcome, outcome_points, session_points
from daiko.simulation.guidance_acts import act, item, list_act, section, tenth
from daiko.simulation.guidance_courses import (
    ENDED,
    FINAL,
    FIRST,
    PROGRESS,
    UNFINISHED,
    Contact,
    Course,
    Plan,
)
from daiko.simulation.guidance_results_phase_3 import (
    first_half_3,
    first_sections,
    later_sections,
    support,
)
from daiko.simulation.organisations import Provider
from daiko.simulation.results import organization, person_ids
from daiko.standard import oids

_PHASE: Final = 4
_FORMS: Final = "123456"
_EMAIL: Final = "6"
_COURSES: Final = {"1": "積極的支援標準コース", "2": "動機付け支援コース", "3": "動機付け支援相当"}


def guidance_result(course: Course, timing: str, created_on: date) -> GuidanceResult:
    """Report 21 to 25 of a course."""
    who, office = course.person, organization(course.provider)
    created = f"{created_on:%Y%m%d}"
    return GuidanceResult(
        type_id=Identifier(oids.CDA_TYPE_ROOT, oids.CDA_TYPE_EXTENSION),
        document_id=Identifier(null_flavor="NI"),
        report_code=f"2{timing}",
        report_code_system=oids.REPORT,
        created_on=created,
        confidentiality_code="N",
        confidentiality_code_system=oids.CONFIDENTIALITY,
        person_ids=person_ids(who),
        postal_code=who.postal_code,
        name=who.name,
        sex=who.sex,
        sex_code_system=oids.SEX,
        birth_date=f"{who.birth_date:%Y%m%d}",
        author_time=created,
        author=office,
        custodian=Identifier(null_flavor="NI"),
        cards=tuple(_participants(course)),
        program_code="100",
        program_code_system=oids.PROGRAM,
        performed_on=f"{event_day(course, timing):%Y%m%d}",
        performer=office,
        sections=tuple(_sections(course, timing)),
    )


def event_day(course: Course, timing: str) -> date:
    """serviceEvent: the interview (second half), the evaluation, the last contact told of."""
    if timing == FINAL and course.evaluation_on is not None:
        return course.evaluation_on
    if timing == ENDED and course.contacts:
        return course.contacts[-1].on
    if timing == PROGRESS:
        return course.until_progress[-1].on
    return course.interview_on


def _participants(course: Course) -> Iterator[CardParticipant]:
    """Checkup card, then guidance card; a set card stands in both places."""
    card = course.card
    issuer = Identifier(oids.INSURER, card.insurer_number)
    numbers = (
        ("1", oids.checkup_card_root(card.insurer_number), card.checkup_card_id, None),
        ("2", oids.guidance_card_root(card.insurer_number), card.card_id, card.valid_until),
    )
    for function, root, number, until in numbers:
        yield CardParticipant(
            type_code="HLD",
            function_code=function,
            function_code_system=oids.CARD_FACE,
            valid_until=None if until is None else f"{until:%Y%m%d}",
            card_id=Identifier(root, number),
            issuing_insurer=issuer,
        )


def _sections(course: Course, timing: str) -> Iterator[GuidanceSection]:
    if timing == PROGRESS:
        yield section("90040", *(_contact_of(course, c) for c in course.until_progress))
    elif timing == UNFINISHED:
        yield section("90010", _list("90010", _common(course)))
        yield _first_half(course) if course.phase >= _PHASE else first_half_3(course)
    elif course.phase < _PHASE and timing == FIRST:
        yield from first_sections(course, _common(course), _plan_items(course))
    elif course.phase < _PHASE:
        yield from later_sections(course, is_final=timing == FINAL)
    elif timing == FIRST:
        yield from _first_sections(course)
    else:
        yield from _later_sections(course, is_final=timing == FINAL)


def _first_sections(course: Course) -> Iterator[GuidanceSection]:
    """Report 21: common items, interview and plan, planned totals of active support."""
    yield section("90010", _list("90010", _common(course)))
    if course.half_on is not None:
        yield _first_half(course)
    yield section("90030", *_interview(course))
    if isinstance(course.plan, Plan):
        yield section("90070", _planned_totals(course.plan))


def _later_sections(course: Course, *, is_final: bool) -> Iterator[GuidanceSection]:
    """Reports 22 and 23: supports, evaluation, totals planned and done."""
    if course.contacts:
        yield section("90040", *(_contact(course.provider, c) for c in course.contacts))
    if is_final:
        yield section("90060", _evaluation(course))
    if isinstance(course.plan, Plan):
        yield section("90070", _planned_totals(course.plan), _done_totals(course))


def _contact_of(course: Course, contact: Contact) -> GuidanceAct:
    if course.phase < _PHASE:
        return support(course, contact)
    return _contact(course.provider, contact)


def _common(course: Course) -> dict[str, str]:
    items = {
        "1020000001": course.level,
        "1020000002": str(2 + course.serial % 3),
        "1020000003": _COURSES[course.level],
    }
    if course.phase >= _PHASE:
        items["1020000004"] = f"{course.checkup_on:%Y%m%d}"
    return items


def _first_half(course: Course) -> GuidanceSection:
    if course.half_on is None:
        raise ValueError("only a split interview has a first half")
    minutes = [item("90020", "1022000013", "20")]
    return section("90020", act(course.provider, "1", course.half_on, "2", minutes))


def _interview(course: Course) -> Iterator[GuidanceAct]:
    minutes = item("90030", "1022000013", str(course.interview_minutes))
    flag = item("90030", "1022000016", course.early)
    form, on = course.interview_form, course.interview_on
    yield act(course.provider, form, on, "3", [flag, minutes])
    yield _list("90030", _plan_items(course), mood="INT")


def _plan_items(course: Course) -> dict[str, str]:
    """Period and goals; planned outcomes of active support after them."""
    plan, found = course.plan, course.found
    by_exercise, by_diet = 80 + course.serial % 5 * 20, 120 + course.serial % 3 * 40
    items = {} if plan is None else {"1021000020": str(plan.weeks)}
    items |= {
        "1021001031": f"{found.waist - 2}",
        "1021001032": f"{found.weight - 2}",
        "1021001050": str(by_exercise + by_diet),
        "1021001051": str(by_exercise),
        "1021001052": str(by_diet),
    }
    if isinstance(plan, Plan):
        names = ("053", "054", "055", "056", "057", "058")
        items |= {
            f"1021001{name}": code for name, code in zip(names, _codes(plan.outcome), strict=True)
        }
        items["1021001059"] = str(outcome_points(plan.outcome))
    return items


def _codes(outcome: Outcome) -> tuple[str, ...]:
    """In the order of the plan's items: waist and weight, diet, exercise, smoking, rest, other."""
    return tuple(
        code or "0"
        for code in (
            outcome.waist_weight,
            outcome.diet,
            outcome.exercise,
            outcome.smoking,
            outcome.rest,
            outcome.other,
        )
    )


def _contact(provider: Provider, contact: Contact) -> GuidanceAct:
    points = session_points(_PHASE, contact.form, contact.minutes) or 0
    items = [item("90040", "1032300014", str(points))]
    if contact.form != _EMAIL:
        items.insert(0, item("90040", "1032300013", str(contact.minutes)))
    return act(provider, contact.form, contact.on, contact.performer, items)


def _evaluation(course: Course) -> GuidanceAct:
    outcome, on = course.outcome, course.evaluation_on
    if outcome is None or on is None:
        raise ValueError("only an evaluated course has a report 22")
    names = ("044", "042", "041", "043", "045", "046")
    values = {"1042001031": tenth(course.final_waist), "1042001032": tenth(course.final_weight)}
    values |= {f"1042001{name}": code for name, code in zip(names, _codes(outcome), strict=True)}
    values["1042001060"] = str(outcome_points(outcome))
    form = "125"[course.serial % 3]
    return act(course.provider, form, on, "2", list(_items("90060", values)))


def _planned_totals(plan: Plan) -> GuidanceAct:
    values = _totals("1041", plan.contacts, plan.process, plan.total)
    return _list("90070", values, mood="INT")


def _done_totals(course: Course) -> GuidanceAct:
    """Done totals; the day of the act is the end of support (1042000022)."""
    done: dict[str, tuple[int, int]] = {}
    for contact in course.contacts:
        number, minutes = done.get(contact.form, (0, 0))
        done[contact.form] = (number + 1, minutes + contact.minutes)
    act = _list("90070", _totals("1042", done, course.done_process(), course.done_total()))
    last_on = course.contacts[-1].on if course.contacts else course.interview_on
    return replace(act, performed_on=f"{last_on:%Y%m%d}")


def _totals(
    beginning: str, contacts: Mapping[str, tuple[int, int]], process: int, total: int
) -> dict[str, str]:
    """Counts and minutes by form, zeros written, then both sums."""
    values: dict[str, str] = {}
    for form in _FORMS:
        number, minutes = contacts.get(form, (0, 0))
        values[f"{beginning}0100{form}0"] = str(number)
        if form != _EMAIL:
            values[f"{beginning}0200{form}0"] = str(minutes)
    values[f"{beginning}010070"] = str(process)
    values[f"{beginning}010080"] = str(total)
    return values


def _list(of: str, values: Mapping[str, str], *, mood: str = "EVN") -> GuidanceAct:
    return list_act(_items(of, values), mood=mood)


def _items(of: str, values: Mapping[str, str]) -> Iterator[GuidanceObservation]:
    return (item(of, code, text) for code, text in values.items())
