from __future__ import annotations

import pytest

from judging import of_archive


@pytest.mark.parametrize(
    ("submitted_on", "expected"),
    [
        ("20260605", []),  # the day itself
        ("20260606", ["X-ARC-004"]),
        ("20080401", []),  # the first day
        ("20080331", ["X-ARC-004"]),
        ("20260231", ["X-ARC-004"]),  # no day of the calendar
    ],
)
def test_x_arc_004(submitted_on: str, expected: list[str]) -> None:
    """The date in the name lies between 2008-04-01 and the reception (2026-06-05)."""
    assert expected == of_archive("X-ARC-004", name=f"1319900013_94899010_{submitted_on}0_1.zip")
