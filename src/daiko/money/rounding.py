"""The one rounding of Daiko: half up to one yen (1円未満の端数は四捨五入).

Source: standards/settlement.md 1. Pure.
"""

from __future__ import annotations


def half_up(numerator: int, denominator: int) -> int:
    """Round ``numerator / denominator`` (both ≥ 0, denominator > 0) half up.

    >>> half_up(230_550_000, 100_000), half_up(5, 10), half_up(4, 10)
    (2306, 1, 0)
    """
    if numerator < 0 or denominator <= 0:
        raise ValueError("half_up takes a numerator of 0 or more and a positive denominator")
    return (2 * numerator + denominator) // (2 * denominator)
