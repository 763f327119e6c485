"""Copayment (窓口負担) of one part of a checkup claim: what the person owes.

Source: standards/settlement.md 1.1 (six patterns, half-up rounding), ruling 34.
Pure: no database, no clock, no settings. Checks against the declared amounts
live in ``checks/rules/claim_money.py``, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from daiko.money.rounding import half_up


class CopaymentKind(IntEnum):
    """Table 6 (別表6), codes 1 to 3; code 4 is the limit beside any of them."""

    NONE = 1
    FIXED = 2
    RATE = 3


@dataclass(frozen=True, slots=True)
class CopaymentTerms:
    """Terms of one part of a card: kind, its value and the insurer's limit.

    ``fixed_yen`` in yen; ``rate_per_100_000`` is the six digit rate of the file
    (030000 = 30 %); ``insurer_limit_yen`` is the most the insurer bears, ``None``
    for no limit (0 is refused at the door: ruling 34).
    """

    kind: CopaymentKind
    fixed_yen: int = 0
    rate_per_100_000: int = 0
    insurer_limit_yen: int | None = None


def copayment_yen(price_yen: int, terms: CopaymentTerms) -> int:
    """What the person owes for a part that costs ``price_yen``.

    >>> copayment_yen(7685, CopaymentTerms(CopaymentKind.RATE, rate_per_100_000=30_000))
    2306
    >>> copayment_yen(7680, CopaymentTerms(CopaymentKind.NONE, insurer_limit_yen=7000))
    680
    """
    match terms.kind:
        case CopaymentKind.NONE:
            due_yen = 0
        case CopaymentKind.FIXED:
            due_yen = min(terms.fixed_yen, price_yen)
        case CopaymentKind.RATE:
            due_yen = half_up(price_yen * terms.rate_per_100_000, 100_000)
    if terms.insurer_limit_yen is None:
        return due_yen
    return max(due_yen, price_yen - terms.insurer_limit_yen)  # the person pays what exceeds it
