"""S5: points of supports and outcomes, and what they add up to (X-HG-021, 031…036, 039).

Phase 4 unless said otherwise: sums of phase 3 are not kept per form of table 24010.
A sum is judged only when all its parts can be read; a part that is wrong itself is found
once, and the sum is judged with the part as stated.
Source: standards/checks.csv, guidance.md 4, 5, 7.6; rulings.md 3, 21. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from daiko.checks.findings import Finding
from daiko.checks.guidance_items import (
    FINAL,
    INTERIM,
    INTERVIEW,
    SUPPORT,
    TOTALS,
    act_minutes,
    act_value,
    whole,
)
from daiko.checks.guidance_places import (
    DONE_TOTALS,
    EMAIL,
    FORMS,
    OUTCOME_POINTS,
    OUTCOMES,
    PLAN_FLAGS,
    PLANNED,
    PLANNED_OUTCOME,
    act_at,
    count_code,
    grand_code,
    item_at,
    minutes_code,
    process_code,
)
from daiko.checks.guidance_sections import ACTIVE, FINAL_REPORT
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.documents.guidance_records import GuidanceAct
from daiko.guidance.points import (
    NEEDED,
    Outcome,
    SupportPoints,
    early_points,
    outcome_points,
    process_points,
    session_points,
    support_of,
)
from daiko.standard import oids

_SUPPORT_POINTS: Final = ("1032300014", "1032000014", "1032100014", "1032200014")
_SUPPORT_MINUTES: Final = ("1032300013", "1032000013", "1032100013", "1032200013")
_EARLY: Final = ("0", "1", "2")
_FLAGS: Final = (("0", "1", "2"),) + (("0", "1"),) * 5
_RESULTS: Final = (
    (("0", "1", "2"),) + (("0", "1", "9"),) * 2 + (("0", "1", "8", "9"),) + (("0", "1", "9"),) * 2
)


@rule("X-HG-021")
def points_of_supports(pair: GuidanceSubject) -> Iterator[Finding]:
    """Each support has the points of its form and minutes; active support makes 180."""
    for section in (SUPPORT, INTERIM):
        for act in pair.items.acts(section):
            stated, right = _stated_points(act), _right_points(act)
            if stated is not None and right is not None and stated != right:
                at = f"{act_at(pair, section, act)}//observation/value/@value"
                yield Finding("X-HG-021", at, str(stated), str(right))
    if pair.report_code != FINAL_REPORT or pair.level != ACTIVE:
        return
    if pair.phase >= 4:
        done = _grand_total(pair)
        if done is not None and done < NEEDED:
            at = f"{item_at(TOTALS, grand_code(DONE_TOTALS))}/value/@value"
            yield Finding("X-HG-021", at, str(done), f"{NEEDED}–")
    else:
        yield from _completion_of_phase_3(pair)


def _stated_points(act: GuidanceAct) -> int | None:
    for code in _SUPPORT_POINTS:
        if (text := act_value(act, code)) is not None:
            return whole(text)
    return None


def _right_points(act: GuidanceAct) -> int | None:
    """Points by the table of the form's own code system (ruling 21)."""
    minutes = act_minutes(act, *_SUPPORT_MINUTES)
    match act.code_system:
        case oids.SUPPORT_FORM:
            phase = 4
        case oids.SUPPORT_FORM_PHASE_3:
            phase = 3
        case _:
            return None
    return session_points(phase, act.code or "", minutes)


def _grand_total(pair: GuidanceSubject) -> int | None:
    """Done grand total: computed where its parts are stated, else as stated."""
    computed = _sum_of_parts(pair, DONE_TOTALS)
    return computed if computed is not None else pair.items.number(grand_code(DONE_TOTALS), TOTALS)


def _completion_of_phase_3(pair: GuidanceSubject) -> Iterator[Finding]:
    """180 by support A, or 160 by A and 180 together; by the single supports."""
    supports = pair.items.acts(SUPPORT)
    if not supports:
        return
    sums = {"A": 0, "B": 0}
    for act in supports:
        kind, points = support_of(act.code or ""), _right_points(act)
        if kind is None or points is None:
            return
        sums[kind] += points
    if not SupportPoints(sums["A"], sums["B"]).completes:
        found = f"A {sums['A']} B {sums['B']}"
        yield Finding("X-HG-021", item_at(TOTALS, "1042800114"), found, "A 160– A+B 180–")


def _coded(
    pair: GuidanceSubject,
    section: str,
    codes: tuple[str, ...],
    allowed: tuple[tuple[str, ...], ...],
) -> Outcome | None:
    """Codes of an outcome block; ``None`` when one is absent or in no table."""
    texts = [pair.items.text(code, section) for code in codes]
    if any(text not in known for text, known in zip(texts, allowed, strict=True)):
        return None
    waist_weight, diet, exercise, smoking, rest, other = texts
    return Outcome(waist_weight, diet, exercise, smoking, rest, other)


def _compare(
    rule_id: str, pair: GuidanceSubject, section: str, code: str, expected: int | None
) -> Iterator[Finding]:
    stated = pair.items.number(code, section)
    if stated is not None and expected is not None and stated != expected:
        at = f"{item_at(section, code)}/value/@value"
        yield Finding(rule_id, at, str(stated), str(expected))


@rule("X-HG-031")
def planned_outcome(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned outcome points are those of the plan flags."""
    plan = _coded(pair, INTERVIEW, PLAN_FLAGS, _FLAGS)
    if plan is not None:
        yield from _compare("X-HG-031", pair, INTERVIEW, PLANNED_OUTCOME, outcome_points(plan))


@rule("X-HG-034")
def outcome_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Outcome points are those of the outcomes."""
    results = _coded(pair, FINAL, OUTCOMES, _RESULTS)
    if results is not None:
        yield from _compare("X-HG-034", pair, FINAL, OUTCOME_POINTS, outcome_points(results))


def _process(pair: GuidanceSubject, beginning: str) -> int | None:
    """Points of the counts of all forms; ``None`` when one cannot be read."""
    counts: dict[str, int] = {}
    for form in FORMS:
        count = pair.items.number(count_code(beginning, form), TOTALS)
        if count is None:
            return None
        counts[form] = count
    return process_points(counts)


@rule("X-HG-032")
def planned_process(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned process points are counts times points of the form."""
    code = process_code(PLANNED)
    yield from _compare("X-HG-032", pair, TOTALS, code, _process(pair, PLANNED))


@rule("X-HG-035")
def done_process(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done process points are counts times points of the form."""
    code = process_code(DONE_TOTALS)
    yield from _compare("X-HG-035", pair, TOTALS, code, _process(pair, DONE_TOTALS))


def _sum_of_parts(pair: GuidanceSubject, beginning: str) -> int | None:
    """Early interview (here or in the first report) + outcome + process, as stated."""
    flag = pair.early_flag
    process = pair.items.number(process_code(beginning), TOTALS)
    outcome = _outcome_part(pair, beginning)
    if flag not in _EARLY or process is None or outcome is None:
        return None
    return early_points(flag) + outcome + process


def _outcome_part(pair: GuidanceSubject, beginning: str) -> int | None:
    if beginning == DONE_TOTALS:
        return pair.items.number(OUTCOME_POINTS, FINAL)
    return pair.items.number(PLANNED_OUTCOME, INTERVIEW)


@rule("X-HG-033")
def planned_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned grand total = early interview + planned outcome + planned process.

    Where a later report repeats the total without the plan, X-HG-038 compares it.
    """
    code = grand_code(PLANNED)
    yield from _compare("X-HG-033", pair, TOTALS, code, _sum_of_parts(pair, PLANNED))


@rule("X-HG-036")
def done_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done grand total = early interview + outcome + done process."""
    code = grand_code(DONE_TOTALS)
    yield from _compare("X-HG-036", pair, TOTALS, code, _sum_of_parts(pair, DONE_TOTALS))


@rule("X-HG-039")
def totals_of_supports(pair: GuidanceSubject) -> Iterator[Finding]:
    """Counts and minutes are those of the single supports; an interim contact may count too."""
    supports, interims = pair.items.acts(SUPPORT), pair.items.acts(INTERIM)
    if not supports or pair.phase < 4:
        return
    own, more = _by_form(supports), _by_form(interims)
    for form in FORMS:
        (count, minutes), (others, of_others) = own.get(form, (0, 0)), more.get(form, (0, 0))
        yield from _counted(pair, count_code(DONE_TOTALS, form), count, others)
        if form != EMAIL and minutes is not None:
            yield from _counted(pair, minutes_code(DONE_TOTALS, form), minutes, of_others or 0)


def _by_form(acts: list[GuidanceAct]) -> dict[str, tuple[int, int | None]]:
    """Number and minutes by form; minutes ``None`` where one act does not state them."""
    found: dict[str, tuple[int, int | None]] = {}
    for act in acts:
        count, total = found.get(act.code or "", (0, 0))
        minutes = act_minutes(act, *_SUPPORT_MINUTES)
        together = None if total is None or minutes is None else total + minutes
        found[act.code or ""] = (count + 1, together)
    return found


def _counted(pair: GuidanceSubject, code: str, own: int, others: int) -> Iterator[Finding]:
    stated = pair.items.number(code, TOTALS)
    if stated is not None and stated != own and stated != own + others:
        expected = str(own) if not others else f"{own}, {own + others}"
        yield Finding("X-HG-039", f"{item_at(TOTALS, code)}/value/@value", str(stated), expected)
