"""Plan and totals of a guidance: what must stand in 21 and in 22.

X-HG-013, 014, 030, 037, 038, 040, 050, 052, 053.

Source: standards/checks.csv, guidance.md 7.5, 7.6. Whether points add up is
``guidance_points_rules.py``. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_items import DONE, FINAL, INTERVIEW, TOTALS
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import Source, rule
from daiko.checks.rules.guidance_contacts import end_of_support
from daiko.checks.rules.guidance_places import (
    DONE_TOTALS,
    EMAIL,
    END_OF_SUPPORT,
    FORMS,
    GOALS,
    OUTCOMES,
    PERIOD,
    PLAN_FLAGS,
    PLANNED,
    PLANNED_OUTCOME,
    count_code,
    grand_code,
    item_at,
    minutes_code,
    named,
    process_code,
    section_at,
)
from daiko.checks.rules.guidance_sections import ACTIVE, FINAL_REPORT, FIRST, missing
from daiko.checks.rules.guidance_totals_of_phase_3 import points_a_code, total_code
from daiko.guidance.points import NEEDED, SUPPORT_A_LEAST

_MOTIVATIONAL: Final = "2"
_PLAN: Final = (PERIOD, *PLAN_FLAGS, PLANNED_OUTCOME)
_PLAN_OF_PHASE_3: Final = (PERIOD,)
_TOTALS_OF_PHASE_3: Final = {
    PLANNED: ("1041800117", "1041800114"),
    DONE_TOTALS: ("1042800117", "1042800114"),
}
_MET: Final = "1"
_NOT_PLANNED: Final = "0"


@cache
def totals(phase: int, beginning: str) -> tuple[str, ...]:
    """Items of planned (1041) or done (1042) totals that active support must state."""
    if phase < 4:
        return _TOTALS_OF_PHASE_3[beginning]
    counts = [count_code(beginning, form) for form in FORMS]
    minutes = [minutes_code(beginning, form) for form in FORMS if form != EMAIL]
    return (*counts, *minutes, process_code(beginning), grand_code(beginning))


def _has_plan(pair: GuidanceSubject) -> bool:
    """Whether 90030 has any item of a plan."""
    return any(i.observation.code in _ALL_OF_A_PLAN for i in pair.items.coded(INTERVIEW))


_ALL_OF_A_PLAN: Final = frozenset((*_PLAN, *GOALS))


@rule("X-HG-013")
def plan_of_active_support(pair: GuidanceSubject) -> Iterator[Finding]:
    """Active support: period, plan flags, planned points and all planned totals at the start."""
    if pair.report_code != FIRST or pair.level != ACTIVE:
        return
    plan = missing(pair, INTERVIEW, _PLAN if pair.phase >= 4 else _PLAN_OF_PHASE_3)
    if plan and pair.items.has_section(INTERVIEW):  # else X-HG-011
        yield Finding("X-HG-013", section_at(INTERVIEW), "", named(pair.phase, plan))
    lacking = missing(pair, TOTALS, totals(pair.phase, PLANNED))
    if lacking:
        yield Finding("X-HG-013", section_at(TOTALS), "", named(pair.phase, lacking))


@rule("X-HG-014")
def nothing_done_yet(pair: GuidanceSubject) -> Iterator[Finding]:
    """The first report has no done totals and no end of support."""
    if pair.report_code != FIRST:
        return
    for placed in pair.items.coded(TOTALS):
        if (placed.observation.code or "").startswith(DONE_TOTALS):
            code = placed.observation.code or ""
            yield Finding("X-HG-014", item_at(TOTALS, code), code, "")
            return
    for act in pair.items.acts(TOTALS, DONE):
        if act.performed_on is not None:
            at = f"{section_at(TOTALS)}/entry/act[@moodCode=EVN]/effectiveTime"
            yield Finding("X-HG-014", at, act.performed_on, "")
            return


@rule("X-HG-030")
def energy_targets(pair: GuidanceSubject) -> Iterator[Finding]:
    """Daily reduction = by exercise + by diet."""
    total, exercise, diet = (pair.items.decimal(code, INTERVIEW) for code in GOALS[2:])
    if total is None or exercise is None or diet is None or total == exercise + diet:
        return
    at = f"{item_at(INTERVIEW, GOALS[2])}/value/@value"
    yield Finding("X-HG-030", at, str(total), str(exercise + diet))


@rule("X-HG-037")
def totals_at_the_end(pair: GuidanceSubject) -> Iterator[Finding]:
    """Active support: planned totals again, done totals, and the day support ended."""
    if pair.report_code != FINAL_REPORT or pair.level != ACTIVE:
        return
    wanted = (*totals(pair.phase, PLANNED), *totals(pair.phase, DONE_TOTALS))
    lacking = missing(pair, TOTALS, wanted)
    ended = pair.items.done_act(TOTALS)
    written = ended.performed_on if ended is not None else None
    if end_of_support(pair) is None and written is not None:
        at = f"{section_at(TOTALS)}/entry/act[@moodCode=EVN]/effectiveTime/@value"
        yield Finding("X-HG-037", at, written, "YYYYMMDD")
    elif end_of_support(pair) is None:
        lacking.append(END_OF_SUPPORT)
    if lacking:
        yield Finding("X-HG-037", section_at(TOTALS), "", named(pair.phase, lacking))


@rule("X-HG-038", requires=Source.HISTORY)
def plan_unchanged(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned totals of the final report are those of the accepted first one."""
    first = pair.first_claim
    if pair.report_code != FINAL_REPORT or first is None:
        return
    for code, before in first.facts.planned:
        if code in PLAN_FLAGS:
            continue
        section = INTERVIEW if code == PLANNED_OUTCOME else TOTALS
        now = pair.items.text(code, section)
        if now is not None and now != before:
            yield Finding("X-HG-038", f"{item_at(section, code)}/value/@value", now, before)


@rule("X-HG-040")
def goals(pair: GuidanceSubject) -> Iterator[Finding]:
    """Target waist and weight and three energy targets; no plan at all is X-HG-013's."""
    if pair.report_code != FIRST or not pair.items.has_section(INTERVIEW):
        return  # X-HG-011
    if pair.level == ACTIVE and not _has_plan(pair):
        return
    lacking = missing(pair, INTERVIEW, GOALS)
    if lacking:
        yield Finding("X-HG-040", section_at(INTERVIEW), "", named(pair.phase, lacking))


@rule("X-HG-050")
def met_without_plan(pair: GuidanceSubject) -> Iterator[Finding]:
    """A habit reported as met had been planned, where this or the first report has the flag.

    Phase 3 has no flags; one that stands there is X-HG-043's.
    """
    if pair.phase < 4:
        return
    before = {} if pair.first_claim is None else dict(pair.first_claim.facts.planned)
    for flag, outcome in zip(PLAN_FLAGS[1:], OUTCOMES[1:], strict=True):
        met = pair.items.text(outcome, FINAL)
        planned = pair.items.text(flag, INTERVIEW) or before.get(flag)
        if met == _MET and planned == _NOT_PLANNED:
            yield Finding("X-HG-050", f"{item_at(FINAL, outcome)}/value/@code", met, "9")


@rule("X-HG-052")
def plan_suffices(pair: GuidanceSubject) -> Iterator[Finding]:
    """The plan of active support reaches 180 points; in phase 3, 160 of them by support A."""
    if pair.report_code != FIRST or pair.level != ACTIVE:
        return
    if pair.phase < 4:
        yield from _plan_of_phase_3(pair)
        return
    code = grand_code(PLANNED)
    planned = pair.items.number(code, TOTALS)
    if planned is not None and planned < NEEDED:
        at = f"{item_at(TOTALS, code)}/value/@value"
        yield Finding("X-HG-052", at, str(planned), f"{NEEDED}–")


def _plan_of_phase_3(pair: GuidanceSubject) -> Iterator[Finding]:
    """The planned total, and A of it, where they are stated."""
    a, total = (pair.items.number(code(PLANNED), TOTALS) for code in (points_a_code, total_code))
    for stated, code, least in (
        (total, total_code(PLANNED), NEEDED),
        (a, points_a_code(PLANNED), SUPPORT_A_LEAST),
    ):
        if stated is not None and stated < least:
            at = f"{item_at(TOTALS, code)}/value/@value"
            yield Finding("X-HG-052", at, str(stated), f"{least}–")
            return


@rule("X-HG-053")
def active_items_in_motivational(pair: GuidanceSubject) -> Iterator[Finding]:
    """Motivational support has no period, flags, planned points or totals."""
    if (pair.stated_level or pair.level) != _MOTIVATIONAL:
        return
    found = [
        placed
        for placed in pair.items.coded(INTERVIEW, TOTALS)
        if placed.section == TOTALS or placed.observation.code in _PLAN
    ]
    if found:
        codes = named(pair.phase, (placed.observation.code or "" for placed in found))
        first = found[0]
        at = item_at(first.section, first.observation.code or "")
        yield Finding("X-HG-053", at, codes, "")
