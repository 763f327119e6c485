from __future__ import annotations

import pytest

from building import a_summary
from daiko.checks.subjects import ClaimTotals
from judging import of_archive


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("15360", []),
        ("15359", ["X-SU-003"]),
        ("7680", ["X-SU-003"]),  # one person only
        (None, ["X-SU-003"]),
    ],
)
def test_x_su_003(total: str | None, expected: list[str]) -> None:
    """Total cost is the sum of the claims' unit totals: 15,360 yen for two."""
    assert expected == of_archive("X-SU-003", pairs=2, summary=a_summary(total_cost=total))


def test_x_su_003_is_silent_beside_an_unreadable_claim() -> None:
    """Where one claim has no readable amount, sums prove nothing."""
    totals = ClaimTotals(claims=2, unreadable=1, unit_total_yen=7680)
    assert of_archive("X-SU-003", totals=totals, summary=a_summary(total_cost="1")) == []
