"""Points of active support (積極的支援): support, early interview, outcomes, completion.

Source: standards/guidance.md 4 (phase 3), 5 (phase 4), rulings.md 3; the values are
dated data (``standard/data/guidance_points.csv``). Codes are texts of the documents:
forms of table 1113 (phase 3) or 24010 (phase 4), early flag 24070, outcomes 24090,
24100 and 24130. Pure; decimals are compared exactly, never as floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from daiko.standard.guidance_catalogue import PointRow, point_rows

NEEDED: Final = 180
"""Points that complete active support, both phases (guidance.md 4, 5)."""

SUPPORT_A_LEAST: Final = 160
"""Phase 3: of the 180, at least so many by support A."""
_TWO: Final = Decimal(2)
_ONE: Final = Decimal(1)
_SHARE_OF_WEIGHT: Final = Decimal("0.024")


@dataclass(frozen=True, slots=True)
class SupportPoints:
    """Points of phase 3 by support A and B; phase 4 knows no such difference."""

    a: int
    b: int

    @property
    def total(self) -> int:
        return self.a + self.b

    @property
    def completes(self) -> bool:
        """A >= 180, or A >= 160 and A + B >= 180 (guidance.md 4).

        >>> SupportPoints(160, 15).completes, SupportPoints(150, 40).completes
        (False, False)
        >>> SupportPoints(160, 20).completes, SupportPoints(180, 0).completes
        (True, True)
        """
        return self.a >= NEEDED or (self.a >= SUPPORT_A_LEAST and self.total >= NEEDED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Codes of the outcome items, planned (1021001053-058) or judged (1042001044 …)."""

    waist_weight: str | None
    diet: str | None
    exercise: str | None
    smoking: str | None
    rest: str | None
    other: str | None


def session_points(phase: int, form: str, minutes: int | None) -> int | None:
    """Points of one contact; ``None`` for a form the phase does not know.

    Below the minimum it is no support: 0. E-mail needs no minutes (a round trip).

    >>> session_points(3, "1", 35), session_points(3, "3", 30), session_points(3, "4", 12)
    (120, 0, 30)
    >>> session_points(4, "1", 10), session_points(4, "5", 4), session_points(4, "6", None)
    (70, 0, 30)
    """
    row = _support(phase).get(form)
    if row is None:
        return None
    done = minutes or 0
    if row.minimum_minutes is not None and done < row.minimum_minutes:
        return 0
    if row.unit_minutes is None:
        return row.points
    points = done // row.unit_minutes * row.points
    return points if row.cap_points is None else min(points, row.cap_points)


def support_of(form: str) -> str | None:
    """A or B for a form of phase 3 (table 1113), ``None`` for an unknown one."""
    row = _support(3).get(form)
    return None if row is None else row.support


def most_points(form: str, count: int, minutes: int | None) -> int | None:
    """Phase 3: most points that so many supports of a form make, in so many minutes together.

    However the minutes are shared; ``None`` for an unknown form.

    >>> most_points("1", 2, 40), most_points("1", 1, 40), most_points("1", 9, 5)
    (160, 120, 0)
    >>> most_points("6", 3, None), most_points("4", 2, None)
    (120, 120)
    """
    row = _support(3).get(form)
    if row is None:
        return None
    each = row.points if row.cap_points is None else row.cap_points
    if row.unit_minutes is None or minutes is None:
        return count * each
    held = min(count, minutes // (row.minimum_minutes or 1))
    return min(held * each, minutes // row.unit_minutes * row.points)


def minimum_minutes(phase: int, form: str) -> int | None:
    """Least minutes of one contact, ``None`` where there are none (e-mail)."""
    row = _support(phase).get(form)
    return None if row is None else row.minimum_minutes


def process_points(counts: Mapping[str, int]) -> int:
    """Phase 4: points of the numbers of contacts by form (24010); 1041/1042010070.

    >>> process_points({"1": 2, "5": 1, "6": 3})
    260
    """
    table = _support(4)
    return sum(table[form].points * count for form, count in counts.items() if form in table)


def early_points(flag: str | None) -> int:
    """Phase 4: points of the early first interview (1022000016), in the grand total only.

    >>> early_points("1"), early_points("2"), early_points("0"), early_points(None)
    (20, 10, 0, 0)
    """
    return _points("early", flag)


def outcome_points(outcome: Outcome) -> int:
    """Phase 4: points of outcomes (1021001059 planned, 1042001060 judged).

    >>> outcome_points(Outcome("1", "1", "1", "1", "1", "1"))
    130
    >>> outcome_points(Outcome("2", "0", "9", "8", "9", "9"))
    180
    """
    return (
        _points("waist_weight", outcome.waist_weight)
        + _points("diet", outcome.diet)
        + _points("exercise", outcome.exercise)
        + _points("smoking", outcome.smoking)
        + _points("rest", outcome.rest)
        + _points("other", outcome.other)
    )


def waist_weight_outcome(
    waist_loss_cm: Decimal, weight_loss_kg: Decimal, checkup_weight_kg: Decimal
) -> str:
    """Code of table 24090 that the measures give: 2, 1 or 0 (guidance.md 5).

    2: both at least 2.0, or both at least 2.4 % of the weight at the checkup (the same
    number counts for the waist). 1: both at least 1.0. Losses are checkup minus evaluation.

    >>> waist_weight_outcome(Decimal("1.9"), Decimal("1.8"), Decimal(75))
    '2'
    >>> waist_weight_outcome(Decimal("1.7"), Decimal("1.9"), Decimal(75))
    '1'
    """
    share = checkup_weight_kg * _SHARE_OF_WEIGHT
    least = min(waist_loss_cm, weight_loss_kg)
    if least >= min(_TWO, share):
        return "2"
    return "1" if least >= _ONE else "0"


@cache
def _support(phase: int) -> dict[str, PointRow]:
    return {row.code: row for row in point_rows(phase) if row.kind == "process"}


@cache
def _rows_of(kind: str) -> dict[str, int]:
    return {row.code: row.points for row in point_rows(4) if row.kind == kind}


def _points(kind: str, code: str | None) -> int:
    return _rows_of(kind).get(code or "", 0)
