"""Totals of phase 3: supports A and B by the minute, their counts, minutes and points.

What X-HG-021, 032, 033, 035, 036, 039 and 052 ask of guidance after a checkup until
fiscal 2023. Neither outcomes nor an early interview have points there: the grand total is
A and B. Of several supports a day only the highest counts; whether totals and interim
evaluations were counted so is told nowhere, so a total is right by either reading.
Source: standards/guidance.md 4, 7.3, 7.4, catalogue/guidance_items.csv; rulings.md 21. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from daiko.checks.guidance_items import INTERIM, SUPPORT, TOTALS, act_minutes, act_value, whole
from daiko.checks.guidance_subject import GuidanceSubject
from daiko.checks.rules.guidance_places import DONE_TOTALS
from daiko.documents.guidance_records import GuidanceAct
from daiko.guidance.points import SupportPoints, most_points, session_points, support_of
from daiko.standard import oids
from daiko.standard.guidance_catalogue import GROUPS_OF_PHASE_3

POINTS: Final = ("1032300014", "1032000014", "1032100014", "1032200014")
MINUTES: Final = ("1032300013", "1032000013", "1032100013", "1032200013")
"""Items of one contact, of both phases."""
_TABLES: Final = (oids.SUPPORT_FORM_PHASE_3, oids.INTERIM_FORM_PHASE_3)
_LETTERS: Final = "67"
PointsOf = Callable[[GuidanceAct], int | None]


def total_code(beginning: str) -> str:
    """Item of the points of A and B together, planned (1041) or done (1042)."""
    return f"{beginning}800114"


def points_a_code(beginning: str) -> str:
    return f"{beginning}100114"


def points_b_code(beginning: str) -> str:
    return f"{beginning}200114"


def points_of(act: GuidanceAct) -> int | None:
    """Points of one contact by form and minutes; ``None`` for forms of no table of phase 3."""
    if act.code_system not in _TABLES:
        return None
    return session_points(3, act.code or "", act_minutes(act, *MINUTES))


def stated_points(act: GuidanceAct) -> int | None:
    """Points of one contact as it states them."""
    texts = (act_value(act, code) for code in POINTS)
    return next((whole(text) for text in texts if text is not None), None)


def best_of_each_day(acts: list[GuidanceAct]) -> list[GuidanceAct]:
    """Of the contacts of one day the one with most points."""
    best: dict[str, GuidanceAct] = {}
    for number, act in enumerate(acts):
        on = act.performed_on or f"{number}"
        if on not in best or (points_of(act) or 0) > (points_of(best[on]) or 0):
            best[on] = act
    return list(best.values())


def counted(pair: GuidanceSubject) -> list[list[GuidanceAct]]:
    """Contacts that totals may count: all or the best of each day, with interims or without."""
    supports, interims = pair.items.acts(SUPPORT), pair.items.acts(INTERIM)
    ways = [supports, best_of_each_day(supports)]
    if interims:
        ways += [[*supports, *interims], best_of_each_day([*supports, *interims])]
    return ways


def together(acts: list[GuidanceAct], points: PointsOf = points_of) -> SupportPoints | None:
    """Points of contacts by A and B; ``None`` when those of one are not known."""
    sums = {"A": 0, "B": 0}
    for act in acts:
        kind, own = support_of(act.code or ""), points(act)
        if kind is None or own is None:
            return None
        sums[kind] += own
    return SupportPoints(sums["A"], sums["B"])


def completing_points(pair: GuidanceSubject) -> SupportPoints | None:
    """What the contacts make, the best of each day; else A and B of the done totals."""
    acts = [*pair.items.acts(SUPPORT), *pair.items.acts(INTERIM)]
    own = together(best_of_each_day(acts))
    if own is not None:
        return own
    a, b = _stated(pair, DONE_TOTALS)
    return None if a is None or b is None else SupportPoints(a, b)


def _stated(pair: GuidanceSubject, beginning: str) -> tuple[int | None, int | None]:
    a = pair.items.number(points_a_code(beginning), TOTALS)
    return a, pair.items.number(points_b_code(beginning), TOTALS)


def right_points(pair: GuidanceSubject) -> list[SupportPoints]:
    """Done points of A and B that are right: by the table, or as each contact states them."""
    if not pair.items.acts(SUPPORT):
        return []
    ways = [
        together(acts, points) for points in (points_of, stated_points) for acts in counted(pair)
    ]
    return [way for way in ways if way is not None]


def right_totals_3(pair: GuidanceSubject, beginning: str) -> list[int]:
    """Totals that are right: A and B as stated, then as the contacts have them."""
    a, b = _stated(pair, beginning)
    parts = [] if a is None or b is None else [a + b]
    if parts and pair.items.number(total_code(beginning), TOTALS) in (None, *parts):
        return parts
    if beginning != DONE_TOTALS:
        return parts
    return list(dict.fromkeys((*parts, *(way.total for way in right_points(pair)))))


def wrong_points(pair: GuidanceSubject, beginning: str) -> Iterator[tuple[str, int, str]]:
    """Code, points and what would be right, of stated points of A or B that cannot be.

    Done points by the single supports. Of a plan, without supports and where the counts
    are others (X-HG-039) only counts and minutes of all contacts of a form decide: wrong
    is what no sharing of them makes.
    """
    by_supports = beginning == DONE_TOTALS and not any(wrong_counts(pair))
    ways = right_points(pair) if by_supports else []
    for number, (kind, code) in enumerate(
        (("A", points_a_code(beginning)), ("B", points_b_code(beginning)))
    ):
        stated = _stated(pair, beginning)[number]
        if stated is None:
            continue
        if ways:
            right = list(dict.fromkeys((way.a, way.b)[number] for way in ways))
            if stated not in right:
                yield code, stated, ", ".join(map(str, sorted(right)))
        elif (most := _most(pair, beginning, kind)) is not None and stated > most:
            yield code, stated, f"–{most}"


def _most(pair: GuidanceSubject, beginning: str, kind: str) -> int | None:
    """Most points the counts and minutes of A or B allow; ``None`` where a count is unknown."""
    most = 0
    for form, group in GROUPS_OF_PHASE_3.items():
        if support_of(form) != kind:
            continue
        count = pair.items.number(f"{beginning}{group}117", TOTALS)
        minutes = pair.items.number(f"{beginning}{group}113", TOTALS)
        points = None if count is None else most_points(form, count, minutes)
        if points is None:
            return None
        most += points
    return most


@cache
def _counts() -> dict[str, str]:
    return {form: f"{DONE_TOTALS}{group}117" for form, group in GROUPS_OF_PHASE_3.items()}


def wrong_counts(pair: GuidanceSubject) -> Iterator[tuple[str, int, str]]:
    """Code, number and what would be right, of done counts and minutes no reading gives."""
    if not pair.items.acts(SUPPORT):
        return
    ways = counted(pair)
    yield from _unlike(pair, f"{DONE_TOTALS}800117", [len(acts) for acts in ways])
    for form, code in _counts().items():
        of_form = [[act for act in acts if act.code == form] for acts in ways]
        yield from _unlike(pair, code, [len(acts) for acts in of_form])
        if form not in _LETTERS:
            sums = [_minutes(acts) for acts in of_form]
            known = [minutes for minutes in sums if minutes is not None]
            if len(known) == len(sums):
                yield from _unlike(pair, f"{code[:-1]}3", known)


def _minutes(acts: list[GuidanceAct]) -> int | None:
    each = [act_minutes(act, *MINUTES) for act in acts]
    known = [minutes for minutes in each if minutes is not None]
    return sum(known) if len(known) == len(each) else None


def _unlike(pair: GuidanceSubject, code: str, right: list[int]) -> Iterator[tuple[str, int, str]]:
    stated = pair.items.number(code, TOTALS)
    if stated is not None and stated not in right:
        yield code, stated, ", ".join(map(str, dict.fromkeys(right)))
