"""Active support of phase 3: a plan in supports A and B by the minute, and its supports.

Source: standards/guidance.md 4 (points, completion), 7.4 (table 1113). A guidance is of
phase 3 when its checkup was (fiscal 2023 or before), whenever it is carried on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Final

from daiko.guidance.points import SupportPoints, session_points, support_of

PHASE: Final = 3
LETTERS: Final = "67"  # e-mail, fax or letter, A and B: no minutes
_FORMS: Final = "1113446625577"
_MINUTES: Final = {"1": (10, 30), "2": (5, 15), "3": (40, 120), "4": (5, 20), "5": (5, 15)}
_WEEKS: Final = (12, 14, 16, 24)


@dataclass(frozen=True, slots=True)
class OldPlan:
    """Planned supports: form of table 1113 and minutes (0 for letters)."""

    weeks: int
    supports: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """1041800114: points of A and B."""
        return points_of(self.supports).total


def points_of(supports: Iterable[tuple[str, int]]) -> SupportPoints:
    """Points of supports by A and B."""
    sums = {"A": 0, "B": 0}
    for form, minutes in supports:
        sums[support_of(form) or ""] += session_points(PHASE, form, minutes) or 0
    return SupportPoints(sums["A"], sums["B"])


def old_plan(rng: Random) -> OldPlan:
    """Supports until they complete: 180 by A, or 160 by A and 180 together."""
    supports: list[tuple[str, int]] = []
    while not points_of(supports).completes:
        form = rng.choice(_FORMS)
        supports.append((form, 0 if form in LETTERS else rng.randint(*_MINUTES[form])))
    rng.shuffle(supports)
    return OldPlan(rng.choice(_WEEKS), tuple(supports))
