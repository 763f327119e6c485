"""Arithmetic of a checkup claim: parts, other programmes, what is owed and claimed.

Source: standards/settlement.md 1.1 (sums, cascade of the amount another
programme bears, the claim that cannot fall below 0). Pure integers; yen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from daiko.money.copayment import CopaymentTerms, copayment_yen

PARTS: Final = ("basic", "detail", "other", "dock")
"""Order in which another programme's amount is used up; a dock stands alone."""


@dataclass(frozen=True, slots=True)
class PartPrice:
    """One part of a claim: its price, and what is left of it for this programme."""

    part: str
    price_yen: int
    base_yen: int  # price less the share of another programme, not below 0


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """What a claim comes to, yen."""

    unit_total_yen: int
    payments_yen: Mapping[str, int]
    payment_yen: int
    claim_yen: int


def cascade(prices_yen: Mapping[str, int], other_program_yen: int) -> tuple[PartPrice, ...]:
    """Take another programme's amount from the parts in their order, the rest to the next.

    >>> [part.base_yen for part in cascade({"basic": 7680, "detail": 2500}, 8000)]
    [0, 2180]
    """
    rest_yen = other_program_yen
    parts = []
    for part in PARTS:
        if part in prices_yen:
            price_yen = prices_yen[part]
            base_yen = max(0, price_yen - rest_yen)
            rest_yen = max(0, rest_yen - price_yen)
            parts.append(PartPrice(part, price_yen, base_yen))
    return tuple(parts)


def claim_sums(
    prices_yen: Mapping[str, int],
    terms: Mapping[str, CopaymentTerms],
    other_program_yen: int = 0,
) -> ClaimSums:
    """Copayments per part and the claim; the claim never falls below 0.

    ``terms`` holds the terms of every part in ``prices_yen``.
    """
    total_yen = sum(prices_yen.values())
    payments_yen = {
        part.part: copayment_yen(part.base_yen, terms[part.part])
        for part in cascade(prices_yen, other_program_yen)
    }
    payment_yen = sum(payments_yen.values())
    claim_yen = total_yen - payment_yen - other_program_yen
    if claim_yen <= 0:
        return ClaimSums(total_yen, payments_yen, max(0, total_yen - other_program_yen), 0)
    return ClaimSums(total_yen, payments_yen, payment_yen, claim_yen)


def total_yen(amounts_yen: Sequence[int | None]) -> int | None:
    """Sum of amounts, ``None`` as soon as one of them is unknown.

    >>> total_yen([900, 1600]), total_yen([900, None])
    (2500, None)
    """
    known = [amount for amount in amounts_yen if amount is not None]
    return sum(known) if len(known) == len(amounts_yen) else None
