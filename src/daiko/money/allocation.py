"""Allocation: which claims of an invoice the insurer's money covers.

Source: rulings.md 39 (credits first, then money; claims whole in the order of
reception, stopping at the first that is not covered; the fee last),
standards/settlement.md 3.4. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DueClaim:
    """One claim of an invoice; the sequence handed in is the order of reception."""

    id: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """What the funds reach.

    ``covered`` is a prefix of the claims. ``in_hand_yen`` is money that is there
    but does not reach the next whole claim or the fee; ``missing_yen`` is what the
    insurer still owes; ``excess_yen`` goes to suspense (仮受金).
    """

    covered: tuple[int, ...]
    uncovered: tuple[int, ...]
    fee_covered_yen: int
    in_hand_yen: int
    missing_yen: int
    excess_yen: int


def allocate(
    claims: Sequence[DueClaim], *, fee_yen: int, credits_yen: int, paid_yen: int
) -> Allocation:
    """Spread credits and everything paid so far over an invoice.

    ``credits_yen`` are the credits applied to this invoice, at most its claims and
    fee; ``paid_yen`` all money matched with it until now. Called again with more
    money it covers at least what it covered before.
    """
    total_yen = sum(claim.claim_yen for claim in claims) + fee_yen
    if min(fee_yen, credits_yen, paid_yen) < 0 or credits_yen > total_yen:
        raise ValueError("fee, credits and money are 0 or more, credits at most the whole invoice")
    rest_yen = min(credits_yen + paid_yen, total_yen)
    excess_yen = credits_yen + paid_yen - rest_yen
    missing_yen = total_yen - rest_yen
    count = 0
    for claim in claims:
        if claim.claim_yen > rest_yen:
            break
        rest_yen -= claim.claim_yen
        count += 1
    fee_covered_yen = min(fee_yen, rest_yen) if count == len(claims) else 0
    return Allocation(
        covered=tuple(claim.id for claim in claims[:count]),
        uncovered=tuple(claim.id for claim in claims[count:]),
        fee_covered_yen=fee_covered_yen,
        in_hand_yen=rest_yen - fee_covered_yen,
        missing_yen=missing_yen,
        excess_yen=excess_yen,
    )
