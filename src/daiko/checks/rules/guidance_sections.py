"""S4: which sections and acts a report holds.

X-HG-009, 011, 012, 015, 016, 028, 044, 045, 048, 049.

Source: standards/checks.csv, guidance.md 7.2, 7.5, 7.6. What a report does not list is
accepted (7.5). Values are ``guidance_values.py``, plan and totals ``guidance_plan.py``.
Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from daiko.checks.bilingual import both
from daiko.checks.findings import Finding
from daiko.checks.guidance_items import (
    COMMON,
    DONE,
    FINAL,
    FIRST_HALF,
    INSTITUTIONS,
    INTERIM,
    INTERVIEW,
    SECTIONS,
    SUPPORT,
    TOTALS,
    act_minutes,
    act_value,
)
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rulebook import rule
from daiko.checks.rules.guidance_places import (
    ATTEMPTS,
    COURSE,
    EARLY_FLAG,
    EMAIL,
    FINAL_WAIST,
    FINAL_WEIGHT,
    INTERIM_OUTCOMES,
    INTERVIEW_MINUTES,
    LEVEL,
    OUTCOME_POINTS,
    OUTCOMES,
    act_at,
    item_at,
    named,
    section_at,
)
from daiko.checks.values import day
from daiko.documents.guidance_records import GuidanceAct, GuidanceSection
from daiko.guidance.points import NEEDED
from daiko.standard import oids
from daiko.standard.catalogue import code_system
from daiko.standard.guidance_catalogue import Place, guidance_items

FIRST: Final = "21"
FINAL_REPORT: Final = "22"
ENDED_REPORT: Final = "23"
UNFINISHED: Final = "25"
ACTIVE: Final = "1"
_CONTACTS: Final = (FIRST_HALF, INTERVIEW, SUPPORT, INTERIM, FINAL)
_WITH_PLAN: Final = frozenset({FIRST_HALF, INTERVIEW})
_MOST_ACTS: Final = {COMMON: 1, INTERVIEW: 2}
_MANY_ACTS: Final = frozenset({SUPPORT, INTERIM})
_LISTS_ONLY: Final = frozenset({COMMON, TOTALS})
_OUTCOMES_OF_PHASE_3: Final = ("1042001042", "1042001041", "1042001043")
_INTERIM_NEEDED: Final = ("1032000014", "1032001031", "1032001032", *INTERIM_OUTCOMES)
_INTERIM_MINUTES: Final = "1032000013"
_INTERIM_NEEDED_PHASE_3: Final = (
    "1032000014",
    "1032001031",
    "1032001032",
    "1032001042",
    "1032001041",
    "1032001043",
)
_EMAILS: Final = ((oids.SUPPORT_FORM, EMAIL), (oids.INTERVIEW_FORM_PHASE_3, "4"))
_INSTITUTION_NUMBER: Final = "1042000081"
_INSTITUTION_NAME: Final = "1042000082"
_MAIN_FORM: Final = "1042000085"
_AN_INTERVIEW: Final = both("初回面接の実施 (act EVN)", "the interview (act EVN)")
_CONTENT: Final = "1042000086"
_INTERVIEW_CONTENTS: Final = ("1", "2")
_NOT_IN_PERSON: Final = {3: ("3", "4"), 4: ("5", "6")}
"""Telephone and mail by phase: of table 3006, where 5 is remote, and of 24010."""


def missing(pair: GuidanceSubject, section: str, codes: Iterable[str]) -> list[str]:
    """The items of these that a section does not state."""
    texts = pair.items.texts
    return [code for code in codes if (section, code) not in texts]


@rule("X-HG-009")
def common_section(pair: GuidanceSubject) -> Iterator[Finding]:
    """The first report states guidance level and course."""
    if pair.report_code == FIRST:
        lacking = missing(pair, COMMON, (LEVEL, COURSE))
        if lacking:
            yield Finding("X-HG-009", section_at(COMMON), "", named(pair.phase, lacking))


@rule("X-HG-011")
def interview(pair: GuidanceSubject) -> Iterator[Finding]:
    """The first report holds the interview with its minutes and, in phase 4, the early flag.

    The minutes of each half, when it was split: they count together (X-HG-018).
    """
    if pair.report_code != FIRST:
        return
    act = interview_act(pair)
    if act is None:
        yield Finding("X-HG-011", section_at(INTERVIEW), "", _AN_INTERVIEW)
        return
    lacking = []
    if pair.phase >= 4 and pair.items.text(EARLY_FLAG, INTERVIEW) is None:
        lacking.append(EARLY_FLAG)
    is_email = (act.code_system, act.code) in _EMAILS
    if not is_email and act_minutes(act, INTERVIEW_MINUTES) is None:
        lacking.append(INTERVIEW_MINUTES)
    if lacking:
        yield Finding("X-HG-011", act_at(pair, INTERVIEW, act), "", named(pair.phase, lacking))
    half = first_half_act(pair)
    if half is not None and act_minutes(half, INTERVIEW_MINUTES) is None:
        at = act_at(pair, FIRST_HALF, half)
        yield Finding("X-HG-011", at, "", named(pair.phase, (INTERVIEW_MINUTES,)))


def first_half_act(pair: GuidanceSubject) -> GuidanceAct | None:
    """The first half of a split interview: the act of 90020 that is no plan."""
    acts = pair.items.acts(FIRST_HALF)
    return next((act for act in acts if act.code_null_flavor is None), None)


def interview_act(pair: GuidanceSubject) -> GuidanceAct | None:
    """The interview of 90030: the act that is no plan."""
    acts = pair.items.acts(INTERVIEW)
    return next((act for act in acts if act.code_null_flavor is None), None)


@rule("X-HG-012")
def split_interview(pair: GuidanceSubject) -> Iterator[Finding]:
    """An unfinished interview holds 90020 alone; a 90020 without its act says nothing."""
    has_half = pair.items.has_section(FIRST_HALF)
    if pair.report_code == UNFINISHED:
        if not pair.items.acts(FIRST_HALF):
            yield Finding("X-HG-012", section_at(FIRST_HALF), "0", "1")
        if pair.items.has_section(INTERVIEW):
            yield Finding("X-HG-012", section_at(INTERVIEW), "1", "0")
    elif pair.report_code == FIRST and has_half and not pair.items.acts(FIRST_HALF):
        yield Finding("X-HG-012", section_at(FIRST_HALF), "1", "0")


def was_impossible(pair: GuidanceSubject) -> bool:
    """Whether the evaluation was tried and could not be made (1042000116 of 1 or more)."""
    return (pair.items.number(ATTEMPTS, FINAL) or 0) >= 1


@rule("X-HG-015")
def evaluation(pair: GuidanceSubject) -> Iterator[Finding]:
    """The final report holds waist, weight, outcomes and their points, or the attempts.

    A waist or weight of 0 was not measured.
    """
    if pair.report_code != FINAL_REPORT or was_impossible(pair):
        return
    if not pair.items.acts(FINAL):
        yield Finding("X-HG-015", section_at(FINAL), "0", "1")
        return
    outcomes = (*OUTCOMES, OUTCOME_POINTS) if pair.phase >= 4 else _OUTCOMES_OF_PHASE_3
    lacking = missing(pair, FINAL, (FINAL_WAIST, FINAL_WEIGHT, *outcomes))
    lacking += [
        code for code in (FINAL_WAIST, FINAL_WEIGHT) if pair.items.decimal(code, FINAL) == 0
    ]
    if lacking:
        yield Finding("X-HG-015", section_at(FINAL), "", named(pair.phase, lacking))


@rule("X-HG-016")
def continued_support(pair: GuidanceSubject) -> Iterator[Finding]:
    """Active support was carried on, unless the outcome alone is worth 180 points."""
    if pair.report_code != FINAL_REPORT or pair.level != ACTIVE:
        return
    if pair.items.acts(SUPPORT):
        return
    outcome = pair.items.number(OUTCOME_POINTS, FINAL) or 0
    if outcome < NEEDED:
        yield Finding("X-HG-016", section_at(SUPPORT), "0", "1–")


@rule("X-HG-028")
def flag_in_first_half(pair: GuidanceSubject) -> Iterator[Finding]:
    """The early flag stands in 90030 only."""
    if pair.items.find(EARLY_FLAG, FIRST_HALF) is not None:
        yield Finding("X-HG-028", item_at(FIRST_HALF, EARLY_FLAG), FIRST_HALF, INTERVIEW)


@rule("X-HG-044")
def structure(pair: GuidanceSubject) -> Iterator[Finding]:
    """Known sections, each once, with text; lists of 90010 and 90070 without a form."""
    seen: set[str] = set()
    for section in pair.result.sections:
        code = section.code or ""
        if code not in SECTIONS:
            yield Finding("X-HG-044", f"{section_at(code)}/code/@code", code, "90010–90080")
            continue
        if code in seen:
            yield Finding("X-HG-044", section_at(code), "2", "1")
        seen.add(code)
        for found, expected in _oddities(section, code):
            yield Finding("X-HG-044", section_at(code), found, expected)


def _oddities(section: GuidanceSection, code: str) -> Iterator[tuple[str, str]]:
    """What is odd about a section, and what it should be."""
    if section.code_system not in (None, oids.SECTION):
        yield section.code_system or "", oids.SECTION
    if not section.has_text:
        yield "", "text"
    if code != INSTITUTIONS and section.observations:
        yield "entry/observation", "entry/act"
    most = _MOST_ACTS.get(code, len(section.acts))
    if len(section.acts) > most:
        yield f"act × {len(section.acts)}", f"act × {'1' if most == 1 else f'1–{most}'}"
    elif twice := _twice(section, code):
        yield f"{', '.join(twice)} × 2", "× 1"
    for act in section.acts:
        if act.class_code != "ACT":
            yield act.class_code or "", "ACT"
        if code in _LISTS_ONLY and act.code_null_flavor != "NA":
            yield f"act/code {act.code or ''}".strip(), "act/code nullFlavor NA"
        if any(o.relation not in (None, "COMP") for o in act.observations):
            yield "entryRelationship", "COMP"


def _twice(section: GuidanceSection, code: str) -> list[str]:
    """Items that stand more than once where each has one value: which one counts is open.

    Supports and interim evaluations are acts of their own, institutions are repeated.
    """
    each = [act.observations for act in section.acts]
    if code == INSTITUTIONS:
        each = []
    elif code not in _MANY_ACTS:
        each = [tuple(observation for own in each for observation in own)]
    return [
        item
        for own in each
        for item, times in Counter(o.code for o in own).items()
        if item is not None and times > 1
    ]


@rule("X-HG-045")
def contacts(pair: GuidanceSubject) -> Iterator[Finding]:
    """Every interview, support and evaluation has day, a form of the table, and performer."""
    for section in _CONTACTS:
        if section == INTERVIEW and pair.report_code == FINAL_REPORT:
            continue  # the early flag alone may stand there
        if section == FINAL and was_impossible(pair):
            continue
        for act in pair.items.acts(section):
            if section in _WITH_PLAN and act.code_null_flavor is not None:
                continue  # the plan, whose form is no form
            at = act_at(pair, section, act)
            for place, found, expected in _wrong_of_act(pair, section, act):
                yield Finding("X-HG-045", f"{at}{place}", found, expected)


def _wrong_of_act(
    pair: GuidanceSubject, section: str, act: GuidanceAct
) -> Iterator[tuple[str, str, str]]:
    """Place below the act, what was found and what is expected; what is absent at once."""
    if lacking := _lacking(act):
        place = lacking[0][0] if len(lacking) == 1 else ""
        yield (
            place,
            "",
            both("、".join(ja for _, ja, _ in lacking), ", ".join(e for *_, e in lacking)),
        )
    if act.performed_on is not None and day(act.performed_on) is None:
        yield "/effectiveTime/@value", act.performed_on, "YYYYMMDD"
    systems = form_systems(pair.phase, section)
    if not act.code:
        return
    if systems and act.code_system not in systems:
        yield "/code/@codeSystem", act.code_system or "", ", ".join(sorted(systems))
    elif section not in _WITH_PLAN and not _is_form(act, pair.phase):
        forms = ", ".join(sorted(_forms(act.code_system or "", pair.phase)))
        yield "/code/@code", act.code, forms


def _lacking(act: GuidanceAct) -> list[tuple[str, str, str]]:
    """What an act does not say: the element, and its name in both languages."""
    performed = any(performer.code for performer in act.performers)
    return [
        (place, japanese, english)
        for is_there, place, japanese, english in (
            (act.performed_on is not None, "/effectiveTime", "実施日", "day"),
            (bool(act.code), "/code", "形態", "form"),
            (performed, "/performer", "実施者", "performer"),
        )
        if not is_there
    ]


@cache
def _forms(system: str, phase: int) -> frozenset[str]:
    table = code_system(system)
    return (
        frozenset()
        if table is None
        else frozenset(c for c in table.members if table.holds(c, phase))
    )


def _is_form(act: GuidanceAct, phase: int) -> bool:
    """Whether the code is one of its table; forms of interviews are X-HG-017's."""
    return act.code in _forms(act.code_system or "", phase)


@cache
def form_systems(phase: int, section: str) -> frozenset[str]:
    """Code systems the form of an act may be of in a phase; empty where none is known."""
    rows = guidance_items(phase, section)
    return frozenset(row.code_system for row in rows if row.place is Place.ACT_FORM)


@rule("X-HG-048")
def interim_evaluation(pair: GuidanceSubject) -> Iterator[Finding]:
    """An interim evaluation outside active support is reported whole."""
    if pair.level in (None, ACTIVE):
        return
    needed = _INTERIM_NEEDED if pair.phase >= 4 else _INTERIM_NEEDED_PHASE_3
    for act in pair.items.acts(INTERIM, DONE):
        lacking = [code for code in needed if act_value(act, code) is None]
        if act.code != EMAIL and act_minutes(act, _INTERIM_MINUTES) is None:
            lacking.insert(0, _INTERIM_MINUTES)
        if lacking:
            yield Finding("X-HG-048", act_at(pair, INTERIM, act), "", named(pair.phase, lacking))


@rule("X-HG-049")
def institutions(pair: GuidanceSubject) -> Iterator[Finding]:
    """Institutions, where listed, say number, name, form and content of what they did.

    Number and name stand with the performer or as items: their nesting was not seen. No
    interview is by telephone or mail.
    """
    for section in pair.items.sections(INSTITUTIONS):
        for act in section.acts:
            form, content = act_value(act, _MAIN_FORM), act_value(act, _CONTENT)
            form = form or act.code
            at = act_at(pair, INSTITUTIONS, act)
            told = [p.organization for p in act.performers if p.organization is not None]
            has_number = any(o.identifier and o.identifier.extension for o in told)
            has_name = any(o.name for o in told)
            stated = (
                (_INSTITUTION_NUMBER, has_number or act_value(act, _INSTITUTION_NUMBER)),
                (_INSTITUTION_NAME, has_name or act_value(act, _INSTITUTION_NAME)),
                (_MAIN_FORM, form),
                (_CONTENT, content),
            )
            lacking = [code for code, value in stated if not value]
            if lacking:
                yield Finding("X-HG-049", at, "", named(4, lacking))
            elif form in _NOT_IN_PERSON[pair.phase] and content in _INTERVIEW_CONTENTS:
                expected = "1–4" if pair.phase >= 4 else "1, 2, 5"
                yield Finding("X-HG-049", at, f"{form}, {content}", expected)
