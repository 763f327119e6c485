"""Guidance points (支援ポイント): what a support, an early interview and an outcome are worth.

Two judgements: phase 3 counts minutes in supports A and B, phase 4 counts contacts
and adds outcomes (アウトカム評価). The fiscal year of the checkup decides which
(guidance.md 12). Weights and waists are ``Decimal``; points are integers.
Source: standards/guidance.md 3 to 5, catalogue/guidance_points.csv, rulings.md 3.
Pure. What a document declares is compared in ``checks/``.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

COMPLETE_POINTS: Final = 180
"""What active support needs to be complete, in either phase."""
SUPPORT_A_LEAST: Final = 160
"""Phase 3: below this support A does not complete, whatever support B adds."""
EARLY_DAYS: Final = 7
GROUP_FORMS: Final = frozenset({"3", "4"})
REMOTE_FORMS: Final = frozenset({"5", "6"})
"""Telephone and e-mail of table 24010: no form of a whole first interview."""
EMAIL: Final = "6"


@dataclass(frozen=True, slots=True)
class Support:
    """One kind of support in phase 4: points of a contact, least minutes (0: not recorded)."""

    points: int
    least_minutes: int


@dataclass(frozen=True, slots=True)
class PointTable:
    """Points of phase 4 as they hold from a checkup date on (ruling 3).

    ``supports`` by form of table 24010; ``early`` by flag of table 24070; ``body`` by
    waist and weight outcome of table 24090; ``habit`` for diet, exercise, rest, other.
    """

    valid_from: date
    supports: Mapping[str, Support]
    early: Mapping[str, int]
    body: Mapping[str, int]
    habit: int
    smoking: int
    interview_minutes: int  # least length of a whole first interview, individual
    group_interview_minutes: int

    def process(self, counts: Mapping[str, int]) -> int:
        """Process points: number of contacts of each form times its points.

        >>> PHASE_4.process({"1": 1, "5": 1, "6": 2})
        160
        """
        supports = self.supports
        return sum(count * supports[form].points for form, count in counts.items())

    def outcome(self, outcomes: Outcomes) -> int:
        """Outcome points; of the body only the higher step counts.

        >>> PHASE_4.outcome(Outcomes(body="1", habits=4, smoking=True))
        130
        """
        smoking = self.smoking if outcomes.smoking else 0
        return self.body.get(outcomes.body, 0) + outcomes.habits * self.habit + smoking

    def session(self, form: str, minutes: int | None) -> int:
        """Points of one contact; 0 below the least minutes or for an unknown form.

        >>> PHASE_4.session("1", 10), PHASE_4.session("3", 30), PHASE_4.session("6", None)
        (70, 0, 30)
        """
        support = self.supports.get(form)
        if support is None or (minutes or 0) < support.least_minutes:
            return 0
        return support.points

    def least_interview(self, form: str) -> int:
        """Least minutes of a whole first interview, in person or remote.

        >>> PHASE_4.least_interview("1"), PHASE_4.least_interview("4")
        (20, 80)
        """
        return self.group_interview_minutes if form in GROUP_FORMS else self.interview_minutes


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes planned or met: step of waist and weight, habits but smoking, smoking."""

    body: str  # 0 none, 1 one cm and one kg, 2 two cm and two kg
    habits: int  # how many of diet, exercise, rest, other
    smoking: bool


_INDIVIDUAL: Final = Support(70, 10)
_GROUP: Final = Support(70, 40)

PHASE_4: Final = PointTable(
    valid_from=date(2024, 4, 1),
    supports={
        "1": _INDIVIDUAL,
        "2": _INDIVIDUAL,
        "3": _GROUP,
        "4": _GROUP,
        "5": Support(30, 5),
        EMAIL: Support(30, 0),
    },
    early={"0": 0, "1": 20, "2": 10},
    body={"0": 0, "1": 20, "2": 180},
    habit=20,
    smoking=30,
    interview_minutes=20,
    group_interview_minutes=80,
)
TABLES: Final = (PHASE_4,)
"""Every edition of the phase 4 points, oldest first."""


def table_on(checkup_on: date) -> PointTable | None:
    """The points for guidance after a checkup of this day; ``None`` before phase 4.

    >>> table_on(date(2024, 4, 1)) is PHASE_4, table_on(date(2024, 3, 31))
    (True, None)
    """
    held = [table for table in TABLES if table.valid_from <= checkup_on]
    return held[-1] if held else None


class SupportKind(StrEnum):
    """Phase 3: A advises on carrying out the plan, B checks and encourages."""

    A = "A"
    B = "B"


@dataclass(frozen=True, slots=True)
class TimedSupport:
    """One kind of support in phase 3; without a unit each round trip earns its points."""

    kind: SupportKind
    unit_minutes: int | None
    points: int
    least_minutes: int = 0
    most_points: int | None = None


PHASE_3: Final[Mapping[str, TimedSupport]] = {
    "1": TimedSupport(SupportKind.A, 5, 20, 10, 120),  # individual A
    "2": TimedSupport(SupportKind.B, 5, 10, 5, 20),  # individual B
    "3": TimedSupport(SupportKind.A, 10, 10, 40, 120),  # group
    "4": TimedSupport(SupportKind.A, 5, 15, 5, 60),  # telephone A
    "5": TimedSupport(SupportKind.B, 5, 10, 5, 20),  # telephone B
    "6": TimedSupport(SupportKind.A, None, 40),  # e-mail A
    "7": TimedSupport(SupportKind.B, None, 5),  # e-mail B
}
"""Points of phase 3 by form of table 1113 (guidance.md 4)."""


def points_phase_3(form: str, minutes: int | None) -> int:
    """Points of one support of phase 3; minutes are counted in whole units.

    >>> points_phase_3("1", 35), points_phase_3("3", 30), points_phase_3("4", 12)
    (120, 0, 30)
    """
    support = PHASE_3.get(form)
    if support is None:
        return 0
    if support.unit_minutes is None:
        return support.points
    lasted = minutes or 0
    if lasted < support.least_minutes:
        return 0
    earned = lasted // support.unit_minutes * support.points
    return earned if support.most_points is None else min(earned, support.most_points)


def completes_phase_3(points_a: int, points_b: int) -> bool:
    """180 by support A alone, or 160 by A and 180 together.

    >>> completes_phase_3(160, 20), completes_phase_3(150, 40), completes_phase_3(180, 0)
    (True, False, True)
    """
    together = points_a + points_b
    return points_a >= COMPLETE_POINTS or (
        points_a >= SUPPORT_A_LEAST and together >= COMPLETE_POINTS
    )


def early_flag(checkup_on: date, interview_on: date) -> str:
    """Table 24070: 1 on the checkup day, 2 on days 1 to 7, else 0.

    >>> [early_flag(date(2026, 5, 1), date(2026, 5, day)) for day in (1, 2, 8, 9)]
    ['1', '2', '2', '0']
    """
    days = (interview_on - checkup_on).days
    if days == 0:
        return "1"
    return "2" if 0 < days <= EARLY_DAYS else "0"


def months_after(start: date, months: int) -> date:
    """The same day some calendar months later, or the last day of that month.

    >>> months_after(date(2024, 11, 30), 3), months_after(date(2026, 5, 12), 3)
    (datetime.date(2025, 2, 28), datetime.date(2026, 8, 12))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


_ONE: Final = Decimal(1)
_TWO: Final = Decimal(2)
_PART_OF_WEIGHT: Final = Decimal("0.024")


def body_outcome(weight_kg: Decimal, waist_less_cm: Decimal, weight_less_kg: Decimal) -> str:
    """Table 24090 from the weight at the checkup and what was lost since.

    2 cm and 2 kg, or as many kg and cm as 2.4 percent of the weight; else 1 cm and 1 kg.

    >>> body_outcome(Decimal("75"), Decimal("1.9"), Decimal("1.8"))
    '2'
    >>> body_outcome(Decimal("75"), Decimal("1.7"), Decimal("1.9"))
    '1'
    """
    least = min(waist_less_cm, weight_less_kg)
    if least >= _TWO or least >= _PART_OF_WEIGHT * weight_kg:
        return "2"
    return "1" if least >= _ONE else "0"
