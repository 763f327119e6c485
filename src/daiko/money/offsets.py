"""Offsets: which reversals of a provider are settled against its claims of a month.

Source: standards/settlement.md 3.3 (過誤調整), rulings.md 38, 40.
Pure. A reversal is settled whole or carried over; nothing ever goes negative.
Reversals of held claims need no offset and never come here (ruling 38).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from daiko.money.calendar import ProcessingMonth

CARRY_MONTHS: Final = 3  # then the reversal becomes a repayment demand


@dataclass(frozen=True, slots=True)
class QueuedReversal:
    """One accepted reversal request that waits for settlement."""

    id: int
    requested_at: datetime
    amount_yen: int


@dataclass(frozen=True, slots=True)
class Offset:
    """``settled`` in the order of settlement, ``carried`` in the order of the queue."""

    settled: tuple[QueuedReversal, ...]
    carried: tuple[QueuedReversal, ...]
    rest_yen: int


def offset(available_yen: int, queue: Iterable[QueuedReversal]) -> Offset:
    """Settle, oldest request first, every reversal that still fits whole."""
    if available_yen < 0:
        raise ValueError("claims of a month are never negative")
    settled: list[QueuedReversal] = []
    carried: list[QueuedReversal] = []
    for reversal in sorted(queue, key=lambda r: (r.requested_at, r.id)):
        if reversal.amount_yen <= available_yen:
            settled.append(reversal)
            available_yen -= reversal.amount_yen
        else:
            carried.append(reversal)
    return Offset(tuple(settled), tuple(carried), available_yen)


def becomes_repayment_demand(
    first_tried: ProcessingMonth,
    now: ProcessingMonth,
    *,
    provider_abolished: bool,
    carry_months: int = CARRY_MONTHS,
) -> bool:
    """Whether a carried reversal is demanded back (返還請求) instead of carried on."""
    return provider_abolished or first_tried.plus(carry_months) <= now
