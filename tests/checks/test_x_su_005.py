from __future__ import annotations

import pytest

from building import a_summary
from daiko.checks.subjects import ClaimTotals
from judging import of_archive


@pytest.mark.parametrize(
    ("total", "borne_yen", "expected"),
    [
        (None, 0, []),
        ("0", 0, []),
        ("700", 700, []),
        (None, 700, ["X-SU-005"]),
        ("700", 0, ["X-SU-005"]),
    ],
)
def test_x_su_005(total: str | None, borne_yen: int, expected: list[str]) -> None:
    """Total of other programmes is the claims' sum; absent it counts as 0."""
    totals = ClaimTotals(claims=1, other_program_yen=borne_yen)
    assert expected == of_archive(
        "X-SU-005", totals=totals, summary=a_summary(total_other_program=total)
    )
