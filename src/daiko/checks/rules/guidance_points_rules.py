"""S5: points of supports and outcomes, and what they add up to (X-HG-021, 031…036, 039).

Sums of phase 3 are those of supports A and B (``guidance_totals_of_phase_3.py``).
A sum is judged only when all its parts can be read; a part that is wrong itself is found
once, and the sum passes with the part as stated or as it should be.
Source: standards/checks.csv, guidance.md 4, 5, 7.6; rulings.md 3, 21. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.guidance_items import (
    FINAL,
    INTERIM,
    INTERVIEW,
    SUPPORT,
    TOTALS,
    act_minutes,
    whole,
)
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.checks.rules.guidance_contacts import right_flag
from daiko.checks.rules.guidance_places import (
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
    count_codes,
    grand_code,
    item_at,
    minutes_code,
    process_code,
)
from daiko.checks.rules.guidance_sections import ACTIVE, ENDED_REPORT, FINAL_REPORT, form_systems
from daiko.checks.rules.guidance_totals_of_phase_3 import (
    MINUTES,
    completing_points,
    points_of,
    right_totals_3,
    stated_points,
    total_code,
    wrong_counts,
    wrong_points,
)
from daiko.documents.guidance_records import GuidanceAct
from daiko.guidance.points import (
    NEEDED,
    Outcome,
    early_points,
    outcome_points,
    process_points,
    session_points,
)
from daiko.standard import oids

_EARLY: Final = ("0", "1", "2")
_LETTERS: Final = frozenset(
    {(oids.SUPPORT_FORM, EMAIL)} | {(oids.SUPPORT_FORM_PHASE_3, form) for form in "67"}
)
_FLAGS: Final = (("0", "1", "2"),) + (("0", "1"),) * 5
_RESULTS: Final = (
    (("0", "1", "2"),) + (("0", "1", "9"),) * 2 + (("0", "1", "8", "9"),) + (("0", "1", "9"),) * 2
)


@rule("X-HG-021")
def points_of_supports(pair: GuidanceSubject) -> Iterator[Finding]:
    """Each support has the points of its form and minutes; active support makes 180."""
    for section in (SUPPORT, INTERIM):
        for act in pair.items.acts(section):
            stated, right = stated_points(act), _right_points(pair, section, act)
            if stated is None and right and section == SUPPORT and _needs_points(pair):
                yield Finding("X-HG-021", act_at(pair, section, act), "", f"{right} (1032300014)")
            elif stated is not None and right is not None and stated != right:
                at = f"{act_at(pair, section, act)}//observation/value/@value"
                yield Finding("X-HG-021", at, _with_minutes(stated, act), str(right))
    if pair.report_code != FINAL_REPORT or pair.level != ACTIVE:
        return
    if pair.phase >= 4:
        done = _grand_total(pair)
        if done is not None and done < NEEDED:
            at = f"{item_at(TOTALS, grand_code(DONE_TOTALS))}/value/@value"
            yield Finding("X-HG-021", at, str(done), f"{NEEDED}–")
    else:
        yield from _completion_of_phase_3(pair)


def _needs_points(pair: GuidanceSubject) -> bool:
    """Whether each support states its points: in the final report of active support."""
    return pair.phase >= 4 and pair.report_code == FINAL_REPORT and pair.level == ACTIVE


def _with_minutes(stated: int, act: GuidanceAct) -> str:
    """The points as found; without minutes most forms have none, so that is told too."""
    if act_minutes(act, *MINUTES) is not None or (act.code_system, act.code) in _LETTERS:
        return str(stated)
    return both(f"{stated}（時間の記録なし）", f"{stated} (no minutes stated)")


def _right_points(pair: GuidanceSubject, section: str, act: GuidanceAct) -> int | None:
    """Points by the table of the form's own code system (ruling 21).

    ``None`` where that is not the phase's (X-HG-045), or minutes stand at a wrong place
    (X-HG-042).
    """
    systems = form_systems(pair.phase, section)
    if systems and act.code_system not in systems:
        return None
    if any(o.code in MINUTES and o.minutes is None and o.values for o in act.observations):
        return None
    if act.code_system != oids.SUPPORT_FORM:
        return points_of(act)
    return session_points(4, act.code or "", act_minutes(act, *MINUTES))


def _grand_total(pair: GuidanceSubject) -> int | None:
    """Done grand total by what its parts should be, a wrong one being found itself; else as stated.

    Of an early interview the most points that the flag or the days give.
    """
    right, process = _outcome_of_results(pair), _right_process(pair)
    outcome = right[0] if right else pair.items.number(OUTCOME_POINTS, FINAL)
    if outcome is None or process is None:
        return pair.items.number(grand_code(DONE_TOTALS), TOTALS)
    return max(early_points(flag) for flag in _possible_flags(pair)) + outcome + process


def _right_process(pair: GuidanceSubject) -> int | None:
    """Done process points by the counts; where the single supports are others the more of both.

    Which of them are wrong is open then (X-HG-039); interim evaluations may count, too.
    """
    found = _process(pair, DONE_TOTALS)[:1]
    contacts = [*pair.items.acts(SUPPORT), *pair.items.acts(INTERIM)]
    if contacts and (not found or any(totals_of_supports(pair))):
        found.append(process_points(Counter(act.code or "" for act in contacts)))
    return max(found) if found else pair.items.number(process_code(DONE_TOTALS), TOTALS)


def _completion_of_phase_3(pair: GuidanceSubject) -> Iterator[Finding]:
    """180 by support A, or 160 by A and 180 together; none at all is X-HG-016's."""
    points = completing_points(pair) if pair.items.acts(SUPPORT) else None
    if points is not None and not points.completes:
        at = item_at(TOTALS, total_code(DONE_TOTALS))
        yield Finding("X-HG-021", at, f"A {points.a} B {points.b}", "A 160– A+B 180–")


def _coded(pair: GuidanceSubject, section: str, codes: tuple[str, ...]) -> list[int]:
    """Points of an outcome block; nothing when a code is absent or in no table."""
    texts = pair.items.texts
    points = _points_of_outcome(section, tuple(texts.get((section, code)) for code in codes))
    return [] if points is None else [points]


@lru_cache(maxsize=4096)
def _points_of_outcome(section: str, codes: tuple[str | None, ...]) -> int | None:
    allowed = _RESULTS if section == FINAL else _FLAGS
    if any(code not in known for code, known in zip(codes, allowed, strict=True)):
        return None
    return outcome_points(Outcome(*codes))


def _compare(
    rule_id: str, pair: GuidanceSubject, section: str, code: str, right: Collection[int]
) -> Iterator[Finding]:
    """A stated number is one of those that are right; nothing is right when parts are unread.

    The first is what is expected.
    """
    if not right:
        return
    stated = pair.items.number(code, section)
    if stated is not None and stated not in right:
        at = f"{item_at(section, code)}/value/@value"
        yield Finding(rule_id, at, str(stated), str(next(iter(right))))


def _outcome_of_plan(pair: GuidanceSubject) -> list[int]:
    return _coded(pair, INTERVIEW, PLAN_FLAGS)


def _outcome_of_results(pair: GuidanceSubject) -> list[int]:
    return _coded(pair, FINAL, OUTCOMES)


@rule("X-HG-031")
def planned_outcome(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned outcome points are those of the plan flags."""
    yield from _compare("X-HG-031", pair, INTERVIEW, PLANNED_OUTCOME, _outcome_of_plan(pair))


@rule("X-HG-034")
def outcome_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Outcome points are those of the outcomes."""
    yield from _compare("X-HG-034", pair, FINAL, OUTCOME_POINTS, _outcome_of_results(pair))


def _process(pair: GuidanceSubject, beginning: str) -> list[int]:
    """Points of the counts of all forms, then of the single supports where those differ.

    Nothing when a count cannot be read. A wrong count is X-HG-039's alone.
    """
    texts = pair.items.texts
    by_counts = _points_of_counts(
        tuple(texts.get((TOTALS, code)) for code in count_codes(beginning))
    )
    if by_counts is None:
        return []
    points = [by_counts]
    supports = pair.items.acts(SUPPORT)
    if beginning == DONE_TOTALS and supports:
        points.append(process_points(Counter(act.code or "" for act in supports)))
    return points


@lru_cache(maxsize=4096)
def _points_of_counts(texts: tuple[str | None, ...]) -> int | None:
    """Points of the counts in the order of the forms; ``None`` when one is no number."""
    counts: dict[str, int] = {}
    for form, text in zip(FORMS, texts, strict=True):
        count = whole(text)
        if count is None:
            return None
        counts[form] = count
    return process_points(counts)


@rule("X-HG-032")
def planned_process(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned process points are counts times points of the form.

    In phase 3 points go by the minutes of each support, which a plan does not tell: found
    is what no sharing of the planned minutes makes.
    """
    code = process_code(PLANNED)
    yield from _compare("X-HG-032", pair, TOTALS, code, _process(pair, PLANNED))
    if pair.phase < 4:
        yield from _of_totals("X-HG-032", wrong_points(pair, PLANNED))


@rule("X-HG-035")
def done_process(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done process points are counts times points of the form; in phase 3 A and B."""
    code = process_code(DONE_TOTALS)
    yield from _compare("X-HG-035", pair, TOTALS, code, _process(pair, DONE_TOTALS))
    if pair.phase < 4:
        yield from _of_totals("X-HG-035", wrong_points(pair, DONE_TOTALS))


def _of_totals(rule_id: str, wrong: Iterable[tuple[str, int, str]]) -> Iterator[Finding]:
    for code, found, expected in wrong:
        yield Finding(rule_id, f"{item_at(TOTALS, code)}/value/@value", str(found), expected)


def _stated_sums(pair: GuidanceSubject, beginning: str) -> list[int]:
    """Early interview (here or in the first report) + outcome + process, as stated.

    One sum where the flag is known, stated or by the days, else one for each flag there is.
    """
    process = pair.items.number(process_code(beginning), TOTALS)
    outcome = pair.items.number(*_outcome_item(beginning))
    if (
        beginning == DONE_TOTALS
        and pair.report_code == ENDED_REPORT
        and not pair.items.has_section(FINAL)
    ):
        outcome = 0  # it ended before it was evaluated
    if process is None or outcome is None:
        return []
    flag = pair.early_flag if pair.early_flag in _EARLY else right_flag(pair)
    return [early_points(each) + outcome + process for each in ((flag,) if flag else _EARLY)]


def _outcome_item(beginning: str) -> tuple[str, str]:
    if beginning == DONE_TOTALS:
        return OUTCOME_POINTS, FINAL
    return PLANNED_OUTCOME, INTERVIEW


def right_totals(pair: GuidanceSubject, beginning: str) -> list[int]:
    """Grand totals that are right: by the parts as stated, then by what they should be.

    A wrong part is found by its own rule, and once. Nothing when a part cannot be read,
    but an unknown early flag leaves three totals, and others are wrong by each of them.
    """
    if pair.phase < 4:
        return right_totals_3(pair, beginning)
    stated_sums = _stated_sums(pair, beginning)
    stated = pair.items.number(grand_code(beginning), TOTALS)
    if not stated_sums or stated is None:
        return stated_sums
    if stated in stated_sums:
        return [stated]
    done = beginning == DONE_TOTALS
    outcomes = _outcome_of_results(pair) if done else _outcome_of_plan(pair)
    outcomes.append(pair.items.number(*_outcome_item(beginning)) or 0)
    processes = _process(pair, beginning)
    processes.append(pair.items.number(process_code(beginning), TOTALS) or 0)
    earlies = {early_points(flag) for flag in _possible_flags(pair)}
    sums = [sum(parts) for parts in product(earlies, outcomes, processes)]
    return [*stated_sums, *sums]


def _possible_flags(pair: GuidanceSubject) -> list[str]:
    """The flag as stated and by the days; any where neither is known."""
    known = [flag for flag in (pair.early_flag, right_flag(pair)) if flag in _EARLY]
    return [flag for flag in known if flag is not None] or list(_EARLY)


def _total(rule_id: str, pair: GuidanceSubject, beginning: str) -> Iterator[Finding]:
    """A grand total is one of those that are right."""
    code = grand_code(beginning) if pair.phase >= 4 else total_code(beginning)
    right, stated = right_totals(pair, beginning), pair.items.number(code, TOTALS)
    if right and stated is not None and stated not in right:
        sums = _stated_sums(pair, beginning) if pair.phase >= 4 else right[:1]
        at, expected = f"{item_at(TOTALS, code)}/value/@value", ", ".join(map(str, sorted(sums)))
        yield Finding(rule_id, at, str(stated), expected)


@rule("X-HG-033")
def planned_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Planned grand total = early interview + planned outcome + planned process.

    In phase 3 the points of A and B. Where a later report repeats the total without the
    plan, X-HG-038 compares it.
    """
    yield from _total("X-HG-033", pair, PLANNED)


@rule("X-HG-036")
def done_total(pair: GuidanceSubject) -> Iterator[Finding]:
    """Done grand total = early interview + outcome + done process; in phase 3 A and B.

    With the early flag unknown a total is found that is wrong by every flag.
    """
    yield from _total("X-HG-036", pair, DONE_TOTALS)


@rule("X-HG-039")
def totals_of_supports(pair: GuidanceSubject) -> Iterator[Finding]:
    """Counts and minutes are those of the single supports; an interim contact may count too."""
    supports, interims = pair.items.acts(SUPPORT), pair.items.acts(INTERIM)
    if pair.phase < 4:
        yield from _of_totals("X-HG-039", wrong_counts(pair))
        return
    if not supports or any(act.code not in FORMS for act in supports):
        return  # X-HG-045: of which form it is counted is not known
    own, more = _by_form(supports), _by_form(interims)
    texts = pair.items.texts
    for form in FORMS:
        (count, minutes), (others, of_others) = own.get(form, (0, 0)), more.get(form, (0, 0))
        code = count_code(DONE_TOTALS, form)
        if texts.get((TOTALS, code)) != str(count):
            yield from _counted(pair, code, count, others)
        code = minutes_code(DONE_TOTALS, form)
        if form != EMAIL and minutes is not None and texts.get((TOTALS, code)) != str(minutes):
            yield from _counted(pair, code, minutes, of_others or 0)


def _by_form(acts: list[GuidanceAct]) -> dict[str, tuple[int, int | None]]:
    """Number and minutes by form; minutes ``None`` where one act does not state them."""
    found: dict[str, tuple[int, int | None]] = {}
    for act in acts:
        count, total = found.get(act.code or "", (0, 0))
        minutes = act_minutes(act, *MINUTES)
        together = None if total is None or minutes is None else total + minutes
        found[act.code or ""] = (count + 1, together)
    return found


def _counted(pair: GuidanceSubject, code: str, own: int, others: int) -> Iterator[Finding]:
    stated = pair.items.number(code, TOTALS)
    if stated is not None and stated != own and stated != own + others:
        expected = str(own) if not others else f"{own}, {own + others}"
        yield Finding("X-HG-039", f"{item_at(TOTALS, code)}/value/@value", str(stated), expected)
