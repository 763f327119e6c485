from __future__ import annotations

import pytest

from building import a_summary
from daiko.checks.subjects import ClaimTotals
from judging import of_archive


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("2306", []),
        ("2305", ["X-SU-004"]),
        ("0", ["X-SU-004"]),
        (None, ["X-SU-004"]),
    ],
)
def test_x_su_004(total: str | None, expected: list[str]) -> None:
    """Total paid is the sum of the claims' payments."""
    totals = ClaimTotals(claims=1, unit_total_yen=7685, payment_yen=2306, claim_yen=5379)
    assert expected == of_archive("X-SU-004", totals=totals, summary=a_summary(total_payment=total))
