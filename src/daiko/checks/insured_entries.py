"""What the register of insured persons answers the check.

Source: standards/actors-and-contracts.md 5 (``insured_persons.csv``), rulings.md 33.
Values only; the port that gives them is ``registers.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CoverageEntry:
    """A time in which somebody is insured, both ends included, as the insurer registered it."""

    branch_code: str  # "" where the insurer has none
    birth_date: date
    sex: str  # 1 male, 2 female
    covered_from: date
    covered_to: date | None


@dataclass(frozen=True, slots=True)
class InsuredEntry:
    """What the register of insured persons holds of a symbol and number: a whole family."""

    symbol_known: bool  # somebody of this insurer has the symbol
    coverages: tuple[CoverageEntry, ...] = ()
